"""Ids that follow from their cause, so that doing something twice gives one fact."""

from __future__ import annotations

from base64 import b32encode
from hashlib import sha256


def derived_id(prefix: str, *parts: str) -> str:
    """A stable opaque id such as `trn_…` from the parts that caused it (26 characters after the prefix)."""
    digest = sha256("\x1f".join(parts).encode()).digest()
    return f"{prefix}_{b32encode(digest).decode().lower()[:26]}"


def turn_id(conversation_id: str, client_message_id: str) -> str:
    return derived_id("trn", conversation_id, client_message_id)


def turn_event(turn: str, step: str) -> str:
    """Event id of one step of a turn: `turn:<id>:submitted|grounded|answered|handoff`."""
    return f"turn:{turn}:{step}"


def handoff_event(handoff: str, step: str) -> str:
    return f"handoff:{handoff}:{step}"
