"""Finds payment cards by Luhn's sum and IBANs by their check number."""

from __future__ import annotations

import re
from collections.abc import Iterator

_CARD = re.compile(r"(?<![\w+])\d(?:[ -]?\d){11,18}(?![\w])")
_CARD_CUE = re.compile(
    r"\b(?:card|cards|cc|visa|master ?card|amex|maestro|karte|kartennummer|kreditkarte|tarjeta|carte)\b",
    re.IGNORECASE,
)
_IBAN = re.compile(r"\b[A-Z]{2}[ -]?\d{2}(?:[ -]?[A-Z0-9]){11,30}", re.IGNORECASE)
_IBAN_CUE = re.compile(r"\biban\b", re.IGNORECASE)
_LENGTHS = {
    country: int(length)
    for length, countries in (
        line.split(":")
        for line in [
            "15:NO",
            "16:BE",
            "18:DK FI FO GL NL SD",
            "19:MK SI",
            "20:AT BA EE KZ LT LU XK",
            "21:CH HR LI LV UA\n        ",
            "22:BG BH CR DE GB GE IE ME RS VA",
            "23:AE GI IL IQ TL OM",
            "24:AD CZ ES MD PK RO SA SE SK TN VG\n        ",
            "25:LY PT ST",
            "26:IS TR",
            "27:BI DJ FR GR IT MC MR SM",
            "28:AL AZ CY DO GT HU LB NI PL SV BY",
            "29:BR EG PS QA UA\n        ",
            "30:JO KW MU",
            "31:MT SC",
            "32:LC",
            "33:RU",
        ]
    )
    for country in countries.split()
}
_NEAR = 40
_FEWEST_IBAN_DIGITS = 9


def cards(text: str) -> Iterator[tuple[int, int]]:
    """Places of 12 to 19 digits that are a card number; behind the word card one digit may be wrong."""
    for match in _CARD.finditer(text):
        digits = re.sub(r"\D", "", match.group())
        named = len(digits) >= 13 and _CARD_CUE.search(text, max(0, match.start() - _NEAR), match.start())
        if named or (digits[0] in "23456" and is_card(digits)):
            yield match.span()


def ibans(text: str) -> Iterator[tuple[int, int]]:
    """Places of IBANs, grouped or not; behind the word IBAN the check number may be wrong."""
    for match in _IBAN.finditer(text):
        length = _LENGTHS.get(match.group()[:2].upper())
        end = _end_of(match, length) if length else None
        if end is None:
            continue
        named = _IBAN_CUE.search(text, max(0, match.start() - _NEAR), match.start())
        enough = sum(map(str.isdecimal, match.group())) >= _FEWEST_IBAN_DIGITS
        if enough and (named or is_iban(text[match.start() : end])):
            yield match.start(), end


def _end_of(match: re.Match[str], length: int) -> int | None:
    """Where the `length`-th letter or digit ends, if a word ends there."""
    places = [at for at, char in enumerate(match.group(), match.start() + 1) if char.isalnum()]
    if len(places) < length:
        return None
    end = places[length - 1]
    return end if not match.string[end : end + 1].isalnum() else None


def is_card(digits: str) -> bool:
    """Luhn's sum (ISO/IEC 7812) over digits alone."""
    values = [int(digit) for digit in reversed(digits)]
    doubled = sum(sum(divmod(value * 2, 10)) for value in values[1::2])
    return (sum(values[::2]) + doubled) % 10 == 0


def is_iban(number: str) -> bool:
    """Remainder 1 of the rearranged number by 97 (ISO 13616)."""
    plain = re.sub(r"[ -]", "", number).upper()
    return int("".join(str(int(char, 36)) for char in plain[4:] + plain[:4])) % 97 == 1
