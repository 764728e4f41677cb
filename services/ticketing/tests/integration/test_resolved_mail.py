"""The customer hears by mail, once, that their ticket is solved."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from sqlalchemy import update
from sqlalchemy.dialects.postgresql import insert

from chassis import db
from contracts.requests import CHANGE_TICKET, GET_TICKET, ChangeTicket, GetTicket
from contracts.shapes import Ticket, TicketStatus
from ticketing.store.mails import MailStore
from ticketing.store.tables import MAILS, TICKETS
from ticketing.store.tickets import TicketStore
from ticketing.testing import facts

from .conftest import Town

RESOLVED = "select count(*) from mails where status = 'sent' and kind like 'resolved.%%'"
PENDING = "select count(*) from mails where status <> 'sent'"


async def opened(town: Town) -> Ticket:
    await town.set_up()
    await town.tell(town.conversation, facts.handoff(), "evt_1")
    await town.until("select count(*) from mails where status = 'sent'", 2)
    return await town.gateway.ask(GET_TICKET, GetTicket(workspace_id="wsp_1", handoff_id="hnd_1"))


async def solve(town: Town, ticket: Ticket, times: int) -> list[Any]:
    """What became of each of so many times the same change."""
    ask = ChangeTicket(
        workspace_id="wsp_1", ticket_id=ticket.id, version=ticket.version, status=TicketStatus.RESOLVED
    )
    asks = (town.gateway.ask(CHANGE_TICKET, ask) for _ in range(times))
    return await asyncio.gather(*asks, return_exceptions=True)


async def test_one_mail_says_that_it_is_solved_however_often_that_is_told(town: Town) -> None:
    async with town.service() as service, town.service():
        ticket = await opened(town)
        answers = await solve(town, ticket, 10)
        for n in range(5):
            await town.tell(town.conversation, facts.handoff(), f"again:{n}")
        await town.all_handled(service)
        await town.until(PENDING, 0)
    assert len([answer for answer in answers if isinstance(answer, Ticket)]) == 1
    assert await town.rows(RESOLVED) == [(1,)]
    assert [mail_id for mail_id in town.mailbox.ids() if ".resolved." in mail_id] == [
        f"<{ticket.id}.resolved.{ticket.version + 1}@answerbus>"
    ]
    [mail] = [message for message in town.mailbox.messages if "resolved" in str(message["Subject"])]
    assert mail["To"] == "ida@customer.example" and "T-1001" in str(mail["Subject"])
    assert "Ida" not in mail.as_string().replace(str(mail["To"]), "") and "Parcel did" not in mail.as_string()


async def test_without_version_and_constraint_the_same_test_shows_duplicates(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with town.service():
        ticket = await opened(town)
        monkeypatch.setattr(TicketStore, "by_id", _as_it_was(ticket))
        monkeypatch.setattr(TicketStore, "change", _whatever_the_version)
        monkeypatch.setattr(MailStore, "_insert", lambda _, values: insert(MAILS).values(values))
        monkeypatch.setattr(db.Tx, "emit", lambda *_, **__: None)
        await town.rows("alter table mails drop constraint mails_one_per_kind")
        await solve(town, ticket, 10)
        await town.until(RESOLVED, 10)
    assert len([mail_id for mail_id in town.mailbox.ids() if ".resolved." in mail_id]) == 10


async def test_the_constraint_alone_keeps_it_at_one_mail(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    async with town.service():
        ticket = await opened(town)
        monkeypatch.setattr(TicketStore, "by_id", _as_it_was(ticket))
        monkeypatch.setattr(TicketStore, "change", _whatever_the_version)
        monkeypatch.setattr(db.Tx, "emit", lambda *_, **__: None)
        await solve(town, ticket, 10)
        await town.until(PENDING, 0)
    assert await town.rows(RESOLVED) == [(1,)]


def _as_it_was(ticket: Ticket) -> Any:
    async def by_id(*_: Any) -> Ticket:
        return ticket

    return by_id


async def _whatever_the_version(_: Any, conn: Any, workspace_id: str, ticket: Ticket) -> bool:
    mine = (TICKETS.c.workspace_id == workspace_id, TICKETS.c.id == ticket.id)
    await conn.execute(update(TICKETS).where(*mine).values(status=ticket.status))
    return True
