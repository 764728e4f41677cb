"""Retrieval's outside, in memory."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace

from contracts.shapes import Audience
from retrieval.domain.document import Digest, Unreadable
from retrieval.domain.identity import point_id
from retrieval.domain.passages import (
    Hits,
    IndexedPassage,
    Key,
    Scope,
    Scores,
    Sought,
    StoredPassage,
    Terms,
    Vector,
)
from retrieval.ports import OriginalMissing

SIZE = 384


@dataclass
class FakeIndex:
    """Exact search over a dictionary; `points` are those of every generation."""

    points: dict[str, IndexedPassage] = field(default_factory=dict)
    generations: dict[str, int] = field(default_factory=dict)

    async def replace(self, scope: Scope, document_id: str, passages: Sequence[IndexedPassage]) -> None:
        self._drop(
            lambda key, one: (
                one.document_id == document_id and _owned(one, scope) and self._within(key, scope)
            )
        )
        await self.add(scope, passages)

    async def add(self, scope: Scope, passages: Sequence[IndexedPassage]) -> None:
        for one in passages:
            key = point_id(one.stored.passage_id, scope.generation)
            self.points[key], self.generations[key] = one, scope.generation

    async def drop(self, scope: Scope) -> None:
        self._drop(lambda key, one: _owned(one, scope) and self._within(key, scope))

    def _within(self, key: str, scope: Scope) -> bool:
        return self.generations.get(key, 0) == scope.generation

    def mine(self, scope: Scope) -> dict[str, IndexedPassage]:
        """Everything of one generation of a bot's index."""
        return {
            key: one
            for key, one in self.points.items()
            if _owned(one.stored, scope) and self._within(key, scope)
        }

    async def page(
        self, scope: Scope, after: str | None, limit: int
    ) -> tuple[list[IndexedPassage], str | None]:
        mine = sorted(self.mine(scope))
        rest = [key for key in mine if after is None or key >= after]
        following = rest[limit] if len(rest) > limit else None
        return [self.points[key] for key in rest[:limit]], following

    async def remove(self, scope: Scope, source_id: str) -> None:
        self._drop(lambda _, one: one.source_id == source_id and _owned(one, scope))

    async def remove_workspace(self, workspace_id: str) -> None:
        self._drop(lambda _, one: one.workspace_id == workspace_id)

    async def set_audience(
        self, scope: Scope, source_id: str, audience: Audience, document_id: str | None = None
    ) -> None:
        for key, one in self.points.items():
            stored = one.stored
            mine = _owned(stored, scope) and stored.source_id == source_id
            if mine and document_id in (None, stored.document_id):
                self.points[key] = replace(one, stored=replace(stored, audience=audience))

    async def search(self, scope: Scope, sought: Sought, limit: int) -> Hits:
        return _ranked(self._readable(scope, sought.audience), sought, limit)

    async def scores(self, scope: Scope, sought: Sought, keys: Collection[Key]) -> Hits:
        these = {key: one for key, one in self._readable(scope, sought.audience).items() if key in keys}
        return _ranked(these, replace(sought, names={}), len(keys))

    def _readable(self, scope: Scope, audience: Audience) -> dict[str, IndexedPassage]:
        mine = self.mine(scope).items()
        return {key: one for key, one in mine if audience in ("internal", one.stored.audience)}

    async def fetch(
        self, scope: Scope, keys: Sequence[Key], audience: Audience = "public"
    ) -> dict[Key, StoredPassage]:
        mine = self.mine(scope)
        found: dict[Key, StoredPassage] = {key: mine[str(key)].stored for key in keys if key in mine}
        return {key: one for key, one in found.items() if audience in ("internal", one.audience)}

    async def vectors(self, scope: Scope, points: Sequence[str]) -> dict[str, Vector]:
        return {
            key: self.points[key].dense
            for key in points
            if key in await self.fetch(scope, points, "internal")
        }

    def _drop(self, gone: Callable[[str, StoredPassage], bool]) -> None:
        self.points = {key: one for key, one in self.points.items() if not gone(key, one.stored)}


def _ranked(mine: dict[str, IndexedPassage], sought: Sought, limit: int) -> Hits:
    cosines: Scores = {key: _dot(one.dense, sought.vector) for key, one in mine.items()}
    words, named = (_best(_worded(mine, one), limit) for one in (sought.terms, sought.names))
    return Hits(_best(cosines, limit), words, named)


def _worded(mine: dict[str, IndexedPassage], terms: Terms) -> Scores:
    return {
        key: sum(weight * one.sparse[term] for term, weight in terms.items() if term in one.sparse)
        for key, one in mine.items()
        if terms.keys() & one.sparse.keys()
    }


def _owned(one: StoredPassage, scope: Scope) -> bool:
    return (one.workspace_id, one.bot_id) == (scope.workspace_id, scope.bot_id)


def _dot(one: Vector, other: Vector) -> float:
    return sum(a * b for a, b in zip(one, other, strict=True))


def _best(scores: Scores, limit: int) -> Scores:
    return dict(sorted(scores.items(), key=lambda one: -one[1])[:limit])


@dataclass
class FakeEmbedder:
    """A text's vector counts its letters: similar words, similar vectors. `read` is all it embedded."""

    read: list[str] = field(default_factory=list)

    async def queries(self, texts: Sequence[str]) -> list[Vector]:
        return [_letters(text) for text in texts]

    async def passages(self, texts: Sequence[str]) -> list[Vector]:
        self.read += texts
        return [_letters(text) for text in texts]

    def ordinary(self, word: str) -> bool:
        return True

    def missing(self, words: Sequence[str]) -> float:
        return 0.0


def _letters(text: str) -> list[float]:
    counts = [0.0] * SIZE
    for char in text.casefold():
        counts[ord(char) % SIZE] += 1
    length = sum(count * count for count in counts) ** 0.5 or 1.0
    return [count / length for count in counts]


class FakeLexicon:
    """Words are their own stems."""

    compounds = False

    def terms(self, text: str) -> frozenset[int]:
        return frozenset(map(_number, text.casefold().split()))

    def spelled(self, text: str) -> list[tuple[str, int]]:
        return [(word, _number(word)) for word in text.casefold().split()]

    def forms(self, words: Iterable[str]) -> list[tuple[str, int | None]]:
        return [(word, _number(word)) for word in words]

    def bare(self, word: str) -> bool:
        return True

    def weights(self, text: str) -> Terms:
        return dict.fromkeys(self.terms(text), 1.0)


def _number(word: str) -> int:
    return int.from_bytes(word.encode()[:4], "big")


@dataclass
class FakeOriginals:
    files: dict[str, bytes] = field(default_factory=dict)

    async def get(self, object_key: str) -> bytes:
        if object_key not in self.files:
            raise OriginalMissing(object_key)
        return self.files[object_key]

    async def put(self, object_key: str, body: bytes) -> None:
        self.files[object_key] = body

    async def below(self, prefix: str) -> list[str]:
        return [key for key in self.files if key.startswith(prefix)]

    async def delete(self, object_key: str) -> None:
        self.files.pop(object_key, None)


@dataclass
class FakeReader:
    """Gives the digest it was told to, or the sentence; sooner the beginning of a long file."""

    digest: Digest | None = None
    unreadable: str = ""
    beginning: Digest | None = None

    async def read(
        self, body: bytes, name: str, media_type: str, *, pages: int | None = None, owner: str = ""
    ) -> Digest:
        if pages and self.beginning:
            return self.beginning
        for _ in range(9):
            await asyncio.sleep(0)
        if self.digest is None:
            raise Unreadable(self.unreadable)
        return self.digest
