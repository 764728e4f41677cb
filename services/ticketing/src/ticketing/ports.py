"""What the handlers need from the outside, named by need."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from chassis.db import Tx
from contracts.appointment_requests import Appointment, Availability, ListAppointments
from contracts.facts.workspace import BotConfigured, UserChanged, WorkspaceCreated
from contracts.shapes import Ticket
from ticketing.domain.assignment import Agent
from ticketing.domain.calendar import Busy
from ticketing.domain.desk import Desk
from ticketing.domain.mail import Letter, Mail
from ticketing.domain.ticket import NewTicket, WaitingTicket

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection as Conn

Wake = Callable[[], None]
"""Tells the mail relay that there is something to send."""


class AlreadyOpened(Exception):
    """This handoff has its ticket."""


class PlaceTaken(Exception):
    """The agent has another appointment then, or the request has one already."""


class Transactions(Protocol):
    """Work that no delivery started."""

    def transaction(self) -> AbstractAsyncContextManager[Tx]: ...


class Reads(Protocol):
    def read(self) -> AbstractAsyncContextManager[Conn]: ...


class Tickets(Protocol):
    async def lock(self, conn: Conn, workspace_id: str) -> None:
        """Hold the workspace's tickets and staff until the transaction ends."""
        ...

    async def next_number(self, conn: Conn, workspace_id: str) -> int:
        """As `lock`, and takes the next number; a rolled back transaction gives it back."""
        ...

    async def add(self, conn: Conn, ticket: NewTicket) -> None:
        """Raises AlreadyOpened."""
        ...

    async def of_handoff(self, conn: Conn, workspace_id: str, handoff_id: str) -> NewTicket | None:
        """The ticket as it was opened, to be changed; nobody else changes it until the commit."""
        ...

    async def complete(self, conn: Conn, ticket: NewTicket, at: datetime) -> None:
        """Store requester, description and priority."""
        ...

    async def waiting(self, conn: Conn, workspace_id: str) -> list[WaitingTicket]:
        """Tickets under way without an assignee, oldest first."""
        ...

    async def assign(
        self, conn: Conn, workspace_id: str, pairs: Sequence[tuple[str, str]], at: datetime
    ) -> None:
        """Give tickets to agents: pairs of (ticket id, user id)."""
        ...

    async def release(self, conn: Conn, workspace_id: str, user_id: str, at: datetime) -> None:
        """Take every ticket under way from this user."""
        ...

    async def by_id(self, conn: Conn, workspace_id: str, ticket_id: str) -> Ticket | None: ...

    async def by_handoff(self, conn: Conn, workspace_id: str, handoff_id: str) -> Ticket | None: ...

    async def change(self, conn: Conn, workspace_id: str, ticket: Ticket) -> bool:
        """Write status, priority and resolution; False unless the version before was the stored one."""
        ...

    async def page(
        self, conn: Conn, workspace_id: str, *, status: str | None, below: int | None, limit: int
    ) -> list[Ticket]:
        """Highest number first, only numbers lower than `below`."""
        ...


class Staff(Protocol):
    async def save(self, conn: Conn, workspace_id: str, user: UserChanged) -> bool:
        """Keep a user; False when a newer revision is already here."""
        ...

    async def available(self, conn: Conn, workspace_id: str) -> list[Agent]: ...

    async def assigned(self, conn: Conn, workspace_id: str, user_ids: Sequence[str], at: datetime) -> None:
        """Remember that these users just got a ticket."""
        ...


class Desks(Protocol):
    async def find(self, conn: Conn, workspace_id: str, bot_id: str) -> Desk: ...

    async def save_workspace(self, conn: Conn, workspace: WorkspaceCreated) -> None: ...

    async def save_bot(self, conn: Conn, workspace_id: str, bot: BotConfigured) -> None:
        """A lower revision never replaces a higher one."""
        ...


class Availabilities(Protocol):
    async def find(self, conn: Conn, workspace_id: str, bot_id: str) -> Availability | None: ...

    async def save(self, conn: Conn, workspace_id: str, bot_id: str, availability: Availability) -> None: ...


class Calendar(Protocol):
    """Where agents' time is kept: the platform's own, later their calendars elsewhere as well."""

    async def busy(
        self, conn: Conn, workspace_id: str, user_ids: Sequence[str], span: tuple[datetime, datetime]
    ) -> list[Busy]:
        """What takes their time between two moments."""
        ...


