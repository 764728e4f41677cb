"""The outgoing mail: written with what it is about, claimed under a lease, settled by attempt."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Insert, Row, Update, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis import ids
from ticketing.domain.mail import Letter, Mail, message_id
from ticketing.ports import Concern
from ticketing.store.tables import MAILS


class MailStore:
    async def queue(
        self, conn: AsyncConnection, about: Concern, letters: Sequence[Letter], at: datetime
    ) -> None:
        if letters:
            await conn.execute(self._insert([_values(about, letter, at) for letter in letters]))

    async def claim(self, conn: AsyncConnection, *, limit: int, lease: float) -> list[Mail]:
        due = (
            select(MAILS.c.id)
            .where(
                MAILS.c.status == "pending",
                MAILS.c.next_attempt_at <= func.now(),
                or_(MAILS.c.leased_until.is_(None), MAILS.c.leased_until < func.now()),
            )
            .order_by(MAILS.c.next_attempt_at)
            .limit(limit)
            .with_for_update(skip_locked=True)
            .cte("due")
        )
        claimed = await conn.execute(
            update(MAILS)
            .where(MAILS.c.id.in_(select(due.c.id)))
            .values(leased_until=_from_now(lease), attempts=MAILS.c.attempts + 1)
            .returning(MAILS)
        )
        return [_mail(row) for row in claimed]

    async def renew(self, conn: AsyncConnection, mail: Mail, *, lease: float) -> None:
        await conn.execute(_held(mail).values(leased_until=_from_now(lease)))

    async def sent(self, conn: AsyncConnection, mail: Mail) -> None:
        settled = {"status": "sent", "sent_at": func.now(), "leased_until": None, "last_error": None}
        await conn.execute(_held(mail).values(settled))

    async def failed(
        self, conn: AsyncConnection, mail: Mail, *, reason: str, again_at: datetime | None
    ) -> None:
        settled: dict[str, Any] = {"leased_until": None, "last_error": reason[:500].replace("\x00", "")}
        if again_at is None:
            settled["status"] = "failed"
        else:
            settled["next_attempt_at"] = again_at
        await conn.execute(_held(mail).values(settled))

    def _insert(self, values: list[dict[str, Any]]) -> Insert:
        return insert(MAILS).values(values).on_conflict_do_nothing(constraint="mails_one_per_kind")


def _held(mail: Mail) -> Update:
    return update(MAILS).where(
        MAILS.c.workspace_id == mail.workspace_id,
        MAILS.c.id == mail.id,
        MAILS.c.status == "pending",
        MAILS.c.attempts == mail.attempt,
    )


def _from_now(seconds: float) -> Any:
    return func.now() + timedelta(seconds=seconds)


def _values(about: Concern, letter: Letter, at: datetime) -> dict[str, Any]:
    return {
        "id": ids.new_id("mail"),
        "workspace_id": about.workspace_id,
        "about_id": about.id,
        "kind": letter.kind,
        "recipient": letter.recipient,
        "reply_to": letter.reply_to,
        "subject": letter.subject,
        "body": letter.text,
        "body_html": letter.html,
        "calendar": letter.calendar,
        "message_id": message_id(about.id, letter.kind),
        "status": "pending",
        "attempts": 0,
        "next_attempt_at": at,
        "leased_until": None,
        "created_at": at,
        "sent_at": None,
        "last_error": None,
    }


def _mail(row: Row[Any]) -> Mail:
    letter = Letter(
        kind=row.kind,
        recipient=row.recipient,
        subject=row.subject,
        text=row.body,
        html=row.body_html,
        reply_to=row.reply_to,
        calendar=row.calendar,
    )
    return Mail(
        id=row.id,
        workspace_id=row.workspace_id,
        about_id=row.about_id,
        message_id=row.message_id,
        letter=letter,
        attempt=row.attempts,
        written_at=row.created_at,
    )
