"""What happens to every request: decode, trace, handler, then an answer or a problem; never silence."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from nats.aio.msg import Msg
from opentelemetry.trace import SpanKind
from pydantic import ValidationError
from pydantic_core import from_json

from chassis import clock, logs, metrics, telemetry, tenancy
from chassis.bus import BUS_AWAY
from chassis.db import CONNECTION_LOST
from chassis.errors import Invalid, Refusal, Unavailable
from contracts.base import Frozen
from contracts.rpc import Problem, Rpc

log = logs.get(__name__)


class Silent(Exception):
    """Another replica has the answer."""


@dataclass(frozen=True, slots=True)
class Answering:
    """The wrapper around one request's handler."""

    rpc: Rpc[Any, Any]
    handler: Callable[[Any], Awaitable[Frozen]]

    async def on_request(self, message: Msg) -> None:
        started = clock.monotonic()
        parent = (message.headers or {}).get("traceparent") or None
        with telemetry.span(f"answer {self.rpc.subject}", parent=parent, kind=SpanKind.SERVER):
            try:
                status, body = await self._answer(message.data)
            except Silent:
                return
        metrics.REQUESTS.labels(self.rpc.subject, str(status)).inc()
        metrics.REQUEST_SECONDS.labels(self.rpc.subject).observe(clock.monotonic() - started)
        try:
            await message.respond(body)
        except BUS_AWAY as error:
            log.warning("answer.undelivered", request=self.rpc.subject, reason=str(error))

    async def _answer(self, body: bytes) -> tuple[int, bytes]:
        try:
            ask = self._read(body)
            with tenancy.only(getattr(ask, "workspace_id", tenancy.EVERYONE)):
                answer = await self.handler(ask)
        except Refusal as refusal:
            return refusal.status, _problem(refusal.to_problem())
        except CONNECTION_LOST as error:
            log.warning("answer.database_away", request=self.rpc.subject, reason=str(error))
            return 503, _problem(Unavailable().to_problem())
        except Silent:
            raise
        except Exception as error:
            log.error("answer.failed", request=self.rpc.subject, exc_info=error)
            detail = "Something went wrong on our side; it has been recorded."
            return 500, _problem(Problem(status=500, title="Internal error", detail=detail))
        return 200, b'{"answer":' + answer.model_dump_json(exclude_none=True).encode() + b"}"

    def _read(self, body: bytes) -> Frozen:
        try:
            ask: Frozen = self.rpc.ask.read(from_json(body))
            return ask
        except ValidationError as error:
            first = error.errors()[0]
            raise Invalid(f"{'.'.join(map(str, first['loc']))}: {first['msg']}.") from error
        except ValueError as error:
            raise Invalid("The request is not JSON.") from error


def _problem(problem: Problem) -> bytes:
    return json.dumps({"problem": problem.model_dump()}).encode()
