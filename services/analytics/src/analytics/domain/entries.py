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


def _row(ledger: Ledger, event: AnyEvent, **values: Any) -> Entry:
    """What a fact says under the key that it names itself, such as its `ticket_id`."""
    fact, key = event.data, ledger.key[-1]
    named = {key: getattr(fact, key), "bot_id": fact.bot_id}
    return ledger, ledger.row(workspace_id=event.workspaceid, **named, **values)


def _turn(event: AnyEvent) -> Entry:
    fact = event.data
    return _row(ledgers.TURNS, event, conversation_id=fact.conversation_id, submitted_at=fact.submitted_at)


def _started(event: AnyEvent, fact: ConversationStarted) -> Iterator[Entry]:
    yield _row(ledgers.CONVERSATIONS, event, started_at=fact.started_at)


def _submitted(event: AnyEvent, fact: TurnSubmitted) -> Iterator[Entry]:
    yield _row(ledgers.CONVERSATIONS, event, first_turn_at=fact.submitted_at)
    yield _turn(event)


def _answered(event: AnyEvent, fact: TurnAnswered) -> Iterator[Entry]:
    yield _row(
        ledgers.CONVERSATIONS,
        event,
        first_turn_at=fact.submitted_at,
        handed_off_at=fact.answered_at if fact.outcome is Outcome.HANDED_OFF else None,
        answered=fact.outcome is Outcome.ANSWERED,
        failed=fact.outcome in _NO_HELP,
    )
    yield _turn(event)
    yield _row(
        ledgers.ANSWERS,
        event,
        conversation_id=fact.conversation_id,
        answered_at=fact.answered_at,
        receipt_id=fact.receipt.receipt_id,
        first_token_at=fact.first_token_at,
        outcome=fact.outcome.value,
        prompt_tokens=fact.receipt.prompt_tokens,
        completion_tokens=fact.receipt.completion_tokens,
        cost_usd=fact.receipt.cost_usd,
    )


def _handed_off(event: AnyEvent, fact: HandoffRequested) -> Iterator[Entry]:
    yield _row(ledgers.CONVERSATIONS, event, handed_off_at=fact.requested_at)


def _ended(event: AnyEvent, fact: ConversationEnded) -> Iterator[Entry]:
    yield _row(ledgers.CONVERSATIONS, event, ended_at=fact.ended_at)


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


def _opened(event: AnyEvent, fact: TicketOpened) -> Iterator[Entry]:
    yield _row(ledgers.TICKETS, event, opened_at=fact.opened_at)


def _assigned(event: AnyEvent, fact: TicketAssigned) -> Iterator[Entry]:
    yield _row(ledgers.TICKETS, event, assigned_at=fact.assigned_at)


def _booked(event: AnyEvent, fact: AppointmentBooked) -> Iterator[Entry]:
    yield _row(ledgers.APPOINTMENTS, event, booked_at=fact.booked_at)


def _rescheduled(event: AnyEvent, fact: AppointmentRescheduled) -> Iterator[Entry]:
    if not fact.handed_on:
        yield _row(ledgers.APPOINTMENTS, event, rescheduled_at=fact.rescheduled_at)


def _cancelled(event: AnyEvent, fact: AppointmentCancelled) -> Iterator[Entry]:
    yield _row(ledgers.APPOINTMENTS, event, cancelled_at=fact.cancelled_at)


def _added(event: AnyEvent, fact: SourceAdded) -> Iterator[Entry]:
    yield _row(ledgers.SOURCES, event, added_at=fact.added_at)


def _synced(event: AnyEvent, fact: SourceSynced) -> Iterator[Entry]:
    yield _row(ledgers.SOURCES, event, synced_at=fact.synced_at)


def _failed(event: AnyEvent, fact: SourceFailed) -> Iterator[Entry]:
    yield _row(ledgers.SOURCES, event, failed_at=fact.failed_at)


def _indexed(event: AnyEvent, fact: DocumentIndexed) -> Iterator[Entry]:
    yield _row(
        ledgers.DOCUMENTS,
        event,
        source_id=fact.source_id,
        indexed_at=fact.indexed_at,
        revision=fact.revision,
        passages=fact.passages,
    )


def _removed(event: AnyEvent, fact: DocumentRemoved) -> Iterator[Entry]:
    yield _row(
        ledgers.REMOVALS,
        event,
        source_id=fact.source_id,
        removed_at=fact.removed_at,
    )


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
