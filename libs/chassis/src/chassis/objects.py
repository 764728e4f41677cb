"""Files too large for an event: a bucket of the NATS object store."""

from __future__ import annotations

import asyncio
from base64 import urlsafe_b64decode, urlsafe_b64encode

from nats.js.errors import DigestMismatchError, NotFoundError
from nats.js.object_store import ObjectStore

from chassis.bus import BUS_AWAY, Bus
from chassis.erasure import erase_messages
from chassis.errors import Unavailable

READ_SECONDS = 30.0


class ObjectMissing(Exception):
    """There is no whole object with this key: it was never put, not to the end, or deleted."""


class Objects:
    """Objects are put whole or not at all: what announces one is written last."""

    def __init__(self, bus: Bus, bucket: str) -> None:
        self._bus = bus
        self._bucket = bucket

    async def get(self, key: str) -> bytes:
        """Raises ObjectMissing or Unavailable."""
        store = await self._store()
        try:
            async with asyncio.timeout(READ_SECONDS):
                return bytes((await store.get(key)).data or b"")
        except (NotFoundError, DigestMismatchError) as error:
            raise ObjectMissing(key) from error
        except BUS_AWAY as error:
            raise Unavailable("The stored file could not be read right now; please try again.") from error

    async def put(self, key: str, body: bytes) -> None:
        """Whole, or in the place of what was there. Raises Unavailable."""
        store = await self._store()
        try:
            await store.put(key, body)
        except BUS_AWAY as error:
            raise Unavailable("The file could not be stored right now; please try again.") from error

    async def keys(self, prefix: str) -> list[str]:
        """Of everything that begins so, which their subjects say. Raises Unavailable.

        The library's own list waits for ever for the last object when that is deleted meanwhile.
        """
        try:
            state = (await self._bus.js.stream_info(f"OBJ_{self._bucket}", f"{self._names}>")).state
        except NotFoundError:
            return []
        except BUS_AWAY as error:
            raise Unavailable("The file store is not answering; please try again.") from error
        coded = (subject.removeprefix(self._names) for subject in state.subjects or {})
        return [key for key in (urlsafe_b64decode(one).decode() for one in coded) if key.startswith(prefix)]

    @property
    def _names(self) -> str:
        return f"$O.{self._bucket}.M."

    async def delete(self, key: str) -> None:
        """The bytes go as well as the name. Deleting what is not there does nothing. Raises Unavailable."""
        store = await self._store()
        try:
            chunks = (await store.get_info(key)).nuid
        except NotFoundError:
            return
        except BUS_AWAY as error:
            raise Unavailable("The stored file could not be deleted right now; please try again.") from error
        await self._erase(f"$O.{self._bucket}.C.{chunks}")
        await self._erase(f"{self._names}{urlsafe_b64encode(key.encode()).decode()}")

    async def _erase(self, subject: str) -> None:
        await erase_messages(self._bus.js, f"OBJ_{self._bucket}", subject)

    async def _store(self) -> ObjectStore:
        try:
            return await self._bus.js.object_store(self._bucket)
        except BUS_AWAY as error:
            raise Unavailable("The file store is not answering; please try again.") from error
