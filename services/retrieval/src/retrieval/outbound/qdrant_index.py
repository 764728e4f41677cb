"""A Qdrant server, reached by qdrant-client."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import httpx
from qdrant_client import AsyncQdrantClient, models
from qdrant_client.http.exceptions import ApiException, ResponseHandlingException

from chassis.errors import Unavailable
from chassis.health import NotReady
from contracts.shapes import Audience
from retrieval.domain.identity import point_id
from retrieval.domain.passages import Hit, Hits, IndexedPassage, Scope, StoredPassage, Terms, Vector

COLLECTION = "passages"
SIZE = 384
BATCH = 128
KEYWORDS = ("workspace_id", "bot_id", "source_id", "document_id", "content_hash", "audience")
_AWAY = (ResponseHandlingException, ApiException, httpx.HTTPError)


class QdrantIndex:
    """Writes wait until the server has applied them; searches and reads are bounded by its timeout."""

    def __init__(self, client: AsyncQdrantClient) -> None:
        self._client = client

    @classmethod
    def at(cls, url: str, api_key: str | None, *, timeout: int = 5) -> QdrantIndex:
        return cls(AsyncQdrantClient(url=url, api_key=api_key, timeout=timeout, check_compatibility=False))

    async def open(self) -> None:
        """Create the collection when there is none. Raises NotReady while the server is away."""
        try:
            if not await self._client.collection_exists(COLLECTION):
                await self._create()
        except _AWAY as error:
            raise NotReady("The vector index server is not answering.") from error

    async def _create(self) -> None:
        await self._client.create_collection(
            COLLECTION,
            vectors_config={"dense": models.VectorParams(size=SIZE, distance=models.Distance.COSINE)},
            sparse_vectors_config={"bm25": models.SparseVectorParams()},
        )
        for name in KEYWORDS:
            schema = models.KeywordIndexParams(
                type=models.KeywordIndexType.KEYWORD, is_tenant=name == "bot_id"
            )
            await self._client.create_payload_index(COLLECTION, name, field_schema=schema, wait=True)

    async def replace(self, document_id: str, passages: Sequence[IndexedPassage]) -> None:
        async with _Answering():
            for start in range(0, len(passages), BATCH):
                points = [_point(one) for one in passages[start : start + BATCH]]
                await self._client.upsert(COLLECTION, points, wait=True)
            stale = models.Filter(
                must=[_match("document_id", document_id)],
                must_not=[_match("content_hash", one.stored.content_hash) for one in passages[:1]],
            )
            await self._client.delete(COLLECTION, models.FilterSelector(filter=stale), wait=True)

    async def remove(self, scope: Scope, source_id: str) -> None:
        gone = models.Filter(must=[*_within(scope), _match("source_id", source_id)])
        async with _Answering():
            await self._client.delete(COLLECTION, models.FilterSelector(filter=gone), wait=True)

    async def remove_workspace(self, workspace_id: str) -> None:
        gone = models.Filter(must=[_match("workspace_id", workspace_id)])
        async with _Answering():
            await self._client.delete(COLLECTION, models.FilterSelector(filter=gone), wait=True)

    async def set_audience(
        self, scope: Scope, source_id: str, audience: Audience, document_id: str | None = None
    ) -> None:
        which = [*_within(scope), _match("source_id", source_id)]
        which += [_match("document_id", document_id)] if document_id else []
        async with _Answering():
            await self._client.set_payload(
                COLLECTION, {"audience": audience}, points=models.Filter(must=which), wait=True
            )

    async def search(
        self, scope: Scope, dense: Sequence[Vector], terms: Terms, limit: int, audience: Audience = "public"
    ) -> Hits:
        hidden: list[Any] = [] if audience == "internal" else [_match("audience", "internal")]
        within = models.Filter(must=_within(scope), must_not=hidden)
        queries = [
            models.QueryRequest(query=list(vector), using="dense", filter=within, limit=limit)
            for vector in dense
        ]
        if terms:
            sparse = models.SparseVector(indices=list(terms.keys()), values=list(terms.values()))
            queries.append(models.QueryRequest(query=sparse, using="bm25", filter=within, limit=limit))
        async with _Answering():
            found = await self._client.query_batch_points(COLLECTION, queries)
        rankings = [_hits(one.points) for one in found]
        return Hits(rankings[: len(dense)], rankings[-1] if terms else [])

    async def fetch(self, scope: Scope, keys: Sequence[str]) -> dict[str, StoredPassage]:
        async with _Answering():
            records = await self._client.retrieve(COLLECTION, list(keys), with_payload=True)
        stored = {str(record.id): StoredPassage(**(record.payload or {})) for record in records}
        return {
            key: one
            for key, one in stored.items()
            if one.workspace_id == scope.workspace_id and one.bot_id == scope.bot_id
        }

    async def vectors(self, scope: Scope, keys: Sequence[str]) -> dict[str, Vector]:
        async with _Answering():
            records = await self._client.retrieve(
                COLLECTION, list(keys), with_payload=True, with_vectors=["dense"]
            )
        found: dict[str, Any] = {str(one.id): one.vector for one in records if _owned(one.payload, scope)}
        return {key: vector["dense"] for key, vector in found.items()}

    async def close(self) -> None:
        await self._client.close()


class _Answering:
    """A server that is away is Unavailable: the delivery comes again."""

    async def __aenter__(self) -> None: ...

    async def __aexit__(self, _: Any, error: BaseException | None, __: Any) -> None:
        if isinstance(error, _AWAY):
            raise Unavailable("The vector index is not answering; please try again.") from error


def _owned(payload: Any, scope: Scope) -> bool:
    return (payload["workspace_id"], payload["bot_id"]) == (scope.workspace_id, scope.bot_id)


def _match(key: str, value: str) -> models.FieldCondition:
    return models.FieldCondition(key=key, match=models.MatchValue(value=value))


def _within(scope: Scope) -> list[Any]:
    return [_match("bot_id", scope.bot_id), _match("workspace_id", scope.workspace_id)]


def _point(one: IndexedPassage) -> models.PointStruct:
    sparse = models.SparseVector(indices=list(one.sparse.keys()), values=list(one.sparse.values()))
    vectors: dict[str, Any] = {"dense": list(one.dense), "bm25": sparse}
    return models.PointStruct(id=point_id(one.stored.passage_id), vector=vectors, payload=asdict(one.stored))


def _hits(points: Sequence[Any]) -> list[Hit]:
    return [Hit(str(point.id), float(point.score)) for point in points]
