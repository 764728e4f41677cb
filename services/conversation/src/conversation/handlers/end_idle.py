"""Ends conversations that nobody continues."""

from __future__ import annotations

import asyncio

from chassis import clock, logs
from chassis.db import CONNECTION_LOST
from conversation.handlers.summarize_conversation import Shelf, write_summary

BATCH = 20
log = logs.get(__name__)


async def keep_ending(*, shelf: Shelf, every: float) -> None:
    """Look for sessions that are over every `every` seconds, for ever."""
    while True:
        try:
            while await end_idle(shelf) == BATCH:
                await asyncio.sleep(0)
        except CONNECTION_LOST as error:
            log.warning("sessions.later", reason=logs.reason_of(error))
        await asyncio.sleep(every)


async def end_idle(shelf: Shelf) -> int:
    """End those that are over; returns how many."""
    async with shelf.database.read() as conn:
        ended = await shelf.conversations.end_idle(conn, clock.now(), BATCH)
    for workspace_id, conversation_id, messages in ended:
        if messages:
            await write_summary(shelf, workspace_id, conversation_id)
    return len(ended)
