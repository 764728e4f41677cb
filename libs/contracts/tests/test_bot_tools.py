"""What the tools of a bot cannot be."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.bot_tools import BotTools, HttpAction, McpServer

GOOD: dict[str, Any] = {
    "name": "track",
    "description": "Where is it.",
    "url": "https://api.example/x/{order}",
    "parameters": {"type": "object", "properties": {"order": {"type": "string"}}, "required": ["order"]},
}


@pytest.mark.parametrize(
    "wrong",
    [
        {"url": "http://api.example/x"},
        {"url": "https://user:pw@api.example/x"},
        {"url": "https://{order}.example/x"},
        {"url": "https://api.example/{other}"},
        {"parameters": {"type": "string"}},
        {"parameters": {"type": "object", "properties": {"order": {"$ref": "https://evil.example/s"}}}},
        {"timeout": 60},
        {"name": "Drop Table"},
    ],
)
def test_impossible_actions_are_refused_when_configured(wrong: dict[str, Any]) -> None:
    HttpAction(**GOOD)
    with pytest.raises(ValueError):
        HttpAction(**(GOOD | wrong))


def test_two_tools_have_two_names() -> None:
    server = McpServer(name="track", url="https://mcp.example/mcp", tools=["find"])
    with pytest.raises(ValueError, match="same name"):
        BotTools(http=[HttpAction(**GOOD)], mcp=[server])
