"""Who may read and write no more, told to every replica."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable

from pydantic import ValidationError

from chassis import logs
from chassis.bus import Bus
from contracts.glimpses import AccessEnded, access_subject

REMEMBERED = 10_000
Listener = Callable[[str, str], None]
log = logs.get(__name__)


class BusEndings:
    """Listeners are called with who it is and why: at once here, within a moment elsewhere.

    An id that ended never comes back, so the newest are kept for streams that were just being opened.
    """

    def __init__(self, bus: Bus) -> None:
        self._bus = bus
        self._listeners: list[Listener] = []
        self._lately: OrderedDict[str, str] = OrderedDict()

    def listen(self, *listeners: Listener) -> None:
        self._listeners += listeners

    def why(self, names: frozenset[str]) -> str | None:
        """Why one of them has lately ended."""
        return next((self._lately[name] for name in names if name in self._lately), None)

    async def tell(self, workspace_id: str, who: str, why: str) -> None:
        """A bus that is away loses it for other replicas, as glimpses may be lost."""
        self._end(who, why)
        await self._bus.show(access_subject(workspace_id), AccessEnded(who=who, why=why))

    async def hear(self) -> None:
        """A background task: what other replicas tell."""
        await self._bus.watch(access_subject("*"), self._on_glimpse)

    async def _on_glimpse(self, body: bytes) -> None:
        try:
            told = AccessEnded.model_validate_json(body)
        except ValidationError as error:
            log.warning("glimpse.unreadable", problems=error.error_count())
            return
        self._end(told.who, told.why)

    def _end(self, who: str, why: str) -> None:
        self._lately[who] = why
        if len(self._lately) > REMEMBERED:
            self._lately.popitem(last=False)
        for listener in self._listeners:
            listener(who, why)
