"""Stores a bot's new configuration."""

from __future__ import annotations

from chassis.consume import Work
from chassis.outcome import DONE, Outcome
from contracts.envelope import Event
from contracts.facts.workspace import BotConfigured
from conversation.ports import Bots


async def configure_bot(event: Event[BotConfigured], work: Work, *, bots: Bots) -> Outcome:
    async with work.transaction() as tx:
        await bots.put(tx.conn, event.workspaceid, event.data)
    return DONE
