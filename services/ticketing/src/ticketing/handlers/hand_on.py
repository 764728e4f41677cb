"""Appointments of agents who are none any more find another one, or the team is told."""

from __future__ import annotations

from chassis import clock, logs
from chassis.db import Tx
from contracts.appointment_requests import Appointment, Slot
from ticketing.domain.appointment import handed_on
from ticketing.domain.assignment import Agent
from ticketing.handlers.diary import Diary

log = logs.get(__name__)


async def hand_on(tx: Tx, workspace_id: str, diary: Diary) -> bool:
    """Whether there was any. Each goes to whoever is free then; its customer is told."""
    now = clock.now()
    await diary.appointments.lock(tx.conn, workspace_id)
    waiting = await diary.appointments.unattended(tx.conn, workspace_id, now)
    for appointment in waiting:
        agent = await _somebody(tx, workspace_id, appointment, diary)
        if agent is None:
            log.warning("appointment.unattended", appointment_id=appointment.id)
            await diary.warn(tx, workspace_id, appointment)
            continue
        given = handed_on(appointment, agent, now)
        await diary.appointments.change(tx.conn, workspace_id, given)
        await diary.announce(tx, workspace_id, given, turn_id=None, by=None, handed=True)
    return bool(waiting)


async def _somebody(tx: Tx, workspace_id: str, appointment: Appointment, diary: Diary) -> Agent | None:
    availability = await diary.availabilities.find(tx.conn, workspace_id, appointment.bot_id)
    if availability is None:
        return None
    slot = Slot(starts_at=appointment.starts_at, ends_at=appointment.ends_at)
    return await diary.whoever_is_free(tx.conn, workspace_id, availability, slot)
