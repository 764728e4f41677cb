"""Companies, their staff and their bots, as the gateway knows them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from contracts.facts.workspace import BotConfigured, UserChanged
from contracts.shapes import BotSettings, Role


@dataclass(frozen=True, slots=True)
class Workspace:
    workspace_id: str
    name: str
    email: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class User:
    user_id: str
    workspace_id: str
    name: str
    email: str
    role: Role
    active: bool
    revision: int
    created_at: datetime

    def as_fact(self, at: datetime) -> UserChanged:
        return UserChanged(
            user_id=self.user_id,
            name=self.name,
            email=self.email,
            role=self.role,
            active=self.active,
            revision=self.revision,
            changed_at=at,
        )

    @property
    def event_id(self) -> str:
        return f"user:{self.user_id}:{self.revision}"


@dataclass(frozen=True, slots=True)
class Draft:
    """What a bot may become: nobody but staff sees it."""

    name: str
    settings: BotSettings
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class BotVersion:
    """What a bot was at a revision; `published_by` is a user's id, None before there were versions."""

    revision: int
    name: str
    settings: BotSettings
    published_at: datetime
    published_by: str | None


@dataclass(frozen=True, slots=True)
class Bot:
    """A bot as it is published, and its `draft`, if there is one."""

    bot_id: str
    workspace_id: str
    name: str
    public_key: str
    revision: int
    settings: BotSettings
    deleted: bool
    created_at: datetime
    updated_at: datetime
    draft: Draft | None = None

    def as_fact(self, at: datetime) -> BotConfigured:
        return BotConfigured(
            bot_id=self.bot_id,
            name=self.name,
            public_key=self.public_key,
            revision=self.revision,
            settings=self.settings,
            deleted=self.deleted,
            configured_at=at,
        )

    @property
    def event_id(self) -> str:
        return f"bot:{self.bot_id}:{self.revision}"


@dataclass(frozen=True, slots=True)
class Visit:
    """What a widget token says: one contact in one conversation with one bot."""

    workspace_id: str
    bot_id: str
    conversation_id: str
    contact_id: str

    @property
    def names(self) -> frozenset[str]:
        """With any of these it ends; without its bot it can still be read."""
        return frozenset((self.workspace_id, self.contact_id))


@dataclass(frozen=True, slots=True)
class ContactPass:
    """What a browser keeps between conversations: which contact of which bot it belongs to."""

    workspace_id: str
    bot_id: str
    contact_id: str


@dataclass(frozen=True, slots=True)
class Client:
    """Either a contact, for what is their own, or a user who may act for customers."""

    workspace_id: str
    contact_id: str | None = None
    user_id: str | None = None


@dataclass(frozen=True, slots=True)
class StaffPass:
    """What a staff token says; the user may have changed since. `token_id` is that of a lasting token.

    `login` is the family of refresh tokens that a person's token came with.
    """

    workspace_id: str
    user_id: str
    token_id: str | None = None
    login: str | None = None

    @property
    def names(self) -> frozenset[str]:
        """With any of these it ends."""
        names = (self.workspace_id, self.user_id, self.token_id, self.login)
        return frozenset(name for name in names if name)


@dataclass(frozen=True, slots=True)
class Admission:
    """By what a stream is open, and until when in seconds since 1970; None: for as long as it lasts."""

    who: Visit | StaffPass
    until: int | None = None


@dataclass(frozen=True, slots=True)
class LastingToken:
    """A token by which a program acts as a user until it is dropped; what it reads is not kept."""

    token_id: str
    workspace_id: str
    user_id: str
    name: str
    expires_at: datetime
    created_at: datetime
