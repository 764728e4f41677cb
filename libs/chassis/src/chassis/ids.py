"""The only place that makes ids: opaque, prefixed, ordered by time."""

from __future__ import annotations

import secrets
import time

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


def new_id(prefix: str) -> str:
    """An id such as `cnv_06d…`: 48 bits of milliseconds, then 80 random bits, in Crockford base 32."""
    value = (time.time_ns() // 1_000_000) << 80 | secrets.randbits(80)
    return f"{prefix}_{''.join(_ALPHABET[value >> shift & 31] for shift in range(125, -1, -5))}"


def new_secret(prefix: str) -> str:
    """An unguessable key with 192 random bits."""
    return f"{prefix}_{secrets.token_urlsafe(24)}"
