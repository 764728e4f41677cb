"""Conversations in memory: looked up once, again when somebody is gone, and let on while nobody can look."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest

from chassis.errors import NotFound
from gateway.domain.identity import Visit
from gateway.refusals import Closed, Unauthorized
from gateway.store.visit_cache import VisitCache

VISIT = Visit("wsp_1", "bot_1", "cnv_1", "ctc_1")
OTHER = Visit("wsp_2", "bot_2", "cnv_2", "ctc_2")


@dataclass
class FakeRows:
    """Bots that live and contacts who were forgotten, in a database that counts reads and can be away."""

    bots: set[str] = field(default_factory=lambda: {"bot_1", "bot_2"})
    deleted: set[str] = field(default_factory=set)
    forgotten: set[str] = field(default_factory=set)
    reads: int = 0
    away: bool = False
    reconnects: int = 0
    meanwhile: Any = None

    @asynccontextmanager
    async def read(self) -> AsyncIterator[None]:
        self.reads += 1
        if self.away:
            raise OSError("connection refused")
        yield

    async def was_deleted(self, _: Any, workspace_id: str, bot_id: str) -> bool | None:
        return bot_id in self.deleted if bot_id in self.bots else None

    async def holds(self, _: Any, workspace_id: str, contact_id: str) -> bool:
        gone = contact_id in self.forgotten
        if self.meanwhile:
            self.meanwhile()
        return gone


@pytest.fixture
def rows() -> Any:
    return FakeRows()


@pytest.fixture
def visits(rows: Any) -> VisitCache:
    return VisitCache(rows, rows, rows, lambda: rows.reconnects)


async def test_a_conversation_is_looked_up_once(visits: VisitCache, rows: FakeRows) -> None:
    for _ in range(3):
        await visits.check(VISIT)
    assert rows.reads == 1
    visits.met(OTHER)
    await visits.check(OTHER)
    assert rows.reads == 1


@pytest.mark.parametrize("who", ["ctc_1", "bot_1", "wsp_1"])
async def test_who_is_gone_is_looked_up_again(visits: VisitCache, rows: FakeRows, who: str) -> None:
    visits.met(VISIT)
    visits.met(OTHER)
    visits.forget(who)
    rows.forgotten.add("ctc_1")
    with pytest.raises(Unauthorized, match="forgotten"):
        await visits.check(VISIT)
    await visits.check(OTHER)
    assert rows.reads == 1


async def test_without_its_company_a_conversation_is_not_found(visits: VisitCache, rows: FakeRows) -> None:
    rows.bots.clear()
    with pytest.raises(NotFound, match="gone"):
        await visits.check(VISIT)


async def test_a_conversation_of_a_deleted_bot_is_read_and_not_written(
    visits: VisitCache, rows: FakeRows
) -> None:
    await visits.check_open(VISIT)
    rows.deleted.add("bot_1")
    visits.forget("bot_1")
    await visits.check(VISIT)
    with pytest.raises(Closed, match="closed"):
        await visits.check_open(VISIT)
    await visits.check_open(OTHER)
    assert rows.reads == 3


async def test_what_was_missed_while_the_bus_was_away_is_looked_up(
    visits: VisitCache, rows: FakeRows
) -> None:
    await visits.check(VISIT)
    rows.forgotten.add("ctc_1")
    await visits.check(VISIT)
    rows.reconnects += 1
    with pytest.raises(Unauthorized):
        await visits.check(VISIT)


async def test_who_is_forgotten_while_they_are_looked_up_is_not_remembered(
    visits: VisitCache, rows: FakeRows
) -> None:
    def meanwhile() -> None:
        rows.forgotten.add("ctc_1")
        visits.forget("ctc_1")

    rows.meanwhile = meanwhile
    await visits.check(VISIT)
    with pytest.raises(Unauthorized):
        await visits.check(VISIT)


async def test_while_the_database_is_away_customers_go_on(visits: VisitCache, rows: FakeRows) -> None:
    rows.away, rows.forgotten = True, {"ctc_1"}
    await visits.check(VISIT)
    rows.away = False
    with pytest.raises(Unauthorized):
        await visits.check(VISIT)
