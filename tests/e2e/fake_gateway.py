"""A gateway for the widget's tests: speaks the customer's half of the public API and fails on demand."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from tests.e2e.fake_talk import Faults, Reply, Talk

STATIC = Path(__file__).parents[2] / "services" / "gateway" / "src" / "gateway" / "static"
PUBLIC_KEY = "pk_test"
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self';"
    " base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'"
)
HOST_PAGE = """<!doctype html><html lang="{lang}"><meta charset="utf-8"><title>A host page</title>
<meta name="viewport" content="width=device-width"><body><h1>A host page</h1>
<script src="/host.js"></script>{scripts}</body></html>"""
SCRIPT = '<script async src="/widget.js" data-bot="pk_test"></script>'


class FakeGateway:
    """One bot and its conversations. Change `faults`, `replies`, `config` and `host_script` between calls."""

    def __init__(self) -> None:
        self.faults = Faults()
        self.replies: dict[str, Reply] = {}
        self.talks: dict[str, Talk] = {}
        self.calls: list[tuple[str, str, dict[str, Any]]] = []
        self.host_script = ""
        self.host_lang = "en"
        self.host_scripts = SCRIPT
        self.expires_in = 3600.0
        self.contact_token: str | None = "contact-1"
        self.config: dict[str, Any] = {
            "bot_id": "bot_1",
            "name": "Wing Assistant",
            "company": "Parcelwing",
            "greeting": "Hello! Ask me about prices, opening hours or your parcel.",
            "color": "#0e5a4a",
            "locale": "en",
            "suggested_questions": ["How much is a size M parcel?", "When is the Lindhaven depot open?"],
        }
        self.url = ""

    @property
    def talk(self) -> Talk:
        """The conversation that was started last."""
        return list(self.talks.values())[-1]

    def asked(self, path_end: str) -> list[dict[str, Any]]:
        return [body for _, path, body in self.calls if path.endswith(path_end)]

    def app(self) -> Starlette:
        conversation = "/v1/conversations/{id}"
        return Starlette(
            routes=[
                Route("/widget.js", lambda _: FileResponse(STATIC / "widget" / "widget.js")),
                Route("/demo", self._demo),
                Route("/host", self._host),
                Route("/host.js", lambda _: Response(self.host_script, media_type="text/javascript")),
                Mount("/demo", StaticFiles(directory=STATIC / "demo")),
                Route("/v1/widget/{key}/config", self._config),
                Route("/v1/widget/{key}/conversations", self._start, methods=["POST"]),
                Route(f"{conversation}/messages", self._submit, methods=["POST"]),
                Route(f"{conversation}/messages", self._history),
                Route(f"{conversation}/events", self._events),
                Route(f"{conversation}/handoff", self._handoff, methods=["POST"]),
                Route(f"{conversation}/feedback", self._feedback, methods=["POST"]),
            ]
        )

    async def _demo(self, _: Request) -> Response:
        page = (STATIC / "demo" / "index.html").read_text()
        page = page.replace("{{PUBLIC_KEY}}", PUBLIC_KEY).replace("{{COMPANY}}", self.config["company"])
        return HTMLResponse(page, headers={"Content-Security-Policy": CSP})

    async def _host(self, _: Request) -> Response:
        page = HOST_PAGE.format(lang=self.host_lang, scripts=self.host_scripts)
        return HTMLResponse(page, headers={"Content-Security-Policy": CSP})

    async def _config(self, request: Request) -> Response:
        if request.path_params["key"] != PUBLIC_KEY:
            return problem(404, "There is no such bot.")
        return JSONResponse(self.config)

    async def _start(self, request: Request) -> Response:
        self.calls.append(("POST", request.url.path, await request.json()))
        talk = Talk(f"cnv_{len(self.talks) + 1}", f"token-{len(self.talks) + 1}", self.replies, self.faults)
        self.talks[talk.id] = talk
        opened = {"conversation_id": talk.id, "token": talk.token, "expires_in": self.expires_in}
        return JSONResponse({**opened, "contact_token": self.contact_token}, 201)

    async def _submit(self, request: Request) -> Response:
        body = await request.json()
        self.calls.append(("POST", request.url.path, body))
        talk = self._allowed(request)
        if self.faults.take("unavailable"):
            return problem(503, "The bus is away for a moment.", {"Retry-After": "1"})
        if talk is None:
            return problem(401, "Your session has ended.")
        if self.faults.refuse:
            status, detail = self.faults.refuse
            return problem(status, detail)
        turn = talk.submit(body["client_message_id"], body["text"])
        return sse(self._guarded(talk.read(turn.first, until=turn.id)))

    async def _guarded(self, events: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        sent, limit = 0, self.faults.take_cut()
        async for event in events:
            if limit is not None and sent >= limit:
                raise ConnectionResetError("cut on demand")
            yield event
            sent += 1

    async def _history(self, request: Request) -> Response:
        talk = self._allowed(request)
        if talk is None:
            return problem(401, "Your session has ended.")
        return JSONResponse({"items": talk.messages, "next_cursor": None})

    async def _events(self, request: Request) -> Response:
        talk = self._allowed(request)
        if talk is None:
            return problem(401, "Your session has ended.")
        last = request.headers.get("Last-Event-ID")
        self.calls.append(("GET", request.url.path, {"last_event_id": last}))
        return sse(self._guarded(talk.read(int(last) if last else 0)))

    async def _handoff(self, request: Request) -> Response:
        body = await request.json()
        self.calls.append(("POST", request.url.path, body))
        talk = self._allowed(request)
        if talk is None:
            return problem(401, "Your session has ended.")
        if self.faults.take("handoff_unavailable"):
            return problem(503, "The bus is away for a moment.", {"Retry-After": "1"})
        ticket = talk.open_ticket(body["request_id"])
        if self.faults.take("late_ticket"):
            return JSONResponse({"handoff_id": "hnd_1", "detail": "The ticket number follows here."}, 202)
        return JSONResponse(ticket, 201)

    async def _feedback(self, request: Request) -> Response:
        self.calls.append(("POST", request.url.path, await request.json()))
        return Response(status_code=204)

    def _allowed(self, request: Request) -> Talk | None:
        talk = self.talks.get(request.path_params["id"])
        known = talk and request.headers.get("Authorization") == f"Bearer {talk.token}"
        return talk if known else None


def problem(status: int, detail: str, headers: dict[str, str] | None = None) -> Response:
    body = {"type": "about:blank", "title": "Refused", "status": status, "detail": detail}
    return Response(json.dumps(body), status, headers, "application/problem+json")


def sse(events: AsyncIterator[bytes]) -> Response:
    return StreamingResponse(events, media_type="text/event-stream", headers={"Cache-Control": "no-store"})
