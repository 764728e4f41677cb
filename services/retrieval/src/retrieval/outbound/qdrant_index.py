"""A Qdrant server, reached by qdrant-client."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

import httpx
from qdrant_client import AsyncQdrantClient, models
from qdrant_client.http.exceptions import ApiException, ResponseHandlingException

from chassis.errors import Unavailable
from chassis.health import NotReady
from contracts.shapes import Audience
from retrieval.domain.identity import point_id
from retrieval.domain.passages import (
    SIZE,
    Hits,
    IndexedPassage,
    Key,
    Scope,
    Sought,
    StoredPassage,
    Terms,
    Vector,
)
from retrieval.outbound import fence
from retrieval.outbound.fence import KEYWORDS, TENANT, Fence
from retrieval.outbound.records import indexed_passage, key_of, payload, scores, stored_passage

COLLECTION = "passages"
BATCH = 128
EDGES = 16
_AWAY = (ResponseHandlingException, ApiException, httpx.HTTPError)


class QdrantIndex:
    """Writes wait until the server has applied them; searches and reads are bounded by its timeout."""

    def __init__(self, client: AsyncQdrantClient, *, replicas: int = 1) -> None:
        """Vectors of another length than the packaged model's lie in a collection of their own."""
        self._client = client
        self._replicas = replicas
        self._sizes: set[int] = set()

    @classmethod
    def at(cls, url: str, api_key: str | None, *, replicas: int = 1, timeout: int = 5) -> QdrantIndex:
        """`replicas` counts the nodes that hold each passage; it matters when the collection is made."""
        client = AsyncQdrantClient(url=url, api_key=api_key, timeout=timeout, check_compatibility=False)
        return cls(client, replicas=replicas)

    async def open(self) -> None:
        """Create the collection when there is none. Raises NotReady while the server is away."""
        try:
            await self._existing(SIZE)
        except _AWAY as error:
            raise NotReady("The vector index server is not answering.") from error

    async def _existing(self, size: int) -> str:
        """The collection for vectors of this length, made if there is none."""
        name = _collection(size)
        if size not in self._sizes:
            if not await self._client.collection_exists(name):
                await self._create(name, size)
            self._sizes.add(size)
        return name

    async def _create(self, name: str, size: int) -> None:
        await self._client.create_collection(
            name,
            vectors_config={
                "dense": models.VectorParams(size=size, distance=models.Distance.COSINE, on_disk=True)
            },
            sparse_vectors_config={"bm25": models.SparseVectorParams()},
            # No graph over all tenants, which nobody may search, but one for each large bot
            hnsw_config=models.HnswConfigDiff(m=0, payload_m=EDGES),
            quantization_config=models.ScalarQuantization(
                scalar=models.ScalarQuantizationConfig(type=models.ScalarType.INT8, always_ram=True)
            ),
            replication_factor=self._replicas,
            write_consistency_factor=self._replicas // 2 + 1,
        )
        for key in KEYWORDS:
            schema = models.KeywordIndexParams(
                type=models.KeywordIndexType.KEYWORD, is_tenant=key == TENANT, enable_hnsw=key == TENANT
            )
            await self._client.create_payload_index(name, key, field_schema=schema, wait=True)

    async def _collections(self) -> list[str]:
        found = await self._client.get_collections()
        return [one.name for one in found.collections if _is_ours(one.name)]

    async def replace(self, scope: Scope, document_id: str, passages: Sequence[IndexedPassage]) -> None:
        stale = fence.stale(scope, document_id, passages)
        await self.add(scope, passages)
        async with _Answering():
            name = await self._existing(scope.size)
            await self._client.delete(name, models.FilterSelector(filter=_filter(stale)), wait=True)

    async def add(self, scope: Scope, passages: Sequence[IndexedPassage]) -> None:
        fence.inside(scope, passages)
        async with _Answering():
            name = await self._existing(scope.size)
            for start in range(0, len(passages), BATCH):
                points = [_point(scope, one) for one in passages[start : start + BATCH]]
                await self._client.upsert(name, points, wait=True)

    async def page(
        self, scope: Scope, after: str | None, limit: int
    ) -> tuple[list[IndexedPassage], str | None]:
        within = _filter(fence.readable(scope, "internal"))
        async with _Answering():
            records, following = await self._client.scroll(
                await self._existing(scope.size),
                within,
                limit=limit,
                offset=after,
                with_payload=True,
                with_vectors=True,
            )
        more = str(following) if following is not None else None
        return [indexed_passage(record) for record in records], more

    async def remove(self, scope: Scope, source_id: str) -> None:
        await self._delete(fence.source(scope, source_id))

    async def remove_workspace(self, workspace_id: str) -> None:
        await self._delete(fence.workspace(workspace_id))

    async def drop(self, scope: Scope) -> None:
        await self._delete(fence.generation(scope))

    async def _delete(self, gone: Fence) -> None:
        selector = models.FilterSelector(filter=_filter(gone))
        async with _Answering():
            for name in await self._collections():
                await self._client.delete(name, selector, wait=True)

    async def set_audience(
        self, scope: Scope, source_id: str, audience: Audience, document_id: str | None = None
    ) -> None:
        which = _filter(fence.source(scope, source_id, document_id))
        async with _Answering():
            for name in await self._collections():
                await self._client.set_payload(name, {"audience": audience}, points=which, wait=True)

    async def search(self, scope: Scope, sought: Sought, limit: int) -> Hits:
        return await self._ranked(scope, _filter(fence.readable(scope, sought.audience)), sought, limit)

    async def scores(self, scope: Scope, sought: Sought, keys: Collection[Key]) -> Hits:
        within = _filter(fence.readable(scope, sought.audience))
        within.must = [*(within.must or ()), models.HasIdCondition(has_id=list(keys))]
        return await self._ranked(scope, within, replace(sought, names={}), len(keys))

    async def _ranked(self, scope: Scope, within: models.Filter, sought: Sought, limit: int) -> Hits:
        terms, names = sought.terms, sought.names
        sparse = [(_sparse(one), "bm25") for one in (terms, names) if one]
        queries = [
            models.QueryRequest(query=query, using=using, filter=within, limit=limit)
            for query, using in [(list(sought.vector), "dense"), *sparse]
        ]
        async with _Answering():
            found = await self._client.query_batch_points(await self._existing(scope.size), queries)
        by_cosine, *rest = [scores(one.points) for one in found]
        by_terms = rest.pop(0) if terms else {}
        return Hits(by_cosine, by_terms, rest.pop(0) if names else {})

    async def fetch(
        self, scope: Scope, keys: Sequence[Key], audience: Audience = "public"
    ) -> dict[Key, StoredPassage]:
        records = await self._retrieve(scope, fence.readable(scope, audience), keys)
        return {key_of(record): stored_passage(record.payload) for record in records}

    async def vectors(self, scope: Scope, points: Sequence[str]) -> dict[str, Vector]:
        records = await self._retrieve(scope, fence.readable(scope, "internal"), points, ["dense"])
        return {key_of(record): record.vector["dense"] for record in records}

    async def _retrieve(
        self, scope: Scope, within: Fence, keys: Sequence[Key], vectors: list[str] | None = None
    ) -> list[Any]:
        async with _Answering():
            found = await self._client.retrieve(
                await self._existing(scope.size), list(keys), with_payload=True, with_vectors=vectors or False
            )
        return [record for record in found if within.holds(record.payload or {})]

    async def close(self) -> None:
        await self._client.close()


