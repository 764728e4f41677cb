"""A small copy of what letters about a bot's tickets need."""

from __future__ import annotations

from chassis.consume import Work
from chassis.outcome import DONE, Outcome
from contracts.envelope import Event
from contracts.facts.workspace import BotConfigured
from ticketing.ports import Desks


async def keep_bot(event: Event[BotConfigured], work: Work, *, desks: Desks) -> Outcome:
    """Remember the bot's name, company, support address and language."""
    async with work.transaction() as tx:
        await desks.save_bot(tx.conn, event.workspaceid, event.data)
    return DONE
