from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta

import pytest

from chassis import clock
from chassis.testing.fakes import FakeDatabase, event_of
from ticketing.domain.mail import Letter, Mail
from ticketing.domain.ticket import ticket_of
from ticketing.handlers import send_mails
from ticketing.handlers.send_mails import AT_ONCE, MailRelay
from ticketing.testing import facts
from ticketing.testing.fakes import FakeMails, FakePostman


async def queued(count: int = 1, *, age: timedelta = timedelta(0)) -> FakeMails:
    mails = FakeMails()
    for n in range(count):
        now = clock.now() - age
        ticket = ticket_of(
            event_of(facts.handoff(f"hnd_{n}")), ticket_id=f"tkt_{n}", number=n, assignee=None, now=now
        )
        await mails.queue(
            None, ticket, [Letter("support", "help@parcelwing.example", "s", "t", "h")], ticket.opened_at
        )
    return mails


class SlowPostman(FakePostman):
    def __init__(self) -> None:
        super().__init__()
        self.open = asyncio.Event()

    async def send(self, mail: Mail) -> None:
        await self.open.wait()
        await super().send(mail)


async def until(condition: Callable[[], object]) -> None:
    async with asyncio.timeout(60):
        while not condition():
            await asyncio.sleep(0.005)


async def sweep(relay: MailRelay) -> int:
    started = await relay.start_due()
    await relay.finish()
    return started


async def test_a_mail_is_sent_once() -> None:
    mails, postman = await queued(), FakePostman()
    relay = MailRelay(FakeDatabase(), mails, postman)
    assert [await sweep(relay), await sweep(relay)] == [1, 0]
    assert [mail.message_id for mail in postman.taken] == ["<tkt_0.support@answerbus>"]
    assert set(mails.status.values()) == {"sent"}


async def test_a_refused_mail_is_tried_again_later(monkeypatch: pytest.MonkeyPatch) -> None:
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now)
    mails, postman = await queued(), FakePostman(refuses="450 try later")
    relay = MailRelay(FakeDatabase(), mails, postman)
    assert [await sweep(relay), await sweep(relay)] == [1, 0]
    [again_at] = mails.again_at.values()
    assert again_at - now == timedelta(seconds=2)
    mails.again_at.clear()
    postman.refuses = None
    assert await sweep(relay) == 1
    assert (set(mails.status.values()), mails.reasons) == ({"sent"}, ["450 try later"])


async def test_a_mail_fails_only_after_a_day() -> None:
    young = await queued(age=timedelta(hours=23))
    old = await queued(age=timedelta(hours=25))
    for mails in (young, old):
        await sweep(MailRelay(FakeDatabase(), mails, FakePostman(refuses="no")))
    assert set(young.status.values()) == {"pending"}
    assert set(old.status.values()) == {"failed"}


async def test_a_slow_server_holds_up_no_more_than_its_own_mails(monkeypatch: pytest.MonkeyPatch) -> None:
    mails, postman = await queued(AT_ONCE + 3), SlowPostman()
    relay = MailRelay(FakeDatabase(), mails, postman)
    assert [await relay.start_due(), await relay.start_due()] == [AT_ONCE, 0]
    postman.open.set()
    await relay.finish()
    assert await sweep(relay) == 3


async def test_a_lease_is_kept_while_a_mail_is_under_way(monkeypatch: pytest.MonkeyPatch) -> None:
    began = clock.now()
    monkeypatch.setattr(send_mails, "LEASE_SECONDS", 0.06)
    mails, postman = await queued(), SlowPostman()
    relay = MailRelay(FakeDatabase(), mails, postman)
    with monkeypatch.context() as stopped:
        stopped.setattr(clock, "now", lambda: began)
        await relay.start_due()
    [first] = mails.leased_until.values()
    await until(lambda: min(mails.leased_until.values()) > first + timedelta(seconds=0.06))
    [last] = mails.leased_until.values()
    with monkeypatch.context() as stopped:
        stopped.setattr(clock, "now", lambda: last - timedelta(seconds=0.01))
        assert await relay.start_due() == 0
    postman.open.set()
    await relay.finish()
    assert len(postman.taken) == 1


async def test_a_lost_lease_settles_nothing() -> None:
    mails = await queued()
    [stale] = await mails.claim(None, limit=1, lease=0)
    [fresh] = await mails.claim(None, limit=1, lease=5)
    await mails.sent(None, stale)
    assert set(mails.status.values()) == {"pending"}
    await mails.sent(None, fresh)
    assert set(mails.status.values()) == {"sent"}


async def test_waking_sends_at_once_and_stopping_lets_mail_finish() -> None:
    mails, postman = FakeMails(), SlowPostman()
    relay = MailRelay(FakeDatabase(), mails, postman)
    running = asyncio.create_task(relay.run())
    await asyncio.sleep(0.01)  # by then it waits
    mails.mails, mails.status = (source := await queued()).mails, source.status
    relay.wake()
    await until(lambda: mails.leased_until)
    running.cancel()
    postman.open.set()
    await asyncio.gather(running, return_exceptions=True)
    assert set(mails.status.values()) == {"sent"}
