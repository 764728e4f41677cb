"""How every part is."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter
from pydantic import BaseModel

from contracts.requests import WriterState
from gateway.handlers.look_around import look_around
from gateway.inbound.http.context import ContextDep

router = APIRouter(tags=["operators"])


class ServiceHealth(BaseModel):
    status: Literal["ready", "waiting"]
    waiting: dict[str, str]


class Health(BaseModel):
    """`degraded` when a service waits for something, or customers lately had to do without a part.

    `writer` is null when nobody can tell.
    """

    status: Literal["ready", "degraded"]
    services: dict[str, ServiceHealth]
    writer: WriterState | None


@router.get("/health")
async def health(ctx: ContextDep) -> Health:
    """Each service and what it waits for, and the language models and their state."""
    found = await look_around(ctx.bus, ctx.waiting)
    services = {
        str(name): ServiceHealth(status="waiting" if waiting else "ready", waiting=waiting)
        for name, waiting in found.waiting.items()
    }
    degraded = any(found.waiting.values()) or bool(found.writer and found.writer.degraded)
    return Health(status="degraded" if degraded else "ready", services=services, writer=found.writer)
