"""Every statement about users."""

from __future__ import annotations

from typing import Any

from sqlalchemy import RowMapping, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from gateway.domain.identity import User
from gateway.ports import EmailTaken
from gateway.store.tables import USERS

_SHOWN = [column for column in USERS.c if column.name != "password_hash"]


class UserStore:
    async def add(self, conn: AsyncConnection, user: User, password_hash: str) -> None:
        """Raises EmailTaken."""
        values = {**_values(user), "password_hash": password_hash}
        try:
            await conn.execute(insert(USERS).values(values))
        except IntegrityError as error:
            raise EmailTaken(user.email) from error

    async def get(self, conn: AsyncConnection, workspace_id: str, user_id: str) -> User | None:
        """None for users who were removed."""
        found = await conn.execute(select(*_SHOWN).where(*_active(workspace_id), USERS.c.user_id == user_id))
        row = found.mappings().first()
        return _user(row) if row else None

    async def by_email(self, conn: AsyncConnection, email: str) -> tuple[User, str] | None:
        """The active user who signs in with this address, and the hash of their password."""
        found = await conn.execute(select(USERS).where(USERS.c.email == email, USERS.c.active))
        row = found.mappings().first()
        return (_user(row), row["password_hash"]) if row else None

    async def page(
        self, conn: AsyncConnection, workspace_id: str, limit: int, after: str | None
    ) -> list[User]:
        statement = select(*_SHOWN).where(*_active(workspace_id), USERS.c.user_id > (after or ""))
        found = await conn.execute(statement.order_by(USERS.c.user_id).limit(limit))
        return [_user(row) for row in found.mappings()]

    async def owners(self, conn: AsyncConnection, workspace_id: str) -> int:
        """How many owners there are; locked until the transaction ends, so that two cannot leave at once."""
        owners = select(USERS.c.user_id).where(*_active(workspace_id), USERS.c.role == "owner")
        found = await conn.execute(owners.with_for_update())
        return len(found.all())

    async def save(self, conn: AsyncConnection, user: User, password_hash: str | None = None) -> None:
        """Raises EmailTaken."""
        values = _values(user) | ({"password_hash": password_hash} if password_hash else {})
        mine = (USERS.c.workspace_id == user.workspace_id, USERS.c.user_id == user.user_id)
        try:
            await conn.execute(update(USERS).where(*mine).values(values))
        except IntegrityError as error:
            raise EmailTaken(user.email) from error


def _active(workspace_id: str) -> tuple[Any, ...]:
    return (USERS.c.workspace_id == workspace_id, USERS.c.active)


def _values(user: User) -> dict[str, Any]:
    return {name: getattr(user, name) for name in User.__slots__}


def _user(row: RowMapping) -> User:
    return User(**{name: row[name] for name in User.__slots__})
