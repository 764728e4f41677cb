"""For an index that finds by a search and a fetch."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from contracts.shapes import Audience
from retrieval.domain.fusion import Ranked
from retrieval.domain.passages import Hits, Scope, StoredPassage, Terms, Vector


class TwoSteps:
    async def search(
        self,
        scope: Scope,
        vector: Vector,
        terms: Terms,
        limit: int,
        audience: Audience = "public",
        names: Terms | None = None,
    ) -> Hits:
        raise NotImplementedError

    async def fetch(
        self, scope: Scope, keys: Sequence[str], audience: Audience = "public"
    ) -> dict[str, StoredPassage]:
        raise NotImplementedError

    async def find(
        self,
        scope: Scope,
        vector: Vector,
        terms: Terms,
        limit: int,
        audience: Audience,
        names: Terms,
        rank: Callable[[Hits], list[Ranked]],
        first: int,
    ) -> tuple[list[Ranked], dict[str, StoredPassage]]:
        ranked = rank(await self.search(scope, vector, terms, limit, audience, names))
        keys = [one.key for one in ranked[:first]]
        return ranked, await self.fetch(scope, keys, audience) if keys else {}
