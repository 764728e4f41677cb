"""Corrects mistyped words of a question to words of the knowledge, or to what everybody asks with."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Protocol

SHORTEST = 4
SHORTEST_ASKING = 3
MOST_WORDS = 4
"""How many words of a question are looked at: each costs hundreds of candidate spellings."""

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_WITHOUT_MARKS = """
whats thats hows wheres theres heres whos whens dont doesnt didnt cant couldnt wont wouldnt shouldnt isnt
arent wasnt werent havent hasnt hadnt youre theyre youve weve theyve youll theyll gonna wanna
"""
_RUN_TOGETHER = frozenset(_WITHOUT_MARKS.split())
_ASKING = """
where when what which how why who whom whose much many long often does have there about with from would could
should will must can the you are your this that they them need want please help tell know cost costs price pay
change cancel return refund order send receive open close work contact
"""
ASKING = tuple(_ASKING.split())
"""Words that customers of any company ask with; of two candidates the earlier one is chosen."""

Ordinary = Callable[[str], bool]
"""Whether a word is so common that the embedding model has it as a single piece."""


class Speller(Protocol):
    """What a lexicon knows of spellings."""

    @property
    def compounds(self) -> bool:
        """Whether the language writes as one word what others write as two."""
        ...

    def spelled(self, text: str) -> Sequence[tuple[str, int]]:
        """The words of a text as written, each with its stem."""
        ...

    def forms(self, words: Iterable[str]) -> Iterable[tuple[str, int | None]]:
        """Spellings with their stems, None for stop words; empty in languages that are not corrected."""
        ...

    def bare(self, word: str) -> bool:
        """Whether the word is its own stem."""
        ...


def respelled(
    text: str, speller: Speller, known: Mapping[int, int], ordinary: Ordinary
) -> tuple[str, tuple[str, ...]]:
    """The text with mistyped words corrected, and the words put in.

    A word counts as mistyped when it is neither ordinary nor among the `known` terms (with their
    frequencies), but one edit away from one of them, or a slip away from a word that customers ask with.
    """
    meant = []
    for word in islice(_strange(speller.spelled(text), known, ordinary), MOST_WORDS):
        if found := _meant(word, speller, known, ordinary):
            text = re.sub(rf"\b{word}\b", found, text, flags=re.IGNORECASE)
            meant.append(found)
    return text, tuple(meant)


def _strange(words: Iterable[tuple[str, int]], known: Mapping[int, int], ordinary: Ordinary) -> Iterator[str]:
    for spelling, term in words:
        word = spelling.lower()
        plain = len(word) >= SHORTEST_ASKING and word.isascii() and word.isalpha()
        if plain and term not in known and word not in _RUN_TOGETHER and not ordinary(word):
            yield word


def _meant(word: str, speller: Speller, known: Mapping[int, int], ordinary: Ordinary) -> str | None:
    """The most frequent ordinary word nearby, else a word that customers ask with, else the only bare one.

    A word that is one edit away from a stop word is never taken for a word of the knowledge.
    """
    asking = next((form for form, _ in speller.forms(_asking(word))), None)
    if len(word) < SHORTEST:
        return asking
    near: list[tuple[int, str]] = []
    for form, term in speller.forms(sorted(_one_edit_away(word))):
        if term is None:
            if ordinary(form):
                return asking
        elif term in known:
            near.append((known[term], form))
    common = [one for one in near if ordinary(one[1])]
    if common:
        return max(common)[1]
    rare = [form for _, form in near if speller.bare(form)]
    return asking or (rare[0] if len(rare) == 1 else None)


def _asking(word: str) -> list[str]:
    """The words to ask with that are one slip away: two letters swapped, one missing or too many.

    A word of another language that merely goes on (`mucho`) is not a slip.
    """
    swapped, less = _swapped(word), _less(word)
    likely = [one for one in ASKING if one in swapped]
    if len(word) < SHORTEST:
        return likely
    slips = (one for one in ASKING if one in less or (one[0] == word[0] and word in _less(one)))
    return likely + [one for one in slips if not word.startswith(one)]


def _less(word: str) -> set[str]:
    return {word[:at] + word[at + 1 :] for at in range(1, len(word))}


def _swapped(word: str) -> set[str]:
    """With two letters that changed places."""
    return {word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(len(word) - 1)} - {word}


def _one_edit_away(word: str) -> set[str]:
    """Words with one letter added, removed, replaced or swapped; the first letter stays."""
    parts = [(word[:at], word[at:]) for at in range(1, len(word) + 1)]
    other = {head + letter + tail[1:] for head, tail in parts if tail for letter in _LETTERS}
    more = {head + letter + tail for head, tail in parts for letter in _LETTERS}
    return {one for one in _less(word) | _swapped(word) | other | more if len(one) >= SHORTEST} - {word}
