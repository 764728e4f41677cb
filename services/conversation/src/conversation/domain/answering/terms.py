"""Words as they are compared: lower case, lightly stemmed, without stop words, synonyms made one."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from conversation.domain.answering.vocabulary import STOP_WORDS, SYNONYMS

_WORD = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]+(?:['`\u00b4\u2019][^\W\d_]+)?")
_APOSTROPHE = re.compile(r"['`\u00b4\u2019]")
_SUFFIXES = ("ungen", "ings", "ing", "ung", "ied", "ies", "ed", "es", "en", "er", "em", "e", "s", "n", "y")


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """The word without its endings, so that `deliveries`, `delivered` and `deliver` meet."""
    plain = "".join(c for c in unicodedata.normalize("NFD", word.lower()) if not unicodedata.combining(c))
    plain = _APOSTROPHE.split(plain, maxsplit=1)[0]
    if plain[:1].isdigit():
        return plain
    if plain.endswith("ies") and len(plain) > 4:
        plain = plain[:-3] + "y"
    while True:
        for suffix in _SUFFIXES:
            if plain.endswith(suffix) and len(plain) - len(suffix) >= (3 if suffix == "s" else 4):
                plain = plain[: -len(suffix)]
                break
        else:
            return plain


_CANON = {stem(word): stem(head) for head, words in SYNONYMS.items() for word in (*words, head)}


@lru_cache(maxsize=20_000)
def term(word: str) -> str | None:
    """What a word counts as in a comparison; None for a stop word."""
    if word.lower() in STOP_WORDS:
        return None
    stemmed = stem(word)
    return _CANON.get(stemmed, stemmed)


def terms(text: str) -> list[str]:
    """The terms of a text in its order, with repetitions."""
    return [found for word in _WORD.findall(text) if (found := term(word))]
