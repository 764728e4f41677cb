"""A diary without a database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from chassis.testing.fakes import FakeDatabase
from contracts.appointment_requests import Appointment, Availability, BookSlot, ListAppointments
from contracts.shapes import Requester
from ticketing.domain.appointment import FIRST_NUMBER
from ticketing.domain.calendar import Busy
from ticketing.handlers.diary import Diary
from ticketing.outbound.invitations import InvitationWriter
from ticketing.ports import PlaceTaken
from ticketing.testing import facts
from ticketing.testing.fakes import FakeDesks, FakeMails, FakeStaff, FakeTickets

ALWAYS = Availability(
    timezone="UTC",
    weekly={day: [("00:00", "23:59")] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")},
    slot_minutes=60,
    lead_minutes=0,
)


@dataclass
class FakeAppointments:
    """Keeps appointments by id; `requests` says which request each answers."""

    kept: dict[str, tuple[str, Appointment]] = field(default_factory=dict)
    requests: dict[tuple[str, str, str], str] = field(default_factory=dict)
    staff: FakeStaff = field(default_factory=lambda: FakeStaff(FakeTickets()))

    async def lock(self, conn: Any, workspace_id: str) -> int:
        return FIRST_NUMBER + sum(workspace == workspace_id for workspace, _ in self.kept.values())

    async def add(self, conn: Any, workspace_id: str, appointment: Appointment, request_id: str) -> None:
        self._check(workspace_id, appointment)
        self.kept[appointment.id] = workspace_id, appointment
        self.requests[workspace_id, appointment.contact_id, request_id] = appointment.id

    async def change(self, conn: Any, workspace_id: str, appointment: Appointment) -> None:
        if appointment.status == "booked":
            self._check(workspace_id, appointment)
        self.kept[appointment.id] = workspace_id, appointment

    async def busy(
        self, conn: Any, workspace_id: str, user_ids: Sequence[str], span: tuple[datetime, datetime]
    ) -> list[Busy]:
        return [
            Busy(one.agent.user_id, one.starts_at, one.ends_at)
            for workspace, one in self.kept.values()
            if workspace == workspace_id and one.status == "booked" and one.agent.user_id in user_ids
        ]

    async def of_request(
        self, conn: Any, workspace_id: str, contact_id: str, request_id: str
    ) -> Appointment | None:
        found = self.requests.get((workspace_id, contact_id, request_id))
        return self.kept[found][1] if found else None

    async def get(
        self, conn: Any, workspace_id: str, appointment_id: str, contact_id: str | None
    ) -> Appointment | None:
        workspace, found = self.kept.get(appointment_id, (None, None))
        if found is None or workspace != workspace_id or contact_id not in (None, found.contact_id):
            return None
        return found

    async def coming(self, conn: Any, workspace_id: str, contact_id: str, now: datetime) -> int:
        mine = ListAppointments(workspace_id=workspace_id, contact_id=contact_id, coming=True)
        return len(await self.page(conn, mine, below=None, now=now, limit=100))

    async def unattended(self, conn: Any, workspace_id: str, now: datetime) -> list[Appointment]:
        agents = {agent.user_id for agent in await self.staff.available(conn, workspace_id)}
        ahead = [one for at, one in self.kept.values() if at == workspace_id and one.ends_at > now]
        lost = [one for one in ahead if one.status == "booked" and one.agent.user_id not in agents]
        return sorted(lost, key=lambda one: one.starts_at)

    async def page(
        self, conn: Any, ask: ListAppointments, *, below: int | None, now: datetime, limit: int
    ) -> list[Appointment]:
        newest = sorted((one for _, one in self.kept.values()), key=lambda one: one.number, reverse=True)
        return [
            one
            for one in newest
            if self.kept[one.id][0] == ask.workspace_id
            and ask.contact_id in (None, one.contact_id)
            and ask.bot_id in (None, one.bot_id)
            and ask.status in (None, one.status)
            and (not ask.coming or (one.status == "booked" and one.ends_at > now))
            and (below is None or int(one.number[2:]) < below)
        ][:limit]

    def _check(self, workspace_id: str, new: Appointment) -> None:
        for workspace, one in self.kept.values():
            same = (one.agent.user_id, one.starts_at) == (new.agent.user_id, new.starts_at)
            if workspace == workspace_id and one.status == "booked" and one.id != new.id and same:
                raise PlaceTaken(new.id)


@dataclass
class FakeAvailabilities:
    kept: dict[tuple[str, str], Availability] = field(default_factory=dict)

    async def find(self, conn: Any, workspace_id: str, bot_id: str) -> Availability | None:
        return self.kept.get((workspace_id, bot_id))

    async def save(self, conn: Any, workspace_id: str, bot_id: str, availability: Availability) -> None:
        self.kept[workspace_id, bot_id] = availability


@dataclass
class FakeDiary:
    """A company with `agents` agents, `bot_1` always open; what came of it is in the fakes."""

    database: FakeDatabase = field(default_factory=FakeDatabase)
    appointments: FakeAppointments = field(default_factory=FakeAppointments)
    availabilities: FakeAvailabilities = field(default_factory=FakeAvailabilities)
    staff: FakeStaff = field(default_factory=lambda: FakeStaff(FakeTickets()))
    desks: FakeDesks = field(default_factory=FakeDesks)
    mails: FakeMails = field(default_factory=FakeMails)
    woken: list[bool] = field(default_factory=list)

    async def open(self, agents: int = 1) -> Diary:
        self.appointments.staff = self.staff
        await self.desks.save_workspace(None, facts.workspace())
        await self.desks.save_bot(None, "wsp_1", facts.bot())
        await self.availabilities.save(None, "wsp_1", "bot_1", ALWAYS)
        for n in range(agents):
            await self.staff.save(None, "wsp_1", facts.user(f"usr_{n}"))
        return Diary(
            database=self.database,
            appointments=self.appointments,
            calendar=self.appointments,
            availabilities=self.availabilities,
            staff=self.staff,
            desks=self.desks,
            invitations=InvitationWriter(),
            mails=self.mails,
            wake=lambda: self.woken.append(True),
        )


def booking(
    starts_at: datetime, request_id: str = "req_1", *, contact_id: str = "ctc_1", **change: Any
) -> BookSlot:
    values: dict[str, Any] = {"requester": Requester(name="Ida", email="ida@customer.example"), **change}
    return BookSlot(
        workspace_id="wsp_1",
        bot_id="bot_1",
        conversation_id="cnv_1",
        contact_id=contact_id,
        request_id=request_id,
        starts_at=starts_at,
        **values,
    )


def whole_hour(now: datetime, ahead: int = 2) -> datetime:
    """A moment at which a slot of `ALWAYS` begins, today or tomorrow."""
    later = now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=ahead)
    return later + timedelta(hours=1) if later.hour == 23 else later
