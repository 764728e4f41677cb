"""A company says when its team takes appointments, and who does."""

from __future__ import annotations

from chassis.errors import Invalid
from contracts.appointment_requests import Availability, GetAvailability, SetAvailability
from ticketing.handlers.diary import Diary

STRANGERS = "agents: {names} cannot take appointments; name active users who handle tickets."


async def get_availability(ask: GetAvailability, *, diary: Diary) -> Availability:
    """Without any hours until the company sets some."""
    async with diary.database.read() as conn:
        return await diary.availabilities.find(conn, ask.workspace_id, ask.bot_id) or Availability()


async def set_availability(ask: SetAvailability, *, diary: Diary) -> Availability:
    """Appointments that are booked already stay. Raises Invalid for agents that are none."""
    async with diary.database.transaction() as tx:
        staff = {agent.user_id for agent in await diary.staff.available(tx.conn, ask.workspace_id)}
        strangers = [name for name in ask.availability.agents if name not in staff]
        if strangers:
            raise Invalid(STRANGERS.format(names=", ".join(strangers[:5])))
        await diary.availabilities.save(tx.conn, ask.workspace_id, ask.bot_id, ask.availability)
    return ask.availability
