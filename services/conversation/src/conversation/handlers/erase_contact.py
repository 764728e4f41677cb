"""Erases a customer who asked to be forgotten."""

from __future__ import annotations

from dataclasses import dataclass

from chassis.consume import Work
from chassis.errors import NotFound
from chassis.outcome import DONE, Outcome
from contracts.agent_requests import ContactFound, FindContact
from contracts.envelope import Event
from contracts.facts.workspace import ContactErased
from conversation.ports import Database, Vault
from conversation.request_ports import Contacts


@dataclass(frozen=True, slots=True)
class Contacting:
    database: Database
    contacts: Contacts
    vault: Vault

    async def find(self, ask: FindContact) -> ContactFound:
        async with self.database.read() as conn:
            found = await self.contacts.conversations_of(conn, ask.workspace_id, ask.contact_id)
        if not found:
            raise NotFound("There is no contact with this id.")
        return ContactFound(contact_id=ask.contact_id, conversation_ids=found)

    async def erase(self, event: Event[ContactErased], work: Work) -> Outcome:
        """Destroy the key: transcripts and facts keep placeholders that nothing can restore.

        What pages said of the customer goes too.
        """
        fact = event.data
        async with work.transaction() as tx:
            await self.vault.erase(tx.conn, event.workspaceid, [fact.contact_id, *fact.conversation_ids])
            await self.contacts.forget_details(
                tx.conn, event.workspaceid, fact.contact_id, fact.conversation_ids
            )
        return DONE
