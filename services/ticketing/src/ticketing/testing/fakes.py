"""Fakes of the ports, for handlers without a database or a mail server."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from chassis import clock
from contracts.facts.workspace import BotConfigured, UserChanged, WorkspaceCreated
from contracts.shapes import Assignee, Ticket, TicketStatus
from ticketing.domain.assignment import AGENT_ROLES, Agent
from ticketing.domain.desk import Desk
from ticketing.domain.mail import Letter, Mail, message_id
from ticketing.domain.ticket import FIRST_NUMBER, NewTicket, WaitingTicket, shown
from ticketing.ports import AlreadyOpened, Concern, Undelivered


@dataclass
class FakeTickets:
    """Keeps tickets in a list. A number is taken only once a ticket is added with it."""

    added: list[NewTicket] = field(default_factory=list)
    versions: dict[str, int] = field(default_factory=dict)
    locked: list[str] = field(default_factory=list)
    changed: dict[str, Ticket] = field(default_factory=dict)

    async def lock(self, conn: Any, workspace_id: str) -> None:
        self.locked.append(workspace_id)

    async def next_number(self, conn: Any, workspace_id: str) -> int:
        return FIRST_NUMBER + len([ticket for ticket in self.added if ticket.workspace_id == workspace_id])

    async def add(self, conn: Any, ticket: NewTicket) -> None:
        if await self.by_handoff(conn, ticket.workspace_id, ticket.handoff_id) is not None:
            raise AlreadyOpened(ticket.handoff_id)
        self.added.append(ticket)
        self.versions[ticket.id] = 1

    async def of_handoff(self, conn: Any, workspace_id: str, handoff_id: str) -> NewTicket | None:
        return next(
            (t for t in self.added if (t.workspace_id, t.handoff_id) == (workspace_id, handoff_id)), None
        )

    async def complete(self, conn: Any, ticket: NewTicket, at: datetime) -> None:
        self.added = [ticket if known.id == ticket.id else known for known in self.added]
        self.versions[ticket.id] += 1

    async def waiting(self, conn: Any, workspace_id: str) -> list[WaitingTicket]:
        return [
            WaitingTicket(t.id, t.number, self.versions[t.id], t.conversation_id, t.bot_id)
            for t in sorted(self.added, key=lambda ticket: ticket.number)
            if t.workspace_id == workspace_id and t.assignee is None
        ]

    async def assign(
        self, conn: Any, workspace_id: str, pairs: Sequence[tuple[str, str]], at: datetime
    ) -> None:
        for ticket_id, user_id in pairs:
            self._give(workspace_id, ticket_id, Agent(user_id, user_id))

    async def release(self, conn: Any, workspace_id: str, user_id: str, at: datetime) -> None:
        for ticket in self.added:
            if ticket.assignee is not None and ticket.assignee.user_id == user_id:
                self._give(workspace_id, ticket.id, None)

    async def by_id(self, conn: Any, workspace_id: str, ticket_id: str) -> Ticket | None:
        return self._first(workspace_id, "id", ticket_id)

    async def by_handoff(self, conn: Any, workspace_id: str, handoff_id: str) -> Ticket | None:
        return self._first(workspace_id, "handoff_id", handoff_id)

    async def change(self, conn: Any, workspace_id: str, ticket: Ticket) -> bool:
        if self.versions[ticket.id] != ticket.version - 1:
            return False
        self.versions[ticket.id] = ticket.version
        self.changed[ticket.id] = ticket
        return True

    async def page(
        self, conn: Any, workspace_id: str, *, status: str | None, below: int | None, limit: int
    ) -> list[Ticket]:
        found = sorted(self.added, key=lambda ticket: -ticket.number)
        return [
            self._shape(ticket)
            for ticket in found
            if ticket.workspace_id == workspace_id
            and status in (None, TicketStatus.OPEN)
            and (below is None or ticket.number < below)
        ][:limit]

    def _give(self, workspace_id: str, ticket_id: str, agent: Agent | None) -> None:
        for index, ticket in enumerate(self.added):
            if (ticket.workspace_id, ticket.id) == (workspace_id, ticket_id):
                self.added[index] = replace(ticket, assignee=agent)
                self.versions[ticket_id] += 1

    def _first(self, workspace_id: str, name: str, value: str) -> Ticket | None:
        for ticket in self.added:
            if ticket.workspace_id == workspace_id and getattr(ticket, name) == value:
                return self._shape(ticket)
        return None

    def _shape(self, ticket: NewTicket) -> Ticket:
        if ticket.id in self.changed:
            return self.changed[ticket.id]
        agent = ticket.assignee
        return Ticket(
            id=ticket.id,
            number=shown(ticket.number),
            status=TicketStatus.OPEN,
            priority=ticket.priority,
            subject=ticket.subject,
            description=ticket.description,
            requester=ticket.requester,
            assignee=Assignee(user_id=agent.user_id, name=agent.name) if agent else None,
            conversation_id=ticket.conversation_id,
            bot_id=ticket.bot_id,
            created_at=ticket.opened_at,
            updated_at=ticket.opened_at,
            version=self.versions[ticket.id],
        )


@dataclass
class FakeStaff:
    """Counts the tickets under way in `tickets`."""

    tickets: FakeTickets
    users: dict[tuple[str, str], UserChanged] = field(default_factory=dict)
    got: dict[str, datetime] = field(default_factory=dict)

    async def save(self, conn: Any, workspace_id: str, user: UserChanged) -> bool:
        known = self.users.get((workspace_id, user.user_id))
        if known is not None and known.revision >= user.revision:
            return False
        self.users[workspace_id, user.user_id] = user
        return True

    async def available(self, conn: Any, workspace_id: str) -> list[Agent]:
        return [
            Agent(
                user.user_id, user.name, self._under_way(user.user_id), self.got.get(user.user_id), user.email
            )
            for (workspace, _), user in self.users.items()
            if workspace == workspace_id and user.active and user.role in AGENT_ROLES
        ]

    async def assigned(self, conn: Any, workspace_id: str, user_ids: Sequence[str], at: datetime) -> None:
        self.got.update(dict.fromkeys(user_ids, at))

    def _under_way(self, user_id: str) -> int:
        return sum(t.assignee is not None and t.assignee.user_id == user_id for t in self.tickets.added)


@dataclass
class FakeDesks:
    workspaces: dict[str, WorkspaceCreated] = field(default_factory=dict)
    bots: dict[tuple[str, str], BotConfigured] = field(default_factory=dict)

    async def find(self, conn: Any, workspace_id: str, bot_id: str) -> Desk:
        workspace, bot = self.workspaces.get(workspace_id), self.bots.get((workspace_id, bot_id))
        return Desk(
            workspace_name=workspace.name if workspace else None,
            workspace_email=workspace.email if workspace else None,
            bot_name=bot.name if bot else None,
            company=bot.settings.company if bot else None,
            support_email=bot.settings.support_email if bot else None,
            locale=bot.settings.locale if bot else "en",
        )

    async def save_workspace(self, conn: Any, workspace: WorkspaceCreated) -> None:
        self.workspaces[workspace.workspace_id] = workspace

    async def save_bot(self, conn: Any, workspace_id: str, bot: BotConfigured) -> None:
        known = self.bots.get((workspace_id, bot.bot_id))
        if known is None or known.revision < bot.revision:
            self.bots[workspace_id, bot.bot_id] = bot


@dataclass
class FakeMails:
    """The outgoing mail by id; `status`, `again_at` and `leased_until` say what became of each."""

    mails: dict[str, Mail] = field(default_factory=dict)
    status: dict[str, str] = field(default_factory=dict)
    again_at: dict[str, datetime] = field(default_factory=dict)
    leased_until: dict[str, datetime] = field(default_factory=dict)
    reasons: list[str] = field(default_factory=list)

    @property
    def letters(self) -> list[Letter]:
        return [mail.letter for mail in self.mails.values()]

    async def queue(self, conn: Any, about: Concern, letters: Sequence[Letter], at: datetime) -> None:
        for letter in letters:
            key = message_id(about.id, letter.kind)
            if key not in self.mails:
                self.mails[key] = Mail(key, about.workspace_id, about.id, key, letter, 0, at)
                self.status[key] = "pending"

    async def claim(self, conn: Any, *, limit: int, lease: float) -> list[Mail]:
        now = clock.now()
        due = [key for key in self.mails if self._due(key, now)][:limit]
        for key in due:
            self.mails[key] = replace(self.mails[key], attempt=self.mails[key].attempt + 1)
            self.leased_until[key] = now + timedelta(seconds=lease)
        return [self.mails[key] for key in due]

    async def renew(self, conn: Any, mail: Mail, *, lease: float) -> None:
        if self._held(mail):
            self.leased_until[mail.id] = clock.now() + timedelta(seconds=lease)

    async def sent(self, conn: Any, mail: Mail) -> None:
        if self._held(mail):
            self.status[mail.id] = "sent"
            self.leased_until.pop(mail.id, None)

    async def failed(self, conn: Any, mail: Mail, *, reason: str, again_at: datetime | None) -> None:
        if not self._held(mail):
            return
        self.reasons.append(reason)
        self.leased_until.pop(mail.id, None)
        if again_at is None:
            self.status[mail.id] = "failed"
        else:
            self.again_at[mail.id] = again_at

    def _held(self, mail: Mail) -> bool:
        return self.status[mail.id] == "pending" and self.mails[mail.id].attempt == mail.attempt

    def _due(self, key: str, now: datetime) -> bool:
        waits_until = max(self.again_at.get(key, now), self.leased_until.get(key, now))
        return self.status[key] == "pending" and waits_until <= now


@dataclass
class FakePostman:
    """Takes every mail, except while `refuses` says why not."""

    taken: list[Mail] = field(default_factory=list)
    refuses: str | None = None

    async def send(self, mail: Mail) -> None:
        if self.refuses is not None:
            raise Undelivered(self.refuses)
        self.taken.append(mail)
