"""The part each word plays when people ask for a person, also when it is misspelt."""

from __future__ import annotations

from functools import lru_cache

from conversation.domain.nlu.languages.known import KNOWN
from conversation.domain.nlu.word_sets import plain, words

_SPOKEN = {code: lists for code, lists in KNOWN.items() if lists.person}
LANGUAGES = tuple(_SPOKEN)
PHRASES = {phrase: word for lists in _SPOKEN.values() for phrase, word in lists.person_phrases.items()}
_REAL_WORDS = words(" ".join(lists.never_misspelt for lists in _SPOKEN.values()))
_CORRECTED = "VKPpSRB"


def _parts(lexicon: str) -> dict[str, str]:
    """The letters of each word; a line begins with its letters, an indented line continues the one before."""
    parts: dict[str, str] = {}
    letters = ""
    for line in lexicon.strip().splitlines():
        begins, _, said = line.partition(" ")
        letters = begins or letters
        parts |= dict.fromkeys(map(plain, said.split()), letters)
    return parts


_PARTS = tuple(_parts(lists.person) for lists in _SPOKEN.values())


def _shortened(word: str) -> set[str]:
    return {word[:at] + word[at + 1 :] for at in range(len(word))} | {word}


def _misspellings(parts: dict[str, str]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for word, letter in parts.items():
        if letter[-1] in _CORRECTED and len(word) >= 5:
            for short in _shortened(word):
                found.setdefault(short, set()).add(word)
    return found


_MISSPELT = tuple(_misspellings(parts) for parts in _PARTS)
_LONGEST = 1 + max(len(short) for misspelt in _MISSPELT for short in misspelt)
_SWAPPED = {
    word[0] + "".join(sorted(word)): word for word in ("talk", "chat", "real", "live", "need", "want")
}


def _corrections(word: str) -> tuple[str, ...]:
    """The word that may be meant in each of `LANGUAGES`, or the word itself."""
    if len(word) == 4:
        word = _SWAPPED.get(word[0] + "".join(sorted(word)), word)
    if not 5 <= len(word) <= _LONGEST or word in _REAL_WORDS or word.isdecimal():
        return (word,) * len(LANGUAGES)
    shortened = _shortened(word)
    return tuple(_corrected(word, shortened, misspelt) for misspelt in _MISSPELT)


def _corrected(word: str, shortened: set[str], misspelt: dict[str, set[str]]) -> str:
    near = set[str]().union(*(misspelt[short] for short in shortened if short in misspelt))
    return min(near, key=lambda known: (known[0] != word[0], len(known), known)) if near else word


@lru_cache(maxsize=20_000)
def parts_of(word: str) -> tuple[str, ...]:
    """The letters in each of `LANGUAGES`, `x` where the word plays no part. `word` is plain or `,`."""
    if word == ",":
        return (word,) * len(LANGUAGES)
    if any(word in parts for parts in _PARTS):
        return tuple(parts.get(word, "x") for parts in _PARTS)
    return tuple(parts.get(near, "x") for parts, near in zip(_PARTS, _corrections(word), strict=True))
