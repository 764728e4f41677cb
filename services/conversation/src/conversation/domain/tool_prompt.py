"""What the model reads while it chooses tools."""

from __future__ import annotations

from typing import Any

from conversation.domain.answering.prompt import MAX_QUESTION, about, fill, recent
from conversation.domain.storable import storable
from conversation.domain.tools import MAX_RESULT
from conversation.domain.turns import Turn


def opening(template: str, turn: Turn) -> list[dict[str, Any]]:
    """The rules, the last lines of the conversation and the message that is to be answered."""
    return [
        {"role": "system", "content": fill(template, about(turn.bot, ""))},
        *recent(turn.lines),
        {"role": "user", "content": turn.text[:MAX_QUESTION]},
    ]


def result_of(call_id: str, text: str) -> dict[str, Any]:
    """The result of a call, for the model's next step."""
    return {"role": "tool", "tool_call_id": call_id, "content": storable(text)[:MAX_RESULT]}
