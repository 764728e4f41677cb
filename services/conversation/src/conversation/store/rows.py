"""Rows of the transcript to messages and back."""

from __future__ import annotations

from typing import Any

from pydantic_core import to_json

from contracts.shapes import BotSettings, Message, Outcome, Receipt
from conversation.domain.sessions import split
from conversation.domain.turns import NOTHING_RECALLED, Bot, Line, OpenHandoff, Recalled, Turn


def message_values(workspace_id: str, message: Message, receipt: Receipt | None = None) -> dict[str, Any]:
    """The columns of a message but its seq; JSON already as text."""
    return {
        "workspace_id": workspace_id,
        "conversation_id": message.conversation_id,
        "message_id": message.id,
        "turn_id": message.turn_id,
        "role": message.role,
        "text": message.text,
        "blocks": _json(message.blocks),
        "citations": _json(message.citations),
        "suggested_actions": _json(message.suggested_actions),
        "outcome": message.outcome,
        "confidence": message.confidence,
        "receipt": receipt.model_dump_json(exclude_none=True) if receipt else None,
        "created_at": message.created_at,
    }


def _json(value: Any) -> str:
    return to_json(value).decode()


def message_of(row: Any) -> Message:
    receipt = row["receipt"] or {}
    return Message.model_validate(
        {
            "id": row["message_id"],
            "conversation_id": row["conversation_id"],
            "turn_id": row["turn_id"],
            "seq": row["seq"],
            "role": row["role"],
            "text": row["text"],
            "blocks": row["blocks"],
            "citations": row["citations"],
            "suggested_actions": row["suggested_actions"],
            "created_at": row["created_at"],
            "outcome": row["outcome"],
            "confidence": row["confidence"],
            "emotion": receipt.get("emotion"),
            "receipt_id": receipt.get("receipt_id"),
        }
    )


def turn_of(row: Any) -> Turn:
    """A turn with its bot, its history and its open handoff, as the claiming statement gives them."""
    handoff = row["handoff_id"]
    settings = BotSettings.read(row["settings"])
    lines = tuple(line_of(line) for line in reversed(row["history"] or []))
    earlier, history = split(lines, row["submitted_at"].timestamp(), settings.session_minutes)
    return Turn(
        workspace_id=row["workspace_id"],
        conversation_id=row["conversation_id"],
        turn_id=row["turn_id"],
        bot=Bot(row["bot_id"], row["name"], row["revision"], settings, row["deleted"]),
        text=row["text"],
        locale=row["locale"],
        attempt=row["attempt"],
        submitted_at=row["submitted_at"],
        deadline=row["deadline"],
        history=history,
        open_handoff=OpenHandoff(handoff, row["ticket_number"], row["contact_known"]) if handoff else None,
        agent=row["agent_name"],
        page_url=row["page_url"],
        facts=row["facts"],
        earlier=earlier,
        recalled=Recalled(**row["recalled"]) if row["recalled"] else NOTHING_RECALLED,
    )


def line_of(line: dict[str, Any]) -> Line:
    outcome = line.get("outcome")
    return Line(
        line["role"],
        line["text"],
        Outcome(outcome) if outcome else None,
        line.get("rule"),
        line.get("emotion"),
        bool(line.get("offered")),
        line.get("at") or 0.0,
    )
