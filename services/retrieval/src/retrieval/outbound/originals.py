"""Originals in the bucket of uploads: files from the gateway, and pages that were fetched."""

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

    async def put(self, object_key: str, body: bytes) -> None:
        await self._objects.put(object_key, body)

    async def below(self, prefix: str) -> list[str]:
        return await self._objects.keys(prefix)

    async def delete(self, object_key: str) -> None:
        await self._objects.delete(object_key)
