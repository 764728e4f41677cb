"""What agents ask of a conversation."""

from __future__ import annotations

from pydantic import AwareDatetime

from contracts.base import Frozen
from contracts.rpc import Rpc, Scoped
from contracts.shapes import Assignee, Message


class TakeOver(Scoped):
    """From now on `agent` answers. The same agent may ask again; another is refused with 409."""

    conversation_id: str
    agent: Assignee


class ReplyAsAgent(Scoped):
    """Only who took the conversation over may reply; the same `request_id` gives the same message."""

    conversation_id: str
    agent: Assignee
    text: str
    request_id: str


class Release(Scoped):
    """The bot answers again. `by_manager` may release what another agent holds."""

    conversation_id: str
    agent: Assignee
    by_manager: bool = False


class Handling(Frozen):
    """Who answers a conversation: an agent, or the bot when there is none."""

    conversation_id: str
    agent: Assignee | None = None
    since: AwareDatetime


class FindContact(Scoped):
    contact_id: str


class ContactFound(Frozen):
    """A customer is known by the conversations they had."""

    contact_id: str
    conversation_ids: list[str]


FIND_CONTACT = Rpc("conversation", "find_contact", FindContact, ContactFound)
TAKE_OVER = Rpc("conversation", "take_over", TakeOver, Handling)
REPLY_AS_AGENT = Rpc("conversation", "reply_as_agent", ReplyAsAgent, Message)
RELEASE = Rpc("conversation", "release", Release, Handling)
AGENT_RPCS = (FIND_CONTACT, TAKE_OVER, REPLY_AS_AGENT, RELEASE)
