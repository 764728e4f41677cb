"""Makes an internal entry of a solved ticket; customers see it only once a person approves."""

from __future__ import annotations

from dataclasses import dataclass

from chassis import clock
from chassis.consume import Work
from chassis.errors import Refused
from chassis.outcome import DONE, Outcome
from contracts.envelope import Event
from contracts.event_ids import derived_id
from contracts.facts.ticket import TicketReopened, TicketResolved
from contracts.requests import GET_TICKET, GetTicket
from contracts.shapes import Ticket
from contracts.source_requests import NewFaq, RemoveEntry
from retrieval.domain.passages import Scope
from retrieval.domain.sources import Origin
from retrieval.handlers.change_source import ask_for_sync
from retrieval.ports import Bots
from retrieval.source_ports import Asking, Entries, Sources

NAME = "Resolved tickets"
MOST_QUESTION = 1_000


@dataclass(frozen=True, slots=True)
class LearnTicket:
    """The fact carries only ids: question and solution are read from ticketing."""

    bus: Asking
    sources: Sources
    entries: Entries
    bots: Bots

    async def on_resolved(self, event: Event[TicketResolved], work: Work) -> Outcome:
        """Learn the resolution, if somebody wrote one; one that was overtaken comes again by itself."""
        ask = GetTicket(workspace_id=event.workspaceid, ticket_id=event.data.ticket_id)
        try:
            ticket = await self.bus.ask(GET_TICKET, ask)
        except Refused as refused:
            if refused.status == 404:
                return DONE
            raise
        if ticket.version != event.data.ticket_version or not ticket.resolution:
            return DONE
        origin = tickets_of(event.workspaceid, event.data.bot_id)
        gone = RemoveEntry(workspace_id=event.workspaceid, source_id=origin.source_id, entry_id=ticket.id)
        async with work.transaction() as tx:
            if await self.bots.may_know(tx.conn, origin.scope):
                await self.sources.add(tx.conn, origin, clock.now())
                await self.entries.remove(tx.conn, gone)
                await self.entries.add(tx.conn, origin, [(ticket.id, faq_of(ticket))], clock.now())
                ask_for_sync(tx, origin)
        return DONE

    async def on_reopened(self, event: Event[TicketReopened], work: Work) -> Outcome:
        """Remove the entry: it did not solve the problem."""
        origin = tickets_of(event.workspaceid, event.data.bot_id)
        gone = RemoveEntry(
            workspace_id=event.workspaceid, source_id=origin.source_id, entry_id=event.data.ticket_id
        )
        async with work.transaction() as tx:
            if await self.entries.remove(tx.conn, gone):
                ask_for_sync(tx, origin)
        return DONE


def tickets_of(workspace_id: str, bot_id: str) -> Origin:
    """The source of a bot's solved tickets; its id follows from the bot's."""
    source_id = derived_id("src", workspace_id, bot_id, "tickets")
    return Origin(source_id, Scope(workspace_id, bot_id), "tickets", NAME, audience="internal")


def faq_of(ticket: Ticket) -> NewFaq:
    """Of a conversation the subject alone: its description is a summary that names the customer."""
    described = "" if ticket.conversation_id else ticket.description.strip()
    question = described or ticket.subject
    return NewFaq(question=question[:MOST_QUESTION], answer=ticket.resolution or "")
