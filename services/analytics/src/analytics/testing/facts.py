"""Histories of a busy week, as other services would have told them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random

from chassis.testing.fakes import event_of
from contracts.base import Fact
from contracts.envelope import AnyEvent
from contracts.facts import appointment, chat, knowledge, ticket, workspace
from contracts.shapes import (
    Assignee,
    BotSettings,
    Message,
    Outcome,
    Priority,
    Receipt,
    Requester,
)

FIRST = datetime(2026, 3, 1, 22, 0, tzinfo=UTC)
"""Two hours before midnight, so that a history has more than one day."""


def started(conversation_id: str, at: datetime = FIRST, bot_id: str = "bot_1") -> chat.ConversationStarted:
    return chat.ConversationStarted(
        conversation_id=conversation_id, bot_id=bot_id, contact_id="cnt_1", started_at=at
    )


def submitted(
    turn_id: str, conversation_id: str, at: datetime = FIRST, bot_id: str = "bot_1"
) -> chat.TurnSubmitted:
    return chat.TurnSubmitted(
        conversation_id=conversation_id,
        turn_id=turn_id,
        bot_id=bot_id,
        contact_id="cnt_1",
        client_message_id=turn_id,
        text="Where is my parcel?",
        submitted_at=at,
    )


def answered(
    turn_id: str,
    conversation_id: str,
    outcome: Outcome = Outcome.ANSWERED,
    *,
    at: datetime = FIRST,
    took: timedelta = timedelta(milliseconds=200),
    bot_id: str = "bot_1",
    tokens: int = 0,
) -> chat.TurnAnswered:
    message = Message(
        id=f"msg_{turn_id}",
        conversation_id=conversation_id,
        turn_id=turn_id,
        seq=2,
        role="bot",
        text="It is on its way.",
        created_at=at + took,
        outcome=outcome,
    )
    return chat.TurnAnswered(
        conversation_id=conversation_id,
        turn_id=turn_id,
        bot_id=bot_id,
        outcome=outcome,
        message=message,
        receipt=_receipt(turn_id, tokens),
        submitted_at=at,
        answered_at=at + took,
        first_token_at=at + took / 2,
    )


def _receipt(turn_id: str, tokens: int) -> Receipt:
    return Receipt(
        receipt_id=f"rcp_{turn_id}",
        bot_revision=1,
        prompt_version="1",
        writer="extractive",
        attempt=1,
        rule="answer",
        prompt_tokens=tokens,
        completion_tokens=tokens // 2,
        cost_usd=tokens / 1_000_000,
    )


def handed_off(conversation_id: str, at: datetime = FIRST, bot_id: str = "bot_1") -> chat.HandoffRequested:
    return chat.HandoffRequested(
        handoff_id=f"hnd_{conversation_id}",
        conversation_id=conversation_id,
        bot_id=bot_id,
        reason="requested",
        priority=Priority.MEDIUM,
        subject="Help",
        description="Please",
        requester=Requester(),
        requested_at=at,
    )


def ended(conversation_id: str, at: datetime = FIRST, bot_id: str = "bot_1") -> chat.ConversationEnded:
    return chat.ConversationEnded(conversation_id=conversation_id, bot_id=bot_id, ended_at=at)


def random_history(seed: int, *, conversations: int = 30) -> list[AnyEvent]:
    """A few bots' week in the order it happened. The same seed gives the same facts."""
    dice = Random(seed)  # noqa: S311 # a repeatable history, not a secret
    facts = [*_configured(), *_knowledge(dice)]
    for n in range(conversations):
        at = FIRST + timedelta(minutes=dice.randrange(0, 7 * 24 * 60))
        facts += _conversation(dice, f"cnv_{n}", f"bot_{dice.randrange(3)}", at)
    return [event_of(fact, event_id=f"evt_{seed}_{n}") for n, fact in enumerate(facts)]


def _configured() -> Iterator[Fact]:
    for n in range(3):
        for revision in (1, 2):
            yield workspace.BotConfigured(
                bot_id=f"bot_{n}",
                name=f"Bot {n}.{revision}",
                public_key="pk",
                revision=revision,
                settings=BotSettings(),
                configured_at=FIRST,
            )


