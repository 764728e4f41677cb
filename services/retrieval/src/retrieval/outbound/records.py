"""What both engines keep of a passage, and what their clients give back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from retrieval.domain.identity import GENERATION
from retrieval.domain.passages import Hit, IndexedPassage, Scope, StoredPassage
from retrieval.outbound.fence import TENANT, tenant


def payload(scope: Scope, stored: StoredPassage) -> dict[str, Any]:
    return {**asdict(stored), TENANT: tenant(scope)}


def stored_passage(kept: Mapping[str, Any]) -> StoredPassage:
    return StoredPassage(**{**kept, TENANT: kept[TENANT].partition(GENERATION)[0]})


def indexed_passage(record: Any) -> IndexedPassage:
    """From a record with its payload and both of its vectors."""
    sparse = record.vector["bm25"]
    terms = dict(zip(sparse.indices, sparse.values, strict=True))
    return IndexedPassage(stored_passage(record.payload), record.vector["dense"], terms)


def hits(points: Sequence[Any]) -> list[Hit]:
    return [Hit(key_of(point), point.score) for point in points]


def key_of(point: Any) -> str:
    """As in `identity.point_id`, whichever way a client writes ids."""
    name = point.id
    return name.replace("-", "") if isinstance(name, str) else f"{name.int:032x}"
