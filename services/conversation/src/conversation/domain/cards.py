"""The card below an answer, which links the page it cites first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from contracts.blocks import Card
from contracts.shapes import Citation
from conversation.domain.shortened import shortened

MAX_TEXT = 160
MAX_URL = 2_000


def card_of(citations: Sequence[Citation]) -> tuple[dict[str, Any], ...]:
    """A card for the first citation with a page; its text comes from the knowledge, never from a model."""
    return next((_card(one, host) for one in citations if (host := _host_of(one))), ())


def _host_of(citation: Citation) -> str | None:
    if citation.web or not citation.url or len(citation.url) > MAX_URL:
        return None
    try:
        parts = urlsplit(citation.url)
        host = parts.hostname or ""
    except ValueError:
        return None
    plain = parts.scheme in ("http", "https") and "@" not in parts.netloc
    return host if plain and host else None


def _card(citation: Citation, host: str) -> tuple[dict[str, Any], ...]:
    card = Card(
        document_id=citation.document_id,
        title=citation.title,
        text=shortened(citation.quote, MAX_TEXT),
        url=citation.url or "",
        host=host.removeprefix("www."),
    )
    return (card.model_dump(),)
