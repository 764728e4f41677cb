"""Facts as other services would have published them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Literal

from contracts.facts.chat import HandoffCompleted, HandoffRequested
from contracts.facts.workspace import BotConfigured, UserChanged, WorkspaceCreated
from contracts.shapes import BotSettings, Priority, Requester, Role

MOMENT = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
IDA = Requester(name="Ida Berg", email="ida@customer.example", phone="+49 30 123456")


def handoff(
    handoff_id: str = "hnd_1",
    *,
    subject: str = "Parcel did not arrive",
    description: str = "I have waited for a week.",
    requester: Requester | None = None,
    reason: Literal["requested", "form", "keyword", "low_confidence", "technical_failure"] = "form",
    bot_id: str = "bot_1",
) -> HandoffRequested:
    return HandoffRequested(
        handoff_id=handoff_id,
        conversation_id=f"cnv_{handoff_id}",
        bot_id=bot_id,
        reason=reason,
        priority=Priority.HIGH,
        subject=subject,
        description=description,
        requester=requester or IDA,
        requested_at=MOMENT,
    )


def completed(
    handoff_id: str = "hnd_1",
    *,
    requester: Requester | None = None,
    description: str = "Please call me.",
    priority: Priority | None = Priority.URGENT,
) -> HandoffCompleted:
    return HandoffCompleted(
        handoff_id=handoff_id,
        conversation_id=f"cnv_{handoff_id}",
        bot_id="bot_1",
        requester=requester or IDA,
        description=description,
        priority=priority,
        completed_at=MOMENT,
    )


def workspace(workspace_id: str = "wsp_1", *, email: str = "owner@parcelwing.example") -> WorkspaceCreated:
    return WorkspaceCreated(workspace_id=workspace_id, name="Parcelwing GmbH", email=email, created_at=MOMENT)


def bot(
    bot_id: str = "bot_1",
    *,
    revision: int = 1,
    company: str = "Parcelwing",
    locale: str = "en",
    support_email: str | None = "help@parcelwing.example",
) -> BotConfigured:
    settings = BotSettings(company=company, locale=locale, support_email=support_email)
    return BotConfigured(
        bot_id=bot_id,
        name="Wingbot",
        public_key="pk_1",
        revision=revision,
        settings=settings,
        configured_at=MOMENT,
    )


def user(
    user_id: str = "usr_1",
    *,
    name: str = "Alex Agent",
    role: Role = "agent",
    active: bool = True,
    revision: int = 1,
) -> UserChanged:
    return UserChanged(
        user_id=user_id,
        name=name,
        email=f"{user_id}@parcelwing.example",
        role=role,
        active=active,
        revision=revision,
        changed_at=MOMENT,
    )
