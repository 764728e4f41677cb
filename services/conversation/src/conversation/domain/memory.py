"""What customers tell about themselves, kept so that they are not asked again."""

from __future__ import annotations

import re

_PLACEHOLDER = re.compile(r"\[(EMAIL|PHONE|NAME)_\d+\]")
_ORDER = re.compile(
    r"\b(?:order|booking|invoice|tracking|parcel|bestell\w*"
    r"|auftrags\w*|rechnungs\w*|kunden\w*"
    r"|sendungs\w*|pedido|factura|commande|facture)(?!\w)\W{0,3}"
    r"(?:number|no|nr|nummer|n[uú]mero|num[ée]ro|id|code|#|№)?\W{0,3}"
    r"(?:is|ist|es|est|lautet)?\W{0,2}([A-Z0-9][A-Z0-9-]{3,24})",
    re.IGNORECASE,
)
LONGEST = 2_000


def told(hidden: str) -> dict[str, str]:
    """Placeholders of name, email and phone, and an order number, as far as the text has them."""
    facts = {found[1].lower(): found[0] for found in _PLACEHOLDER.finditer(hidden)}
    orders = (found[1] for found in _ORDER.finditer(hidden[:LONGEST]))
    order = next((number for number in orders if any(map(str.isdigit, number))), None)
    return {**facts, "order": order} if order else facts
