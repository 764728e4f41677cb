"""An answer that may be given again."""

from __future__ import annotations

from contracts.base import Frozen
from contracts.shapes import Citation


class CachedAnswer(Frozen):
    """An earlier turn's answer to the same question about unchanged knowledge; it says nothing of a person.

    `similarity` is the cosine of both questions; `passage_ids` are what the answer cites.
    """

    turn_id: str
    text: str
    language: str
    citations: list[Citation] = []
    passage_ids: list[str]
    bot_revision: int
    writer: str
    model: str | None = None
    prompt_version: str
    similarity: float = 1.0
