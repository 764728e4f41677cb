"""One subscription per conversation or source, however many clients look at it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, Protocol

from pydantic import ValidationError

from chassis import logs
from chassis.bus import BUS_AWAY, Bus
from chassis.errors import Unavailable
from contracts.base import Frozen
from contracts.glimpses import (
    SourceProgress,
    conversation_subject,
    read_conversation_glimpse,
    source_subject,
)
from gateway.outbound.mailbox import Mailbox

Read = Callable[[bytes], Any]
log = logs.get(__name__)


class _Subscribed(Protocol):
    async def unsubscribe(self) -> None: ...


class _Channel:
    def __init__(self) -> None:
        self.mailboxes: set[Mailbox] = set()
        self.subscribed: asyncio.Task[_Subscribed] | None = None


class GlimpseHub:
    """Hands glimpses to mailboxes and lets go of a subject with its last one."""

    def __init__(self, bus: Bus, stopping: asyncio.Event) -> None:
        self._bus = bus
        self._stopping = stopping
        self._channels: dict[str, _Channel] = {}
        self._leaving: set[asyncio.Task[None]] = set()

    async def of_conversation(self, workspace_id: str, conversation_id: str) -> Mailbox:
        return await self._join(
            conversation_subject(workspace_id, conversation_id), read_conversation_glimpse
        )

    async def of_source(self, workspace_id: str, source_id: str) -> Mailbox:
        return await self._join(source_subject(workspace_id, source_id), SourceProgress.model_validate_json)

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
        for channel in self._channels.values():
            for mailbox in channel.mailboxes:
                mailbox.end()

    async def _join(self, subject: str, read: Read) -> Mailbox:
        mailbox = Mailbox(lambda box: self._leave(subject, box), self._reconnects)
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

    def _reconnects(self) -> int:
        return int(self._bus.client.stats["reconnects"])


async def _unsubscribe(subscribed: asyncio.Task[_Subscribed]) -> None:
    try:
        await (await subscribed).unsubscribe()
    except (*BUS_AWAY, Unavailable):
        log.info("glimpse.unsubscribed_late")
