"""A customer asked to be forgotten."""

from __future__ import annotations

from chassis.consume import Work
from chassis.outcome import DONE, Outcome
from contracts.envelope import Event
from contracts.facts.workspace import ContactErased
from conversation.ports import Vault


async def erase_contact(event: Event[ContactErased], work: Work, *, vault: Vault) -> Outcome:
    """Destroy the key: transcripts and facts keep placeholders that nothing can restore."""
    fact = event.data
    async with work.transaction() as tx:
        await vault.erase(tx.conn, event.workspaceid, [fact.contact_id, *fact.conversation_ids])
    return DONE
