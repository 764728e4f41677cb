from __future__ import annotations

import asyncio

from chassis.db import Database
from chassis.facts import FactMaker
from ticketing.handlers import send_mails
from ticketing.store.mails import MailStore
from ticketing.testing import facts

from .conftest import Town

SENT = "select count(*) from mails where status = 'sent'"


async def test_mail_waits_for_a_server_that_refuses(town: Town) -> None:
    await town.set_up()
    town.mailbox.refuse = True
    async with town.service():
        await town.tell(town.conversation, facts.handoff(), "evt_1")
        await town.until("select count(*) from mails where last_error is not null", 2)
        [(error,)] = await town.rows("select distinct last_error from mails")
        assert "try again later" in error
        town.mailbox.refuse = False
        await town.until(SENT, 2)
    assert len(town.mailbox.messages) == 2


async def test_mail_written_while_nobody_sent_is_sent_after_a_start(town: Town) -> None:
    await town.set_up()
    port, town.mailbox.port = town.mailbox.port, 1
    async with town.service():
        await town.tell(town.conversation, facts.handoff(), "evt_1")
        await town.until("select count(*) from mails where attempts >= 1 and leased_until is null", 2)
    town.mailbox.port = port
    async with town.service():
        await town.until(SENT, 2)


async def test_what_a_crash_leaves_is_sent_again_under_the_same_message_id(town: Town) -> None:
    await town.set_up()
    async with town.service():
        await town.tell(town.conversation, facts.handoff(), "evt_1")
        await town.until(SENT, 2)
        before = town.mailbox.ids()
        await town.rows(
            "update mails set status = 'pending', leased_until = now() + interval '500 milliseconds'"
        )
        await town.until(SENT, 2)
    assert town.mailbox.ids() == sorted(before * 2)


async def test_two_relays_never_claim_the_same_mail(town: Town) -> None:
    await town.set_up()
    town.mailbox.port = 1
    async with town.service():
        for n in range(10):
            await town.tell(town.conversation, facts.handoff(f"hnd_{n}"), f"evt_{n}")
        await town.until("select count(*) from mails", 20)
    await town.rows("update mails set next_attempt_at = now(), leased_until = null")
    database, mails = Database(town.database_url, FactMaker("ticketing")), MailStore()

    async def claim() -> list[str]:
        async with database.transaction() as tx:
            claimed = await mails.claim(tx.conn, limit=3, lease=send_mails.LEASE_SECONDS)
            await asyncio.sleep(0.05)
        return [mail.id for mail in claimed]

    claims = await asyncio.gather(*(claim() for _ in range(8)))
    await database.close()
    assert max(map(len, claims)) == 3
    claimed = [mail_id for ids in claims for mail_id in ids]
    assert len(claimed) == len(set(claimed)) == 20


async def test_what_arrives_is_what_was_written(town: Town) -> None:
    await town.set_up()
    async with town.service():
        handoff = facts.handoff(
            subject="Wo ist mein Paket? 📦", description="Zeile eins\n<b>zwei</b> " + "x" * 3000
        )
        await town.tell(town.conversation, handoff, "evt_1")
        await town.until(SENT, 2)
    mails = {str(message["To"]): message for message in town.mailbox.messages}
    support, customer = mails["help@parcelwing.example"], mails["ida@customer.example"]
    assert support["Subject"] == "[T-1001] Wo ist mein Paket? 📦"
    assert support["Reply-To"] == "ida@customer.example"
    text, html = (support.get_body((kind,)) for kind in ("plain", "html"))
    assert text is not None and "> <b>zwei</b> xxx" in text.get_content()
    assert html is not None and "&lt;b&gt;zwei" in html.get_content()
    assert customer["Reply-To"] is None
    assert "Paket" not in customer.as_string() and "Ida" not in customer.as_string()
