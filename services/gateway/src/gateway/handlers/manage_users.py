"""Staff of a workspace: who is there, who comes, who changes, who goes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from chassis import clock, ids
from chassis.errors import Conflict, NotFound
from contracts.shapes import Role
from gateway.domain.endings import LOGIN_OVER, USER_REMOVED
from gateway.domain.identity import User
from gateway.domain.roles import leaves_no_owner, may_grant
from gateway.handlers.create_workspace import EMAIL_TAKEN
from gateway.ports import EmailTaken, Endings, Passwords, RefreshTokens, Transactions, Users
from gateway.refusals import Forbidden

LAST_OWNER = "A workspace needs an owner: make somebody else owner first."


@dataclass(frozen=True, slots=True)
class UserChange:
    """None leaves as it is."""

    name: str | None = None
    email: str | None = None
    role: Role | None = None
    password: str | None = None


@dataclass(frozen=True, slots=True)
class Staff:
    """The use cases on users, with what they need."""

    database: Transactions
    users: Users
    refresh_tokens: RefreshTokens
    passwords: Passwords
    endings: Endings

    async def add(self, by: User, name: str, email: str, role: Role, password: str) -> User:
        """Raises Forbidden when `by` may not grant the role, Conflict when the address is taken."""
        _check_grant(by, role)
        now = clock.now()
        user = User(ids.new_id("usr"), by.workspace_id, name, email.lower(), role, True, 1, now)
        password_hash = await self.passwords.hash(password)
        try:
            async with self.database.transaction() as tx:
                await self.users.add(tx.conn, user, password_hash)
                tx.emit(user.as_fact(now), event_id=user.event_id, workspace_id=user.workspace_id)
        except EmailTaken as error:
            raise Conflict(EMAIL_TAKEN) from error
        return user

    async def change(self, by: User, user_id: str, change: UserChange) -> User:
        """Raises NotFound, Forbidden, or Conflict for the last owner and for a taken address."""
        new_hash = await self.passwords.hash(change.password) if change.password else None
        try:
            async with self.database.transaction() as tx:
                owners = await self.users.owners(tx.conn, by.workspace_id)
                user = _found(await self.users.get(tx.conn, by.workspace_id, user_id))
                _check_grant(by, user.role)
                changed = _changed(user, change)
                _check_grant(by, changed.role)
                if leaves_no_owner(user.role, changed.role, owners):
                    raise Conflict(LAST_OWNER)
                ended = await self._save(tx, changed, new_hash)
        except EmailTaken as error:
            raise Conflict(EMAIL_TAKEN) from error
        for login in ended:
            await self.endings.tell(by.workspace_id, login, LOGIN_OVER)
        return changed

    async def remove(self, by: User, user_id: str) -> None:
        """Raises NotFound, Forbidden, or Conflict for the last owner."""
        async with self.database.transaction() as tx:
            owners = await self.users.owners(tx.conn, by.workspace_id)
            user = _found(await self.users.get(tx.conn, by.workspace_id, user_id))
            _check_grant(by, user.role)
            if leaves_no_owner(user.role, None, owners):
                raise Conflict(LAST_OWNER)
            await self._save(tx, replace(user, active=False, revision=user.revision + 1), None)
            await self.refresh_tokens.end_user(tx.conn, user.workspace_id, user.user_id)
        await self.endings.tell(by.workspace_id, user_id, USER_REMOVED)

    async def _save(self, tx: Any, user: User, password_hash: str | None) -> list[str]:
        """The logins that a new password ends."""
        ended: list[str] = []
        await self.users.save(tx.conn, user, password_hash)
        if password_hash:
            ended = await self.refresh_tokens.end_user(tx.conn, user.workspace_id, user.user_id)
        tx.emit(user.as_fact(clock.now()), event_id=user.event_id, workspace_id=user.workspace_id)
        return ended


def _found(user: User | None) -> User:
    if user is None:
        raise NotFound("There is no user with this id.")
    return user


def _changed(user: User, change: UserChange) -> User:
    return replace(
        user,
        name=change.name or user.name,
        email=(change.email or user.email).lower(),
        role=change.role or user.role,
        revision=user.revision + 1,
    )


def _check_grant(by: User, role: Role) -> None:
    if not may_grant(by.role, role):
        raise Forbidden("Only an owner may do this to an owner.")
