"""What the handlers need from outside, by need."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.db import Tx
from contracts.base import Frozen
from contracts.cached_answer import CachedAnswer
from contracts.envelope import AnyEvent
from contracts.facts.chat import TurnSubmitted
from contracts.facts.workspace import BotConfigured
from contracts.shapes import Audience
from retrieval.domain.document import Digest
from retrieval.domain.passages import Hits, IndexedPassage, Key, Scope, StoredPassage, Terms, Vector
from retrieval.domain.reuse import Remembered
from retrieval.domain.spelling import Speller
from retrieval.domain.vocabulary import Vocabulary


class OriginalMissing(Exception):
    """The uploaded file is not in the object store."""


@dataclass(frozen=True, slots=True)
class Memory:
    """What both sides said in a conversation before (newest first), and the bot's knowledge version.

    `answers`: the bot has some that may be given again.
    """

    earlier: list[str]
    knowledge_version: int
    answers: bool = False


class Database(Protocol):
    def transaction(self) -> AbstractAsyncContextManager[Tx]: ...

    def read(self) -> AbstractAsyncContextManager[AsyncConnection]: ...


class Bus(Protocol):
    async def publish(self, event: AnyEvent) -> bool:
        """False when the fact was published before."""
        ...

    async def show(self, subject: str, glimpse: Frozen) -> None: ...


class Originals(Protocol):
    """The uploaded files, and pages as they were fetched."""

    async def put(self, object_key: str, body: bytes) -> None: ...

    async def get(self, object_key: str) -> bytes:
        """Raises OriginalMissing, also for an upload that was never finished."""
        ...

    async def below(self, prefix: str) -> list[str]:
        """The keys that begin so."""
        ...

    async def delete(self, object_key: str) -> None:
        """Deleting what is not there does nothing."""
        ...


class Reader(Protocol):
    async def read(self, body: bytes, name: str, media_type: str, *, pages: int | None = None) -> Digest:
        """With `pages` so many of a PDF's, for the beginning of one that is much longer.

        Raises domain.document.Unreadable, also for a PDF that is not.
        """
        ...


class Embedder(Protocol):
    """Vectors are 384 floats of length 1."""

    async def queries(self, texts: Sequence[str]) -> list[Vector]: ...

    async def passages(self, texts: Sequence[str]) -> list[Vector]: ...

    def ordinary(self, word: str) -> bool:
        """Whether the model has this word (in lower case) as a whole."""
        ...

    def missing(self, words: Sequence[str]) -> float:
        """What says against an answer that a passage lacks these words; 0 where that is unknown."""
        ...


class Lexicon(Speller, Protocol):
    """Words as numbered stems."""

    def terms(self, text: str) -> frozenset[int]: ...

    def weights(self, text: str) -> Terms:
        """BM25's term frequency part for a passage."""
        ...


