"""What the handlers need from the outside, named by need."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import TYPE_CHECKING, Any, BinaryIO, Protocol, TypeAlias

from chassis.db import Tx
from contracts.base import Fact, Frozen
from contracts.rpc import AnswerT, Rpc
from gateway.domain.identity import (
    Admission,
    Bot,
    BotVersion,
    ContactPass,
    LastingToken,
    StaffPass,
    User,
    Visit,
    Workspace,
)
from gateway.domain.refresh import Refresh

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

    Conn: TypeAlias = AsyncConnection


class EmailTaken(Exception):
    """Another active user signs in with this address."""


class Transactions(Protocol):
    def transaction(self) -> AbstractAsyncContextManager[Tx]: ...

    def read(self) -> AbstractAsyncContextManager[Conn]: ...


class Workspaces(Protocol):
    async def add(self, conn: Conn, workspace: Workspace) -> None: ...

    async def get(self, conn: Conn, workspace_id: str) -> Workspace | None: ...

    async def rename(self, conn: Conn, workspace_id: str, name: str) -> None: ...

    async def erase(self, conn: Conn, workspace_id: str) -> None:
        """With its users, their sessions and its bots."""
        ...


class Forgotten(Protocol):
    """Contacts who asked to be forgotten."""

    async def add(self, conn: Conn, workspace_id: str, contact_id: str) -> None: ...

    async def holds(self, conn: Conn, workspace_id: str, contact_id: str) -> bool: ...


class Users(Protocol):
    """`get` and `page` know active users only; `add` and `save` raise EmailTaken."""

    async def add(self, conn: Conn, user: User, password_hash: str) -> None: ...

    async def get(self, conn: Conn, workspace_id: str, user_id: str) -> User | None: ...

    async def by_email(self, conn: Conn, email: str) -> tuple[User, str] | None: ...

    async def page(self, conn: Conn, workspace_id: str, limit: int, after: str | None) -> list[User]: ...

    async def owners(self, conn: Conn, workspace_id: str) -> int: ...

    async def save(self, conn: Conn, user: User, password_hash: str | None = None) -> None: ...


class Bots(Protocol):
    """Deleted bots are not found, but by `was_deleted`."""

    async def add(self, conn: Conn, bot: Bot) -> None: ...

    async def get(self, conn: Conn, workspace_id: str, bot_id: str, *, lock: bool = False) -> Bot | None: ...

    async def was_deleted(self, conn: Conn, workspace_id: str, bot_id: str) -> bool | None:
        """None: the company never had such a bot, or is gone."""
        ...

    async def by_public_key(self, conn: Conn, public_key: str) -> Bot | None: ...

    async def page(self, conn: Conn, workspace_id: str, limit: int, after: str | None) -> list[Bot]: ...

    async def save(self, conn: Conn, bot: Bot) -> None: ...

    async def keep_version(self, conn: Conn, bot: Bot, user_id: str) -> None: ...

    async def version(
        self, conn: Conn, workspace_id: str, bot_id: str, revision: int
    ) -> BotVersion | None: ...

    async def versions(
        self, conn: Conn, workspace_id: str, bot_id: str, limit: int, before: int | None
    ) -> list[BotVersion]:
        """The newest first, from below `before`."""
        ...


class RefreshTokens(Protocol):
    async def add(self, conn: Conn, token: Refresh) -> None: ...

    async def lock(self, conn: Conn, token_hash: str) -> Refresh | None: ...

    async def use(self, conn: Conn, token_hash: str, at: datetime) -> None: ...

    async def holds_family(self, conn: Conn, family: str) -> bool: ...

    async def end_family(self, conn: Conn, family: str) -> None: ...

    async def end_user(self, conn: Conn, workspace_id: str, user_id: str) -> list[str]:
        """The logins, that is families, that ended."""
        ...


class LastingTokens(Protocol):
    async def add(self, conn: Conn, token: LastingToken) -> None: ...

    async def of_user(self, conn: Conn, workspace_id: str, user_id: str) -> list[LastingToken]: ...

    async def holds(self, conn: Conn, workspace_id: str, user_id: str, token_id: str) -> bool: ...

    async def drop(self, conn: Conn, workspace_id: str, user_id: str, token_id: str) -> bool: ...


class Passwords(Protocol):
    async def hash(self, password: str) -> str: ...

    async def verify(self, password: str, password_hash: str | None) -> bool:
        """Takes as long without a hash as with one."""
        ...


class Tokens(Protocol):
    """Signed tokens; reading raises Unauthorized or Forbidden with the reason."""

    def for_staff(self, who: StaffPass) -> tuple[str, int]:
        """The token and the seconds it lives."""
        ...

    def lasting(self, token: LastingToken) -> str: ...

    def for_visit(self, visit: Visit) -> tuple[str, int]: ...

    def for_contact(self, who: ContactPass) -> str: ...

    def is_for_staff(self, token: str) -> bool: ...

    def read_staff(self, token: str) -> StaffPass: ...

    def read_visit(self, token: str) -> Visit: ...

    def admission(self, token: str) -> Admission:
        """Of staff or of a visit, for a stream."""
        ...

    def read_contact(self, token: str) -> ContactPass | None:
        """None for whatever is not such a token, or too old: nobody is refused for it."""
        ...


class Asking(Protocol):
    async def ask(self, rpc: Rpc[Any, AnswerT], question: Frozen, *, timeout: float | None = None) -> AnswerT:
        """Raises Refused or Unavailable."""
        ...


class Publishing(Protocol):
    async def publish(
        self, fact: Fact, *, event_id: str, workspace_id: str, conversation_id: str | None = None
    ) -> bool:
        """True once JetStream has stored it, False when it already had; raises Unavailable."""
        ...


class Watch(Protocol):
    """Glimpses as they come, and whatever `put` adds."""

    @property
    def ended(self) -> bool:
        """The service is stopping, or the client has gone."""
        ...

    @property
    def why(self) -> str | None:
        """Why the client may look no more, once it has ended for that."""
        ...

    @property
    def reconnects(self) -> int:
        """Grows when the bus was away, which loses glimpses."""
        ...

    async def take(self, timeout: float) -> list[Any]:
        """All that has come, after at most `timeout` seconds; then possibly nothing."""
        ...

    def put(self, item: Any) -> None: ...

    def close(self) -> None: ...


class Endings(Protocol):
    async def tell(self, workspace_id: str, who: str, why: str) -> None:
        """Whoever goes by this id may read and write no more: their streams end, on any replica."""
        ...


class Visits(Protocol):
    async def check(self, visit: Visit) -> None:
        """It may be read. Raises Unauthorized for who was forgotten, NotFound when the company is gone."""
        ...

    async def check_open(self, visit: Visit) -> None:
        """It may be written to as well. Raises what `check` does, and Closed when the bot was deleted."""
        ...

    def met(self, visit: Visit) -> None:
        """It was just begun, and need not be looked up."""
        ...


class Glimpses(Protocol):
    async def of_conversation(self, conversation_id: str, admission: Admission) -> Watch: ...

    async def tell(self, workspace_id: str, conversation_id: str, glimpse: Frozen) -> None:
        """To whoever watches the conversation."""
        ...

    async def of_source(self, source_id: str, admission: Admission) -> Watch: ...


class Uploads(Protocol):
    async def put(self, key: str, file: BinaryIO) -> None:
        """Raises Unavailable."""
        ...

    async def get(self, key: str) -> bytes:
        """Raises NotFound for a file that was never put to the end, and Unavailable."""
        ...

    async def drop(self, key: str) -> None: ...


class Remains(Protocol):
    """What streams and the file store hold; both raise Unavailable."""

    async def of_workspace(self, workspace_id: str) -> None: ...

    async def of_contact(
        self, workspace_id: str, contact_id: str, conversation_ids: Sequence[str]
    ) -> None: ...


class PublicBots(Protocol):
    """Bots in memory."""

    async def by_public_key(self, public_key: str) -> Bot:
        """Raises NotFound or Unavailable."""
        ...

    async def known(self, bot_id: str) -> Bot | None:
        """The bot, if this process has met it; never waits for the database."""
        ...

    def forget(self, bot: Bot) -> None: ...
