"""Turns on the real parts."""

from __future__ import annotations

from typing import Any

from contracts.glimpses import MessageStored, ReplyDelta
from contracts.shapes import Outcome
from conversation.testing.facts import (
    bot_configured,
    conversation_started,
    passage,
    ticket_opened,
    turn_grounded,
    turn_submitted,
)

QUESTION = "Do you deliver on Sundays?"


async def test_a_question_is_answered_from_its_passage(town: Any) -> None:
    async with town.running():
        await town.tell(conversation_started(), turn_submitted(QUESTION), turn_grounded(QUESTION))
        (answer,) = await town.answered()
        await town.until(lambda: [g for g in town.glimpses if g.event == "reply.completed"])
    assert answer.outcome is Outcome.ANSWERED
    assert "Night Courier runs on all seven nights" in answer.message.text
    assert answer.message.citations[0].document_id == "doc_1"
    assert answer.receipt.writer == "extractive"
    assert answer.receipt.attempt == 1
    assert {"search", "write", "first_token", "total"} <= set(answer.receipt.timings_ms)
    shown = "".join(g.text for g in town.glimpses if isinstance(g, ReplyDelta))
    assert shown == answer.message.text
    stored = [g for g in town.glimpses if isinstance(g, MessageStored)]
    assert [g.event for g in stored] == ["turn.accepted", "reply.completed"]
    rows = town.rows("select seq, role, text from messages order by seq")
    assert [(row["seq"], row["role"]) for row in rows] == [(1, "contact"), (2, "bot")]


async def test_a_mistyped_word_is_answered_as_search_read_it(town: Any) -> None:
    text = "Vans are green. Jackets are blue. A deposit of 20 EUR is paid. Lockers are grey."
    question = "whats the dposit"
    async with town.running():
        grounded = turn_grounded(question, passages=[passage(text)], read_as=["deposit"])
        await town.tell(turn_submitted(question), grounded)
        (answer,) = await town.answered()
    assert answer.message.text == "A deposit of 20 EUR is paid. [1]"


async def test_a_wish_for_a_person_needs_no_retrieval_and_gets_one_ticket_message(town: Any) -> None:
    async with town.running():
        await town.tell(turn_submitted("I want to talk to a human"))
        (answer,) = await town.answered()
        (handoff,) = await town.heard("chat.handoff_requested")
        await town.tell(ticket_opened(handoff.handoff_id), turn_submitted("human please", "m2"))
        answers = await town.answered(2)
        await town.until(lambda: town.rows("select 1 from messages where role = 'system'"))
    assert answer.outcome is Outcome.HANDED_OFF
    assert handoff.reason == "requested"
    assert len(town.facts("chat.handoff_requested")) == 1
    assert answers[1].outcome is Outcome.HANDED_OFF
    system = town.rows("select text, blocks from messages where role = 'system'")
    assert system[0]["text"].startswith("Ticket T-1042 was opened")
    assert system[0]["blocks"][0]["number"] == "T-1042"
    assert town.rows("select status from conversations") == [{"status": "handed_off"}]


async def test_turns_are_answered_in_order_by_any_number_of_replicas(town: Any) -> None:
    messages = [f"m{n}" for n in range(1, 6)]
    async with town.running(replicas=3):
        for message in messages:
            await town.tell(turn_submitted(QUESTION, message))
        for message in reversed(messages):
            await town.tell(turn_grounded(QUESTION, message))
        answers = await town.answered(5)
    asked = town.rows("select turn_id from turns order by stream_seq")
    assert [a.turn_id for a in sorted(answers, key=lambda a: a.message.seq)] == [r["turn_id"] for r in asked]
    assert len(answers) == 5


async def test_a_turn_without_grounding_is_ended_honestly_and_late_grounding_is_ignored(town: Any) -> None:
    async with town.running(grounding_patience=0.2, sweep_seconds=0.05):
        await town.tell(turn_submitted(QUESTION))
        (answer,) = await town.answered()
        await town.tell(
            turn_grounded(QUESTION), turn_submitted(QUESTION, "m2"), turn_grounded(QUESTION, "m2")
        )
        await town.answered(2)
    assert answer.outcome is Outcome.HANDOFF_OFFERED
    assert answer.receipt.rule == "grounding_missing"
    assert answer.message.suggested_actions[0].label == "Talk to a person"
    assert len(town.rows("select 1 from messages where role = 'bot'")) == 2


async def test_a_turn_left_by_a_crashed_replica_is_ended_at_its_deadline(town: Any) -> None:
    async with town.running(sweep_seconds=0.05):
        await town.tell(turn_submitted(QUESTION))
        await town.until(lambda: town.rows("select 1 from turns"))
        town.rows("update turns set status = 'answering', attempt = 1, deadline = now()")
        (answer,) = await town.answered()
    assert answer.outcome is Outcome.FAILED
    assert answer.receipt.attempt == 2


async def test_rules_about_pages_see_where_the_customer_is_now(town: Any) -> None:
    rule = {"name": "checkout", "page_contains": "/checkout"}
    await town.tell(bot_configured(2, escalation={"rules": [rule]}))
    async with town.running():
        await town.until(lambda: town.rows("select 1 from bots where revision = 2"))
        await town.tell(turn_submitted(QUESTION, page_url="https://shop.example/"), turn_grounded(QUESTION))
        await town.answer_to("m1")
        await town.tell(turn_submitted(QUESTION, "m2", page_url="https://shop.example/checkout"))
        handed = await town.answer_to("m2")
        await town.tell(turn_submitted(QUESTION, "m3"))
        still = await town.answer_to("m3")
    assert [each.receipt.rule for each in (handed, still)] == ["rule:checkout", "rule:checkout"]


async def test_a_message_that_a_deleted_bot_met_on_its_way_is_kept_and_told_that_the_chat_is_closed(
    town: Any,
) -> None:
    async with town.running():
        await town.tell(bot_configured(2, deleted=True))
        await town.until(lambda: town.rows("select 1 from bots where deleted"))
        await town.tell(turn_submitted(QUESTION), turn_submitted("I want a human", "m2"))
        first, second = await town.answered(2)
    assert {first.receipt.rule, second.receipt.rule} == {"bot_deleted"}
    assert (first.outcome, second.outcome) == (Outcome.FAILED, Outcome.FAILED)
    assert first.message.text.startswith("This chat is closed")
    assert (first.message.blocks, first.message.suggested_actions) == ([], [])
    assert town.facts("chat.handoff_requested") == []
    kept = town.rows("select text from messages where role = 'contact'")
    assert {row["text"] for row in kept} == {QUESTION, "I want a human"}
