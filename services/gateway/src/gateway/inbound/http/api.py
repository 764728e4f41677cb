"""Puts the routes together into the application that uvicorn serves."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager

from fastapi import APIRouter, FastAPI
from fastapi.telemetry import TelemetryConfig
from starlette.middleware import Middleware
from starlette.routing import BaseRoute

from gateway.inbound.http import (
    agents,
    analytics,
    appointments,
    auth,
    bots,
    conversations,
    events,
    health,
    knowledge,
    lasting_tokens,
    pages,
    problems,
    secrets,
    socket,
    sources,
    staff_reads,
    summaries,
    users,
    widget,
    workspaces,
)
from gateway.inbound.http.context import Context
from gateway.inbound.http.guards import CustomerCors, RequestLimits, SafeHeaders
from gateway.inbound.http.shapes import ProblemDetails

DESCRIPTION = """Customer support on a message bus. Staff sign in at `/v1/auth/token`; customers talk with the
token of one conversation. Errors are RFC 9457 problems with a sentence; ids of others answer 404, as unknown
ones do."""
_PROBLEM = {"model": ProblemDetails, "description": "A problem, in a sentence."}
_TRACED = TelemetryConfig(tracing=True, metrics=False, logs=False, operation_spans=False)


def make_app(
    ctx: Context, lifespan: Callable[[], AbstractAsyncContextManager[None]], operations: list[BaseRoute]
) -> FastAPI:
    """The whole HTTP surface; `operations` are health and metrics."""
    app = FastAPI(
        title="Answerbus",
        version="0.1.0",
        description=DESCRIPTION,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        lifespan=lambda _: lifespan(),
        routes=operations,
        middleware=[Middleware(SafeHeaders), Middleware(CustomerCors), Middleware(RequestLimits)],
        telemetry=_TRACED,
    )
    app.state.context = ctx
    problems.install(app)
    app.include_router(_v1())
    app.include_router(pages.router)
    return app


def _v1() -> APIRouter:
    v1 = APIRouter(prefix="/v1", responses={"default": _PROBLEM})
    for part in (
        conversations,
        events,
        socket,
        widget,
        workspaces,
        auth,
        lasting_tokens,
        users,
        bots,
        sources,
        knowledge,
        staff_reads,
        summaries,
        secrets,
        agents,
        appointments,
        analytics,
        health,
    ):
        v1.include_router(part.router)
    return v1
