"""What every use case about appointments works with."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from chassis import clock
from chassis.db import Tx
from chassis.errors import NotFound
from contracts.appointment_requests import Appointment, Availability, Slot, Slots
from ticketing.domain.appointment import fact_of
from ticketing.domain.assignment import Agent
from ticketing.domain.calendar import Busy, free_agents, free_slots, slots_between, takers, window
from ticketing.domain.mail import Letter
from ticketing.ports import (
    Appointments,
    Availabilities,
    Calendar,
    Desks,
    Invitations,
    Mails,
    Reads,
    Staff,
    Transactions,
    Wake,
)

NO_APPOINTMENTS = "Appointments cannot be booked here."
FRESH = 40
DAY = timedelta(days=1)


class Database(Transactions, Reads, Protocol):
    """Both of them."""


@dataclass(frozen=True, slots=True)
class Concerned:
    """An appointment as its mails know it."""

    workspace_id: str
    id: str


@dataclass(frozen=True, slots=True)
class Diary:
    """The appointments of all workspaces, and who is told about them."""

    database: Database
    appointments: Appointments
    calendar: Calendar
    availabilities: Availabilities
    staff: Staff
    desks: Desks
    invitations: Invitations
    mails: Mails
    wake: Wake

    async def availability(self, conn: Any, workspace_id: str, bot_id: str) -> Availability:
        """Raises NotFound for a bot that takes no appointments."""
        found = await self.availabilities.find(conn, workspace_id, bot_id)
        if found is None or not (found.weekly or found.exceptions):
            raise NotFound(NO_APPOINTMENTS)
        return found

    async def free(
        self,
        conn: Any,
        workspace_id: str,
        availability: Availability,
        timezone: str | None,
        *,
        first: datetime | None = None,
        last: datetime | None = None,
        limit: int = FRESH,
    ) -> Slots:
        """The earliest times at which somebody is free."""
        agents = takers(availability, await self.staff.available(conn, workspace_id))
        between = window(availability, clock.now(), first, last)
        busy = await self.calendar.busy(conn, workspace_id, [a.user_id for a in agents], _around(between))
        found = free_slots(availability, agents, busy, between, limit)
        return Slots(timezone=timezone or availability.timezone, slots=found)

    async def whoever_is_free(
        self,
        conn: Any,
        workspace_id: str,
        availability: Availability,
        slot: Slot,
        instead_of: Appointment | None = None,
    ) -> Agent | None:
        """Who has the fewest appointments around the slot; `instead_of` leaves its place. Needs the lock."""
        agents = takers(availability, await self.staff.available(conn, workspace_id))
        span = _around((slot.starts_at, slot.ends_at))
        busy = await self.calendar.busy(conn, workspace_id, [a.user_id for a in agents], span)
        if instead_of is not None:
            own = Busy(instead_of.agent.user_id, instead_of.starts_at, instead_of.ends_at)
            busy = [one for one in busy if one != own]
        return next(iter(free_agents(slot, agents, busy, availability.buffer_minutes)), None)

    async def announce(
        self,
        tx: Tx,
        workspace_id: str,
        appointment: Appointment,
        *,
        turn_id: str | None,
        by: str | None,
        handed: bool = False,
    ) -> None:
        """Emit the fact and queue the mails about what the appointment is now."""
        fact = fact_of(appointment, turn_id=turn_id, by=by, handed=handed)
        step = fact.kind.partition(".")[2]
        tx.emit(
            fact,
            event_id=f"appointment:{appointment.id}:{step}:{appointment.version}",
            workspace_id=workspace_id,
            conversation_id=appointment.conversation_id,
        )
        desk = await self.desks.find(tx.conn, workspace_id, appointment.bot_id)
        zone = await self._zone(tx.conn, workspace_id, appointment.bot_id)
        staff = {agent.user_id: agent.email for agent in await self.staff.available(tx.conn, workspace_id)}
        written = (
            self.invitations.to_customer(appointment, desk, handed=handed),
            self.invitations.to_agent(
                appointment, desk, staff.get(appointment.agent.user_id), zone, handed=handed
            ),
        )
        await self._queue(tx, workspace_id, appointment, written)

    async def warn(self, tx: Tx, workspace_id: str, appointment: Appointment) -> None:
        """Tell the team, once, that nobody attends to it."""
        desk = await self.desks.find(tx.conn, workspace_id, appointment.bot_id)
        zone = await self._zone(tx.conn, workspace_id, appointment.bot_id)
        letter = self.invitations.to_team(appointment, desk, zone)
        await self._queue(tx, workspace_id, appointment, [letter])

    async def _zone(self, conn: Any, workspace_id: str, bot_id: str) -> str:
        known = await self.availabilities.find(conn, workspace_id, bot_id)
        return known.timezone if known else "UTC"

    async def _queue(
        self, tx: Tx, workspace_id: str, appointment: Appointment, written: Iterable[Letter | None]
    ) -> None:
        about = Concerned(workspace_id, appointment.id)
        letters = [letter for letter in written if letter is not None]
        await self.mails.queue(tx.conn, about, letters, clock.now())


def offered(availability: Availability, starts_at: datetime) -> Slot | None:
    """The slot that begins then, if it is one of those that can be chosen now."""
    between = window(availability, clock.now(), starts_at, starts_at + timedelta(microseconds=1))
    return next(slots_between(availability, *between), None)


def _around(between: tuple[datetime, datetime]) -> tuple[datetime, datetime]:
    return between[0] - DAY, between[1] + DAY
