"""What a company's MCP server sends may fail its own customers' turns, and nobody else's."""

from __future__ import annotations

import json
import re
from time import process_time
from typing import Any

import pytest

from contracts.bot_tools import BotTools, HttpAction
from contracts.shapes import BotSettings
from conversation.domain.tools import Tool
from conversation.outbound.mcp_library import MAX_BYTES
from conversation.outbound.mcp_tools import MAX_SCHEMA, McpTools
from conversation.outbound.toolbox import BotToolbox
from conversation.tool_ports import BadArguments, ToolFailed

from .evil_mcp import EvilMcp, tool
from .test_mcp_tools import fake_turn, server_at

OUTSIDE: Any = None
BOX = BotToolbox(OUTSIDE, OUTSIDE, OUTSIDE, OUTSIDE, OUTSIDE)
SLOW = "^(a+)+$"
VICTIM = "a" * 40 + "!"
LAUGHS: dict[str, Any] = {f"n{n}": {"allOf": [{"$ref": f"#/$defs/n{n + 1}"}] * 2} for n in range(30)} | {
    "n30": {}
}


def anyone() -> McpTools:
    return McpTools(judge=lambda _: True)


@pytest.mark.parametrize("kind", ["application/json", "text/event-stream"])
async def test_an_answer_that_does_not_end_is_given_up(kind: str) -> None:
    async with EvilMcp(endless=kind).running() as evil:
        with pytest.raises(ToolFailed) as failed:
            await anyone().call(server_at(evil.url), "stock", {})
    assert (failed.value.reason, failed.value.unsure) == ("Its answer is too long.", True)
    assert evil.sent < MAX_BYTES + 20_000_000  # what lies in the sockets between was sent too


@pytest.mark.parametrize("event", [b"data: {}\n\n", b"data: {}\r\r", b"data: {}\r\n\r\n"])
async def test_a_great_many_tiny_events_are_not_read_one_by_one(event: bytes) -> None:
    await warmed_up()
    async with EvilMcp(endless="Text/Event-Stream; charset=utf-8", notice=event * 500).running() as evil:
        started = process_time()
        with pytest.raises(ToolFailed) as failed:
            await anyone().call(server_at(evil.url), "stock", {})
        took = process_time() - started
    assert failed.value.reason == "Its answer is too long."
    assert took < 1


async def warmed_up() -> None:
    """The library is imported, which takes a second."""
    async with EvilMcp([tool("stock")], kind="text/event-stream").running() as good:
        assert await anyone().call(server_at(good.url), "stock", {}) == "3 left"


async def test_a_list_of_tools_that_is_too_long_offers_none() -> None:
    async with EvilMcp(tools=[tool("stock", description="x" * MAX_BYTES)]).running() as evil:
        assert await anyone().of(server_at(evil.url)) == []


async def test_packed_bytes_are_no_answer() -> None:
    async with EvilMcp(headers="Content-Encoding: gzip\r\n").running() as evil:
        with pytest.raises(ToolFailed, match="something else than text"):
            await anyone().call(server_at(evil.url), "stock", {})


async def test_the_pattern_of_a_result_is_not_matched() -> None:
    shape = {"type": "object", "properties": {"a": {"type": "string", "pattern": SLOW}}}
    result = {"content": [{"type": "text", "text": "3 left"}], "structuredContent": {"a": VICTIM}}
    async with EvilMcp([tool("stock", outputSchema=shape)], result).running() as evil:
        started = process_time()
        assert await anyone().call(server_at(evil.url), "stock", {}) == "3 left"
        assert process_time() - started < 5


async def test_a_schema_that_would_fill_every_prompt_is_left_out() -> None:
    long = {"type": "object", "description": "x" * MAX_SCHEMA}
    async with EvilMcp([tool("stock", inputSchema=long), tool("reorder")]).running() as evil:
        assert [one.remote for one in await anyone().of(server_at(evil.url))] == ["reorder"]


async def test_what_it_sends_unasked_is_not_logged(caplog: pytest.LogCaptureFixture) -> None:
    async with EvilMcp([tool("stock")], "Jane Doe owes 5 EUR.", kind="text/event-stream").running() as evil:
        with pytest.raises(ToolFailed):
            await anyone().call(server_at(evil.url), "stock", {})
    assert "Jane" not in caplog.text


