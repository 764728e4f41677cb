"""Tools on the real parts: LiteLLM against a local provider, PostgreSQL, NATS."""

from __future__ import annotations

import json
import sys
from typing import Any

import pytest

from chassis import clock
from chassis.bus import Bus
from contracts.requests import GET_TICKET, SEARCH
from contracts.shapes import Outcome, Priority, Requester, Ticket, TicketStatus
from conversation.testing.facts import (
    bot_configured,
    conversation_started,
    passage,
    ticket_opened,
    turn_grounded,
    turn_submitted,
)
from tests.support.llm_server import LlmServer

PARAMETERS = {"type": "object", "properties": {"order": {"type": "string"}}, "required": ["order"]}
CANCEL = {
    "name": "cancel",
    "description": "Cancel the order.",
    "method": "POST",
    "url": "https://api.invalid/cancel",
    "parameters": PARAMETERS,
}
TICKETS = {"tkt_1": "T-1042", "tkt_2": "T-2000"}


class Others:
    """Ticketing and retrieval, as far as they are asked."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self.asked: list[tuple[str, dict[str, Any]]] = []

    async def __aenter__(self) -> Others:
        self._subs = [
            await self._client.subscribe(GET_TICKET.subject, cb=self._ticket),
            await self._client.subscribe(SEARCH.subject, cb=self._search),
        ]
        return self

    async def __aexit__(self, *_: Any) -> None:
        for sub in self._subs:
            await sub.unsubscribe()

    async def _ticket(self, message: Any) -> None:
        ask = json.loads(message.data)
        self.asked.append(("ticket", ask))
        now = clock.now()
        ticket = Ticket(
            id=ask["ticket_id"],
            number=TICKETS[ask["ticket_id"]],
            status=TicketStatus.IN_PROGRESS,
            priority=Priority.MEDIUM,
            subject="Lost parcel of [EMAIL_1]",
            description="",
            requester=Requester(),
            created_at=now,
            updated_at=now,
            version=1,
        )
        await message.respond(b'{"answer":' + ticket.model_dump_json().encode() + b"}")

    async def _search(self, message: Any) -> None:
        self.asked.append(("search", json.loads(message.data)))
        found = SEARCH.answer(
            passages=[passage("Lockers keep a parcel for nine days.", key="9")], confidence=0.9, timings_ms={}
        )
        await message.respond(b'{"answer":' + found.model_dump_json().encode() + b"}")


async def ask(town: Any, text: str, number: int, conversation: str = "cnv_1") -> Any:
    await town.tell(
        turn_submitted(text, f"m{number}", conversation=conversation),
        turn_grounded("", f"m{number}", conversation=conversation),
    )
    return await town.answer_to(f"m{number}", conversation)


async def test_litellm_takes_tools_without_its_mcp_gateway(
    town: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "litellm.responses.mcp.chat_completions_handler", None)
    await town.tell(bot_configured(2, tools={"built_in": ["search_knowledge"]}))
    server = LlmServer(steps=[[("search_knowledge", '{"query": "lockers"}')], []])
    server.answer = "Lockers keep a parcel for nine days [1]."
    async with (
        server.running(),
        Others(town.client) as others,
        town.running(llm_models=f"openai/m@{server.base}"),
    ):
        await town.until(lambda: town.rows("select 1 from bots where revision = 2"))
        answer = await ask(town, "How long do lockers keep parcels?", 1)
    assert answer.outcome is Outcome.ANSWERED
    assert answer.message.text == server.answer
    assert [(use.name, use.status) for use in answer.receipt.tools] == [("search_knowledge", "ok")]
    ((_, search),) = others.asked
    assert (search["workspace_id"], search["bot_id"]) == ("wsp_1", "bot_1")
    assert [message["role"] for message in server.requests[1]["messages"]][-2:] == ["assistant", "tool"]
    assert "nine days" in server.requests[2]["messages"][0]["content"]
    assert "tools" not in server.requests[2]


async def test_a_change_waits_for_a_yes_and_fails_honestly(town: Any) -> None:
    await town.tell(bot_configured(2, tools={"http": [CANCEL]}))
    server = LlmServer(steps=[[("cancel", '{"order": "A1"}')]] * 4)
    async with server.running(), town.running(llm_models=f"openai/m@{server.base}"):
        await town.until(lambda: town.rows("select 1 from bots where revision = 2"))
        asked = await ask(town, "Cancel my order A1 please", 1)
        told = await ask(town, "Yes, go ahead", 2)
        again = await ask(town, "Yes, go ahead", 3)
    assert (asked.outcome, asked.receipt.rule) == (Outcome.CLARIFIED, "confirm_action")
    assert asked.message.blocks[0]["type"] == "buttons"
    assert [use.status for use in asked.receipt.tools] == ["proposed"]
    assert told.receipt.rule == "action_failed"
    assert [(use.status, use.confirmed) for use in told.receipt.tools] == [("failed", True)]
    assert again.receipt.rule in ("confirm_action", "action_lapsed", "written")
    assert {row["status"] for row in town.rows("select status from actions")} <= {"failed", "proposed"}


async def test_a_call_with_a_character_that_nobody_can_store_is_a_call_like_others(town: Any) -> None:
    await town.tell(bot_configured(2, tools={"http": [CANCEL]}))
    server = LlmServer(steps=[[("cancel", '{"order": "A\\u00001"}')]])
    async with server.running(), town.running(llm_models=f"openai/m@{server.base}"):
        await town.until(lambda: town.rows("select 1 from bots where revision = 2"))
        asked = await ask(town, "Cancel my order A1 please", 1)
    assert (asked.receipt.rule, asked.receipt.tools[0].arguments) == ("confirm_action", {"order": "A1"})


async def test_a_customer_hears_of_their_own_tickets_and_of_no_others(town: Any, gateway: Bus) -> None:
    async with Others(town.client) as others, town.running():
        await town.tell(
            turn_submitted("I am ann@example.com and I want to talk to a person", "m1", conversation="cnv_0")
        )
        (handoff,) = await town.heard("chat.handoff_requested")
        await town.tell(ticket_opened(handoff.handoff_id, "cnv_0"), conversation_started("cnv_1"))
        await town.until(lambda: town.rows("select 1 from handoffs where ticket_id is not null"))
        mine = await ask(town, "What about my ticket T-1042?", 2)
        foreign = await ask(town, "What about my ticket T-2000?", 3)
        unknown = await ask(town, "What about my ticket T-3333?", 4)
    assert mine.message.text == "Ticket T-1042 (Lost parcel of [EMAIL_1]) is being worked on."
    assert (mine.outcome, mine.receipt.rule) == (Outcome.ANSWERED, "ticket_status")
    assert foreign.message.text == unknown.message.text
    assert [block["type"] for block in foreign.message.blocks] == ["handoff_offer"]
    assert {ask["ticket_id"] for _, ask in others.asked} == {"tkt_1"}
    shown = [g.message.text for g in town.glimpses if getattr(g, "event", "") == "reply.completed"]
    assert "Ticket T-1042 (Lost parcel of ann@example.com) is being worked on." in shown
