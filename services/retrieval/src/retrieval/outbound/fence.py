"""The fence around every call to a vector index: adapters make filters from fences and nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from contracts.shapes import Audience
from retrieval.domain.identity import of_generation
from retrieval.domain.passages import IndexedPassage, Scope

KEYWORDS = ("workspace_id", "bot_id", "source_id", "document_id", "content_hash", "audience")
TENANT = "bot_id"
SHOWN = "shown"
"""The payload key that all passages customers may find in one index share: one condition makes a search take
half the time of three."""
Conditions = tuple[tuple[str, str], ...]


class OutsideScope(Exception):
    """A passage was to be written into the knowledge of another bot."""


@dataclass(frozen=True, slots=True)
class Fence:
    """Points that match all of `must` and none of `must_not`, each a payload key with its value.

    Exactly these points carry `shown`, in indexes that have that key.
    """

    must: Conditions
    must_not: Conditions = ()
    shown: str | None = None

    def holds(self, payload: Mapping[str, Any]) -> bool:
        wanted = all(payload.get(key) == value for key, value in self.must)
        return wanted and not any(payload.get(key) == value for key, value in self.must_not)


def readable(scope: Scope, audience: Audience) -> Fence:
    """What may be found in a bot's knowledge; `internal` passages only for those who ask for them."""
    if audience == "internal":
        return Fence(_of(scope))
    return Fence(_of(scope), (("audience", "internal"),), shown(scope.workspace_id, tenant(scope), audience))


def shown(workspace_id: str, tenant: str, audience: Audience) -> str:
    """The value of `SHOWN` in a passage."""
    return f"{workspace_id}/{tenant}" if audience == "public" else ""


def source(scope: Scope, source_id: str, document_id: str | None = None) -> Fence:
    """A source, or a single document of it, in every generation."""
    document = (("document_id", document_id),) if document_id else ()
    return Fence((("workspace_id", scope.workspace_id), ("source_id", source_id), *document))


def inside(scope: Scope, passages: Sequence[IndexedPassage]) -> None:
    """Raises OutsideScope."""
    for one in passages:
        if (one.stored.workspace_id, one.stored.bot_id) != (scope.workspace_id, scope.bot_id):
            raise OutsideScope(one.stored.passage_id)


def stale(scope: Scope, document_id: str, passages: Sequence[IndexedPassage]) -> Fence:
    """The points of a document's other revisions. Raises OutsideScope."""
    inside(scope, passages)
    current = tuple(("content_hash", one.stored.content_hash) for one in passages[:1])
    return Fence((*_of(scope), ("document_id", document_id)), current)


def generation(scope: Scope) -> Fence:
    """One index of a bot."""
    return Fence(_of(scope))


def workspace(workspace_id: str) -> Fence:
    return Fence((("workspace_id", workspace_id),))


def _of(scope: Scope) -> Conditions:
    return ((TENANT, tenant(scope)), ("workspace_id", scope.workspace_id))


def tenant(scope: Scope) -> str:
    """What a point's payload names as its bot: every index has graphs of its own."""
    return of_generation(scope.bot_id, scope.generation)
