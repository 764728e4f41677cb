"""Facts as the other services would say them."""

from __future__ import annotations

from datetime import timedelta

from chassis import clock
from chassis.testing.fakes import event_of
from contracts.envelope import AnyEvent
from contracts.event_ids import turn_event, turn_id
from contracts.facts.chat import ConversationEnded, ConversationStarted, TurnGrounded, TurnSubmitted
from contracts.facts.ticket import TicketOpened, TicketReopened, TicketResolved
from contracts.facts.workspace import BotConfigured, UserChanged
from contracts.shapes import BotSettings, Passage, Priority, Role

WORKSPACE, BOT, CONVERSATION = "wsp_1", "bot_1", "cnv_1"
PARCELS = (
    "Standard parcels are delivered Monday to Friday between 08:00 and 18:00. "
    "Parcelwing does not deliver on Sundays, with one exception: "
    "Night Courier runs on all seven nights of the week. "
    "A delivery on Saturday costs EUR 4.90 and is booked by the sender."
)


def passage(
    text: str = PARCELS,
    *,
    key: str = "1",
    score: float = 0.8,
    question: str | None = None,
    heading: str = "Delivery hours",
) -> Passage:
    return Passage(
        passage_id=f"psg_{key}",
        document_id=f"doc_{key}",
        source_id="src_1",
        revision=1,
        content_hash=f"hash{key}",
        title="Customer Handbook",
        heading=heading,
        text=text,
        question=question,
        page=3,
        score=score,
        dense_score=score,
        bm25_score=score,
    )


def bot_configured(revision: int = 1, *, deleted: bool = False, **settings: object) -> AnyEvent:
    fact = BotConfigured(
        bot_id=BOT,
        name="Wingo",
        public_key="pk_1",
        revision=revision,
        settings=BotSettings.model_validate({"company": "Parcelwing", **settings}),
        deleted=deleted,
        configured_at=clock.now(),
    )
    return event_of(fact, event_id=f"bot:{BOT}:{revision}", workspace_id=WORKSPACE)


def conversation_started(conversation: str = CONVERSATION) -> AnyEvent:
    fact = ConversationStarted(
        conversation_id=conversation, bot_id=BOT, contact_id="ctc_1", locale="en", started_at=clock.now()
    )
    return event_of(fact, event_id=f"conversation:{conversation}:started", workspace_id=WORKSPACE)


def conversation_ended(time: int = 1, conversation: str = CONVERSATION) -> AnyEvent:
    fact = ConversationEnded(conversation_id=conversation, bot_id=BOT, ended_at=clock.now())
    return event_of(fact, event_id=f"conversation:{conversation}:ended:{time}", workspace_id=WORKSPACE)


def user_changed(
    user_id: str,
    *,
    role: Role = "agent",
    active: bool = True,
    revision: int = 2,
    ago: timedelta = timedelta(),
) -> AnyEvent:
    fact = UserChanged(
        user_id=user_id,
        name="Ida",
        email=f"{user_id}@example.com",
        role=role,
        active=active,
        revision=revision,
        changed_at=clock.now() - ago,
    )
    return event_of(fact, event_id=f"user:{user_id}:{revision}", workspace_id=WORKSPACE)


def turn_submitted(
    text: str,
    message: str = "m1",
    *,
    conversation: str = CONVERSATION,
    follows: str | None = None,
    page_url: str | None = None,
) -> AnyEvent:
    turn = turn_id(conversation, message)
    fact = TurnSubmitted(
        conversation_id=conversation,
        turn_id=turn,
        bot_id=BOT,
        contact_id="ctc_1",
        client_message_id=message,
        follows=follows,
        text=text,
        page_url=page_url,
        submitted_at=clock.now(),
    )
    return _of_turn(fact, turn, "submitted", conversation)


def turn_grounded(
    question: str,
    message: str = "m1",
    *,
    passages: list[Passage] | None = None,
    confidence: float = 0.8,
    conversation: str = CONVERSATION,
    read_as: list[str] | None = None,
) -> AnyEvent:
    turn = turn_id(conversation, message)
    fact = TurnGrounded(
        conversation_id=conversation,
        turn_id=turn,
        bot_id=BOT,
        question=question,
        language="en",
        passages=[passage()] if passages is None else passages,
        confidence=confidence,
        read_as=read_as or [],
        timings_ms={"search": 4.0},
    )
    return _of_turn(fact, turn, "grounded", conversation)


def ticket_opened(handoff_id: str, conversation: str | None = CONVERSATION) -> AnyEvent:
    now = clock.now()
    fact = TicketOpened(
        ticket_id="tkt_1",
        number="T-1042",
        handoff_id=handoff_id,
        conversation_id=conversation,
        bot_id=BOT,
        priority=Priority.MEDIUM,
        subject="Parcel",
        requested_at=now,
        opened_at=now,
    )
    return event_of(fact, event_id=f"handoff:{handoff_id}:opened", workspace_id=WORKSPACE)


def ticket_resolved(version: int = 2) -> AnyEvent:
    fact = TicketResolved(
        ticket_id="tkt_1",
        number="T-1042",
        conversation_id=CONVERSATION,
        bot_id=BOT,
        ticket_version=version,
        resolved_at=clock.now(),
    )
    return event_of(fact, event_id=f"ticket:tkt_1:resolved:{version}", workspace_id=WORKSPACE)


def ticket_reopened(version: int = 3) -> AnyEvent:
    fact = TicketReopened(
        ticket_id="tkt_1",
        number="T-1042",
        conversation_id=CONVERSATION,
        bot_id=BOT,
        ticket_version=version,
        reopened_at=clock.now(),
    )
    return event_of(fact, event_id=f"ticket:tkt_1:reopened:{version}", workspace_id=WORKSPACE)


def _of_turn(fact: TurnSubmitted | TurnGrounded, turn: str, step: str, conversation: str) -> AnyEvent:
    return event_of(
        fact, event_id=turn_event(turn, step), workspace_id=WORKSPACE, conversation_id=conversation
    )
