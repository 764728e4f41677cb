from __future__ import annotations

import asyncio
from typing import Any

import pytest
from sqlalchemy.dialects.postgresql import insert

from chassis import clock, db
from chassis.errors import Refused
from contracts.requests import CHANGE_TICKET, GET_TICKET, LIST_TICKETS, ChangeTicket, GetTicket, ListTickets
from contracts.shapes import Requester, TicketStatus
from ticketing.store.tables import TICKETS
from ticketing.store.tickets import TicketStore
from ticketing.testing import facts

from .conftest import Town

SENT = "select count(*) from mails where status = 'sent'"
TICKET_COUNT = "select count(*) from tickets"


async def test_one_ticket_and_one_mail_of_each_kind_however_often_the_handoff_is_told(town: Town) -> None:
    await town.set_up()
    async with town.service() as service:
        for n in range(10):
            await town.tell(town.conversation, facts.handoff(), f"told:{n}")
        await town.all_handled(service)
        await town.until(SENT, 2)
    assert await town.rows("select number, assignee_id from tickets") == [(1001, "usr_0")]
    assert await town.rows("select last_number from ticket_counters") == [(1001,)]
    assert sorted(await town.rows("select kind from outbox")) == [("ticket.assigned",), ("ticket.opened",)]
    [customer, support] = town.mailbox.ids()
    assert customer.endswith(".customer@answerbus>") and support.endswith(".support@answerbus>")


