"""What the handlers of a bot's index need from outside, named by need."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.errors import Unavailable
from retrieval.domain.indexes import BotIndex, Kept, Recipe
from retrieval.domain.passages import Scope
from retrieval.domain.vocabulary import Vocabulary
from retrieval.ports import Embedder, Lexicon


class ModelMissing(Unavailable):
    """A model that cannot be used; the message is a sentence that says why."""


class Embedders(Protocol):
    async def of(self, model: str) -> Embedder:
        """Loads it when it is not at hand. Raises ModelMissing."""
        ...

    def missing(self, model: str) -> str | None:
        """A sentence on why it cannot be used, as far as that is known without loading it."""
        ...


class Reranker(Protocol):
    async def scores(self, question: str, texts: Sequence[str]) -> list[float]:
        """How well each text answers; comparable within one question only."""
        ...


class Rerankers(Protocol):
    def at_hand(self, model: str) -> Reranker | str:
        """The cross-encoder, or a sentence on why it cannot be used now; never waits."""
        ...


class Lexicons(Protocol):
    def of(self, language: str) -> Lexicon: ...

    def of_document(self, text: str, otherwise: str = "en") -> str:
        """ISO 639-1 code of its language; `otherwise` where that is not sure."""
        ...

    def of_question(self, text: str, among: Sequence[str]) -> str:
        """One of the languages that a bot's documents have, the first where it cannot be told."""
        ...


class Indexes(Protocol):
    """The generations of bots' indexes, of which one serves."""

    async def serving(self, conn: AsyncConnection, scope: Scope) -> BotIndex: ...

    async def building(self, conn: AsyncConnection, scope: Scope) -> BotIndex | None: ...

    async def failed(self, conn: AsyncConnection, scope: Scope) -> BotIndex | None:
        """The last attempt, when it could not be made."""
        ...

    async def languages(self, conn: AsyncConnection, scope: Scope) -> list[str]:
        """Those that the bot's documents were indexed in, the most frequent first."""
        ...

    async def begin(self, conn: AsyncConnection, scope: Scope, recipe: Recipe, now: datetime) -> int:
        """Note the generation to be built."""
        ...

    async def stop(self, conn: AsyncConnection, scope: Scope, now: datetime) -> None:
        """Whatever is being built, or could not be, is no longer wanted."""
        ...

    async def advance(self, conn: AsyncConnection, scope: Scope, index: BotIndex) -> bool:
        """Note size and progress; False when this generation is no longer wanted."""
        ...

    async def fail(
        self, conn: AsyncConnection, scope: Scope, generation: int, error: str, now: datetime
    ) -> None: ...

    async def pending(
        self, conn: AsyncConnection, scope: Scope, generation: int, limit: int
    ) -> tuple[list[Kept], int]:
        """Some of the documents that are not in this generation as they are now, and how many there are."""
        ...

    async def stale(self, conn: AsyncConnection, scope: Scope, generation: int) -> list[str]:
        """Ids of documents in this generation that are gone."""
        ...

    async def enter(
        self, conn: AsyncConnection, scope: Scope, generation: int, documents: Sequence[Kept]
    ) -> None:
        """Note documents before their passages are written, so that none is forgotten."""
        ...

    async def entered(
        self,
        conn: AsyncConnection,
        scope: Scope,
        generation: int,
        document: Kept,
        language: str,
        vocabulary: Vocabulary,
    ) -> None: ...

    async def leave(
        self, conn: AsyncConnection, scope: Scope, generation: int, document_ids: Sequence[str]
    ) -> None: ...

    async def swap(self, conn: AsyncConnection, scope: Scope, generation: int, now: datetime) -> bool:
        """Let this generation serve; False when it is not whole, or no longer wanted."""
        ...

    async def retired(self, conn: AsyncConnection, before: datetime) -> list[Scope]:
        """Generations that are no longer searched but still have points."""
        ...

    async def dropped(self, conn: AsyncConnection, scope: Scope) -> None: ...

    async def forget_workspace(self, conn: AsyncConnection, workspace_id: str) -> None: ...
