"""What happens to companies, their bots and their staff."""

from __future__ import annotations

from typing import ClassVar

from pydantic import AwareDatetime

from contracts.base import Fact
from contracts.shapes import BotSettings, Role


class WorkspaceCreated(Fact):
    kind: ClassVar[str] = "workspace.created"

    workspace_id: str
    name: str
    email: str
    created_at: AwareDatetime


class WorkspaceDeleted(Fact):
    """A company is gone: everything of it is erased in every service.

    It is said twice: `final` once nothing about it can be on its way any more.
    """

    kind: ClassVar[str] = "workspace.deleted"

    workspace_id: str
    deleted_at: AwareDatetime
    final: bool = False


class ContactErased(Fact):
    """A customer asked to be forgotten; `conversation_ids` are those they had."""

    kind: ClassVar[str] = "contact.erased"

    contact_id: str
    conversation_ids: list[str] = []
    erased_at: AwareDatetime


class BotConfigured(Fact):
    """The whole configuration of a bot at `revision`; a lower revision never replaces a higher one."""

    kind: ClassVar[str] = "workspace.bot_configured"

    bot_id: str
    name: str
    public_key: str
    revision: int
    settings: BotSettings
    deleted: bool = False
    configured_at: AwareDatetime


class UserChanged(Fact):
    """A user as they are now; `active` is false once they were removed."""

    kind: ClassVar[str] = "workspace.user_changed"

    user_id: str
    name: str
    email: str
    role: Role
    active: bool = True
    revision: int
    changed_at: AwareDatetime
