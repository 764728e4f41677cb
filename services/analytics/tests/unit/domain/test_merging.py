from __future__ import annotations

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.domain.entries import entries
from analytics.domain.ledgers import LEDGERS
from analytics.domain.merging import Ledger, Row
from analytics.testing.facts import random_history
from contracts.catalogue import LINES


@settings(max_examples=40)
@given(st.integers(0, 1000), st.randoms())
def test_order_and_repetition_change_nothing(seed: int, dice: Random) -> None:
    events = random_history(seed, conversations=6)
    told = events + dice.sample(events, len(events) // 2)
    dice.shuffle(told)
    assert entries(told) == entries(events)


@settings(max_examples=40)
@given(st.integers(0, 1000), st.data())
def test_batches_merge_to_the_same_books(seed: int, data: st.DataObject) -> None:
    events = random_history(seed, conversations=6)
    cut = data.draw(st.integers(0, len(events)))
    first, second = entries(events[:cut]), entries(events[cut:])
    merged: dict[Ledger, list[Row]] = {
        ledger: ledger.one_per_key(first.get(ledger, []) + second.get(ledger, []))
        for ledger in LEDGERS
        if ledger in first or ledger in second
    }
    assert merged == entries(events)


def test_every_ledger_gets_entries_and_every_fact_is_read() -> None:
    events = random_history(1)
    assert set(entries(events)) == set(LEDGERS)
    silent = {line.kind for line in LINES} - {e.data.kind for e in events if entries([e])}
    assert silent == {
        "chat.turn_grounded",
        "chat.handoff_completed",
        "chat.conversation_taken_over",
        "chat.conversation_released",
        "chat.agent_replied",
        "chat.conversation_summarized",
        "workspace.created",
        "workspace.user_changed",
        "workspace.deleted",
        "contact.erased",
        "knowledge.sync_requested",
        "knowledge.index_requested",
        "knowledge.audience_changed",
        "schedule.sync_due",
        "ticket.updated",
        "ticket.resolved",
        "ticket.reopened",
    }
