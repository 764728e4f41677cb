"""Finds identity numbers issued by states, by form and check digits."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

_WORDS = (
    r"\b(?:ssn|social security|national insurance|nino|tax id|tin|driver'?s? licen[cs]e|passport"
    r"|id card|identity card"
    r"|national id|personalausweis\w*|reisepass\w*|steuer-?id\w*"
    r"|f[uü]hrerschein\w*|sozialversicherung\w*|dni|nie|nif"
    r"|pasaporte|permiso de conducir|passeport|permis de conduire"
    r"|carte d'identit[eé]|num[eé]ro de s[eé]curit[eé] sociale"
    r"|codice fiscale|pesel|bsn|cpf|sin|personnummer|aadhaar)\b"
)
_CUED = re.compile(_WORDS, re.IGNORECASE)
_CUE = re.compile(_WORDS + r"[^\d\n]{0,25}$", re.IGNORECASE)
_NAMED = re.compile(
    r"(?<![\w-])(?=(?:[A-Z .-]{0,4}\d){4})[A-Z]{0,3}\d[A-Z0-9]{1,8}(?:[ .-]?[A-Z0-9]{2,6}){0,4}(?!\w)"
)
_LOOK_BACK = 60


def _digits(number: str) -> list[int]:
    return [int(char) for char in number if char.isdecimal()]


def _weighted(digits: list[int], weights: tuple[int, ...]) -> int:
    return sum(digit * weight for digit, weight in zip(digits, weights, strict=False))


def _spanish(number: str) -> bool:
    plain = re.sub(r"[ .-]", "", number).upper()
    first = plain[:-1].translate(str.maketrans("XYZ", "012"))
    return plain[-1] == "TRWAGMYFPDXBNJZSQVHLCKE"[int(first) % 23]


def _german(number: str) -> bool:
    """ISO 7064, modulus 11,10; one digit of the first ten comes twice or three times."""
    digits = _digits(number)
    if max(map(digits[:10].count, range(10))) not in (2, 3):
        return False
    product = 10
    for digit in digits[:10]:
        product = ((digit + product) % 10 or 10) * 2 % 11
    return (11 - product) % 10 == digits[10]


def _french(number: str) -> bool:
    plain = re.sub(r"[ .-]", "", number).upper().replace("2A", "19").replace("2B", "18")
    return 97 - int(plain[:13]) % 97 == int(plain[13:])


def _polish(number: str) -> bool:
    digits = _digits(number)
    month, day = digits[2] * 10 + digits[3], digits[4] * 10 + digits[5]
    fits = (10 - _weighted(digits, (1, 3, 7, 9, 1, 3, 7, 9, 1, 3)) % 10) % 10 == digits[10]
    return fits and 1 <= month % 20 <= 12 and 1 <= day <= 31


def _brazilian(number: str) -> bool:
    digits = _digits(number)
    first = _weighted(digits, (10, 9, 8, 7, 6, 5, 4, 3, 2)) * 10 % 11 % 10
    second = _weighted(digits, (11, 10, 9, 8, 7, 6, 5, 4, 3, 2)) * 10 % 11 % 10
    return digits[9:] == [first, second]


def _swiss(number: str) -> bool:
    digits = _digits(number)
    return (10 - _weighted(digits, (1, 3) * 6) % 10) % 10 == digits[12]


def _italian(number: str) -> bool:
    odd = (1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23)
    values = [int(char) if char.isdecimal() else ord(char) - 65 for char in number.upper()]
    total = sum(odd[value] for value in values[:15:2]) + sum(values[1:15:2])
    return total % 26 == values[15]


def _belgian(number: str) -> bool:
    plain = "".join(map(str, _digits(number)))
    return int(plain[9:]) in (97 - int(plain[:9]) % 97, 97 - int("2" + plain[:9]) % 97)


def _always(_number: str) -> bool:
    return True


_FORMS: tuple[tuple[re.Pattern[str], Callable[[str], bool]], ...] = tuple(
    (re.compile(rf"(?<![\w-])(?:{form})(?![\w-])", re.IGNORECASE), check)
    for form, check in (
        (r"(?!000|666|9)\d{3}-(?!00)\d{2}-(?!0000)\d{4}", _always),  # United States
        (r"(?![DFIQUV])[A-Z](?![DFIOQUV])[A-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D]", _always),  # United Kingdom
        (r"(?:\d{2}\.?\d{3}\.?\d{3}|[XYZ]-?\d{7})-?[A-HJ-NP-TV-Z]", _spanish),
        (r"[1-9]\d ?\d{3} ?\d{3} ?\d{3}", _german),
        (r"[12] ?\d{2} ?(?:0[1-9]|1[0-2]) ?(?:\d{2}|2[AB]) ?\d{3} ?\d{3} ?\d{2}", _french),
        (r"\d{11}", _polish),
        (r"\d{3}\.\d{3}\.\d{3}-\d{2}", _brazilian),
        (r"756\.?\d{4}\.?\d{4}\.?\d{2}", _swiss),
        (r"[A-Z]{6}\d{2}[A-EHLMPRST]\d{2}[A-Z]\d{3}[A-Z]", _italian),
        (r"\d{2}\.\d{2}\.\d{2}-\d{3}\.\d{2}", _belgian),
    )
)


def national_ids(text: str) -> Iterator[tuple[int, int]]:
    """Places of identity numbers with correct check digits, and of any number behind a word for one."""
    for form, check in _FORMS:
        for match in form.finditer(text):
            if check(match.group()):
                yield match.span()
    for match in _NAMED.finditer(text) if _CUED.search(text) else ():
        if _CUE.search(text[max(0, match.start() - _LOOK_BACK) : match.start()]):
            yield match.span()
