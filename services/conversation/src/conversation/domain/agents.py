"""When an agent answers instead of the bot."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from contracts.shapes import Assignee, Message, Role
from conversation.domain.phrases import language_of, say

AGENT_ROLES: tuple[Role, ...] = ("owner", "admin", "agent")
"""Those who may answer customers."""


@dataclass(frozen=True, slots=True)
class Held:
    """Who answers a conversation; the bot when `agent` is None, unless it was deleted (`closed`)."""

    bot_id: str
    status: str
    agent: Assignee | None
    locale: str | None = None
    closed: bool = False


def refuses_takeover(held: Held, agent: Assignee) -> str | None:
    """Why this agent cannot take the conversation over, or None."""
    if held.status == "ended":
        return "This conversation has ended."
    if held.agent is not None and held.agent.user_id != agent.user_id:
        return f"{held.agent.name} is answering this conversation already."
    return None


def refuses_reply(held: Held, agent: Assignee) -> str | None:
    """Why this agent cannot reply, or None."""
    if held.agent is None:
        return "Take the conversation over before you reply; the bot is answering it."
    return refuses_takeover(held, agent)


def agent_message(
    conversation_id: str,
    held: Held,
    agent: Assignee,
    state: Literal["joined", "left"],
    message_id: str,
    now: datetime,
) -> Message:
    """The system's message that an agent came or went."""
    language = language_of(held.locale)
    text = say("agent_joined" if state == "joined" else "agent_left", language, name=agent.name)
    if state == "left" and not held.closed:
        text = f"{text} {say('bot_again', language)}"
    return Message(
        id=message_id,
        conversation_id=conversation_id,
        seq=0,
        role="system",
        text=text,
        blocks=[{"type": "agent", "state": state, "name": agent.name}],
        created_at=now,
    )
