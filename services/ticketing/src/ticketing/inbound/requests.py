"""The questions this service answers."""

from __future__ import annotations

from functools import partial

from chassis.service import Service
from contracts.appointment_requests import (
    BOOK_SLOT,
    CANCEL_APPOINTMENT,
    GET_APPOINTMENT,
    GET_AVAILABILITY,
    LIST_APPOINTMENTS,
    LIST_SLOTS,
    MOVE_APPOINTMENT,
    SET_AVAILABILITY,
)
from contracts.requests import CHANGE_TICKET, GET_TICKET, LIST_TICKETS
from ticketing.handlers.book_slot import book_slot
from ticketing.handlers.cancel_appointment import cancel_appointment
from ticketing.handlers.change_ticket import change_ticket
from ticketing.handlers.diary import Diary
from ticketing.handlers.get_ticket import get_ticket
from ticketing.handlers.list_slots import list_slots
from ticketing.handlers.list_tickets import list_tickets
from ticketing.handlers.move_appointment import move_appointment
from ticketing.handlers.read_appointments import get_appointment, list_appointments
from ticketing.handlers.set_availability import get_availability, set_availability
from ticketing.ports import Desks, Letters, Mails, Tickets, Wake


def answer_requests(
    service: Service,
    *,
    tickets: Tickets,
    desks: Desks,
    letters: Letters,
    mails: Mails,
    wake: Wake,
    diary: Diary,
) -> None:
    """Bind every request that is ours to its handler."""
    change = partial(
        change_ticket,
        database=service.database,
        tickets=tickets,
        desks=desks,
        letters=letters,
        mails=mails,
        wake=wake,
    )
    service.answer(GET_TICKET, partial(get_ticket, database=service.database, tickets=tickets))
    service.answer(CHANGE_TICKET, change)
    service.answer(LIST_TICKETS, partial(list_tickets, database=service.database, tickets=tickets))
    service.answer(GET_AVAILABILITY, partial(get_availability, diary=diary))
    service.answer(SET_AVAILABILITY, partial(set_availability, diary=diary))
    service.answer(LIST_SLOTS, partial(list_slots, diary=diary))
    service.answer(BOOK_SLOT, partial(book_slot, diary=diary))
    service.answer(MOVE_APPOINTMENT, partial(move_appointment, diary=diary))
    service.answer(CANCEL_APPOINTMENT, partial(cancel_appointment, diary=diary))
    service.answer(GET_APPOINTMENT, partial(get_appointment, diary=diary))
    service.answer(LIST_APPOINTMENTS, partial(list_appointments, diary=diary))
