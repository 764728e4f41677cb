"""AES-GCM, bound to whom the values belong to."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE_BYTES = 12


def seal(key: bytes, known: Mapping[str, str], *owner: str) -> bytes:
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, json.dumps(dict(known)).encode(), _bound_to(owner))


def unseal(key: bytes, sealed: bytes | None, *owner: str) -> dict[str, str]:
    """Empty for what was sealed with another key, as if it were erased."""
    if sealed is None:
        return {}
    try:
        opened = AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], _bound_to(owner))
    except InvalidTag:
        return {}
    known: dict[str, str] = json.loads(opened)
    return known


def _bound_to(owner: tuple[str, ...]) -> bytes:
    return "\x1f".join(owner).encode()
