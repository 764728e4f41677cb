"""The questions this service answers."""

from __future__ import annotations

from functools import partial

from chassis.service import Service
from contracts.requests import CHANGE_TICKET, GET_TICKET, LIST_TICKETS
from ticketing.handlers.change_ticket import change_ticket
from ticketing.handlers.get_ticket import get_ticket
from ticketing.handlers.list_tickets import list_tickets
from ticketing.ports import Tickets


def answer_requests(service: Service, *, tickets: Tickets) -> None:
    """Bind every request that is ours to its handler."""
    service.answer(GET_TICKET, partial(get_ticket, database=service.database, tickets=tickets))
    service.answer(CHANGE_TICKET, partial(change_ticket, database=service.database, tickets=tickets))
    service.answer(LIST_TICKETS, partial(list_tickets, database=service.database, tickets=tickets))