class PassageIndex(Protocol):
    """The vectors of every bot's passages. What a call has returned from survives a crash."""

    async def replace(self, scope: Scope, document_id: str, passages: Sequence[IndexedPassage]) -> None:
        """Make these the only passages of the document; the old ones are found until the new are."""
        ...

    async def add(self, scope: Scope, passages: Sequence[IndexedPassage]) -> None:
        """Put these in, of whatever documents; what has their ids is written over."""
        ...

    async def page(
        self, scope: Scope, after: str | None, limit: int
    ) -> tuple[list[IndexedPassage], str | None]:
        """Some of a bot's passages, for every audience, and what to ask for next: None after the last."""
        ...

    async def remove(self, scope: Scope, source_id: str) -> None:
        """From every generation."""
        ...

    async def remove_workspace(self, workspace_id: str) -> None: ...

    async def drop(self, scope: Scope) -> None:
        """Take out one generation of a bot's index."""
        ...

    async def set_audience(
        self, scope: Scope, source_id: str, audience: Audience, document_id: str | None = None
    ) -> None:
        """Of every passage of the source, or of its one document, in every generation."""
        ...

    async def search(
        self,
        scope: Scope,
        vector: Vector,
        terms: Terms,
        limit: int,
        audience: Audience = "public",
        names: Terms | None = None,
    ) -> Hits:
        """`limit` of each ranking; BM25 scores are the dot product with `terms`, those of names with `names`.

        Internal passages are found only when `internal` is asked for, and then beside the public ones.
        """
        ...

    async def scores(
        self,
        scope: Scope,
        vector: Vector,
        terms: Terms,
        keys: Collection[Key],
        audience: Audience = "public",
    ) -> Hits:
        """As `search`, of nothing but these, which a search of this audience has found."""
        ...

    async def vectors(self, scope: Scope, points: Sequence[str]) -> dict[str, Vector]:
        """The dense vectors by `identity.point_id`; what was removed meanwhile is left out."""
        ...

    async def fetch(
        self, scope: Scope, keys: Sequence[Key], audience: Audience = "public"
    ) -> dict[Key, StoredPassage]:
        """By the keys that a search gave, or `identity.point_id`; what was removed meanwhile is left out."""
        ...


class Answers(Protocol):
    """What may be given again to whoever asks the same."""

    async def keep(
        self, conn: AsyncConnection, workspace_id: str, answer: CachedAnswer, vector: Vector
    ) -> None:
        """With its turn; nothing happens when that is not known."""
        ...

    async def citing(
        self, conn: AsyncConnection, scope: Scope, version: int, found: Sequence[str], question: str
    ) -> list[Remembered]:
        """Of the newest that rest on none but these passages, in this version of the knowledge: those whose
        question is `alike`.
        """
        ...

    async def given(self, conn: AsyncConnection, workspace_id: str, turn_id: str) -> CachedAnswer | None:
        """The answer of one of them, if the knowledge did not change meanwhile."""
        ...

    async def forget(self, conn: AsyncConnection, scope: Scope) -> None: ...


class Language(Protocol):
    def detect(self, text: str) -> str | None:
        """ISO 639-1 code, or None when the text is too short to tell."""
        ...


class Documents(Protocol):
    """What search needs to know about a bot's documents."""

    async def version(self, conn: AsyncConnection, scope: Scope) -> int:
        """Counts the changes of the bot's documents."""
        ...

    async def vocabularies(self, conn: AsyncConnection, scope: Scope) -> list[Vocabulary]: ...


class Bots(Protocol):
    async def put(self, conn: AsyncConnection, workspace_id: str, bot: BotConfigured) -> bool:
        """False when a newer revision is known already."""
        ...

    async def forget_workspace(self, conn: AsyncConnection, workspace_id: str) -> None: ...

    async def reranker(self, conn: AsyncConnection, scope: Scope) -> str | None:
        """The cross-encoder that the bot's settings name."""
        ...

    async def may_know(self, conn: AsyncConnection, scope: Scope) -> bool:
        """Whether the bot can have sources: it is not deleted and not another workspace's."""
        ...


class Turns(Protocol):
    async def remember(
        self, conn: AsyncConnection, workspace_id: str, turn: TurnSubmitted, most: int
    ) -> Memory:
        """Write the turn down once, whatever the number of deliveries, and say what came before it.

        `most` earlier turns count, each with the bot's reply.
        """
        ...

    async def replied(self, conn: AsyncConnection, workspace_id: str, turn_id: str, reply: str) -> None:
        """Keep what the bot said; nothing happens when the turn is not known."""
        ...

    async def forget_before(self, conn: AsyncConnection, moment: datetime) -> None: ...

    async def forget_contact(
        self, conn: AsyncConnection, workspace_id: str, contact_id: str, conversation_ids: Sequence[str]
    ) -> None: ...

    async def forget_workspace(self, conn: AsyncConnection, workspace_id: str) -> None: ...
