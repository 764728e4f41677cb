"""The appointments of one customer, without ticketing."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from chassis.errors import Unavailable
from contracts.appointment_requests import Appointment, Booked, Slot, Slots
from contracts.shapes import Assignee, Requester
from conversation.domain.turns import Turn

FIRST = datetime(2026, 3, 27, 13, 0, tzinfo=UTC)
"""Two days before clocks change in Europe; there is a slot each day at this hour."""


def appointment(number: int = 1001, starts_at: datetime = FIRST, timezone: str = "UTC") -> Appointment:
    return Appointment(
        id=f"apt_{number}",
        number=f"A-{number}",
        status="booked",
        bot_id="bot_1",
        conversation_id="cnv_1",
        contact_id="ctc_1",
        agent=Assignee(user_id="usr_1", name="Zoë Müller"),
        requester=Requester(),
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=30),
        timezone=timezone,
        created_at=FIRST,
        updated_at=FIRST,
        version=1,
    )


@dataclass
class FakeAppointments:
    """`closed`: the bot takes none; `away`: ticketing does not answer; `asked` counts every call."""

    kept: list[Appointment] = field(default_factory=list)
    booked_for: list[Requester] = field(default_factory=list)
    closed: bool = False
    away: bool = False
    asked: int = 0

    async def free(self, turn: Turn, timezone: str | None) -> Slots | None:
        self._ask()
        taken = {one.starts_at for one in self.kept if one.status == "booked"}
        begins = [FIRST + timedelta(days=n) for n in range(7)]
        slots = [Slot(starts_at=at, ends_at=at + timedelta(minutes=30)) for at in begins if at not in taken]
        return None if self.closed else Slots(timezone=timezone or "Europe/Berlin", slots=slots)

    async def coming(self, turn: Turn) -> list[Appointment]:
        self._ask()
        return [one for one in self.kept if one.status == "booked"]

    async def book(
        self, turn: Turn, starts_at: datetime, timezone: str | None, requester: Requester
    ) -> Booked:
        if refused := await self._refused(turn, starts_at, timezone):
            return refused
        made = appointment(1001 + len(self.kept), starts_at, timezone or "Europe/Berlin")
        self.kept.append(made)
        self.booked_for.append(requester)
        return Booked(appointment=made)

    async def move(
        self, turn: Turn, appointment_id: str, starts_at: datetime, timezone: str | None
    ) -> Booked:
        if refused := await self._refused(turn, starts_at, timezone):
            return refused
        return Booked(appointment=self._change(appointment_id, starts_at=starts_at))

    async def cancel(self, turn: Turn, appointment_id: str) -> Appointment:
        self._ask()
        return self._change(appointment_id, status="cancelled")

    async def _refused(self, turn: Turn, starts_at: datetime, timezone: str | None) -> Booked | None:
        free = await self.free(turn, timezone)
        assert free is not None
        if starts_at in {slot.starts_at for slot in free.slots}:
            return None
        return Booked(refused="taken", free=free)

    def _change(self, appointment_id: str, **change: object) -> Appointment:
        at = next(n for n, one in enumerate(self.kept) if one.id == appointment_id)
        self.kept[at] = self.kept[at].model_copy(update=change)
        return self.kept[at]

    def _ask(self) -> None:
        self.asked += 1
        if self.away:
            raise Unavailable("The ticketing service is not answering; please try again.")
