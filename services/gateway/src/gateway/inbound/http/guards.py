"""What every request passes before any route sees it: size, odd addresses, headers of the answer."""

from __future__ import annotations

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from chassis.errors import Invalid
from gateway.domain.upload_kinds import MAX_BYTES
from gateway.handlers.add_source import TOO_LARGE as FILE_TOO_LARGE
from gateway.inbound.http.problems import of_refusal
from gateway.refusals import TooLarge

JSON_BYTES = 64 * 1024
UPLOAD_BYTES = MAX_BYTES + 256 * 1024
BODY_TOO_LARGE = "The body of this request may have at most 64 kB."
NUL = "The address of this request contains a NUL character."
_CUSTOMER_PATHS = ("/v1/widget/", "/v1/conversations/", "/v1/appointments/", "/widget.js")


class RequestLimits:
    """64 kB for JSON, 20 MB for files; counted as it comes, whatever Content-Length says."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if b"%00" in scope["raw_path"] or b"%00" in scope["query_string"]:
            await of_refusal(Invalid(NUL))(scope, receive, send)
            return
        headers = Headers(scope=scope)
        limit, sentence = _limit_of(scope["path"], headers)
        declared = headers.get("content-length", "")
        if declared.isdigit() and int(declared) > limit:
            await of_refusal(TooLarge(sentence))(scope, receive, send)
            return
        await self._app(scope, _counting(receive, limit, sentence), send)


def _limit_of(path: str, headers: Headers) -> tuple[int, str]:
    multipart = headers.get("content-type", "").lower().startswith("multipart/form-data")
    if multipart and path.startswith("/v1/bots"):
        return UPLOAD_BYTES, FILE_TOO_LARGE
    return JSON_BYTES, BODY_TOO_LARGE


def _counting(receive: Receive, limit: int, sentence: str) -> Receive:
    seen = 0

    async def counted() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > limit:
            raise HTTPException(413, sentence)
        return message

    return counted


class CustomerCors:
    """Pages of any website may call what the widget calls; which bot allows which page is checked later."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._open = CORSMiddleware(
            app,
            allow_origins=["*"],
            allow_methods=["GET", "POST", "DELETE", "PATCH"],
            allow_headers=["Authorization", "Content-Type", "Accept", "Last-Event-ID"],
            expose_headers=["Location", "Retry-After"],
            max_age=7200,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        customer = scope["type"] == "http" and scope["path"].startswith(_CUSTOMER_PATHS)
        await (self._open if customer else self._app)(scope, receive, send)


class SafeHeaders:
    """Headers that browsers need to keep pages and data apart."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.setdefault("X-Content-Type-Options", "nosniff")
                headers.setdefault("Referrer-Policy", "no-referrer")
                if scope["path"].startswith("/v1/"):
                    headers.setdefault("Cache-Control", "no-store")
            await send(message)

        await self._app(scope, receive, send_safely)
