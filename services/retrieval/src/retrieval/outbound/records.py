"""What both engines store of a passage, and how it is read back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any

from retrieval.domain.identity import GENERATION
from retrieval.domain.passages import IndexedPassage, Scope, Scores, StoredPassage
from retrieval.outbound.fence import SHOWN, TENANT, tenant

_FIELDS = tuple(field.name for field in fields(StoredPassage))


def payload(scope: Scope, stored: StoredPassage) -> dict[str, Any]:
    return {**{name: getattr(stored, name) for name in _FIELDS}, TENANT: tenant(scope)}


def stored_passage(kept: Mapping[str, Any]) -> StoredPassage:
    of = {**kept, TENANT: kept[TENANT].partition(GENERATION)[0]}
    of.pop(SHOWN, None)
    return StoredPassage(**of)


def indexed_passage(record: Any) -> IndexedPassage:
    """From a record with its payload and both of its vectors."""
    sparse = record.vector["bm25"]
    terms = dict(zip(sparse.indices, sparse.values, strict=True))
    return IndexedPassage(stored_passage(record.payload), record.vector["dense"], terms)


def scores(points: Sequence[Any]) -> Scores:
    return {key_of(point): point.score for point in points}


def key_of(point: Any) -> str:
    """The id as in `identity.point_id`, however a client writes it."""
    name = point.id
    return name.replace("-", "") if isinstance(name, str) else f"{name.int:032x}"
