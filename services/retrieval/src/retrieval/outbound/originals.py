"""The uploaded files in the NATS object store."""

from __future__ import annotations

import asyncio

import nats.js.errors
from nats.js.object_store import ObjectStore

from chassis.bus import Bus
from chassis.errors import Unavailable
from chassis.topology import UPLOADS
from retrieval.ports import OriginalMissing

READ_SECONDS = 30.0
_LOST = (nats.js.errors.NotFoundError, nats.js.errors.ObjectNotFoundError, nats.js.errors.DigestMismatchError)


class NatsOriginals:
    """`put` is the gateway's; here files are read and deleted."""

    def __init__(self, bus: Bus) -> None:
        self._bus = bus

    async def get(self, object_key: str) -> bytes:
        store = await self._store()
        try:
            async with asyncio.timeout(READ_SECONDS):
                return (await store.get(object_key)).data or b""
        except _LOST as error:
            raise OriginalMissing(object_key) from error
        except TimeoutError as error:
            raise Unavailable("The uploaded file could not be read in time.") from error

    async def delete(self, object_key: str) -> None:
        store = await self._store()
        try:
            await store.delete(object_key)
        except _LOST:
            return

    async def _store(self) -> ObjectStore:
        return await self._bus.js.object_store(UPLOADS)
