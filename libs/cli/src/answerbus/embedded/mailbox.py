"""A mail server that keeps everything it gets, and pages to read it."""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

import uvicorn
from aiosmtpd.smtp import SMTP, Envelope, Session
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from answerbus.embedded.mail_store import Mail, MailStore
from answerbus.embedded.mailbox_page import HEADERS, list_page, mail_page, missing_page
from answerbus.embedded.ports import LOOPBACK

MAX_MAIL = 10 << 20
_ALLOWED_HOSTS = [LOOPBACK, "localhost", "testserver"]


class Receiver:
    """What aiosmtpd calls for each mail; the answer 250 is given when the mail is on disk."""

    def __init__(self, store: MailStore) -> None:
        self._store = store

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: ARG002
        content = envelope.content
        raw = content.encode() if isinstance(content, str) else content or b""
        self._store.deliver(raw, envelope.mail_from or "", envelope.rcpt_tos)
        return "250 Kept"


class Pages:
    """The HTTP side."""

    def __init__(self, store: MailStore) -> None:
        self._store = store

    def routes(self) -> list[Route]:
        return [
            Route("/", self.index),
            Route("/mails/{mail_id}", self.mail),
            Route("/mails/{mail_id}/raw", self.source),
            Route("/api/messages", self.messages),
            Route("/api/messages/{mail_id}", self.message),
            Route("/api/stats", self.stats),
        ]

    async def index(self, _: Request) -> Response:
        return HTMLResponse(list_page(self._store.newest_first()), headers=HEADERS)

    async def mail(self, request: Request) -> Response:
        mail = self._find(request)
        if mail is None:
            return HTMLResponse(missing_page(), status_code=404, headers=HEADERS)
        return HTMLResponse(mail_page(mail), headers=HEADERS)

    async def source(self, request: Request) -> Response:
        mail = self._find(request)
        if mail is None:
            return HTMLResponse(missing_page(), status_code=404, headers=HEADERS)
        return Response(self._store.raw(mail), media_type="text/plain; charset=utf-8", headers=HEADERS)

    async def messages(self, request: Request) -> Response:
        recipient = request.query_params.get("to", "").lower()
        mails = [mail for mail in self._store.newest_first() if recipient in ("", mail.to.lower())]
        return JSONResponse({"items": [_json(mail) for mail in mails]}, headers=HEADERS)

    async def message(self, request: Request) -> Response:
        mail = self._find(request)
        if mail is None:
            return JSONResponse({"detail": "There is no such mail."}, status_code=404, headers=HEADERS)
        return JSONResponse(_json(mail), headers=HEADERS)

    async def stats(self, _: Request) -> Response:
        kept = len(self._store.newest_first())
        return JSONResponse({"messages": kept, "suppressed": self._store.suppressed}, headers=HEADERS)

    def _find(self, request: Request) -> Mail | None:
        return self._store.get(request.path_params["mail_id"])


def mailbox_app(store: MailStore, smtp_port: int | None) -> Starlette:
    """The pages; with a port, mail is received there as long as they are served."""

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        if smtp_port is None:
            yield
            return
        server = await _receive(store, smtp_port)
        yield
        server.close()

    guard = Middleware(TrustedHostMiddleware, allowed_hosts=_ALLOWED_HOSTS)
    return Starlette(routes=Pages(store).routes(), middleware=[guard], lifespan=lifespan)


async def _receive(store: MailStore, port: int) -> asyncio.Server:
    loop = asyncio.get_running_loop()

    def session() -> SMTP:
        return SMTP(
            Receiver(store), data_size_limit=MAX_MAIL, enable_SMTPUTF8=True, hostname="localhost", loop=loop
        )

    return await loop.create_server(session, LOOPBACK, port)


def _json(mail: Mail) -> dict[str, Any]:
    fields = asdict(mail)
    fields["from"] = fields.pop("sender")
    return fields


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dir", type=Path, required=True)
    parser.add_argument("--smtp-port", type=int, required=True)
    parser.add_argument("--http-port", type=int, required=True)
    chosen = parser.parse_args()
    uvicorn.run(
        mailbox_app(MailStore(chosen.dir), chosen.smtp_port),
        host=LOOPBACK,
        port=chosen.http_port,
        log_level="warning",
        timeout_graceful_shutdown=2,
    )


if __name__ == "__main__":
    main()
