"""Finds phone numbers by how they are written and the words before them, without numbering plans."""

from __future__ import annotations

import re
from collections.abc import Iterator

_DIGITS = re.compile(
    r"(?<![\w./#$€£@-])(?<!\d,)[+(]?\d(?:[ \t./()\u2011-]{0,3}\d){5,16}"
    r"(?:\s?(?:ext|x)\.?\s?\d{1,5})?(?!\w)"
)
_CUE = re.compile(
    r"\b(?:phone|telephone|tel|mobile|cell|cellphone|fax|desk|call(?:ed|ing)?|ring|reach|text|sms|whatsapp|dial"
    r"|hotline|messages?|answering|registered|contact|handy|telefon\w*|mobil\w*|anrufen|nummer|rufnummer"
    r"|erreichbar|tel[eé]fono|m[oó]vil|celular|ll[aá]m\w*|t[eé]l[eé]phone|portable|appel\w*|joindre|num[eé]ro)\b"
    r"[^\d\n]{0,25}\n?[^\d\n]{0,5}$",
    re.IGNORECASE,
)
_AFTER = re.compile(r"\s*[-,(]?\s*(?:office|fax|mobile|cell|phone|desk|home|work)\b", re.IGNORECASE)
_NOT_CUE = re.compile(
    r"(?:\b(?:order|invoice|ticket|tracking|parcel|package|shipment|article|item|part|customer|account|contract"
    r"|case|serial|model|version|booking|reservation|reference|ref|id|zip|isbn|bestell\w*|rechnung\w*|auftrag\w*|kunden\w*"
    r"|vertrag\w*|sendung\w*|artikel\w*|konto\w*|pedido|factura|cuenta|referencia|commande|facture|compte|colis)\b"
    r"[^\d\n]{0,18}|[#$€£]\s?|\b(?:eur|usd|gbp|chf)\s?)$",
    re.IGNORECASE,
)
_UNIT = re.compile(r"\s?(?:[€$£%°]|(?:eur|euros?|usd|dollars?|gbp|chf|kg|km|mb|gb|kwh|ml)\b)", re.IGNORECASE)
_DATE = re.compile(
    r"(?:\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2})|\d{4}[./-]\d{1,2}[./-]\d{1,2})(?:[ T]\d{1,2}(?:[:.]\d{2})*)?"
)
_ADDRESS = re.compile(r"(?:\d{1,3}\.){3}\d{1,3}")
_YEARS = re.compile(r"(?:1[89]|20)\d{2}\s?[-\u2013/]\s?(?:1[89]|20)\d{2}")
_SEPARATOR = re.compile(r"[^\d+]+")
_LOOK_BACK = 45


def phones(text: str) -> Iterator[tuple[int, int]]:
    """Places of phone numbers: 6 to 15 digits that nothing nearby says are something else."""
    for match in _DIGITS.finditer(text):
        written, before = match.group(), text[max(0, match.start() - _LOOK_BACK) : match.start()]
        if _is_something_else(written) or _UNIT.match(text, match.end()) or _NOT_CUE.search(before):
            continue
        if _CUE.search(before) or _AFTER.match(text, match.end()) or _looks_like_one(written):
            yield match.span()


def _is_something_else(written: str) -> bool:
    count = sum(char.isdecimal() for char in written)
    return count > 15 or any(pattern.fullmatch(written) for pattern in (_DATE, _ADDRESS, _YEARS))


def _looks_like_one(written: str) -> bool:
    groups = [group for group in _SEPARATOR.split(written.lstrip("+(")) if group]
    count = sum(map(len, groups))
    if written[0] == "+" or written.startswith("00"):
        return 8 <= count <= 15
    if written[0] == "(":
        return 7 <= count <= 12
    if written[0] == "0":
        return 8 <= count <= 12 and (len(groups) > 1 or count >= 10)
    return 8 <= count <= 12 and len(groups) >= 3 and all(2 <= len(group) <= 5 for group in groups)
