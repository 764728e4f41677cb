"""Things that a letter tells apart, such as size S and size XL."""

from __future__ import annotations

import re
from functools import lru_cache

from conversation.domain.answering.terms import term, terms

_LETTER = r"(?:X{0,3}[SL]|[A-HJ-Z])"
_MORE = rf"(?:(?:,|/| and| or| und| oder| y| o| et| ou)+ ?{_LETTER})*"
_LABELLED = re.compile(rf"\b([^\W\d_]{{3,}}):? ({_LETTER}{_MORE})\b(?!['.\u2019-]\w)")
_ONE = re.compile(rf"\b{_LETTER}\b")
_TYPED = re.compile(_LETTER, re.IGNORECASE)
Label = tuple[str, str]
"""The term of what is told apart, and the letter in lower case."""


@lru_cache(maxsize=4000)
def labels(text: str) -> frozenset[Label]:
    """Every label of a text, whose letters are capitals."""
    return frozenset(
        (kind, letter.lower())
        for match in _LABELLED.finditer(text)
        if (kind := term(match[1]))
        for letter in _ONE.findall(match[2])
    )


def letters(question: str) -> frozenset[str]:
    """Every letter of a question that may be one of a label, typed in either case."""
    return frozenset(filter(is_letter, terms(question)))


def is_letter(word: str) -> bool:
    return _TYPED.fullmatch(word) is not None
