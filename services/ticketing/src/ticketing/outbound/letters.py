"""Writes the mails of a ticket, in English and German."""

from __future__ import annotations

from contracts.mail_address import valid_address
from ticketing.domain.desk import Desk, Language
from ticketing.domain.mail import Letter, TicketMail
from ticketing.domain.ticket import NewTicket, shown
from ticketing.domain.words import one_line, quoted_lines
from ticketing.outbound.rendering import render

_CONFIRMATION_SUBJECT: dict[Language, str] = {
    "en": "We have received your request {number}",
    "de": "Ihre Anfrage {number} ist bei uns eingegangen",
}


class LetterWriter:
    """What is said about a ticket, to whom."""

    def support(self, ticket: NewTicket, desk: Desk) -> Letter | None:
        """Everything the support team needs, the customer's words marked as such."""
        return self._to_support("support", ticket, desk)

    def contact(self, ticket: NewTicket, desk: Desk) -> Letter | None:
        """As `support`, now that the customer said how to reach them."""
        return self._to_support("contact", ticket, desk)

    def _to_support(self, kind: TicketMail, ticket: NewTicket, desk: Desk) -> Letter | None:
        if desk.recipient is None:
            return None
        facts: dict[str, object] = {
            "news": kind == "contact",
            "number": shown(ticket.number),
            "bot": one_line(desk.bot_name or ticket.bot_id),
            "company": desk.sender_name,
            "priority": ticket.priority.value,
            "reason": ticket.reason,
            "assignee": one_line(ticket.assignee.name) if ticket.assignee else None,
            "requested_at": ticket.requested_at,
            "ticket_id": ticket.id,
            "conversation_id": ticket.conversation_id,
            "requester": ticket.requester,
            "subject": ticket.subject,
            "lines": quoted_lines(ticket.description),
        }
        return Letter(
            kind=kind,
            recipient=desk.recipient,
            subject=f"[{shown(ticket.number)}] {ticket.subject}",
            text=render(f"support.{desk.language}.txt", facts),
            html=render(f"support.{desk.language}.html", facts),
            reply_to=valid_address(ticket.requester.email),
        )

    def confirmation(self, ticket: NewTicket, desk: Desk) -> Letter | None:
        """Only the number and the name the company gave itself: the address is not verified."""
        recipient = valid_address(ticket.requester.email)
        if recipient is None:
            return None
        number = shown(ticket.number)
        facts: dict[str, object] = {"number": number, "company": desk.sender_name}
        return Letter(
            kind="customer",
            recipient=recipient,
            subject=_CONFIRMATION_SUBJECT[desk.language].format(number=number),
            text=render(f"confirmation.{desk.language}.txt", facts),
            html=render(f"confirmation.{desk.language}.html", facts),
        )
