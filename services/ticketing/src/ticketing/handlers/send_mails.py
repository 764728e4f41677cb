"""Outgoing mail leaves, sooner or later, outside every transaction."""

from __future__ import annotations

import asyncio

from chassis import clock, logs
from chassis.db import CONNECTION_LOST
from ticketing.domain.mail import Mail, next_attempt
from ticketing.ports import Mails, Postman, Transactions, Undelivered

SWEEP_SECONDS = 1.0
LEASE_SECONDS = 5.0
SEND_SECONDS = 60.0
DRAIN_SECONDS = 8.0
SETTLE_SECONDS = 0.2
SETTLE_TRIES = 100
AT_ONCE = 8

log = logs.get(__name__)


class MailRelay:
    """Sends mails that are due: at once when woken, else within a second, on any replica.

    A crash after the server accepted a mail and before `sent` is stored sends it again with the same
    Message-ID, which lets the receiver drop it.
    """

    def __init__(self, database: Transactions, mails: Mails, postman: Postman) -> None:
        self._database = database
        self._mails = mails
        self._postman = postman
        self._due = asyncio.Event()
        self._under_way: set[asyncio.Task[None]] = set()

    def wake(self) -> None:
        self._due.set()

    async def run(self) -> None:
        """Until cancelled; then mails under way may still finish."""
        try:
            while True:
                await self._start_safely()
                await self._wait()
        finally:
            await self.finish()

    async def start_due(self) -> int:
        """Begin to send mails that are due, as far as there is room; gives their number."""
        room = AT_ONCE - len(self._under_way)
        if room <= 0:
            return 0
        async with self._database.transaction() as tx:
            claimed = await self._mails.claim(tx.conn, limit=room, lease=LEASE_SECONDS)
        for mail in claimed:
            task = asyncio.create_task(self._deliver(mail))
            self._under_way.add(task)
            task.add_done_callback(self._done)
        return len(claimed)

    async def finish(self) -> None:
        """Wait for the mails under way, though not for ever."""
        if self._under_way:
            await asyncio.wait(self._under_way, timeout=DRAIN_SECONDS)

    def _done(self, task: asyncio.Task[None]) -> None:
        if len(self._under_way) == AT_ONCE:
            self._due.set()
        self._under_way.discard(task)

    async def _deliver(self, mail: Mail) -> None:
        keeper = asyncio.create_task(self._keep_lease(mail))
        try:
            async with asyncio.timeout(SEND_SECONDS):
                await self._postman.send(mail)
        except (Undelivered, TimeoutError) as error:
            await self._settle(mail, str(error) or f"No answer within {SEND_SECONDS:.0f} s.")
        else:
            await self._settle(mail, None)
        finally:
            keeper.cancel()

    async def _settle(self, mail: Mail, failure: str | None) -> None:
        """Stubborn, because an unsettled mail that was sent is sent again."""
        for _ in range(SETTLE_TRIES):
            try:
                return await self._store(mail, failure)
            except CONNECTION_LOST as error:
                log.warning("mail.unsettled", mail_id=mail.id, reason=str(error))
                await asyncio.sleep(SETTLE_SECONDS)
        return None

    async def _store(self, mail: Mail, failure: str | None) -> None:
        again_at = next_attempt(mail.attempt, mail.written_at, clock.now()) if failure else None
        async with self._database.transaction() as tx:
            if failure is None:
                await self._mails.sent(tx.conn, mail)
            else:
                await self._mails.failed(tx.conn, mail, reason=failure, again_at=again_at)
        if failure is not None:
            report = log.warning if again_at else log.error
            report(
                "mail.undelivered", mail_id=mail.id, attempt=mail.attempt, reason=failure, again_at=again_at
            )

    async def _keep_lease(self, mail: Mail) -> None:
        while True:
            await asyncio.sleep(LEASE_SECONDS / 2)
            try:
                async with self._database.transaction() as tx:
                    await self._mails.renew(tx.conn, mail, lease=LEASE_SECONDS)
            except CONNECTION_LOST as error:
                log.warning("mail.lease_unrenewed", mail_id=mail.id, reason=str(error))

    async def _start_safely(self) -> None:
        try:
            await self.start_due()
        except CONNECTION_LOST as error:
            log.warning("mail.later", reason=str(error))

    async def _wait(self) -> None:
        try:
            async with asyncio.timeout(SWEEP_SECONDS):
                await self._due.wait()
        except TimeoutError:
            pass
        self._due.clear()
