"""Puts the rooms of ticketing together: a handoff comes in, a ticket and two mails go out."""

from __future__ import annotations

from pathlib import Path

from chassis.service import Service
from ticketing.handlers.send_mails import MailRelay
from ticketing.inbound.events import consume_facts
from ticketing.inbound.requests import answer_requests
from ticketing.outbound.letters import LetterWriter
from ticketing.outbound.smtp import SmtpPostman
from ticketing.settings import Settings
from ticketing.store.desks import DeskStore
from ticketing.store.mails import MailStore
from ticketing.store.staff import StaffStore
from ticketing.store.tickets import TicketStore

MIGRATIONS = Path(__file__).parent / "store" / "migrations"


def build(settings: Settings) -> Service:
    """The service, not yet started. Raises ValueError when `smtp_url` names no mail server."""
    service = Service("ticketing", settings, migrations=MIGRATIONS)
    tickets, mails = TicketStore(), MailStore()
    relay = MailRelay(service.database, mails, SmtpPostman(settings.smtp_url, settings.mail_from))
    consume_facts(
        service,
        tickets=tickets,
        staff=StaffStore(),
        desks=DeskStore(),
        letters=LetterWriter(),
        mails=mails,
        wake=relay.wake,
    )
    answer_requests(service, tickets=tickets)
    service.background(relay.run)
    return service
