"""Which conversations may go on: looked up once, then in memory until somebody is said to be gone."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable

from chassis import logs
from chassis.db import CONNECTION_LOST, Database
from chassis.errors import NotFound
from gateway.domain.endings import BOT_GONE, FORGOTTEN
from gateway.domain.identity import Visit
from gateway.ports import Bots, Forgotten
from gateway.refusals import Unauthorized

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
        self._good: OrderedDict[Visit, None] = OrderedDict()
        self._ended = 0

    async def check(self, visit: Visit) -> None:
        """Raises Unauthorized or NotFound; while the database is away customers go on."""
        if (reconnects := self._reconnects()) != self._seen_reconnects:
            self._seen_reconnects = reconnects
            self._good.clear()
        if visit in self._good:
            return
        ended = self._ended
        try:
            async with self._database.read() as conn:
                bot = await self._bots.get(conn, visit.workspace_id, visit.bot_id)
                forgotten = await self._forgotten.holds(conn, visit.workspace_id, visit.contact_id)
        except CONNECTION_LOST:
            log.warning("visit.unchecked")
            return
        if forgotten:
            raise Unauthorized(FORGOTTEN)
        if bot is None:
            raise NotFound(BOT_GONE)
        if ended == self._ended:
            self.met(visit)

    def met(self, visit: Visit) -> None:
        """It was just begun, and need not be looked up."""
        self._good[visit] = None
        if len(self._good) > MOST:
            self._good.popitem(last=False)

    def forget(self, who: str, _: str = "") -> None:
        """Look up again what goes by this id."""
        self._ended += 1
        for visit in [visit for visit in self._good if who in visit.names]:
            del self._good[visit]
