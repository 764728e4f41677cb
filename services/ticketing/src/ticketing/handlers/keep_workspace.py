"""A small copy of what is needed to write to the support team."""

from __future__ import annotations

from chassis.consume import Work
from chassis.outcome import DONE, Outcome
from contracts.envelope import Event
from contracts.facts.workspace import WorkspaceCreated
from ticketing.ports import Desks


async def keep_workspace(event: Event[WorkspaceCreated], work: Work, *, desks: Desks) -> Outcome:
    """Remember the company's name and address."""
    async with work.transaction() as tx:
        await desks.save_workspace(tx.conn, event.data)
    return DONE
