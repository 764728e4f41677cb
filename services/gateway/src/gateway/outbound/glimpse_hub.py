"""One subscription per conversation or source, however many clients look at it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, Protocol

from pydantic import ValidationError

from chassis import clock, logs
from chassis.bus import BUS_AWAY, Bus
from chassis.errors import Unavailable
from contracts.base import Frozen
from contracts.glimpses import (
    SourceProgress,
    conversation_subject,
    read_conversation_glimpse,
    source_subject,
)
from gateway.domain.endings import EXPIRED
from gateway.domain.identity import Admission
from gateway.outbound.mailbox import Mailbox

Read = Callable[[bytes], Any]
WhyEnded = Callable[[frozenset[str]], str | None]
log = logs.get(__name__)


class _Subscribed(Protocol):
    async def unsubscribe(self) -> None: ...


class _Channel:
    def __init__(self) -> None:
        self.mailboxes: set[Mailbox] = set()
        self.subscribed: asyncio.Task[_Subscribed] | None = None


class GlimpseHub:
    """Hands glimpses to mailboxes and lets go of a subject with its last one.

    A mailbox ends when its admission does: by the clock, or when `end_access` is called for one of its names.
    `why_ended` says of names whether that was just before.
    """

    def __init__(self, bus: Bus, stopping: asyncio.Event, why_ended: WhyEnded) -> None:
        self._bus = bus
        self._stopping = stopping
        self._why_ended = why_ended
        self._channels: dict[str, _Channel] = {}
        self._leaving: set[asyncio.Task[None]] = set()

    async def of_conversation(self, conversation_id: str, admission: Admission) -> Mailbox:
        subject = conversation_subject(admission.who.workspace_id, conversation_id)
        return await self._join(subject, read_conversation_glimpse, admission)

    async def of_source(self, source_id: str, admission: Admission) -> Mailbox:
        subject = source_subject(admission.who.workspace_id, source_id)
        return await self._join(subject, SourceProgress.model_validate_json, admission)

    def end_access(self, who: str, why: str) -> None:
        for mailbox in self._mailboxes():
            if mailbox.admission is not None and who in mailbox.admission.who.names:
                mailbox.end(why)

    async def tell(self, workspace_id: str, conversation_id: str, glimpse: Frozen) -> None:
        """To whoever watches the conversation, on any replica."""
        await self._bus.show(conversation_subject(workspace_id, conversation_id), glimpse)

    @property
    def watched(self) -> int:
        """How many subjects are subscribed to."""
        return len(self._channels)

    async def end_on_stop(self) -> None:
        """End every mailbox when the service stops."""
        await self._stopping.wait()
        for mailbox in self._mailboxes():
            mailbox.end()

    def _mailboxes(self) -> list[Mailbox]:
        return [mailbox for channel in self._channels.values() for mailbox in channel.mailboxes]

    async def _join(self, subject: str, read: Read, admission: Admission) -> Mailbox:
        mailbox = Mailbox(lambda box: self._leave(subject, box), self.reconnects, admission)
        channel = self._channels.setdefault(subject, _Channel())
        channel.mailboxes.add(mailbox)
        if channel.subscribed is None:
            channel.subscribed = asyncio.create_task(self._subscribe(subject, channel, read))
        try:
            await asyncio.shield(channel.subscribed)
        except (*BUS_AWAY, asyncio.CancelledError) as error:
            self._leave(subject, mailbox)
            if isinstance(error, asyncio.CancelledError):
                raise
            raise Unavailable("The message bus is away; please try again.") from error
        except Unavailable:
            self._leave(subject, mailbox)
            raise
        if self._stopping.is_set():
            mailbox.end()
        if why := self._why_ended(admission.who.names):
            mailbox.end(why)
        if admission.until is not None:
            mailbox.end_in(admission.until - clock.now().timestamp(), EXPIRED)
        return mailbox

    async def _subscribe(self, subject: str, channel: _Channel, read: Read) -> _Subscribed:
        async def on_body(body: bytes) -> None:
            try:
                glimpse = read(body)
            except ValidationError as error:
                log.warning("glimpse.unreadable", problems=error.error_count())
                return
            for mailbox in channel.mailboxes:
                mailbox.put(glimpse)

        subscribed: _Subscribed = await self._bus.watch(subject, on_body)
        return subscribed

    def _leave(self, subject: str, mailbox: Mailbox) -> None:
        channel = self._channels.get(subject)
        if channel is None or mailbox not in channel.mailboxes:
            return
        channel.mailboxes.discard(mailbox)
        if not channel.mailboxes and channel.subscribed is not None:
            del self._channels[subject]
            task = asyncio.create_task(_unsubscribe(channel.subscribed))
            self._leaving.add(task)
            task.add_done_callback(self._leaving.discard)

    def reconnects(self) -> int:
        """How often the bus was away. Raises Unavailable before it was there."""
        return int(self._bus.client.stats["reconnects"])


async def _unsubscribe(subscribed: asyncio.Task[_Subscribed]) -> None:
    try:
        await (await subscribed).unsubscribe()
    except (*BUS_AWAY, Unavailable):
        log.info("glimpse.unsubscribed_late")
