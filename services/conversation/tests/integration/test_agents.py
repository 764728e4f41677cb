"""Agents answer in a conversation, and tickets end, on the real parts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from chassis.bus import Bus
from chassis.errors import Refused
from contracts import agent_requests as rpc
from contracts.envelope import AnyEvent
from contracts.glimpses import MessageStored, TurnLeft
from contracts.requests import LIST_MESSAGES, REPLAY, ListMessages, Replay
from contracts.shapes import Assignee
from conversation.testing.facts import (
    bot_configured,
    conversation_ended,
    conversation_started,
    ticket_opened,
    ticket_reopened,
    ticket_resolved,
    turn_grounded,
    turn_submitted,
    user_changed,
)

WHERE = {"workspace_id": "wsp_1", "conversation_id": "cnv_1"}
IDA, JON = Assignee(user_id="usr_1", name="Ida"), Assignee(user_id="usr_2", name="Jon")
QUESTION = "Do you deliver on Sundays?"
HELLO = "Ida here, I write to ida@example.com."
PERSON = "I want to talk to a human"


async def test_the_bot_is_silent_while_an_agent_answers(town: Any, gateway: Bus) -> None:
    reply = rpc.ReplyAsAgent(**WHERE, agent=IDA, text=HELLO, request_id="r1")
    async with town.running():
        await town.tell(turn_submitted(QUESTION), turn_grounded(QUESTION))
        await town.answered()
        with pytest.raises(Refused) as early:
            await gateway.ask(rpc.REPLY_AS_AGENT, reply)
        for _ in range(2):
            held = await gateway.ask(rpc.TAKE_OVER, rpc.TakeOver(**WHERE, agent=IDA))
        with pytest.raises(Refused) as taken:
            await gateway.ask(rpc.TAKE_OVER, rpc.TakeOver(**WHERE, agent=JON))
        await town.tell(turn_submitted(PERSON, "m2"), turn_grounded(PERSON, "m2"))
        await town.until(lambda: [g for g in town.glimpses if isinstance(g, TurnLeft)])
        replayed = await gateway.ask(REPLAY, Replay(**WHERE))
        sent = [await gateway.ask(rpc.REPLY_AS_AGENT, reply) for _ in range(2)]
        with pytest.raises(Refused):
            await gateway.ask(rpc.RELEASE, rpc.Release(**WHERE, agent=JON))
        await gateway.ask(rpc.RELEASE, rpc.Release(**WHERE, agent=JON, by_manager=True))
        await town.tell(turn_submitted(QUESTION, "m3"), turn_grounded(QUESTION, "m3"))
        await town.answered(2)
        page = await gateway.ask(LIST_MESSAGES, ListMessages(**WHERE))
        for kind in ("agent_replied", "conversation_taken_over", "conversation_released"):
            await town.heard(f"chat.{kind}")
    assert (early.value.status, taken.value.status, held.agent) == (409, 409, IDA)
    assert [turn.left for turn in replayed.pending] == [True]
    assert sent[0].id == sent[1].id
    assert {sent[0].text, sent[1].text, page.items[4].text} == {HELLO}
    assert town.facts("chat.agent_replied")[0].message.text == "Ida here, I write to [EMAIL_1]."
    roles = ["contact", "bot", "system", "contact", "agent", "system", "contact", "bot"]
    assert [message.role for message in page.items] == roles
    assert len(town.facts("chat.agent_replied")) == 1
    assert len(town.facts("chat.conversation_taken_over")) == 1
    assert [fact.agent for fact in town.facts("chat.conversation_released")] == [IDA]
    assert town.facts("chat.handoff_requested") == []
    assert town.rows("select outcome from turns where outcome = 'left_to_agent'")


async def test_a_resolved_ticket_lets_the_next_wish_open_another_handoff(town: Any, gateway: Bus) -> None:
    async with town.running():
        await town.tell(turn_submitted(PERSON))
        (first,) = await town.heard("chat.handoff_requested")
        await town.tell(ticket_opened(first.handoff_id))
        await gateway.ask(rpc.TAKE_OVER, rpc.TakeOver(**WHERE, agent=IDA))
        await town.tell(ticket_resolved(4), ticket_reopened(3))
        await town.heard("chat.conversation_released")
        await town.tell(turn_submitted(PERSON, "m2"))
        await town.heard("chat.handoff_requested", 2)
        await town.until(lambda: len(town.rows("select 1 from inbox where consumer like '%reopened'")) == 1)
    handoffs = town.rows("select status, ticket_version from handoffs order by requested_at")
    assert handoffs == [{"status": "closed", "ticket_version": 4}, {"status": "open", "ticket_version": 0}]


async def test_the_customer_reads_once_that_the_ticket_is_done(town: Any, gateway: Bus) -> None:
    async with town.running():
        await town.tell(turn_submitted("Ich möchte mit einem Menschen sprechen"))
        (handoff,) = await town.heard("chat.handoff_requested")
        await town.tell(ticket_opened(handoff.handoff_id), ticket_resolved(2))
        await town.until(lambda: _done(town))
        await gateway.ask(rpc.TAKE_OVER, rpc.TakeOver(**WHERE, agent=IDA))
        await town.tell(ticket_resolved(3))
        await town.until(lambda: town.rows("select 1 from handoffs where ticket_version = 3"))
        page = await gateway.ask(LIST_MESSAGES, ListMessages(**WHERE))
        held = town.rows("select agent_id from conversations")
    assert [message.text for message in page.items if message.blocks and message.role == "system"][1:] == [
        "Ticket T-1042 ist erledigt. Falls noch etwas offen ist, schreiben Sie uns hier.",
        "Ida joined the conversation.",
    ]
    assert page.items[-2].blocks == [{"type": "ticket_done", "id": "tkt_1", "number": "T-1042"}]
    assert held == [{"agent_id": "usr_1"}]


async def test_in_a_closed_chat_nobody_is_asked_to_write_on(town: Any, gateway: Bus) -> None:
    async with town.running():
        await town.tell(bot_configured(1), turn_submitted(PERSON))
        (handoff,) = await town.heard("chat.handoff_requested")
        await gateway.ask(rpc.TAKE_OVER, rpc.TakeOver(**WHERE, agent=IDA))
        await town.tell(bot_configured(2, deleted=True))
        await town.until(lambda: town.rows("select 1 from bots where deleted"))
        await town.tell(ticket_opened(handoff.handoff_id), ticket_resolved(2))
        await town.heard("chat.conversation_released")
        page = await gateway.ask(LIST_MESSAGES, ListMessages(**WHERE))
    system = [message.text for message in page.items if message.role == "system"]
    assert system[-2:] == ["Ticket T-1042 is done.", "Ida left the conversation."]


@pytest.mark.parametrize(
    ("gone", "status"),
    [
        (partial(user_changed, "usr_1", active=False), "open"),
        (partial(user_changed, "usr_1", role="analyst"), "open"),
        (conversation_ended, "ended"),
    ],
)
async def test_whom_an_agent_leaves_for_good_is_answered_by_the_bot(
    town: Any, gateway: Bus, gone: Callable[[], AnyEvent], status: str
) -> None:
    async with town.running():
        await town.tell(turn_submitted(QUESTION), turn_grounded(QUESTION))
        await town.answered()
        await gateway.ask(rpc.TAKE_OVER, rpc.TakeOver(**WHERE, agent=IDA))
        await town.tell(user_changed("usr_2", active=False), user_changed("usr_1", revision=1))
        await town.tell(gone())
        released = await town.heard("chat.conversation_released")
        rows = town.rows("select agent_id, status from conversations")
        await town.tell(turn_submitted(QUESTION, "m2"), turn_grounded(QUESTION, "m2"))
        await town.answered(2)
        page = await gateway.ask(LIST_MESSAGES, ListMessages(**WHERE))
    assert [fact.agent for fact in released] == [IDA]
    assert rows == [{"agent_id": None, "status": status}]
    assert [message.text for message in page.items if message.role == "system"] == [
        "Ida joined the conversation.",
        "Ida left the conversation. The assistant answers again.",
    ]


async def test_an_old_fact_told_again_takes_no_conversation_from_an_agent_who_came_back(
    town: Any, gateway: Bus
) -> None:
    other = {**WHERE, "conversation_id": "cnv_2"}
    demoted = user_changed("usr_1", role="analyst", ago=timedelta(hours=1))
    async with town.running():
        await town.tell(conversation_started(), conversation_started("cnv_2"))
        await town.until(lambda: len(town.rows("select 1 from conversations")) == 2)
        await gateway.ask(rpc.TAKE_OVER, rpc.TakeOver(**WHERE, agent=IDA))
        await gateway.ask(rpc.TAKE_OVER, rpc.TakeOver(**other, agent=JON))
        await town.tell(demoted, user_changed("usr_1", revision=3), user_changed("usr_2", active=False))
        released = await town.heard("chat.conversation_released")
    assert [fact.agent for fact in released] == [JON]
    held = town.rows("select conversation_id from conversations where agent_id = 'usr_1'")
    assert held == [{"conversation_id": "cnv_1"}]


async def test_who_comes_back_to_an_open_ticket_still_waits_for_a_person(town: Any, gateway: Bus) -> None:
    async with town.running():
        await town.tell(turn_submitted(PERSON))
        await town.heard("chat.handoff_requested")
        await town.tell(conversation_ended())
        await town.until(lambda: town.rows("select 1 from conversations where status = 'ended'"))
        await town.tell(turn_submitted(QUESTION, "m2"), turn_grounded(QUESTION, "m2"))
        await town.answer_to("m2")
        status = town.rows("select status from conversations")
        held = await gateway.ask(rpc.TAKE_OVER, rpc.TakeOver(**WHERE, agent=IDA))
        await town.tell(conversation_ended(2))
        await town.until(lambda: town.rows("select 1 from conversations where status = 'ended'"))
    assert town.rows("select agent_id from conversations") == [{"agent_id": None}]
    assert (status, held.agent) == ([{"status": "handed_off"}], IDA)


def _done(town: Any) -> list[Any]:
    shown = [glimpse.message for glimpse in town.glimpses if isinstance(glimpse, MessageStored)]
    return [message for message in shown if [block["type"] for block in message.blocks] == ["ticket_done"]]
