"""A document's passages in a form small enough to keep every revision."""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from contracts.shapes import RevisionPassage
from retrieval.domain.document import Draft


def pack(names: Sequence[str], drafts: Sequence[Draft]) -> bytes:
    """Passage ids and their drafts, equally many, as compressed JSON."""
    rows = [
        [
            *(name, draft.heading, draft.text, draft.question, draft.page, embedding_key(draft)),
            *(list(draft.keywords), draft.anchor),
        ]
        for name, draft in zip(names, drafts, strict=True)
    ]
    return zlib.compress(json.dumps(rows, ensure_ascii=False).encode(), 6)


def passages_in(body: bytes) -> list[RevisionPassage]:
    return [
        RevisionPassage(passage_id=name, heading=heading, text=text, question=question, page=page)
        for name, heading, text, question, page, *_ in _rows(body)
    ]


def drafts_in(body: bytes) -> list[tuple[str, Draft]]:
    """Passage ids with their drafts; the oldest bodies have no keywords and anchors."""
    return [
        (name, Draft(text, heading, question, page, tuple(more[0]) if more else (), more[1] if more else ""))
        for name, heading, text, question, page, _, *more in _rows(body)
    ]


def embedded_in(body: bytes) -> dict[str, str]:
    """Passage ids by embedding key."""
    return {row[5]: row[0] for row in _rows(body)}


def embedding_key(draft: Draft) -> str:
    """Equal for passages that the model reads alike, whose vectors are therefore equal."""
    return sha256(draft.embedded.encode()).hexdigest()[:32]


def _rows(body: bytes) -> list[list[Any]]:
    rows: list[list[Any]] = json.loads(zlib.decompress(body))
    return rows
