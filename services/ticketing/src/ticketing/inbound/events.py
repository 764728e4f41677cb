"""The facts this service lives on."""

from __future__ import annotations

from functools import partial

from sqlalchemy import MetaData

from chassis.erasure import EraseWorkspace
from chassis.service import Service
from contracts.facts.chat import HandoffCompleted, HandoffRequested
from contracts.facts.workspace import (
    BotConfigured,
    ContactErased,
    UserChanged,
    WorkspaceCreated,
    WorkspaceDeleted,
)
from ticketing.handlers.complete_ticket import complete_ticket
from ticketing.handlers.diary import Diary
from ticketing.handlers.erase_contact import erase_contact
from ticketing.handlers.keep_bot import keep_bot
from ticketing.handlers.keep_user import keep_user
from ticketing.handlers.keep_workspace import keep_workspace
from ticketing.handlers.open_ticket import open_ticket
from ticketing.ports import Contacts, Desks, Letters, Mails, Staff, Tickets, Wake


def consume_facts(
    service: Service,
    *,
    tickets: Tickets,
    staff: Staff,
    desks: Desks,
    letters: Letters,
    mails: Mails,
    wake: Wake,
    contacts: Contacts,
    diary: Diary,
    tables: MetaData,
) -> None:
    """Bind every fact of the catalogue that is ours to its handler."""
    on_handoff = partial(
        open_ticket, tickets=tickets, staff=staff, desks=desks, letters=letters, mails=mails, wake=wake
    )
    service.consume(HandoffRequested, on_handoff, workers=4)
    on_form = partial(complete_ticket, tickets=tickets, desks=desks, letters=letters, mails=mails, wake=wake)
    service.consume(HandoffCompleted, on_form)
    service.consume(WorkspaceCreated, partial(keep_workspace, desks=desks))
    service.consume(BotConfigured, partial(keep_bot, desks=desks))
    service.consume(ContactErased, partial(erase_contact, contacts=contacts), workers=1)
    service.consume(WorkspaceDeleted, EraseWorkspace(tables), workers=1)
    service.consume(UserChanged, partial(keep_user, tickets=tickets, staff=staff, diary=diary))
