"""Finds what identifies a person, checked by check digits where there are any."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from conversation.domain.privacy.named_people import names
from conversation.domain.privacy.national_ids import national_ids
from conversation.domain.privacy.payment_numbers import cards, ibans
from conversation.domain.privacy.phone_numbers import phones
from conversation.domain.privacy.postal_addresses import addresses

Kind = Literal["EMAIL", "PHONE", "CARD", "IBAN", "NATIONAL_ID", "ADDRESS", "NAME"]
LONGEST = 16_000
_EMAIL = re.compile(r"(?<![\w.+%'-])[\w.+%'-]{1,64}@(?:[\w-]+\.)+[^\W\d_]{2,24}")
_WORD = re.compile(r"[^\W\d_]+")
_FEWEST_DIGITS = re.compile(r"\d(?:\D{0,3}\d){5}")


@dataclass(frozen=True, slots=True)
class Span:
    """`text[start:end]` is a value of `kind`."""

    start: int
    end: int
    kind: Kind


def _emails(text: str) -> Iterator[tuple[int, int]]:
    return (match.span() for match in _EMAIL.finditer(text))


# Whoever comes first keeps a place that others also claim.
_NUMBERS: tuple[tuple[Kind, Callable[[str], Iterator[tuple[int, int]]]], ...] = (
    ("IBAN", ibans),
    ("CARD", cards),
    ("NATIONAL_ID", national_ids),
    ("PHONE", phones),
)


def find_pii(text: str) -> tuple[Span, ...]:
    """Spans in the order of the text; none overlaps another. Only the first `LONGEST` characters are read."""
    found: list[Span] = []
    taken = bytearray(len(text[:LONGEST]))
    for span in _candidates(text[:LONGEST]):
        if not any(taken[span.start : span.end]):
            found.append(span)
            taken[span.start : span.end] = b"x" * (span.end - span.start)
    return tuple(sorted(found, key=lambda span: span.start))


def _candidates(text: str) -> Iterator[Span]:
    if "@" in text:
        yield from (Span(*place, "EMAIL") for place in _emails(text))
    if _FEWEST_DIGITS.search(text):
        for kind, find in _NUMBERS:
            yield from (Span(*place, kind) for place in find(text))
    words = frozenset(_WORD.findall(text.casefold()))
    yield from (Span(*place, "ADDRESS") for place in addresses(text, words))
    yield from (Span(*place, "NAME") for place in names(text, words))
