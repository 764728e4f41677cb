"""What mail can be sent to."""

from __future__ import annotations

import re

_LOCAL = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDRESS = re.compile(rf"(?P<local>{_LOCAL})@(?P<domain>(?:{_LABEL}\.)+[A-Za-z][A-Za-z0-9-]*[A-Za-z0-9])")


def valid_address(text: str | None) -> str | None:
    """The address in the form mail servers take it, or None when this is not one address.

    Names in front, comments, quoted local parts and anything that is not ASCII before the @ are refused.
    """
    if text is None:
        return None
    local, _, domain = text.strip().rpartition("@")
    try:
        address = f"{local}@{domain.encode('idna').decode()}"
    except UnicodeError:
        return None
    if len(local) > 64 or len(address) > 254 or _ADDRESS.fullmatch(address) is None:
        return None
    return address
