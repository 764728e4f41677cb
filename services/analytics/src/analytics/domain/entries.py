"""What each fact says about conversations, turns, tickets, appointments, feedback and knowledge."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from analytics.domain import ledgers
from analytics.domain.merging import Ledger, Row
from contracts.base import Fact
from contracts.envelope import AnyEvent
from contracts.facts.appointment import AppointmentBooked, AppointmentCancelled, AppointmentRescheduled
from contracts.facts.chat import (
    ConversationEnded,
    ConversationStarted,
    FeedbackGiven,
    HandoffRequested,
    TurnAnswered,
    TurnSubmitted,
)
from contracts.facts.knowledge import (
    DocumentIndexed,
    DocumentRemoved,
    SourceAdded,
    SourceFailed,
    SourceSynced,
)
from contracts.facts.ticket import TicketAssigned, TicketOpened
from contracts.facts.workspace import BotConfigured
from contracts.shapes import Outcome

Entry = tuple[Ledger, Row]
_NO_HELP = (Outcome.FAILED, Outcome.DECLINED)


def entries(events: Iterable[AnyEvent]) -> dict[Ledger, list[Row]]:
    """One row per ledger and key; facts that no figure needs leave none."""
    found: dict[Ledger, list[Row]] = {}
    for event in events:
        read = _READERS.get(type(event.data))
        for ledger, row in read(event, event.data) if read else ():
            found.setdefault(ledger, []).append(row)
    return {ledger: ledger.one_per_key(found[ledger]) for ledger in ledgers.LEDGERS if ledger in found}


def _conversation(event: AnyEvent, **values: Any) -> Entry:
    fact = event.data
    row = ledgers.CONVERSATIONS.row(
        workspace_id=event.workspaceid, conversation_id=fact.conversation_id, bot_id=fact.bot_id, **values
    )
    return ledgers.CONVERSATIONS, row


def _turn(event: AnyEvent) -> Entry:
    fact = event.data
    row = ledgers.TURNS.row(
        workspace_id=event.workspaceid,
        turn_id=fact.turn_id,
        bot_id=fact.bot_id,
        conversation_id=fact.conversation_id,
        submitted_at=fact.submitted_at,
    )
    return ledgers.TURNS, row


def _started(event: AnyEvent, fact: ConversationStarted) -> Iterator[Entry]:
    yield _conversation(event, started_at=fact.started_at)


def _submitted(event: AnyEvent, fact: TurnSubmitted) -> Iterator[Entry]:
    yield _conversation(event, first_turn_at=fact.submitted_at)
    yield _turn(event)


def _answered(event: AnyEvent, fact: TurnAnswered) -> Iterator[Entry]:
    yield _conversation(
        event,
        first_turn_at=fact.submitted_at,
        handed_off_at=fact.answered_at if fact.outcome is Outcome.HANDED_OFF else None,
        answered=fact.outcome is Outcome.ANSWERED,
        failed=fact.outcome in _NO_HELP,
    )
    yield _turn(event)
    answer = ledgers.ANSWERS.row(
        workspace_id=event.workspaceid,
        turn_id=fact.turn_id,
        bot_id=fact.bot_id,
        conversation_id=fact.conversation_id,
        answered_at=fact.answered_at,
        receipt_id=fact.receipt.receipt_id,
        first_token_at=fact.first_token_at,
        outcome=fact.outcome.value,
        prompt_tokens=fact.receipt.prompt_tokens,
        completion_tokens=fact.receipt.completion_tokens,
        cost_usd=fact.receipt.cost_usd,
    )
    yield ledgers.ANSWERS, answer


def _handed_off(event: AnyEvent, fact: HandoffRequested) -> Iterator[Entry]:
    yield _conversation(event, handed_off_at=fact.requested_at)


def _ended(event: AnyEvent, fact: ConversationEnded) -> Iterator[Entry]:
    yield _conversation(event, ended_at=fact.ended_at)


def _feedback(event: AnyEvent, fact: FeedbackGiven) -> Iterator[Entry]:
    row = ledgers.FEEDBACK.row(
        workspace_id=event.workspaceid,
        event_id=event.id,
        bot_id=fact.bot_id,
        conversation_id=fact.conversation_id,
        given_at=fact.given_at,
        rating=fact.rating,
    )
    yield ledgers.FEEDBACK, row


def _ticket(event: AnyEvent, **values: Any) -> Entry:
    fact = event.data
    row = ledgers.TICKETS.row(
        workspace_id=event.workspaceid, ticket_id=fact.ticket_id, bot_id=fact.bot_id, **values
    )
    return ledgers.TICKETS, row


def _opened(event: AnyEvent, fact: TicketOpened) -> Iterator[Entry]:
    yield _ticket(event, opened_at=fact.opened_at)


def _assigned(event: AnyEvent, fact: TicketAssigned) -> Iterator[Entry]:
    yield _ticket(event, assigned_at=fact.assigned_at)


def _appointment(event: AnyEvent, **values: Any) -> Entry:
    fact = event.data
    row = ledgers.APPOINTMENTS.row(
        workspace_id=event.workspaceid, appointment_id=fact.appointment_id, bot_id=fact.bot_id, **values
    )
    return ledgers.APPOINTMENTS, row


def _booked(event: AnyEvent, fact: AppointmentBooked) -> Iterator[Entry]:
    yield _appointment(event, booked_at=fact.booked_at)


def _rescheduled(event: AnyEvent, fact: AppointmentRescheduled) -> Iterator[Entry]:
    yield _appointment(event, rescheduled_at=fact.rescheduled_at)


def _cancelled(event: AnyEvent, fact: AppointmentCancelled) -> Iterator[Entry]:
    yield _appointment(event, cancelled_at=fact.cancelled_at)


def _source(event: AnyEvent, **values: Any) -> Entry:
    fact = event.data
    row = ledgers.SOURCES.row(
        workspace_id=event.workspaceid, source_id=fact.source_id, bot_id=fact.bot_id, **values
    )
    return ledgers.SOURCES, row


def _added(event: AnyEvent, fact: SourceAdded) -> Iterator[Entry]:
    yield _source(event, added_at=fact.added_at)


def _synced(event: AnyEvent, fact: SourceSynced) -> Iterator[Entry]:
    yield _source(event, synced_at=fact.synced_at)


def _failed(event: AnyEvent, fact: SourceFailed) -> Iterator[Entry]:
    yield _source(event, failed_at=fact.failed_at)


def _indexed(event: AnyEvent, fact: DocumentIndexed) -> Iterator[Entry]:
    row = ledgers.DOCUMENTS.row(
        workspace_id=event.workspaceid,
        document_id=fact.document_id,
        bot_id=fact.bot_id,
        source_id=fact.source_id,
        indexed_at=fact.indexed_at,
        revision=fact.revision,
        passages=fact.passages,
    )
    yield ledgers.DOCUMENTS, row


def _removed(event: AnyEvent, fact: DocumentRemoved) -> Iterator[Entry]:
    row = ledgers.REMOVALS.row(
        workspace_id=event.workspaceid,
        document_id=fact.document_id,
        bot_id=fact.bot_id,
        source_id=fact.source_id,
        removed_at=fact.removed_at,
    )
    yield ledgers.REMOVALS, row


def _configured(event: AnyEvent, fact: BotConfigured) -> Iterator[Entry]:
    row = ledgers.BOTS.row(
        workspace_id=event.workspaceid, bot_id=fact.bot_id, revision=fact.revision, name=fact.name
    )
    yield ledgers.BOTS, row


_READERS: dict[type[Fact], Callable[[AnyEvent, Any], Iterator[Entry]]] = {
    ConversationStarted: _started,
    TurnSubmitted: _submitted,
    TurnAnswered: _answered,
    HandoffRequested: _handed_off,
    ConversationEnded: _ended,
    FeedbackGiven: _feedback,
    TicketOpened: _opened,
    TicketAssigned: _assigned,
    AppointmentBooked: _booked,
    AppointmentRescheduled: _rescheduled,
    AppointmentCancelled: _cancelled,
    SourceAdded: _added,
    SourceSynced: _synced,
    SourceFailed: _failed,
    DocumentIndexed: _indexed,
    DocumentRemoved: _removed,
    BotConfigured: _configured,
}
