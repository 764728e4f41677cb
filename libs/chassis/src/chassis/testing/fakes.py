"""A handler's world without a database or a bus."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from chassis.db import AlreadyHandled
from contracts.base import Fact, Frozen
from contracts.envelope import AnyEvent, Event, schema_uri, subject_of


def event_of(
    fact: Fact, *, event_id: str = "evt_1", workspace_id: str = "wsp_1", conversation_id: str | None = None
) -> AnyEvent:
    """An event as another service would have published it."""
    return Event(
        id=event_id,
        source="urn:answerbus:service:test",
        type=fact.type_name(),
        time=datetime.now(UTC),
        subject=subject_of(fact.kind, workspace_id),
        dataschema=schema_uri(type(fact)),
        workspaceid=workspace_id,
        conversationid=conversation_id,
        data=fact,
    )


@dataclass
class FakeTx:
    """Collects facts; `conn` is None, because fake stores need none."""

    conn: Any = None
    events: list[AnyEvent] = field(default_factory=list)

    def emit(
        self, fact: Fact, *, event_id: str, workspace_id: str, conversation_id: str | None = None
    ) -> AnyEvent:
        event = event_of(fact, event_id=event_id, workspace_id=workspace_id, conversation_id=conversation_id)
        self.events.append(event)
        return event


@dataclass
class FakeDatabase:
    """Transactions that keep their facts in `committed`, and drop them when the block raises."""

    committed: list[AnyEvent] = field(default_factory=list)
    inbox: set[str] = field(default_factory=set)

    @asynccontextmanager
    async def transaction(self, *, inbox: tuple[str, str] | None = None) -> AsyncIterator[Any]:
        key = ":".join(inbox) if inbox else None
        if key is not None and key in self.inbox:
            raise AlreadyHandled(key)
        tx = FakeTx()
        yield tx
        if key is not None:
            self.inbox.add(key)
        self.committed += tx.events

    @asynccontextmanager
    async def read(self) -> AsyncIterator[Any]:
        yield None

    @property
    def facts(self) -> list[Any]:
        """The data of every committed fact, in order."""
        return [event.data for event in self.committed]


@dataclass
class FakeWork:
    """A delivery on a FakeDatabase; the same `event_id` handled twice raises AlreadyHandled."""

    database: FakeDatabase = field(default_factory=FakeDatabase)
    event_id: str = "evt_1"
    delivery: int = 1
    stream_seq: int = 1

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Any]:
        async with self.database.transaction(inbox=("test", self.event_id)) as tx:
            yield tx


@dataclass
class FakeBus:
    """Remembers what was shown and published."""

    shown: list[tuple[str, Frozen]] = field(default_factory=list)
    published: list[AnyEvent] = field(default_factory=list)

    async def show(self, subject: str, glimpse: Frozen) -> None:
        self.shown.append((subject, glimpse))

    async def publish(self, event: AnyEvent) -> bool:
        known = any(event.id == other.id for other in self.published)
        self.published.append(event)
        return not known
