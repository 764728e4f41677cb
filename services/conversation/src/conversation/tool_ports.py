"""What using tools needs from outside, named by need."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, Protocol

from contracts.appointment_requests import Appointment, Booked, Slots
from contracts.base import Frozen
from contracts.rpc import AnswerT, Rpc
from contracts.secret_requests import SecretKept
from contracts.shapes import Requester, Ticket
from conversation.domain.tools import Proposal, Tool, ToolCall
from conversation.domain.turns import Turn
from conversation.domain.usage import NOTHING, Usage
from conversation.domain.web_search import Looked


class ToolFailed(Exception):
    """A tool gave no result; the message may be shown to the model, not to the customer.

    `reason` is a sentence of ours, for logs. `unsure`: what the call changes may have been changed.
    `answered`: it works, and has nothing for such arguments.
    """

    def __init__(
        self, told: str, *, reason: str | None = None, unsure: bool = False, answered: bool = False
    ) -> None:
        super().__init__(told)
        self.reason = reason or told
        self.unsure = unsure
        self.answered = answered


class BadArguments(Exception):
    """The arguments are not what the tool takes; the message says why."""


class PlannerAway(Exception):
    """No provider could say which tools to use."""


class Asking(Protocol):
    async def ask(self, rpc: Rpc[Any, AnswerT], question: Frozen, *, timeout: float | None = None) -> AnswerT:
        """Ask another service. Raises Refused or Unavailable."""
        ...


@dataclass(frozen=True, slots=True)
class Plan:
    """The next calls, none when the model has enough; `said` is its message, to be sent back."""

    calls: tuple[ToolCall, ...]
    said: Mapping[str, Any]
    usage: Usage = NOTHING


class Planner(Protocol):
    """Asks a model which tools to use."""

    async def plan(
        self, turn: Turn, messages: Sequence[Mapping[str, Any]], tools: Sequence[Tool], timeout: float
    ) -> Plan:
        """Raises PlannerAway, also when the budget of the day is spent."""
        ...


class WebSearcher(Protocol):
    async def look_up(self, turn: Turn, language: str, seconds: float) -> Looked | None:
        """None when no provider can search the web, none answered, or the day's budget is spent."""
        ...


class Toolbox(Protocol):
    """The tools of a bot, whoever runs them."""

    async def offered(self, turn: Turn) -> list[Tool]:
        """The tools this customer may use; a server that does not answer offers none."""
        ...

    def check(self, tool: Tool, arguments: str) -> dict[str, Any]:
        """The arguments in the tool's types. Raises BadArguments."""
        ...

    async def run(self, turn: Turn, tool: Tool, arguments: Mapping[str, Any], key: str) -> str:
        """The result as text. `key` is the same when the same call is repeated. Raises ToolFailed."""
        ...


class Tickets(Protocol):
    async def of_caller(self, workspace_id: str, conversation_id: str) -> list[Ticket]:
        """The tickets of the contact of this conversation. Raises Unavailable."""
        ...


class Appointments(Protocol):
    """Those of the contact of the turn's conversation. Every call raises Refused or Unavailable."""

    async def free(self, turn: Turn, timezone: str | None) -> Slots | None:
        """The free times; None when the bot takes no appointments."""
        ...

    async def coming(self, turn: Turn) -> list[Appointment]:
        """The appointments that lie ahead."""
        ...

    async def book(
        self, turn: Turn, starts_at: datetime, timezone: str | None, requester: Requester
    ) -> Booked:
        """Book one appointment for the turn, however often it is answered."""
        ...

    async def move(
        self, turn: Turn, appointment_id: str, starts_at: datetime, timezone: str | None
    ) -> Booked: ...

    async def cancel(self, turn: Turn, appointment_id: str) -> Appointment: ...


class Secrets(Protocol):
    """Credentials of workspaces."""

    async def put(self, conn: Any, workspace_id: str, name: str, value: str, now: datetime) -> None: ...

    async def drop(self, conn: Any, workspace_id: str, name: str) -> bool:
        """False when there is none."""
        ...

    async def all(self, conn: Any, workspace_id: str) -> list[SecretKept]: ...

    async def open(self, conn: Any, workspace_id: str, names: Sequence[str]) -> dict[str, str]:
        """The secrets with these names that exist, for a single call."""
        ...


@dataclass(frozen=True, slots=True)
class Taken:
    """A confirmed action. `status` is the one before: only a proposed action may be run."""

    proposal: Proposal
    status: Literal["proposed", "running", "ok", "failed"]


class Actions(Protocol):
    """Changes that were proposed to customers."""

    async def propose(self, conn: Any, turn: Turn, proposal: Proposal) -> None: ...

    async def take(self, conn: Any, turn: Turn) -> Taken | None:
        """The newest proposal of the conversation, now running for this turn; None when it has lapsed."""
        ...

    async def finish(
        self, conn: Any, turn: Turn, action_id: str, status: Literal["ok", "failed"]
    ) -> None: ...