async def test_without_inbox_and_constraint_the_same_test_shows_duplicates(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def claim_nothing(*_: Any) -> None: ...

    monkeypatch.setattr(db, "_claim", claim_nothing)
    monkeypatch.setattr(TicketStore, "_insert", lambda _, values: insert(TICKETS).values(values))
    await town.rows("alter table tickets drop constraint tickets_one_per_handoff")
    await town.rows("alter table outbox drop constraint outbox_event_id_key")
    await town.set_up()
    async with town.service():
        for n in range(10):
            await town.tell(town.conversation, facts.handoff(), f"told:{n}")
        await town.until("select least(count(*), 10) from tickets", 10)
        await town.until("select least(count(*), 20) from mails where status = 'sent'", 20)


async def test_numbers_run_without_gaps_in_each_workspace(town: Town) -> None:
    await town.set_up("wsp_1", agents=3)
    await town.set_up("wsp_2", agents=2)
    async with town.service(), town.service():
        tellings = [
            town.tell(town.conversation, facts.handoff(f"{name}_{n}"), f"{name}:{n}:{copy}", name)
            for n in range(25)
            for name in ("wsp_1", "wsp_2")
            for copy in range(2)
        ]
        await asyncio.gather(*tellings)
        await town.until(TICKET_COUNT, 50)
        await town.until(SENT, 100)
    for workspace, loads in (("wsp_1", [8, 8, 9]), ("wsp_2", [12, 13])):
        numbers = await town.rows("select number from tickets where workspace_id = %s order by 1", workspace)
        assert [number for (number,) in numbers] == list(range(1001, 1026))
        taken = await town.rows(
            "select count(*) from tickets where workspace_id = %s group by assignee_id", workspace
        )
        assert sorted(count for (count,) in taken) == loads
    assert len(set(town.mailbox.ids())) == len(town.mailbox.ids()) == 100


async def test_tickets_wait_for_an_agent_and_are_then_shared_out(town: Town) -> None:
    await town.set_up(agents=0)
    async with town.service():
        for n in range(4):
            await town.tell(town.conversation, facts.handoff(f"hnd_{n}"), f"evt_{n}")
        await town.until("select count(*) from tickets where assignee_id is null", 4)
        await town.tell(town.gateway, facts.user("usr_1"), "u1")
        await town.until("select count(*) from tickets where assignee_id = 'usr_1'", 4)
        await town.tell(town.gateway, facts.user("usr_2"), "u2")
        await town.until("select count(*) from users", 2)
        await town.tell(town.gateway, facts.user("usr_1", active=False, revision=2), "u3")
        await town.until("select count(*) from tickets where assignee_id = 'usr_2'", 4)
        await town.until(
            "select count(*) from outbox where kind = 'ticket.assigned' and sent_at is not null", 8
        )


async def test_facts_out_of_order_lose_nothing(town: Town) -> None:
    async with town.service():
        await town.tell(town.conversation, facts.handoff(), "evt_1")
        await asyncio.sleep(0.5)
        assert await town.rows(TICKET_COUNT) == [(0,)]
        await town.set_up()
        await town.until(SENT, 2)
    assert "help@parcelwing.example" in {str(message["To"]) for message in town.mailbox.messages}


async def test_requests_answer_only_their_own_workspace(town: Town) -> None:
    await town.set_up()
    async with town.service():
        for n in range(3):
            await town.tell(town.conversation, facts.handoff(f"hnd_{n}"), f"evt_{n}")
        await town.until(TICKET_COUNT, 3)
        ticket = await town.gateway.ask(GET_TICKET, GetTicket(workspace_id="wsp_1", handoff_id="hnd_1"))
        assert ticket.requester == facts.IDA
        assert ticket.assignee is not None and ticket.assignee.name == "Alex Agent"
        for foreign in ({"handoff_id": "hnd_1"}, {"ticket_id": ticket.id}):
            with pytest.raises(Refused, match="no ticket") as refused:
                await town.gateway.ask(GET_TICKET, GetTicket(workspace_id="wsp_2", **foreign))
            assert refused.value.status == 404
        page = await town.gateway.ask(LIST_TICKETS, ListTickets(workspace_id="wsp_1", limit=2))
        rest = ListTickets(workspace_id="wsp_1", limit=2, cursor=page.next_cursor)
        numbers = [t.number for t in (*page.items, *(await town.gateway.ask(LIST_TICKETS, rest)).items)]
        assert numbers == ["T-1003", "T-1002", "T-1001"]
        assert (await town.gateway.ask(LIST_TICKETS, ListTickets(workspace_id="wsp_2"))).items == []
        resolved = ListTickets(workspace_id="wsp_1", status="resolved")
        assert (await town.gateway.ask(LIST_TICKETS, resolved)).items == []


async def test_a_handoff_is_a_relayed_ticket_within_moments(town: Town) -> None:
    """The quickest of ten: a machine that is busy with other tests may hold up any one of them."""
    await town.set_up()
    waits = []
    async with town.service():
        for number in range(10):
            told = clock.now()
            await town.tell(town.conversation, facts.handoff(f"hnd_{number}"), f"evt_{number}")
            relayed = f"from outbox where sent_at is not null and event_id = 'handoff:hnd_{number}:opened'"
            await town.until(f"select count(*) {relayed}", 1)
            [(sent_at,)] = await town.rows(f"select sent_at {relayed}")
            waits.append((sent_at - told).total_seconds())
    assert min(waits) < 0.4


async def test_a_form_completes_the_ticket_whichever_fact_comes_first(town: Town) -> None:
    await town.set_up()
    async with town.service():
        await town.tell(town.conversation, facts.completed(priority=None), "evt_2")
        await town.tell(town.conversation, facts.handoff(requester=Requester()), "evt_1")
        await town.until("select count(*) from mails where status = 'sent'", 3)
    [row] = await town.rows("select requester_email, priority, version from tickets")
    assert row == ("ida@customer.example", "high", 2)
    to = sorted(str(message["To"]) for message in town.mailbox.messages)
    assert to == ["help@parcelwing.example", "help@parcelwing.example", "ida@customer.example"]


async def test_a_ticket_is_changed_by_who_read_its_newest_version(town: Town) -> None:
    await town.set_up()
    async with town.service():
        await town.tell(town.conversation, facts.handoff(), "evt_1")
        await town.until(TICKET_COUNT, 1)
        ticket = await town.gateway.ask(GET_TICKET, GetTicket(workspace_id="wsp_1", handoff_id="hnd_1"))
        ask = ChangeTicket(
            workspace_id="wsp_1",
            ticket_id=ticket.id,
            version=ticket.version,
            status=TicketStatus.RESOLVED,
            resolution="Sent again.",
        )
        solved = await town.gateway.ask(CHANGE_TICKET, ask)
        kept = await town.gateway.ask(GET_TICKET, GetTicket(workspace_id="wsp_1", ticket_id=ticket.id))
        assert kept == solved and kept.resolution == "Sent again."
        with pytest.raises(Refused, match="meanwhile"):
            await town.gateway.ask(CHANGE_TICKET, ask)
        await town.until("select count(*) from outbox where kind = 'ticket.resolved'", 1)
