"""A customer asked to be forgotten."""

from __future__ import annotations

from chassis.consume import Work
from chassis.outcome import DONE, Outcome
from contracts.envelope import Event
from contracts.facts.workspace import ContactErased
from ticketing.ports import Contacts


async def erase_contact(event: Event[ContactErased], work: Work, *, contacts: Contacts) -> Outcome:
    """Tickets and appointments stay, as anybody's; mails about them go."""
    fact = event.data
    async with work.transaction() as tx:
        await contacts.forget(tx.conn, event.workspaceid, fact.contact_id, fact.conversation_ids)
    return DONE
