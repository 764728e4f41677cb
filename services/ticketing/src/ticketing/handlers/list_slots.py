"""Which times a customer can choose from."""

from __future__ import annotations

from contracts.appointment_requests import ListSlots, Slots
from ticketing.handlers.diary import Diary


async def list_slots(ask: ListSlots, *, diary: Diary) -> Slots:
    """Free times of the bot's team. Raises NotFound for a bot that takes no appointments."""
    async with diary.database.read() as conn:
        availability = await diary.availability(conn, ask.workspace_id, ask.bot_id)
        return await diary.free(
            conn,
            ask.workspace_id,
            availability,
            ask.timezone,
            first=ask.first,
            last=ask.last,
            limit=ask.limit,
        )
