"""What a browser is told, whichever of SSE and WebSocket carries it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class PublicEvent:
    """`id` is what a client sends back as Last-Event-ID to go on after this event."""

    name: str
    data: Mapping[str, Any]
    id: str | None = None


def access_ended(why: str) -> PublicEvent:
    """The last event of a stream: whoever connects again is refused."""
    return PublicEvent("access.ended", {"status": 401, "title": "Not signed in", "detail": why})
