"""Takes a question's compounds apart: who asks for `Versandgebühren` means the `Versand` that is known."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import islice

from retrieval.domain.spelling import Speller

SHORTEST_PART = 4
MOST_WORDS = 4
"""How many words of a question are looked at: each costs a dozen beginnings."""


def taken_apart(text: str, speller: Speller, known: Mapping[int, int]) -> str:
    """The text with compounds that are not among the `known` terms cut behind a beginning that is.

    The beginning tells the topic. An ending alone does not: `zeiten` of `Öffnungszeiten` is in any contract.
    """
    if not speller.compounds:
        return text
    strange = (word for word, term in speller.spelled(text) if term not in known and word.isalpha())
    for word in islice((word for word in strange if len(word) >= 2 * SHORTEST_PART), MOST_WORDS):
        ends = range(len(word) - SHORTEST_PART, SHORTEST_PART - 1, -1)
        cut = next((at for at in ends if _is_known(word[:at], speller, known)), None)
        if cut is not None:
            text = re.sub(rf"\b{word}\b", f"{word[:cut]} {word[cut:]}", text)
    return text


def _is_known(beginning: str, speller: Speller, known: Mapping[int, int]) -> bool:
    return any(term in known for _, term in speller.spelled(beginning))
