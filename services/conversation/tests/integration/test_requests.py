"""Requests on the real parts, as the gateway asks them."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from chassis.bus import Bus
from chassis.errors import Refused, Unavailable
from contracts import requests as rpc
from contracts.glimpses import ReplyDelta
from contracts.rpc import Empty
from contracts.secret_requests import (
    DROP_SECRET,
    LIST_SECRETS,
    PUT_SECRET,
    DropSecret,
    ListSecrets,
    PutSecret,
)
from contracts.shapes import Outcome, Priority, Requester
from contracts.summary_requests import (
    LIST_SUMMARIES,
    PROCESS_SUMMARIES,
    SUMMARIZE,
    ListSummaries,
    ProcessSummaries,
    Summarize,
)
from conversation.store.secrets import SecretStore
from conversation.testing.facts import (
    bot_configured,
    conversation_started,
    ticket_opened,
    ticket_resolved,
    turn_grounded,
    turn_submitted,
)
from tests.support.llm_server import LlmServer

QUESTION = "Do you deliver on Sundays?"
ANSWER = "Parcelwing does not deliver on Sundays [1]. Night Courier runs on all seven nights of the week [1]."
WHERE = {"workspace_id": "wsp_1", "conversation_id": "cnv_1"}


def form(request_id: str = "r1", **changes: Any) -> rpc.RequestHandoff:
    asked: dict[str, Any] = {
        **WHERE,
        "bot_id": "bot_1",
        "request_id": request_id,
        "requester": Requester(name="Ada", email="ada@example.org"),
        "description": "My parcel is gone.",
        "priority": Priority.HIGH,
        **changes,
    }
    return rpc.RequestHandoff(**asked)


async def test_the_transcript_is_listed_replayed_and_counted(town: Any, gateway: Bus) -> None:
    async with town.running():
        await town.tell(conversation_started(), turn_submitted(QUESTION), turn_grounded(QUESTION))
        await town.answered()
        await town.until(lambda: town.rows("select 1 from inbox where consumer like '%conversation_started'"))
        await town.tell(turn_submitted(QUESTION, "m2"))
        await town.until(lambda: len(town.rows("select 1 from messages")) == 3)
        first = await gateway.ask(rpc.LIST_MESSAGES, rpc.ListMessages(**WHERE, limit=2))
        rest = await gateway.ask(rpc.LIST_MESSAGES, rpc.ListMessages(**WHERE, cursor=first.next_cursor))
        replayed = await gateway.ask(rpc.REPLAY, rpc.Replay(**WHERE, after_seq=2))
        summary = await gateway.ask(rpc.GET_CONVERSATION, rpc.GetConversation(**WHERE))
        listed = await gateway.ask(rpc.LIST_CONVERSATIONS, rpc.ListConversations(workspace_id="wsp_1"))
        writer = await gateway.ask(rpc.WRITER_STATE, Empty())
    assert [m.role for m in first.items] == ["contact", "bot"]
    assert first.items[1].outcome is Outcome.ANSWERED
    assert first.items[1].citations
    assert [m.seq for m in rest.items] == [3]
    assert rest.next_cursor is None
    assert [m.seq for m in replayed.messages] == [3]
    assert [p.turn_id for p in replayed.pending] == [rest.items[0].turn_id]
    assert (summary.turns, summary.last_message, summary.status) == (2, QUESTION, "open")
    assert listed.items == [summary]
    assert (writer.writer, writer.providers) == ("extractive", [])


async def test_another_workspace_finds_nothing(town: Any, gateway: Bus) -> None:
    foreign = {**WHERE, "workspace_id": "wsp_2"}
    async with town.running():
        await town.tell(turn_submitted(QUESTION), turn_grounded(QUESTION))
        await town.answered()
        assert (await gateway.ask(rpc.LIST_MESSAGES, rpc.ListMessages(**foreign))).items == []
        replayed = await gateway.ask(rpc.REPLAY, rpc.Replay(**foreign))
        listed = await gateway.ask(rpc.LIST_CONVERSATIONS, rpc.ListConversations(workspace_id="wsp_2"))
        with pytest.raises(Refused) as missing:
            await gateway.ask(rpc.GET_CONVERSATION, rpc.GetConversation(**foreign))
        with pytest.raises(Refused) as no_bot:
            await gateway.ask(rpc.REQUEST_HANDOFF, form(workspace_id="wsp_2"))
    assert (replayed.messages, replayed.pending, listed.items) == ([], [], [])
    assert missing.value.status == no_bot.value.status == 404


async def test_a_form_opens_one_handoff_however_often_it_is_sent(town: Any, gateway: Bus) -> None:
    async with town.running():
        await town.tell(turn_submitted(QUESTION), turn_grounded(QUESTION))
        await town.answered()
        asked = [gateway.ask(rpc.REQUEST_HANDOFF, form(f"r{n % 2}")) for n in range(6)]
        given = {answer.handoff_id for answer in await asyncio.gather(*asked)}
        (handoff,) = await town.heard("chat.handoff_requested")
        await town.tell(ticket_opened(handoff.handoff_id))
        await town.until(lambda: town.rows("select 1 from messages where role = 'system'"))
        with pytest.raises(Refused) as empty:
            await gateway.ask(rpc.REQUEST_HANDOFF, form(description="  "))
    assert given == {handoff.handoff_id}
    assert (handoff.reason, handoff.requester.email) == ("form", "ada@example.org")
    assert "Customer: Do you deliver on Sundays?" in handoff.description
    assert len(town.facts("chat.handoff_requested")) == 1
    assert empty.value.status == 422
    assert town.rows("select status from conversations") == [{"status": "handed_off"}]


async def test_a_form_after_the_chat_completes_the_handoff(town: Any, gateway: Bus) -> None:
    async with town.running():
        await town.tell(turn_submitted("I want to talk to a human"))
        (handoff,) = await town.heard("chat.handoff_requested")
        (turn,) = await town.answered()
        await town.tell(ticket_opened(handoff.handoff_id))
        await town.until(lambda: town.rows("select 1 from messages where role = 'system'"))
        asked = [gateway.ask(rpc.REQUEST_HANDOFF, form(f"r{n % 2}", priority=None)) for n in range(6)]
        given = {answer.handoff_id for answer in await asyncio.gather(*asked)}
        completed = await town.heard("chat.handoff_completed", 2)
        page = await gateway.ask(rpc.LIST_MESSAGES, rpc.ListMessages(**WHERE))
        await town.tell(turn_submitted("I want to talk to a human", "m2"))
        again = (await town.answered(2))[1]
    assert given == {handoff.handoff_id} == {fact.handoff_id for fact in completed}
    assert (completed[0].requester.email, completed[0].priority) == ("ada@example.org", None)
    assert len(town.facts("chat.handoff_completed")) == 2
    assert turn.message.blocks == [{"type": "form", "form": "handoff"}]
    assert "name and email" in turn.message.text
    told = [m.blocks[0]["contact_known"] for m in page.items if m.role == "system"]
    assert told == [False, True, True]
    assert again.message.blocks == []


async def test_conversations_are_summarized_once_and_in_bulk(town: Any, gateway: Bus) -> None:
    bot = {"workspace_id": "wsp_1", "bot_id": "bot_1"}
    async with town.running(summary_seconds=0.05):
        for number in range(3):
            conversation = f"cnv_{number + 1}"
            question = f"{QUESTION} Mail a@b.org"
            await town.tell(turn_submitted(question, "m1", conversation=conversation))
        await town.until(lambda: len(town.rows("select 1 from messages")) == 3)
        one = [await gateway.ask(SUMMARIZE, Summarize(**WHERE)) for _ in range(2)]
        begun = await gateway.ask(PROCESS_SUMMARIES, ProcessSummaries(**bot))
        await town.until(lambda: len(town.facts("chat.conversation_summarized")) == 3)
        listed = await gateway.ask(LIST_SUMMARIES, ListSummaries(**bot, limit=2))
        await town.until(lambda: not town.rows("select 1 from bots where summaries_asked"))
        with pytest.raises(Refused) as foreign:
            await gateway.ask(SUMMARIZE, Summarize(**{**WHERE, "workspace_id": "wsp_2"}))
    assert one[0] == one[1] and "a@b.org" in one[0].summary
    assert (begun.total, begun.done) == (3, 1)
    assert "a@b.org" not in str(town.facts("chat.conversation_summarized"))
    assert [item.conversation_id for item in listed.items] == ["cnv_3", "cnv_2"]
    assert (listed.next_cursor, listed.progress.done, foreign.value.status) == ("cnv_2", 3, 404)


async def test_secrets_are_sealed_named_and_never_told(town: Any, gateway: Bus, caplog: Any) -> None:
    value, mine = "tok-4711-canary", {"workspace_id": "wsp_1"}
    async with town.running() as [service]:
        for secret in ("tok-old", value):
            await gateway.ask(PUT_SECRET, PutSecret(**mine, name="crm", value=secret))
        kept = await gateway.ask(LIST_SECRETS, ListSecrets(**mine))
        others = await gateway.ask(LIST_SECRETS, ListSecrets(workspace_id="wsp_2"))
        async with service.database.read() as conn:
            opened = await SecretStore().open(conn, "wsp_1", ["crm", "gone"])
            foreign = await SecretStore().open(conn, "wsp_2", ["crm"])
        rows = town.rows("select * from workspace_secrets")
        await gateway.ask(DROP_SECRET, DropSecret(**mine, name="crm"))
        with pytest.raises(Refused) as again:
            await gateway.ask(DROP_SECRET, DropSecret(**mine, name="crm"))
    assert [one.name for one in kept.items] == ["crm"]
    assert (others.items, opened, foreign, again.value.status) == ([], {"crm": value}, {}, 404)
    assert value.encode() not in bytes(rows[0]["sealed"])
    assert value not in f"{kept}{PutSecret(**mine, name='crm', value=value)!r}{caplog.text}"


async def test_a_model_sums_up_and_quotes_do_where_it_cannot(town: Any, gateway: Bus) -> None:
    async with (
        LlmServer(answer="The customer asks about Sundays. They want 99 euros.").running() as server,
        town.running(llm_models=f"openai/m0@{server.base}"),
    ):
        await town.tell(turn_submitted(QUESTION))
        await town.until(lambda: town.rows("select 1 from messages"))
        first = await gateway.ask(SUMMARIZE, Summarize(**WHERE))
        server.behaviour = "error_500"
        await town.tell(turn_submitted("And on Mondays?", "m2"))
        await town.until(lambda: len(town.rows("select 1 from messages")) == 2)
        second = await gateway.ask(SUMMARIZE, Summarize(**WHERE))
    assert (first.summary, first.messages) == ("The customer asks about Sundays.", 1)
    assert "The customer asked: And on Mondays?" in second.summary
    assert second.messages == 2


async def test_whoever_joins_late_gets_the_text_so_far_from_the_replica_that_writes(
    town: Any, gateway: Bus
) -> None:
    held = asyncio.Event()
    patience = {"llm_first_token": 20.0, "llm_next_token": 20.0, "llm_deadline": 25.0}
    async with (
        LlmServer(answer=ANSWER, held=held).running() as server,
        town.running(replicas=2, llm_models=f"openai/m@{server.base}", **patience),
    ):
        await town.tell(turn_submitted(QUESTION), turn_grounded(QUESTION))
        await town.until(lambda: pieces(town))
        ask = rpc.LiveReply(**WHERE, turn_id=pieces(town)[0].turn_id)
        live = await gateway.ask(rpc.LIVE_REPLY, ask, timeout=20)
        held.set()
        await town.answered()
        with pytest.raises(Unavailable):
            await gateway.ask(rpc.LIVE_REPLY, ask)
    assert live.offset == 0
    assert server.answer.startswith(live.text)
    assert len(live.text) > 5


def pieces(town: Any) -> list[ReplyDelta]:
    return [glimpse for glimpse in town.glimpses if isinstance(glimpse, ReplyDelta)]


async def test_a_lower_revision_of_a_bot_never_replaces_a_higher(town: Any) -> None:
    async with town.running():
        await town.tell(bot_configured(3, company="New"), bot_configured(2, company="Old"))
        await town.until(lambda: len(town.rows("select 1 from inbox")) == 3)
    assert town.rows("select revision, settings ->> 'company' as company from bots") == [
        {"revision": 3, "company": "New"}
    ]


async def test_who_filled_in_the_form_is_not_asked_again_at_the_next_handoff(town: Any, gateway: Bus) -> None:
    requester = Requester(name="Ada Berg", email="ada@example.org", phone="+49 30 123456")
    async with town.running():
        await town.tell(turn_submitted("My mail is old@example.org. I want to talk to a human"))
        (first,) = await town.heard("chat.handoff_requested")
        await town.tell(ticket_opened(first.handoff_id))
        await town.until(lambda: town.rows("select 1 from handoffs where ticket_id = 'tkt_1'"))
        await gateway.ask(rpc.REQUEST_HANDOFF, form(requester=requester))
        await town.tell(ticket_resolved(2))
        await town.until(lambda: town.rows("select 1 from handoffs where status = 'closed'"))
        await town.tell(turn_submitted("I want to talk to a human", "m2"))
        (_, second) = await town.heard("chat.handoff_requested", 2)
        reply = await town.answer_to("m2")
    assert second.requester == requester
    assert "form" not in reply.message.text and reply.message.blocks == []
    kept = str(town.rows("select to_jsonb(c) from conversations c"))
    assert "ada@example.org" not in kept and "Ada Berg" not in kept
