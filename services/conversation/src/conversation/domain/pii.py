"""Finds what identifies a person: spans with types, judged by checksums where there are any."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Kind = Literal["EMAIL", "PHONE", "CARD", "IBAN", "NATIONAL_ID", "ADDRESS", "NAME"]
LONGEST = 16_000

_EMAIL = re.compile(r"[\w.+%-]+@(?:[\w-]+\.)+[^\W\d_]{2,24}")
_CARD = re.compile(r"(?<![\w.])\d(?:[ -]?\d){11,18}(?!\w)")
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]){11,30}\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Span:
    """`text[start:end]` is a value of `kind`."""

    start: int
    end: int
    kind: Kind


def find_pii(text: str) -> tuple[Span, ...]:
    """Spans in the order of the text; none overlaps another."""
    taken: list[Span] = []
    for span in _candidates(text[:LONGEST]):
        if all(span.end <= other.start or span.start >= other.end for other in taken):
            taken.append(span)
    return tuple(sorted(taken, key=lambda span: span.start))


def _candidates(text: str) -> Iterator[Span]:
    for match in _EMAIL.finditer(text):
        yield Span(*match.span(), "EMAIL")
    for match in _IBAN.finditer(text):
        if is_iban(match.group()):
            yield Span(*match.span(), "IBAN")
    for match in _CARD.finditer(text):
        if is_card(match.group()):
            yield Span(*match.span(), "CARD")


def is_card(number: str) -> bool:
    """Luhn's sum over 12 to 19 digits."""
    digits = [int(char) for char in reversed(number) if char.isdecimal()]
    doubled = sum(sum(divmod(digit * 2, 10)) for digit in digits[1::2])
    return 12 <= len(digits) <= 19 and (sum(digits[::2]) + doubled) % 10 == 0


def is_iban(number: str) -> bool:
    """Remainder 1 of the rearranged number by 97 (ISO 13616)."""
    plain = "".join(number.split()).upper()
    return int("".join(str(int(char, 36)) for char in plain[4:] + plain[:4])) % 97 == 1
