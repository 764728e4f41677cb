"""What the handlers need from outside, named by need."""

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
from retrieval.domain.passages import Hits, IndexedPassage, Key, Scope, Sought, StoredPassage, Terms, Vector
from retrieval.domain.reuse import Remembered
from retrieval.domain.spelling import Speller
from retrieval.domain.vocabulary import Vocabulary


class OriginalMissing(Exception):
    """The uploaded file is not in the object store."""


@dataclass(frozen=True, slots=True)
class Memory:
    """What both sides said before in a conversation (newest first), and the bot's knowledge version.

    `answers`: the bot has answers that may be reused.
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
        """The keys that begin with this prefix."""
        ...

    async def delete(self, object_key: str) -> None:
        """Deleting what is not there does nothing."""
        ...


class Reader(Protocol):
    async def read(
        self, body: bytes, name: str, media_type: str, *, pages: int | None = None, owner: str = ""
    ) -> Digest:
        """With `pages` so many of a PDF's, for the beginning of one that is much longer.

        Texts of one `owner` may be read by one process, one after the other; nobody else's are.

        Raises domain.document.Unreadable, also for a PDF that is not.
        """
        ...


class Embedder(Protocol):
    """Vectors are 384 floats of length 1."""

    async def queries(self, texts: Sequence[str]) -> list[Vector]: ...

    async def passages(self, texts: Sequence[str]) -> list[Vector]: ...

    def ordinary(self, word: str) -> bool:
        """Whether the model has this word (in lower case) as a single piece."""
        ...

    def missing(self, words: Sequence[str]) -> float:
        """How much it speaks against an answer that a passage lacks these words; 0 when that is unknown."""
        ...


class Lexicon(Speller, Protocol):
    """Words as numbered stems."""

    def terms(self, text: str) -> frozenset[int]: ...

    def weights(self, text: str) -> Terms:
        """BM25's term frequency weights of a passage."""
        ...


class PassageIndex(Protocol):
    """The vectors of every bot's passages. What a call has returned from survives a crash."""

    async def replace(self, scope: Scope, document_id: str, passages: Sequence[IndexedPassage]) -> None:
        """Make these the only passages of the document; the old ones are found until the new ones are."""
        ...

    async def add(self, scope: Scope, passages: Sequence[IndexedPassage]) -> None:
        """Store these passages, of whatever documents; those with the same ids are overwritten."""
        ...

    async def page(
        self, scope: Scope, after: str | None, limit: int
    ) -> tuple[list[IndexedPassage], str | None]:
        """Some of a bot's passages, for every audience, and the key of the next page: None after the last."""
        ...

    async def remove(self, scope: Scope, source_id: str) -> None:
        """Remove them from every generation."""
        ...

    async def remove_workspace(self, workspace_id: str) -> None: ...

    async def drop(self, scope: Scope) -> None:
        """Remove one generation of a bot's index."""
        ...

    async def set_audience(
        self, scope: Scope, source_id: str, audience: Audience, document_id: str | None = None
    ) -> None:
        """Of every passage of the source, or of one document of it, in every generation."""
        ...

    async def search(self, scope: Scope, sought: Sought, limit: int) -> Hits:
        """`limit` of each ranking."""
        ...

    async def scores(self, scope: Scope, sought: Sought, keys: Collection[Key]) -> Hits:
        """The cosine and the BM25 score of these keys alone, which a search for this audience has found."""
        ...

    async def vectors(self, scope: Scope, points: Sequence[str]) -> dict[str, Vector]:
        """The dense vectors by `identity.point_id`, without those removed meanwhile."""
        ...

    async def fetch(
        self, scope: Scope, keys: Sequence[Key], audience: Audience = "public"
    ) -> dict[Key, StoredPassage]:
        """The passages by search key or `identity.point_id`, without those removed meanwhile."""
        ...


class Answers(Protocol):
    """Answers that may be given again to whoever asks the same."""

    async def keep(
        self, conn: AsyncConnection, workspace_id: str, answer: CachedAnswer, vector: Vector
    ) -> None:
        """Store the answer with its turn; nothing happens when that is unknown."""
        ...

    async def citing(
        self, conn: AsyncConnection, scope: Scope, version: int, found: Sequence[str], question: str
    ) -> list[Remembered]:
        """The newest answers in this version that cite only these passages, to questions that are `alike`."""
        ...

    async def given(self, conn: AsyncConnection, workspace_id: str, turn_id: str) -> CachedAnswer | None:
        """The answer of this turn, unless the knowledge changed meanwhile."""
        ...

    async def forget(self, conn: AsyncConnection, scope: Scope) -> None: ...


class Language(Protocol):
    def detect(self, text: str) -> str | None:
        """ISO 639-1 code, or None when the text is too short to tell."""
        ...


class Documents(Protocol):
    """What search needs to know about a bot's documents."""

    async def version(self, conn: AsyncConnection, scope: Scope) -> int:
        """How often the bot's documents changed."""
        ...

    async def vocabularies(self, conn: AsyncConnection, scope: Scope) -> list[Vocabulary]: ...


@dataclass(frozen=True, slots=True)
class Told:
    """What a search needs of a bot's settings: the name of its cross-encoder, and of its company."""

    reranker: str | None = None
    company: str = ""


class Bots(Protocol):
    async def put(self, conn: AsyncConnection, workspace_id: str, bot: BotConfigured) -> bool:
        """False when a newer revision is already stored."""
        ...

    async def forget_workspace(self, conn: AsyncConnection, workspace_id: str) -> None: ...

    async def told(self, conn: AsyncConnection, scope: Scope) -> Told: ...

    async def may_know(self, conn: AsyncConnection, scope: Scope) -> bool:
        """Whether the bot may have sources: it is neither deleted nor another workspace's."""
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
