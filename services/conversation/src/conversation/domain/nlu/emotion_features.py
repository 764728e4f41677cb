"""The features of the emotion model: words, their letters, pairs, negation and emphasis."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise
from zlib import crc32

from conversation.domain.nlu.word_sets import words

LONGEST = 2_000
_TOKEN = re.compile(
    r"[^\W_]+(?:'[^\W_]+)*|[!?.]+|[:;=8xX][-o^']?[)(\]\[dDpP/\\|3*]+|<3+|[^\w\s]",
)
_STRETCHED = re.compile(r"(.)\1{2,}")
_DENIES = words("not no never without cannot nothing nobody none neither nor hardly barely")
_ENDS_DENIAL = re.compile(r"[.,;:!?]|but$")
_DENIED_WORDS = 4
_LETTERS = range(2, 6)


def tokens_of(text: str) -> list[str]:
    """Words, runs of punctuation, smileys and emoji, as typed."""
    return _TOKEN.findall(text[:LONGEST].replace("\u2019", "'"))


@lru_cache(maxsize=20_000)
def normal(token: str) -> str:
    """Lower case, with no letter or mark more than three times in a row."""
    low = token.lower()
    return _STRETCHED.sub(r"\1\1\1", low) if token[0].isalnum() else low[:3]


def word_features(word: str) -> list[int]:
    """A normal word itself, and its runs of two to five letters with a space at both ends."""
    found = [_code("w:" + word)]
    if word[0].isalnum():
        padded = f" {word} "
        for size in _LETTERS:
            found += [_code(padded[at : at + size]) for at in range(len(padded) - size + 1)]
    return found


def context_features(tokens: list[str], normals: list[str]) -> set[int]:
    """Of the words in order: pairs, triples, pairs around a word, and marks for negation and emphasis."""
    framed = ["<s>", *normals, "</s>"]
    found = {f"b:{first} {second}" for first, second in pairwise(framed)}
    for first, second, third in zip(framed, framed[1:], framed[2:], strict=False):
        found.add(f"t:{first} {second} {third}")
        found.add(f"s:{first} {third}")
    found.update("~" + word for word in _denied(normals))
    if any(len(token) > 2 and token.isupper() for token in tokens):
        found.add("^caps")
    if any(token[0].isalnum() and _STRETCHED.search(token.lower()) for token in tokens):
        found.add("^long")
    return {_code(feature) for feature in found}


def _denied(normals: Iterable[str]) -> Iterable[str]:
    left = 0
    for word in normals:
        if word in _DENIES or word.endswith("n't"):
            left = _DENIED_WORDS
        elif left and _ENDS_DENIAL.match(word):
            left = 0
        elif left:
            left -= 1
            yield word


def _code(feature: str) -> int:
    return crc32(feature.encode(errors="replace"))
