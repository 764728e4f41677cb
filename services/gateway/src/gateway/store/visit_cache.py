"""Which conversations may be read, and which go on: looked up once, then in memory until somebody is gone."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable

from chassis import logs
from chassis.db import CONNECTION_LOST, Database
from chassis.errors import NotFound
from gateway.domain.endings import COMPANY_GONE, FORGOTTEN
from gateway.domain.identity import Visit
from gateway.ports import Bots, Forgotten
from gateway.refusals import Closed, Unauthorized

MOST = 20_000
log = logs.get(__name__)


class VisitCache:
    """`reconnects` grows when the bus was away, which may have lost that somebody is gone."""

    def __init__(
        self, database: Database, bots: Bots, forgotten: Forgotten, reconnects: Callable[[], int]
    ) -> None:
        self._database = database
        self._bots = bots
        self._forgotten = forgotten
        self._reconnects = reconnects
        self._seen_reconnects = 0
        self._closed: OrderedDict[Visit, bool] = OrderedDict()
        self._ended = 0

    async def check(self, visit: Visit) -> None:
        """It may be read. Raises Unauthorized or NotFound; while the database is away customers go on."""
        await self._is_closed(visit)

    async def check_open(self, visit: Visit) -> None:
        """It may be written to as well. Raises Closed besides."""
        if await self._is_closed(visit):
            raise Closed

    async def _is_closed(self, visit: Visit) -> bool:
        if (reconnects := self._reconnects()) != self._seen_reconnects:
            self._seen_reconnects = reconnects
            self._closed.clear()
        if (known := self._closed.get(visit)) is not None:
            return known
        ended = self._ended
        try:
            async with self._database.read() as conn:
                closed = await self._bots.was_deleted(conn, visit.workspace_id, visit.bot_id)
                forgotten = await self._forgotten.holds(conn, visit.workspace_id, visit.contact_id)
        except CONNECTION_LOST:
            log.warning("visit.unchecked")
            return False
        if forgotten:
            raise Unauthorized(FORGOTTEN)
        if closed is None:
            raise NotFound(COMPANY_GONE)
        if ended == self._ended:
            self._keep(visit, closed)
        return closed

    def met(self, visit: Visit) -> None:
        """It was just begun, and need not be looked up."""
        self._keep(visit, False)

    def _keep(self, visit: Visit, closed: bool) -> None:
        self._closed[visit] = closed
        if len(self._closed) > MOST:
            self._closed.popitem(last=False)

    def forget(self, who: str, _: str = "") -> None:
        """Look up again what goes by this id."""
        self._ended += 1
        for visit in [visit for visit in self._closed if who in visit.names or who == visit.bot_id]:
            del self._closed[visit]