class _Answering:
    """Turns the errors of a server that is away into Unavailable, so that the delivery comes again."""

    async def __aenter__(self) -> None: ...

    async def __aexit__(self, _: Any, error: BaseException | None, __: Any) -> None:
        if isinstance(error, _AWAY):
            raise Unavailable("The vector index is not answering; please try again.") from error


def _filter(fenced: Fence) -> models.Filter:
    return models.Filter(
        must=[_match(key, value) for key, value in fenced.must],
        must_not=[_match(key, value) for key, value in fenced.must_not],
    )


def _match(key: str, value: str) -> models.FieldCondition:
    return models.FieldCondition(key=key, match=models.MatchValue(value=value))


def _sparse(terms: Terms) -> models.SparseVector:
    return models.SparseVector(indices=list(terms.keys()), values=list(terms.values()))


def _collection(size: int) -> str:
    return COLLECTION if size == SIZE else f"{COLLECTION}-{size}"


def _is_ours(name: str) -> bool:
    rest = name.removeprefix(f"{COLLECTION}-")
    return name == COLLECTION or (rest != name and rest.isdecimal())


def _point(scope: Scope, one: IndexedPassage) -> models.PointStruct:
    sparse = models.SparseVector(indices=list(one.sparse.keys()), values=list(one.sparse.values()))
    vectors: dict[str, Any] = {"dense": list(one.dense), "bm25": sparse}
    name = point_id(one.stored.passage_id, scope.generation)
    return models.PointStruct(id=name, vector=vectors, payload=payload(scope, one.stored))