class Appointments(Protocol):
    async def lock(self, conn: Conn, workspace_id: str) -> int:
        """Hold the workspace's appointments until the transaction ends; gives the next number."""
        ...

    async def add(self, conn: Conn, workspace_id: str, appointment: Appointment, request_id: str) -> None:
        """Raises PlaceTaken."""
        ...

    async def change(self, conn: Conn, workspace_id: str, appointment: Appointment) -> None:
        """Raises PlaceTaken."""
        ...

    async def of_request(
        self, conn: Conn, workspace_id: str, contact_id: str, request_id: str
    ) -> Appointment | None: ...

    async def get(
        self, conn: Conn, workspace_id: str, appointment_id: str, contact_id: str | None
    ) -> Appointment | None:
        """Of this contact alone, or whoever's it is when that is None."""
        ...

    async def coming(self, conn: Conn, workspace_id: str, contact_id: str, now: datetime) -> int:
        """How many the contact has ahead."""
        ...

    async def unattended(self, conn: Conn, workspace_id: str, now: datetime) -> list[Appointment]:
        """Those ahead whose agent is none any more, soonest first."""
        ...

    async def page(
        self, conn: Conn, ask: ListAppointments, *, below: int | None, now: datetime, limit: int
    ) -> list[Appointment]:
        """Highest number first, only numbers lower than `below`."""
        ...


class Invitations(Protocol):
    """What customer and agent are told about an appointment, without a word that a customer typed.

    `handed`: only its agent is another one. Times are in `timezone`.
    """

    def to_customer(self, appointment: Appointment, desk: Desk, *, handed: bool = False) -> Letter | None:
        """None without a valid address."""
        ...

    def to_agent(
        self,
        appointment: Appointment,
        desk: Desk,
        address: str | None,
        timezone: str,
        *,
        handed: bool = False,
    ) -> Letter | None:
        """To the agent, or the support team where their address is not known."""
        ...

    def to_team(self, appointment: Appointment, desk: Desk, timezone: str) -> Letter | None:
        """Its agent left, and nobody else is free; None when no address of the team is known."""
        ...


class Letters(Protocol):
    def support(self, ticket: NewTicket, desk: Desk) -> Letter | None:
        """Everything the support team needs; None when no address of theirs is known."""
        ...

    def contact(self, ticket: NewTicket, desk: Desk) -> Letter | None:
        """Tells the support team how to reach the customer of a ticket they know."""
        ...

    def confirmation(self, ticket: NewTicket, desk: Desk) -> Letter | None:
        """To the customer, without a word that a customer typed; None without a valid address."""
        ...

    def resolved(self, ticket: Ticket, desk: Desk) -> Letter | None:
        """As `confirmation`, once an agent has solved the ticket."""
        ...


class Concern(Protocol):
    """What a mail is about: a ticket or an appointment."""

    @property
    def id(self) -> str: ...

    @property
    def workspace_id(self) -> str: ...


class Mails(Protocol):
    async def queue(self, conn: Conn, about: Concern, letters: Sequence[Letter], at: datetime) -> None:
        """There is at most one mail of each kind about it; another is dropped."""
        ...

    async def claim(self, conn: Conn, *, limit: int, lease: float) -> list[Mail]:
        """Mails that are due, ours for `lease` seconds; nobody else gets them meanwhile."""
        ...

    async def renew(self, conn: Conn, mail: Mail, *, lease: float) -> None: ...

    async def sent(self, conn: Conn, mail: Mail) -> None: ...

    async def failed(self, conn: Conn, mail: Mail, *, reason: str, again_at: datetime | None) -> None:
        """Try again at `again_at`, or never when that is None."""
        ...


class Undelivered(Exception):
    """The mail server did not take the mail."""


class Postman(Protocol):
    async def send(self, mail: Mail) -> None:
        """Returns once the mail server has accepted the mail. Raises Undelivered."""
        ...


class Contacts(Protocol):
    async def forget(
        self, conn: Conn, workspace_id: str, contact_id: str, conversation_ids: Sequence[str]
    ) -> None:
        """Who tickets and appointments are for is nobody's business any more."""
        ...
