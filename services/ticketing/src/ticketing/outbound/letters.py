"""Writes the mails of a ticket, in English and German."""

from __future__ import annotations

from typing import Literal

from contracts.mail_address import valid_address
from contracts.shapes import Ticket
from ticketing.domain.desk import Desk, Language
from ticketing.domain.mail import Letter, SupportMail
from ticketing.domain.ticket import NewTicket, shown
from ticketing.domain.words import one_line, quoted_lines
from ticketing.outbound.rendering import render

CustomerMail = Literal["confirmation", "resolved"]
_CUSTOMER_SUBJECTS: dict[CustomerMail, dict[Language, str]] = {
    "confirmation": {
        "en": "We have received your request {number}",
        "de": "Ihre Anfrage {number} ist bei uns eingegangen",
    },
    "resolved": {
        "en": "Your request {number} has been resolved",
        "de": "Ihre Anfrage {number} ist erledigt",
    },
}


class LetterWriter:
    """What is said about a ticket, to whom."""

    def support(self, ticket: NewTicket, desk: Desk) -> Letter | None:
        """Everything the support team needs, the customer's words marked as such."""
        return self._to_support("support", ticket, desk)

    def contact(self, ticket: NewTicket, desk: Desk) -> Letter | None:
        """As `support`, now that the customer said how to reach them."""
        return self._to_support("contact", ticket, desk)

    def _to_support(self, kind: SupportMail, ticket: NewTicket, desk: Desk) -> Letter | None:
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
        """It reached the support team."""
        return _to_customer("confirmation", "customer", ticket.requester.email, shown(ticket.number), desk)

    def resolved(self, ticket: Ticket, desk: Desk) -> Letter | None:
        """It is solved as of this version; one that was reopened and is solved again is told again."""
        kind = f"resolved.{ticket.version}"
        return _to_customer("resolved", kind, ticket.requester.email, ticket.number, desk)


def _to_customer(
    says: CustomerMail, kind: str, address: str | None, number: str, desk: Desk
) -> Letter | None:
    """Only the number and the name the company gave itself: the address is not verified."""
    recipient = valid_address(address)
    if recipient is None:
        return None
    language = desk.language
    facts: dict[str, object] = {"number": number, "company": desk.sender_name}
    return Letter(
        kind=kind,
        recipient=recipient,
        subject=_CUSTOMER_SUBJECTS[says][language].format(number=number),
        text=render(f"{says}.{language}.txt", facts),
        html=render(f"{says}.{language}.html", facts),
    )
