"""Tools as they are offered to the model, and the rules for calling them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Literal

from contracts.bot_tools import BotTools, Callers
from contracts.shapes import Passage
from conversation.domain.turns import Turn

MAX_STEPS = 5
MAX_RESULT = 4_000
MAX_ARGUMENTS = 4_000
MAX_NAME = 64
Kind = Literal["built_in", "http", "mcp"]
_TAKEN_BY_ALL = re.compile(rf"[A-Za-z0-9_-]{{1,{MAX_NAME}}}")
_OTHERS = re.compile(r"[^A-Za-z0-9-]+")


@dataclass(frozen=True, slots=True)
class Tool:
    """`owner` is the configured server of an MCP tool and `remote` its name there; `seconds` to wait."""

    name: str
    description: str
    parameters: Mapping[str, Any]
    kind: Kind
    confirmed_first: bool = False
    owner: str = ""
    remote: str = ""
    seconds: float = 5.0


@dataclass(frozen=True, slots=True)
class ToolCall:
    """A call that the model asked for; `arguments` is whatever it wrote, JSON or not."""

    call_id: str
    name: str
    arguments: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """A call that waits for the customer's yes; its `arguments` carry placeholders."""

    action_id: str
    tool: str
    arguments: Mapping[str, Any]


_TEXT = {"type": "string", "maxLength": 500}
_BUILT_IN = {
    "search_knowledge": (
        "Search the company's knowledge with other words.",
        {"type": "object", "properties": {"query": _TEXT}, "required": ["query"]},
    ),
    "ticket_status": (
        "The state of the customer's own tickets, or of one of them by its number.",
        {"type": "object", "properties": {"number": _TEXT}},
    ),
    "slots": (
        "The times at which an appointment with the company's staff is free.",
        {"type": "object", "properties": {}},
    ),
    "book": (
        "Book an appointment at one of the free times",
        {
            "type": "object",
            "properties": {
                "starts_at": {**_TEXT, "description": "A time from slots, exactly as given."},
                "email": {**_TEXT, "description": "Where the customer wants the calendar entry."},
            },
            "required": ["starts_at"],
        },
    ),
    "open_form": (
        "Show the form with which the customer reaches a person.",
        {"type": "object", "properties": {}},
    ),
}


def configured(tools: BotTools, turn: Turn) -> list[Tool]:
    """The tools this customer may use, but for those of MCP servers, which must be asked for theirs."""
    built_in = [
        Tool(
            name,
            _BUILT_IN[name][0],
            {**_BUILT_IN[name][1], "additionalProperties": False},
            "built_in",
            confirmed_first=name == "book",
        )
        for name in tools.built_in
    ]
    http = [
        Tool(
            one.name,
            one.description,
            {"additionalProperties": False, **one.parameters},
            "http",
            one.confirmed_first,
            one.name,
            seconds=one.timeout,
        )
        for one in tools.http
        if may_call(one.callers, turn)
    ]
    return built_in + http


def may_call(callers: Callers, turn: Turn) -> bool:
    """Whether the tool is for customers like this one."""
    if callers == "everyone":
        return True
    known = turn.open_handoff is not None and turn.open_handoff.contact_known
    return known or "email" in turn.facts or "phone" in turn.facts


def mcp_name(server: str, remote: str) -> str:
    """What a tool of an MCP server is called before models, in characters that every provider takes.

    It depends on nothing else, since a proposal keeps it. Names that only differ in other characters, or in
    where the server's name ends, differ here in eight signs at the end.
    """
    name = f"{server}__{remote}"
    if _TAKEN_BY_ALL.fullmatch(name) and name.count("__") == 1 and "___" not in name:
        return name
    return told_apart(server, remote)


def told_apart(server: str, remote: str) -> str:
    """A name for a tool of an MCP server that no other has: with two double underscores."""
    sign = sha256(f"{server}\n{remote}".encode(errors="replace")).hexdigest()[:8]
    readable = f"{server}__{_OTHERS.sub('_', remote).strip('_') or 'tool'}"
    return f"{readable[: MAX_NAME - len(sign) - 2].rstrip('_')}__{sign}"


def as_passage(tool: Tool, place: int, text: str) -> Passage:
    """A tool's result as a passage: quoted, cited and checked like knowledge, never obeyed."""
    key = f"tool:{tool.name}:{place}"
    called = f"{tool.owner} {tool.remote}" if tool.remote else tool.name
    return Passage(
        passage_id=key,
        document_id=key,
        source_id="tools",
        revision=1,
        content_hash="",
        title=" ".join(called.replace("_", " ").split()),
        text=text,
        score=1.0,
        dense_score=1.0,
        bm25_score=1.0,
    )
