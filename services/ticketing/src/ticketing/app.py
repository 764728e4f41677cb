"""Puts the rooms of ticketing together: handoffs and bookings come in, tickets and mails go out."""

from __future__ import annotations

from pathlib import Path

from chassis.service import Service
from ticketing.handlers.diary import Diary
from ticketing.handlers.send_mails import MailRelay
from ticketing.inbound.events import consume_facts
from ticketing.inbound.requests import answer_requests
from ticketing.outbound.invitations import InvitationWriter
from ticketing.outbound.letters import LetterWriter
from ticketing.outbound.smtp import SmtpPostman
from ticketing.settings import Settings
from ticketing.store.appointments import AppointmentStore
from ticketing.store.availabilities import AvailabilityStore
from ticketing.store.contacts import ContactStore
from ticketing.store.desks import DeskStore
from ticketing.store.mails import MailStore
from ticketing.store.staff import StaffStore
from ticketing.store.tables import METADATA
from ticketing.store.tickets import TicketStore

MIGRATIONS = Path(__file__).parent / "store" / "migrations"


def build(settings: Settings) -> Service:
    """The service, not yet started. Raises ValueError when `smtp_url` names no mail server."""
    service = Service("ticketing", settings, migrations=MIGRATIONS)
    tickets, mails, staff, desks = TicketStore(), MailStore(), StaffStore(), DeskStore()
    letters = LetterWriter()
    relay = MailRelay(service.database, mails, SmtpPostman(settings.smtp_url, settings.mail_from))
    appointments = AppointmentStore()
    diary = Diary(
        database=service.database,
        appointments=appointments,
        calendar=appointments,
        availabilities=AvailabilityStore(),
        staff=staff,
        desks=desks,
        invitations=InvitationWriter(),
        mails=mails,
        wake=relay.wake,
    )
    consume_facts(
        service,
        tickets=tickets,
        staff=staff,
        desks=desks,
        letters=letters,
        mails=mails,
        wake=relay.wake,
        contacts=ContactStore(),
        diary=diary,
        tables=METADATA,
    )
    answer_requests(
        service, tickets=tickets, desks=desks, letters=letters, mails=mails, wake=relay.wake, diary=diary
    )
    service.background(relay.run)
    return service
