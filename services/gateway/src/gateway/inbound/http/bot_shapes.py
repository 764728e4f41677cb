"""What staff send and see of bots."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import BaseModel, Field

from contracts.shapes import BotSettings, Source
from contracts.source_requests import IndexState
from gateway.domain.identity import Bot, BotVersion
from gateway.inbound.http.shapes import Name, Taken


class DraftShown(BaseModel):
    name: str
    settings: BotSettings
    updated_at: datetime


class BotShown(BaseModel):
    """`name` and `settings` are published at `revision`; `draft` is what was changed since, if anything."""

    id: str
    name: str
    public_key: str
    embed_snippet: str
    revision: int
    settings: BotSettings
    draft: DraftShown | None = None
    created_at: datetime
    updated_at: datetime

    @classmethod
    def of(cls, bot: Bot, host: str) -> BotShown:
        draft = bot.draft
        return cls(
            id=bot.bot_id,
            name=bot.name,
            public_key=bot.public_key,
            embed_snippet=f'<script async src="{host}/widget.js" data-bot="{bot.public_key}"></script>',
            revision=bot.revision,
            settings=bot.settings,
            draft=draft and DraftShown(name=draft.name, settings=draft.settings, updated_at=draft.updated_at),
            created_at=bot.created_at,
            updated_at=bot.updated_at,
        )


class BotCreated(BotShown):
    """`source` is there when the bot came with a first file."""

    source: Source | None = None


class BotDetail(BotShown):
    """`index`: what searches are answered from, and how far a switch of it is; null when nobody can tell."""

    index: IndexState | None = None


class NewBot(Taken):
    name: Name
    settings: dict[str, Any] = {}


class BotChange(Taken):
    """Settings that are not named stay as they are. Without `publish` only the draft changes."""

    name: Name | None = None
    settings: dict[str, Any] = {}
    publish: bool = True


class Publish(Taken):
    """The draft, or what was published at an older `revision`."""

    revision: int | None = Field(default=None, ge=1, le=2**31 - 1)


class BotVersionShown(BaseModel):
    """What was published at `revision`, and by whom."""

    revision: int
    name: str
    settings: BotSettings
    published_at: datetime
    published_by: str | None

    @classmethod
    def of(cls, version: BotVersion) -> BotVersionShown:
        return cls(**{name: getattr(version, name) for name in cls.model_fields})
