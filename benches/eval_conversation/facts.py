"""What counts as said, and what counts as invented: written apart from the service's own check."""

from __future__ import annotations

import re

from benches.eval_conversation.sets import Facts
from conversation.domain.answering.terms import terms

SAME = 0.8
_DASHES = re.compile("[\u2010-\u2015\u2212]")
_MARK = re.compile(r"\[\d+\]")
_NUMBER = re.compile(r"\d+(?:[.,:/]\d+)*")
_ADDRESS = re.compile(
    r"[\w.+-]+@[\w-]+\.[\w.]+|(?:https?://|www\.)\S+|\b[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}(?:/\S*)?"
)


def says(text: str, facts: Facts) -> bool:
    """Whether every fact stands in the text in one of its wordings."""
    plain = _plain(text)
    return all(any(_plain(wording) in plain for wording in wordings) for wordings in facts)


def says_snippet(text: str, snippet: str) -> bool:
    """Whether the text holds all numbers of a gold answer and most of its other terms."""
    wanted, said = set(terms(snippet)), set(terms(text))
    numbers = {term for term in wanted if term[0].isdigit()}
    return numbers <= said and len(wanted & said) >= SAME * len(wanted)


def invented(text: str, passages: tuple[str, ...]) -> list[str]:
    """Numbers (so prices, times and dates too) and addresses that no passage holds."""
    said, known = _plain(_MARK.sub("", text)), _plain("\n".join(passages))
    numbers = set(_NUMBER.findall(known))
    loose = [number for number in _NUMBER.findall(said) if number not in numbers]
    return loose + [
        found.rstrip(".,") for found in _ADDRESS.findall(said) if found.rstrip(".,)") not in known
    ]


def _plain(text: str) -> str:
    return " ".join(_DASHES.sub("-", text).casefold().split())
