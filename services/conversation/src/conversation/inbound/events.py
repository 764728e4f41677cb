"""Which handler takes which fact."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from sqlalchemy import MetaData

from chassis.erasure import EraseWorkspace
from chassis.service import Service
from contracts.facts.appointment import AppointmentBooked, AppointmentCancelled, AppointmentRescheduled
from contracts.facts.chat import ConversationEnded, ConversationStarted, TurnGrounded, TurnSubmitted
from contracts.facts.ticket import TicketAssigned, TicketOpened, TicketReopened, TicketResolved
from contracts.facts.workspace import BotConfigured, ContactErased, UserChanged, WorkspaceDeleted
from conversation.domain.signs import Signs
from conversation.handlers.accept_turn import accept_turn
from conversation.handlers.announce_appointment import announce_appointment
from conversation.handlers.announce_ticket import announce_ticket
from conversation.handlers.answer_turn import Answering, answer_turn
from conversation.handlers.configure_bot import configure_bot
from conversation.handlers.end_conversation import end_conversation
from conversation.handlers.erase_contact import Contacting
from conversation.handlers.excuse_delay import Excuse, excusing
from conversation.handlers.follow_ticket import follow_ticket
from conversation.handlers.free_conversations import free_conversations
from conversation.handlers.note_assignee import note_assignee
from conversation.handlers.rewrite_question import Rewriting
from conversation.handlers.start_conversation import start_conversation
from conversation.handlers.summarize_conversation import Shelf
from conversation.handlers.take_over import Floor
from conversation.ports import Bots, Transcript
from conversation.tool_ports import Secrets

ANSWER_DEADLINE = 29.0


@dataclass(frozen=True, slots=True)
class Rooms:
    """Everything the handlers are given."""

    answering: Answering
    bots: Bots
    transcript: Transcript
    floor: Floor
    shelf: Shelf
    turn_limit: float
    excuse: Excuse
    signs: Signs
    contacting: Contacting
    tables: MetaData
    secrets: Secrets
    rewriting: Rewriting


def consume(service: Service, rooms: Rooms, *, at_once: int) -> None:
    """`at_once`: how many answers one replica writes at a time, and how many turns it stores at a time.

    With fewer for storing, grounding would overtake its turn on a busy replica and come again and again.
    """
    desk, glimpses = rooms.answering.desk, rooms.answering.glimpses
    accept = partial(
        accept_turn,
        desk=desk,
        glimpses=glimpses,
        turn_limit=rooms.turn_limit,
        read_labels=rooms.answering.read_labels,
    )
    service.consume(TurnSubmitted, excusing(accept, rooms.excuse), workers=at_once)
    service.consume(
        TurnGrounded,
        excusing(partial(answer_turn, rooms=rooms.answering), rooms.excuse),
        workers=at_once,
        deadline=ANSWER_DEADLINE,
    )
    service.consume(ConversationStarted, partial(start_conversation, conversations=desk.conversations))
    service.consume(ConversationEnded, partial(end_conversation, shelf=rooms.shelf, floor=rooms.floor))
    announce = partial(
        announce_ticket, handoffs=desk.handoffs, transcript=rooms.transcript, glimpses=glimpses
    )
    service.consume(TicketOpened, announce)
    service.consume(TicketAssigned, partial(note_assignee, handoffs=desk.handoffs))
    follow = partial(follow_ticket, handoffs=desk.handoffs, floor=rooms.floor)
    service.consume(TicketResolved, follow)
    service.consume(TicketReopened, follow)
    on_appointment = partial(announce_appointment, floor=rooms.floor)
    for fact in (AppointmentBooked, AppointmentRescheduled, AppointmentCancelled):
        service.consume(fact, on_appointment, workers=1)
    service.consume(BotConfigured, partial(configure_bot, bots=rooms.bots))
    service.consume(UserChanged, partial(free_conversations, floor=rooms.floor), workers=1)
    service.consume(ContactErased, rooms.contacting.erase, workers=1)
    service.consume(WorkspaceDeleted, EraseWorkspace(rooms.tables), workers=1)