@pytest.mark.parametrize(
    "schema",
    [
        {"properties": {"a": {"pattern": SLOW}}},
        {"patternProperties": {SLOW: {}}, "additionalProperties": False},
        {"properties": {"a": {"anyOf": [{"items": {"enum": list(range(50))}, "pattern": SLOW}] * 15}}},
        {"properties": {"a": {"$ref": "#/$defs/n0"}}, "$defs": LAUGHS},
        {"properties": {"a": {"items": {"items": {"anyOf": [{"type": "null"}] * 500}}}}},
    ],
    ids=["pattern", "pattern of names", "alternatives", "references", "members"],
)
@pytest.mark.parametrize(
    "arguments", [{"a": VICTIM, VICTIM: 1}, {"a": [[1, 2]] * 400}, {"a": {"a": "a" * 3_000}}]
)
def test_no_schema_takes_long_to_check(schema: dict[str, Any], arguments: dict[str, Any]) -> None:
    given = json.dumps(arguments)
    started = process_time()
    assert BOX.check(Tool("x", "x", schema, "mcp"), given) == arguments
    assert process_time() - started < 1


@pytest.mark.parametrize(
    "schema",
    [{"type": "strng"}, {"type": [{}]}, {"required": [[1]]}, {"properties": {"a": {"type": "integr"}}}],
)
def test_a_malformed_schema_refuses_the_call(schema: dict[str, Any]) -> None:
    with pytest.raises(BadArguments, match="own schema is wrong"):
        BOX.check(Tool("x", "x", schema, "mcp"), '{"a": 1}')


@pytest.mark.parametrize(
    "schema",
    [
        {"required": ["b"]},
        {"properties": {"a": {"type": "string"}}},
        {"properties": {}, "additionalProperties": False},
        {"properties": {"a": {"enum": [2, 3]}}},
        {"properties": {"a": {"anyOf": [{"type": "string"}, {"type": "null"}]}}},
        {"properties": {"a": {"maximum": 0}}},
    ],
)
def test_what_is_plain_in_a_schema_is_checked(schema: dict[str, Any]) -> None:
    with pytest.raises(BadArguments, match="do not fit"):
        BOX.check(Tool("x", "x", schema, "mcp"), '{"a": 1}')


def test_a_number_of_any_length_is_checked() -> None:
    schema = {"properties": {"a": {"type": "integer", "multipleOf": 0.5}}}
    assert BOX.check(Tool("x", "x", schema, "mcp"), '{"a": 1' + "0" * 400 + "}")


async def test_names_that_models_refuse_are_replaced_and_stay_apart() -> None:
    names = ["get.user", "get user", "get_user", "_get__user", "查询", "x" * 80, "x" * 81]
    async with EvilMcp([tool(name) for name in [*names, "get_user"]]).running() as evil:
        offered = await anyone().of(server_at(evil.url, tools=names, reads=["get.user"]))
    assert [one.remote for one in offered] == names
    assert len({one.name for one in offered}) == len(names)
    assert all(re.fullmatch("[a-zA-Z][a-zA-Z0-9_-]{0,63}", one.name) for one in offered)
    assert [one.name for one in offered if one.remote == "get_user"] == ["shop__get_user"]
    assert [one.remote for one in offered if not one.confirmed_first] == ["get.user"]


async def test_names_of_other_servers_and_actions_stay_apart() -> None:
    async with EvilMcp([tool("b__c"), tool("c")]).running() as evil:
        servers = [
            server_at(evil.url, name=name, tools=["b__c", "c"], callers="everyone")
            for name in ("a", "a__b", "d")
        ]
        action = HttpAction(name="d__c", description="Its own.", url="https://api.example/c")
        tools = BotTools.model_construct(built_in=[], http=[action], mcp=servers)
        turn = fake_turn(BotSettings.model_construct(tools=tools))
        offered = await BotToolbox(OUTSIDE, OUTSIDE, OUTSIDE, OUTSIDE, anyone()).offered(turn)
    assert len({one.name for one in offered}) == len(offered) == 7
    assert [one.kind for one in offered if one.name == "d__c"] == ["http"]