def _knowledge(dice: Random) -> Iterator[Fact]:
    for n in range(6):
        source, bot, at = f"src_{n}", f"bot_{n % 3}", FIRST + timedelta(minutes=n)
        yield knowledge.SourceAdded(
            source_id=source,
            bot_id=bot,
            source_kind="file",
            name="FAQ",
            media_type="text/csv",
            object_key="k",
            size_bytes=1,
            added_at=at,
        )
        if n == 5:
            yield knowledge.SourceFailed(source_id=source, bot_id=bot, reason="No text.", failed_at=at)
            continue
        yield from _documents(dice, source, bot, at)
        yield knowledge.SourceSynced(
            source_id=source, bot_id=bot, revision=1, documents=2, passages=4, synced_at=at
        )


def _documents(dice: Random, source: str, bot: str, at: datetime) -> Iterator[Fact]:
    for revision in range(1, dice.randrange(2, 4)):
        for n in range(2):
            yield knowledge.DocumentIndexed(
                document_id=f"doc_{source}_{n}",
                source_id=source,
                bot_id=bot,
                title="Prices",
                revision=revision,
                content_hash="h",
                passages=dice.randrange(1, 9),
                indexed_at=at + timedelta(seconds=revision),
            )
    if dice.random() < 0.4:
        yield knowledge.DocumentRemoved(
            document_id=f"doc_{source}_0",
            source_id=source,
            bot_id=bot,
            removed_at=at + timedelta(seconds=dice.randrange(1, 9)),
        )


def _conversation(dice: Random, conversation: str, bot: str, at: datetime) -> Iterator[Fact]:
    yield started(conversation, at, bot)
    for n in range(dice.randrange(4)):
        turn, asked = f"trn_{conversation}_{n}", at + timedelta(minutes=n)
        yield submitted(turn, conversation, asked, bot)
        if dice.random() < 0.9:
            took = timedelta(milliseconds=dice.randrange(5, 3000))
            outcome = dice.choice(list(Outcome))
            tokens = dice.randrange(2000)
            yield answered(turn, conversation, outcome, at=asked, took=took, bot_id=bot, tokens=tokens)
    if dice.random() < 0.3:
        yield handed_off(conversation, at, bot)
        yield from _ticket(conversation, bot, at)
    if dice.random() < 0.3:
        yield chat.FeedbackGiven(
            conversation_id=conversation, bot_id=bot, rating=dice.randrange(1, 6), given_at=at
        )
    if dice.random() < 0.3:
        yield from _appointment(dice, conversation, bot, at)
    if dice.random() < 0.5:
        yield ended(conversation, at + timedelta(minutes=9), bot)


def _appointment(dice: Random, conversation: str, bot: str, at: datetime) -> Iterator[Fact]:
    same = {
        "appointment_id": f"apt_{conversation}",
        "number": "A-1001",
        "conversation_id": conversation,
        "bot_id": bot,
        "agent": Assignee(user_id="usr_1", name="Alex"),
        "starts_at": at + timedelta(days=1),
        "ends_at": at + timedelta(days=1, minutes=30),
        "timezone": "UTC",
    }
    yield appointment.AppointmentBooked(**same, booked_at=at)
    for version in range(2, dice.randrange(2, 4)):
        moved_at = at + timedelta(minutes=version)
        yield appointment.AppointmentRescheduled(**same, appointment_version=version, rescheduled_at=moved_at)
    if dice.random() < 0.5:
        cancelled_at = at + timedelta(hours=1)
        yield appointment.AppointmentCancelled(**same, appointment_version=9, cancelled_at=cancelled_at)


def _ticket(conversation: str, bot: str, at: datetime) -> Iterator[Fact]:
    yield ticket.TicketOpened(
        ticket_id=f"tkt_{conversation}",
        number="T-1001",
        handoff_id=f"hnd_{conversation}",
        conversation_id=conversation,
        bot_id=bot,
        priority=Priority.LOW,
        subject="Help",
        requested_at=at,
        opened_at=at,
    )
    yield ticket.TicketAssigned(
        ticket_id=f"tkt_{conversation}",
        number="T-1001",
        conversation_id=conversation,
        bot_id=bot,
        assignee=Assignee(user_id="usr_1", name="Alex"),
        assigned_at=at,
    )
