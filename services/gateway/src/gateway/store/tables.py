"""The identity of companies: who they are, who works there, which bots they have."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Column, DateTime, Index, LargeBinary, Table
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel

_TIMESTAMPTZ = DateTime(timezone=True)


class Base(SQLModel, registry=registry()):
    """Tables of this service alone, whoever else is in the process."""


class Workspace(Base, table=True):
    __tablename__ = "workspaces"

    workspace_id: str = Field(primary_key=True)
    name: str
    email: str
    created_at: datetime = Field(sa_type=_TIMESTAMPTZ)


class User(Base, table=True):
    """`email` is kept in lower case; only active users hold theirs."""

    __tablename__ = "users"
    __table_args__ = (
        Index("users_email", "email", unique=True, postgresql_where=sql("active")),
        Index("users_workspace", "workspace_id", "user_id"),
    )

    user_id: str = Field(primary_key=True)
    workspace_id: str
    name: str
    email: str
    password_hash: str
    role: str
    active: bool = True
    revision: int = 1
    created_at: datetime = Field(sa_type=_TIMESTAMPTZ)


class Bot(Base, table=True):
    __tablename__ = "bots"
    __table_args__ = (Index("bots_workspace", "workspace_id", "bot_id"),)

    bot_id: str = Field(primary_key=True)
    workspace_id: str
    name: str
    public_key: str = Field(unique=True)
    revision: int
    settings: dict[str, Any] = Field(sa_type=JSONB)
    deleted: bool = False
    draft: dict[str, Any] | None = Field(default=None, sa_column=Column(JSONB(none_as_null=True)))
    created_at: datetime = Field(sa_type=_TIMESTAMPTZ)
    updated_at: datetime = Field(sa_type=_TIMESTAMPTZ)


class BotVersion(Base, table=True):
    """What was published at each revision."""

    __tablename__ = "bot_versions"

    workspace_id: str = Field(primary_key=True)
    bot_id: str = Field(primary_key=True)
    revision: int = Field(primary_key=True)
    name: str
    settings: dict[str, Any] = Field(sa_type=JSONB)
    published_at: datetime = Field(sa_type=_TIMESTAMPTZ)
    published_by: str | None = None


class ForgottenContact(Base, table=True):
    """A contact who asked to be forgotten: nothing but the id, which names nobody."""

    __tablename__ = "forgotten_contacts"

    workspace_id: str = Field(primary_key=True)
    contact_id: str = Field(primary_key=True)


class RefreshToken(Base, table=True):
    """Only a hash is kept. `family` is one login: a used token that comes again ends the family."""

    __tablename__ = "refresh_tokens"
    __table_args__ = (Index("refresh_tokens_family", "family"), Index("refresh_tokens_user", "user_id"))

    token_hash: str = Field(primary_key=True)
    workspace_id: str
    user_id: str
    family: str
    expires_at: datetime = Field(sa_type=_TIMESTAMPTZ)
    used_at: datetime | None = Field(sa_type=_TIMESTAMPTZ)
    created_at: datetime = Field(sa_type=_TIMESTAMPTZ)


class LastingToken(Base, table=True):
    """What was signed is not kept: a token is good while its row is here."""

    __tablename__ = "lasting_tokens"
    __table_args__ = (Index("lasting_tokens_user", "workspace_id", "user_id"),)

    token_id: str = Field(primary_key=True)
    workspace_id: str
    user_id: str
    name: str
    expires_at: datetime = Field(sa_type=_TIMESTAMPTZ)
    created_at: datetime = Field(sa_type=_TIMESTAMPTZ)


class SigningKey(Base, table=True):
    """The key all replicas sign tokens with when none is configured."""

    __tablename__ = "signing_keys"

    name: str = Field(primary_key=True)
    secret: bytes = Field(sa_type=LargeBinary)


METADATA = Base.metadata


def _table(model: type[Base]) -> Table:
    return METADATA.tables[str(model.__tablename__)]


WORKSPACES = _table(Workspace)
USERS = _table(User)
BOTS = _table(Bot)
BOT_VERSIONS = _table(BotVersion)
FORGOTTEN_CONTACTS = _table(ForgottenContact)
REFRESH_TOKENS = _table(RefreshToken)
LASTING_TOKENS = _table(LastingToken)
SIGNING_KEYS = _table(SigningKey)
