"""What is shown while it happens. Lossy: whoever missed one reads the stored truth."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter

from contracts.base import Frozen
from contracts.shapes import Message, SourceStatus


class ReplyDelta(Frozen):
    """`offset` counts the characters of this attempt that came before `text`."""

    event: Literal["reply.delta"] = "reply.delta"
    turn_id: str
    attempt: int
    offset: int
    text: str


class ReplyReset(Frozen):
    """A new attempt replaces what was shown of the turn."""

    event: Literal["reply.reset"] = "reply.reset"
    turn_id: str
    attempt: int


class ReplyDelayed(Frozen):
    """Nothing was written yet, and it takes longer than usual: `text` says so in the customer's language."""

    event: Literal["reply.delayed"] = "reply.delayed"
    turn_id: str
    text: str


class Typing(Frozen):
    """The customer or an agent is writing, or has stopped; the other side is shown it."""

    event: Literal["typing"] = "typing"
    role: Literal["contact", "agent"]
    typing: bool
    name: str | None = None


class TurnLeft(Frozen):
    """A turn ended without the bot: an agent answers this conversation."""

    event: Literal["turn.left"] = "turn.left"
    turn_id: str
    agent: str


class MessageStored(Frozen):
    """A message is committed: the truth of which deltas were the glimpse.

    `event` is `turn.accepted` for a contact's, `reply.completed` for a bot's, `agent.message` for an
    agent's; `ticket.opened`, `agent.joined` and `appointment.changed` for the system's messages about them.
    """

    event: Literal[
        "turn.accepted",
        "reply.completed",
        "agent.message",
        "ticket.opened",
        "agent.joined",
        "appointment.changed",
    ]
    message: Message


class SourceProgress(Frozen):
    event: Literal["source.progress"] = "source.progress"
    source_id: str
    status: SourceStatus
    progress: float
    passages: int
    error: str | None = None


class AccessEnded(Frozen):
    """Whoever goes by the id `who` may read and write no more: open streams of theirs end, with `why`.

    `who` is a contact, a user, a login, a lasting token, a bot or the workspace.
    """

    event: Literal["access.ended"] = "access.ended"
    who: str
    why: str


AnyGlimpse = ReplyDelta | ReplyReset | ReplyDelayed | TurnLeft | MessageStored
ConversationGlimpse = Annotated[
    AnyGlimpse | Typing,
    Field(discriminator="event"),
]
_ADAPTER: TypeAdapter[Any] = TypeAdapter(ConversationGlimpse)


def read_conversation_glimpse(body: bytes) -> AnyGlimpse | Typing:
    """Raises pydantic.ValidationError when the body is not a glimpse of a conversation."""
    glimpse: AnyGlimpse | Typing = _ADAPTER.validate_json(body)
    return glimpse


def conversation_subject(workspace_id: str, conversation_id: str) -> str:
    return f"glimpse.conversation.{workspace_id}.{conversation_id}"


def source_subject(workspace_id: str, source_id: str) -> str:
    return f"glimpse.source.{workspace_id}.{source_id}"


def access_subject(workspace_id: str) -> str:
    """`*` as the workspace is all of them."""
    return f"glimpse.access.{workspace_id}"
