"""Who is gone is announced, taken out of the streams, and announced again when nothing is on its way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chassis.errors import Invalid, NotFound
from chassis.outcome import DONE, Retry
from chassis.testing.fakes import FakeDatabase, FakeWork, event_of
from contracts.agent_requests import ContactFound
from contracts.facts.workspace import ContactErased, WorkspaceDeleted
from gateway.domain.identity import Workspace
from gateway.handlers.erase import Erasing

NOW = datetime.now(UTC)


@dataclass
class FakeWorkspaces:
    rows: dict[str, Workspace]

    async def add(self, conn: Any, workspace: Workspace) -> None: ...

    async def get(self, conn: Any, workspace_id: str) -> Workspace | None:
        return self.rows.get(workspace_id)

    async def rename(self, conn: Any, workspace_id: str, name: str) -> None: ...

    async def erase(self, conn: Any, workspace_id: str) -> None:
        self.rows.pop(workspace_id, None)


@dataclass
class FakeRemains:
    erased: list[tuple[str, ...]] = field(default_factory=list)

    async def of_workspace(self, workspace_id: str) -> None:
        self.erased.append((workspace_id,))

    async def of_contact(self, workspace_id: str, contact_id: str, conversation_ids: Sequence[str]) -> None:
        self.erased.append((workspace_id, contact_id, *conversation_ids))


@dataclass
class FakeForgotten:
    contacts: set[tuple[str, str]] = field(default_factory=set)

    async def add(self, conn: Any, workspace_id: str, contact_id: str) -> None:
        self.contacts.add((workspace_id, contact_id))

    async def holds(self, conn: Any, workspace_id: str, contact_id: str) -> bool:
        return (workspace_id, contact_id) in self.contacts


@dataclass
class FakeEndings:
    told: list[str] = field(default_factory=list)

    async def tell(self, workspace_id: str, who: str, why: str) -> None:
        self.told.append(who)


class Known:
    async def ask(self, rpc: Any, question: Any, *, timeout: float | None = None) -> Any:
        return ContactFound(contact_id=question.contact_id, conversation_ids=["cnv_1"])


@pytest.fixture
def erasing() -> Erasing:
    row = Workspace("wsp_1", "Parcelwing", "a@example.com", NOW)
    rooms = (FakeDatabase(), FakeWorkspaces({"wsp_1": row}), FakeRemains(), Known(), FakeForgotten())
    return Erasing(*rooms, FakeEndings())


async def test_a_company_leaves_by_its_name_alone(erasing: Erasing) -> None:
    with pytest.raises(Invalid, match="its name"):
        await erasing.leave("wsp_1", "Parcel")
    await erasing.leave("wsp_1", " parcelwing ")
    assert [fact.final for fact in erasing.database.facts] == [False]
    assert erasing.endings.told == ["wsp_1"]
    with pytest.raises(NotFound):
        await erasing.leave("wsp_1", "Parcelwing")


async def test_what_was_on_its_way_is_erased_until_it_is_said_for_the_last_time(erasing: Erasing) -> None:
    fact = WorkspaceDeleted(workspace_id="wsp_1", deleted_at=NOW)
    early = event_of(fact, event_id="gone", workspace_id="wsp_1")
    work = FakeWork(erasing.database, "gone", 1)
    assert isinstance(await erasing.on_workspace(early, work), Retry)
    assert erasing.database.facts == []
    late = early.model_copy(update={"time": NOW - timedelta(minutes=2)})
    assert await erasing.on_workspace(late, work) == DONE
    [last] = erasing.database.facts
    assert last.final
    final = late.model_copy(update={"data": last})
    assert await erasing.on_workspace(final, FakeWork(erasing.database, "last", 1)) == DONE
    assert len(erasing.database.facts) == 1
    assert erasing.remains.erased == [("wsp_1",)] * 3


async def test_a_contact_is_announced_with_their_conversations(erasing: Erasing) -> None:
    await erasing.forget("wsp_1", "ctc_1")
    [fact] = erasing.database.facts
    assert isinstance(fact, ContactErased)
    assert await erasing.forgotten.holds(None, "wsp_1", "ctc_1")
    event = event_of(fact, event_id="forget", workspace_id="wsp_1")
    assert await erasing.on_contact(event, FakeWork(erasing.database, "forget", 1)) == DONE
    assert erasing.remains.erased == [("wsp_1", "ctc_1", "cnv_1")]
    assert erasing.endings.told == ["ctc_1", "ctc_1"]
