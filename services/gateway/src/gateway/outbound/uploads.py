"""Originals of sources in the NATS object store."""

from __future__ import annotations

from typing import Any, BinaryIO

from chassis import logs
from chassis.bus import BUS_AWAY, Bus
from chassis.errors import NotFound, Unavailable
from chassis.objects import ObjectMissing, Objects
from chassis.topology import UPLOADS

log = logs.get(__name__)


class ObjectStoreUploads:
    def __init__(self, bus: Bus) -> None:
        self._bus = bus

    async def put(self, key: str, file: BinaryIO) -> None:
        """Stream `file` into the bucket; raises Unavailable."""
        upload: Any = file
        try:
            bucket = await self._bus.js.object_store(UPLOADS)
            await bucket.put(key, upload)
        except BUS_AWAY as error:
            raise Unavailable("The file could not be stored right now; please upload it again.") from error

    async def get(self, key: str) -> bytes:
        """Raises NotFound or Unavailable."""
        try:
            return await Objects(self._bus, UPLOADS).get(key)
        except ObjectMissing as missing:
            raise NotFound("The original of this source was never uploaded to the end.") from missing

    async def drop(self, key: str) -> None:
        """Forget an upload that no source came of; what cannot be deleted now stays."""
        try:
            bucket = await self._bus.js.object_store(UPLOADS)
            await bucket.delete(key)
        except (Unavailable, *BUS_AWAY) as error:
            log.warning("upload.left_behind", reason=str(error))
