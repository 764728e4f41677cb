"""Mistyped words of a question, read as the words of the knowledge that were meant."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Protocol

SHORTEST = 4
MOST_WORDS = 4
"""So many words of a question are looked at: hundreds of spellings are tried for each."""

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_WITHOUT_MARKS = """
whats thats hows wheres theres heres whos whens dont doesnt didnt cant couldnt wont wouldnt shouldnt isnt
arent wasnt werent havent hasnt hadnt youre theyre youve weve theyve youll theyll gonna wanna
"""
_RUN_TOGETHER = frozenset(_WITHOUT_MARKS.split())

Ordinary = Callable[[str], bool]
"""Whether a word is so common that the embedding model has it whole."""


class Speller(Protocol):
    """What a lexicon knows of spellings."""

    def spelled(self, text: str) -> Sequence[tuple[str, int]]:
        """The words of a text as they are written, each with its stem."""
        ...

    def forms(self, words: Iterable[str]) -> Iterable[tuple[str, int | None]]:
        """Spellings with their stems, None for stop words; nothing in languages that are not respelled."""
        ...

    def bare(self, word: str) -> bool:
        """Whether the word is its own stem."""
        ...


def respelled(
    text: str, speller: Speller, known: Mapping[int, int], ordinary: Ordinary
) -> tuple[str, tuple[str, ...]]:
    """The text with the words that were meant, and those.

    A word is mistyped when it is neither ordinary nor among the terms `known` (with their frequencies), but
    one edit away from one of them.
    """
    meant = []
    for word in islice(_strange(speller.spelled(text), known, ordinary), MOST_WORDS):
        if found := _meant(word, speller, known, ordinary):
            text = re.sub(rf"\b{word}\b", found, text, flags=re.IGNORECASE)
            meant.append(found)
    return text, tuple(meant)


def _strange(words: Iterable[tuple[str, int]], known: Mapping[int, int], ordinary: Ordinary) -> Iterator[str]:
    for spelling, term in words:
        if term not in known and len(spelling) >= SHORTEST and spelling.isascii() and spelling.isalpha():
            word = spelling.lower()
            if word not in _RUN_TOGETHER and not ordinary(word):
                yield word


def _meant(word: str, speller: Speller, known: Mapping[int, int], ordinary: Ordinary) -> str | None:
    """The most frequent of the ordinary words nearby, else the only bare one; none beside a stop word."""
    near: list[tuple[int, str]] = []
    for form, term in speller.forms(sorted(_one_edit_away(word))):
        if term is None:
            if ordinary(form):
                return None
        elif term in known:
            near.append((known[term], form))
    common = [one for one in near if ordinary(one[1])]
    if common:
        return max(common)[1]
    rare = [form for _, form in near if speller.bare(form)]
    return rare[0] if len(rare) == 1 else None


def _one_edit_away(word: str) -> set[str]:
    """With a letter more, less or another one, or two that changed places; the first letter stays."""
    parts = [(word[:at], word[at:]) for at in range(1, len(word) + 1)]
    less = {head + tail[1:] for head, tail in parts if tail}
    swapped = {head + tail[1] + tail[0] + tail[2:] for head, tail in parts if len(tail) > 1}
    swapped.add(word[1] + word[0] + word[2:])
    other = {head + letter + tail[1:] for head, tail in parts if tail for letter in _LETTERS}
    more = {head + letter + tail for head, tail in parts for letter in _LETTERS}
    return {one for one in less | swapped | other | more if len(one) >= SHORTEST} - {word}
