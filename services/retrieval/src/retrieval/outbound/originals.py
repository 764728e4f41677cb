"""The uploaded files, put by the gateway into the bucket of uploads."""

from __future__ import annotations

from chassis.bus import Bus
from chassis.objects import ObjectMissing, Objects
from chassis.topology import UPLOADS
from retrieval.ports import OriginalMissing


class NatsOriginals:
    def __init__(self, bus: Bus) -> None:
        self._objects = Objects(bus, UPLOADS)

    async def get(self, object_key: str) -> bytes:
        try:
            return await self._objects.get(object_key)
        except ObjectMissing as missing:
            raise OriginalMissing(object_key) from missing

    async def delete(self, object_key: str) -> None:
        await self._objects.delete(object_key)
