"""What waits to be told to one client."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from gateway.domain.identity import Admission, StaffPass

LIMIT = 2000


class Mailbox:
    """Items in the order they came; more than 2,000 at once are dropped, as glimpses may be.

    One of staff ends when the bus was away: it may have missed that they signed out; opening it again tells.
    """

    def __init__(
        self,
        close: Callable[[Mailbox], None],
        reconnects: Callable[[], int],
        admission: Admission | None = None,
    ) -> None:
        self.admission = admission
        self._close = close
        self._reconnects = reconnects
        self._opened_after = reconnects()
        self._items: list[Any] = []
        self._waiter: asyncio.Future[None] | None = None
        self._dropped = 0
        self._expiry: asyncio.TimerHandle | None = None
        self.ended = False
        self.why: str | None = None

    @property
    def reconnects(self) -> int:
        return self._reconnects() + self._dropped

    def put(self, item: Any) -> None:
        if len(self._items) >= LIMIT:
            self._items.clear()
            self._dropped += 1
        self._items.append(item)
        self._wake()

    def end(self, why: str | None = None) -> None:
        """`why` is what the client is told: they may look no more."""
        self.why = self.why or why
        self.ended = True
        self._wake()

    def end_in(self, seconds: float, why: str) -> None:
        self._expiry = asyncio.get_running_loop().call_later(seconds, self.end, why)

    def close(self) -> None:
        """The client has gone: whoever waits here is told so."""
        self.end()
        if self._expiry is not None:
            self._expiry.cancel()
        self._close(self)

    async def take(self, timeout: float) -> list[Any]:
        if not self._items and not self.ended and timeout > 0:
            loop = asyncio.get_running_loop()
            self._waiter = loop.create_future()
            timer = loop.call_later(timeout, self._wake)
            try:
                await self._waiter
            finally:
                timer.cancel()
                self._waiter = None
        staff = self.admission is not None and isinstance(self.admission.who, StaffPass)
        if staff and self._reconnects() != self._opened_after:
            self.end()
        items, self._items = self._items, []
        return items

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)
