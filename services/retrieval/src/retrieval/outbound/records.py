"""What both engines' clients give back, as passages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from retrieval.domain.passages import Hit, IndexedPassage, StoredPassage


def indexed_passage(record: Any) -> IndexedPassage:
    """From a record with its payload and both of its vectors."""
    sparse = record.vector["bm25"]
    terms = dict(zip(sparse.indices, sparse.values, strict=True))
    return IndexedPassage(StoredPassage(**record.payload), record.vector["dense"], terms)


def hits(points: Sequence[Any]) -> list[Hit]:
    return [Hit(str(point.id), float(point.score)) for point in points]
