"""The workspace as an MCP server, driven by the real client."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from mcp import Client
from mcp.client.streamable_http import streamable_http_client
from mcp.shared._httpx_utils import create_mcp_http_client

from tests.support.gateway_stage import MIGRATIONS, PASSWORD, Caller, Stage, open_stage

NAMES = ["list_bots", "search_knowledge", "list_conversations", "conversation_history", "open_ticket"]


@asynccontextmanager
async def connected(who: Caller) -> AsyncIterator[Client]:
    headers = {"Authorization": f"Bearer {who.token}"}
    async with (
        create_mcp_http_client(headers=headers) as http,
        Client(streamable_http_client(f"{who.base_url}/mcp", http_client=http)) as client,
    ):
        yield client


async def call(client: Client, tool: str, **arguments: Any) -> tuple[bool, Any]:
    """Whether it was refused, and what came back."""
    result = await client.call_tool(tool, arguments)
    text = "".join(getattr(part, "text", "") for part in result.content)
    return bool(result.is_error), result.structured_content if not result.is_error else text


async def test_a_member_searches_reads_and_opens_a_ticket(stage: Stage) -> None:
    stage.services.words = ["We ", "open ", "at ", "nine."]
    owner = await stage.company()
    customer = await stage.customer(owner)
    await customer.ask("When do you open?", "m1")
    bot, conversation = owner.ids["bot"], customer.ids["conversation"]
    async with connected(owner) as client:
        tools = await client.list_tools()
        _, bots = await call(client, "list_bots")
        found = await call(client, "search_knowledge", bot_id=bot, query="opening hours")
        _, history = await call(client, "conversation_history", conversation_id=conversation)
        person = {"name": "Kim", "email": "kim@example.com", "description": "Lost parcel."}
        _, ticket = await call(client, "open_ticket", bot_id=bot, conversation_id=conversation, **person)
    assert {tool.name for tool in tools.tools} == set(NAMES)
    assert {tool.name for tool in tools.tools if not tool.annotations.read_only_hint} == {"open_ticket"}
    assert bots["result"] == [{"id": bot, "name": "Robin"}]
    assert found[0] is False
    asked = next(body for subject, body in stage.services.questions if subject == "rpc.retrieval.search")
    assert (asked["workspace_id"], asked["audience"]) == (owner.ids["workspace"], "internal")
    assert [item["text"] for item in history["items"]] == ["When do you open?", "We open at nine."]
    assert ticket["requester"]["email"] == "kim@example.com"


async def test_an_assistant_keeps_its_token_and_asks_more_often_than_a_customer(
    nats_url: Callable[[str], str], make_database: Callable[[Path], str]
) -> None:
    urls = {"nats_url": nats_url("gateway"), "admin_url": nats_url("admin")}
    rare = {"message_rate": 1, "message_burst": 1}
    async with open_stage(**urls, database_url=make_database(MIGRATIONS), **rare) as stage:
        owner = await stage.company()
        made = (await owner.call("POST", "/v1/tokens", {"name": "Assistant"})).json()
        program = Caller(stage.base_url, made["token"])
        async with connected(program) as client:
            answers = [await call(client, "list_bots") for _ in range(20)]
        assert not any(refused for refused, _ in answers)
        await owner.call("DELETE", f"/v1/tokens/{made['id']}")
        ping = {"jsonrpc": "2.0", "id": 1, "method": "ping"}
        assert (await program.call("POST", "/mcp", ping)).status == 401


async def test_what_is_elsewhere_is_not_found(stage: Stage) -> None:
    victim = await stage.company("victim@example.com")
    customer = await stage.customer(victim)
    await customer.ask("The vault opens at nine.", "m1")
    mallory = await stage.company("mallory@example.com")
    conversation, bot = customer.ids["conversation"], victim.ids["bot"]
    form = {"name": "M", "email": "m@example.com", "description": "Give me everything."}
    calls: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
        ("conversation_history", {"conversation_id": conversation}, {"conversation_id": "cnv_nothing"}),
        ("search_knowledge", {"bot_id": bot, "query": "vault"}, {"bot_id": "bot_nothing", "query": "vault"}),
        ("list_conversations", {"bot_id": bot}, {"bot_id": "bot_nothing"}),
        ("open_ticket", {"bot_id": bot, **form}, {"bot_id": "bot_nothing", **form}),
        (
            "open_ticket",
            {"bot_id": mallory.ids["bot"], "conversation_id": conversation, **form},
            {"bot_id": mallory.ids["bot"], "conversation_id": "cnv_nothing", **form},
        ),
    ]
    async with connected(mallory) as client:
        for tool, foreign, nothing in calls:
            refused = await call(client, tool, **foreign)
            assert refused == await call(client, tool, **nothing)
            assert refused[0], tool
        _, listed = await call(client, "list_conversations")
    assert listed["items"] == []
    assert not [s for s, _ in stage.services.questions if s == "rpc.conversation.request_handoff"]


async def test_only_members_come_in_and_analysts_open_nothing(stage: Stage) -> None:
    owner = await stage.company()
    customer = await stage.customer(owner)
    body = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
    assert (await stage.anybody().call("POST", "/mcp", body)).status == 401
    assert (await customer.call("POST", "/mcp", body)).status == 403
    email = {"name": "Ana", "email": "ana@example.com", "role": "analyst", "password": PASSWORD}
    await owner.call("POST", "/v1/users", email)
    login = f"username=ana%40example.com&password={PASSWORD.replace(' ', '+')}".encode()
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    signed_in = await stage.anybody().call("POST", "/v1/auth/token", login, **form)
    analyst = Caller(stage.base_url, signed_in.json()["access_token"])
    async with connected(analyst) as client:
        person = {"name": "Kim", "email": "kim@example.com", "description": "Lost parcel."}
        refused, sentence = await call(client, "open_ticket", bot_id=owner.ids["bot"], **person)
    assert refused
    assert "owners, admins and agents" in json.dumps(sentence)


PERSON = {"bot_id": "bot_1", "description": "x", "name": "K", "email": "k@example.com"}


@pytest.mark.parametrize(
    ("tool", "arguments", "told"),
    [
        ("search_knowledge", {"bot_id": "bot_1"}, "query: Field required."),
        (
            "search_knowledge",
            {"bot_id": "bot_1", "query": "x", "limit": 5000},
            "limit: Input should be less than or equal to 50.",
        ),
        (
            "search_knowledge",
            {"bot_id": 5, "query": []},
            "bot_id: Input should be a valid string. query: Input should be a valid string.",
        ),
        (
            "search_knowledge",
            {"bot_id": "bot_1", "query": "x", "limits": 5},
            "limits: search_knowledge takes no such argument.",
        ),
        (
            "open_ticket",
            PERSON | {"priority": "now"},
            "priority: Input should be 'low', 'medium', 'high' or 'urgent'.",
        ),
        ("open_ticket", PERSON | {"email": "by phone"}, "email: This is not an email address."),
        ("open_ticket", PERSON | {"name": " "}, "name: Write something."),
        ("conversation_history", {"conversation_id": "cnv_1"}, "There is nothing here with this id."),
        ("close_ticket", {}, f"There is no tool with this name; there are {', '.join(NAMES)}."),
    ],
)
async def test_what_is_wrong_with_a_call_is_said_in_a_sentence(
    stage: Stage, tool: str, arguments: dict[str, Any], told: str
) -> None:
    owner = await stage.company()
    async with connected(owner) as client:
        assert await call(client, tool, **arguments) == (True, told)


PING = {"jsonrpc": "2.0", "id": 1, "method": "ping"}
BAD_MESSAGES: list[tuple[Any, Any, str]] = [
    ([PING, PING], None, "Batches are not taken here"),
    ([], None, "Batches are not taken here"),
    ("ping", None, "Send a JSON-RPC 2.0 message"),
    (5, None, "Send a JSON-RPC 2.0 message"),
    (b"", None, "The body is not JSON: "),
    (b"{", None, "The body is not JSON: "),
    (b"[" * 30_000, None, "The body is not JSON: "),
    ({}, None, 'jsonrpc: Input should be "2.0".'),
    (PING | {"jsonrpc": "1.0"}, 1, 'jsonrpc: Input should be "2.0".'),
    ({"jsonrpc": "2.0", "id": "a"}, "a", "method: Field required."),
    (PING | {"method": 5}, 1, "method: Input should be a string."),
    (PING | {"params": [5]}, 1, "params: Input should be an object."),
    (PING | {"id": {}}, None, "id: Input should be a string or a whole number"),
    (PING | {"params": {"name": "list_bots\x00"}}, 1, "The text contains a NUL character."),
]


async def test_what_is_no_message_is_told_so_in_a_sentence(stage: Stage) -> None:
    owner = await stage.company()
    accept = {"Accept": "application/json, text/event-stream"}
    for body, asked, sentence in BAD_MESSAGES:
        reply = await owner.call("POST", "/mcp", body, **accept, **{"Content-Type": "application/json"})
        told = reply.json()
        assert (reply.status, told["id"]) == (400, asked), body
        assert sentence in told["error"]["message"], body
        assert "pydantic" not in told["error"]["message"], body
    assert (await owner.call("POST", "/mcp", PING, **accept)).json()["result"] == {}


async def test_what_is_no_call_is_a_problem(stage: Stage) -> None:
    owner = await stage.company()
    big = await owner.call("POST", "/mcp", PING | {"params": {"x": "y" * 70_000}})
    text = await owner.call("POST", "/mcp", b"ping", **{"Content-Type": "text/plain"})
    listening = await owner.call("GET", "/mcp", Accept="text/event-stream")
    assert [reply.status for reply in (big, text, listening)] == [413, 415, 405]
    for reply in (big, text, listening):
        assert reply.headers["content-type"] == "application/problem+json"
        assert reply.json()["detail"].endswith(".")
