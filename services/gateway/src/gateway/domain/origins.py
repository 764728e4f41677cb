"""From which pages a bot may be used."""

from __future__ import annotations

from collections.abc import Sequence


def allows(allowed: Sequence[str], origin: str | None) -> bool:
    """No list allows every page; programs other than browsers send no origin and are not held to it.

    An entry is an origin such as `https://shop.example`, or `https://*.shop.example` for its subdomains.
    """
    if not allowed or origin is None:
        return True
    return any(_matches(entry.rstrip("/").lower(), origin.lower()) for entry in allowed)


def _matches(entry: str, origin: str) -> bool:
    if "://*." not in entry:
        return entry == origin
    scheme, _, domain = entry.partition("://*.")
    return origin.startswith(f"{scheme}://") and origin.endswith(f".{domain}")
