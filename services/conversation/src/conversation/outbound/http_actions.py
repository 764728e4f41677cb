"""Calls a company's own API: public addresses only, no redirects, short answers."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

import httpcore
import httpx

from chassis.pinned import Closed, PinnedBackend, Unknown
from contracts.bot_tools import HttpAction
from conversation.domain.turns import Turn
from conversation.ports import Database
from conversation.tool_ports import Secrets, ToolFailed

MAX_BYTES = 64_000
HIDDEN = "[secret]"
_NOTHING_FOUND = (400, 404, 410, 422)
"""HTTP's numbers for what is not there, or was asked for wrongly."""
_READABLE = re.compile(r"\s*(?:$|text/(?!html)|application/(?:[\w.-]+\+)?(?:json|xml)\b)")


class HttpActions:
    """`backend` decides which addresses may be dialled; `secrets` are read for calls that name them."""

    def __init__(self, backend: PinnedBackend, database: Database, secrets: Secrets) -> None:
        self._database = database
        self._secrets = secrets
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=httpx.create_ssl_context(trust_env=False),
            network_backend=backend,
            max_connections=32,
            keepalive_expiry=10,
        )

    async def call(self, action: HttpAction, turn: Turn, arguments: Mapping[str, Any], key: str) -> str:
        """The body as text, with any secret in it masked. Raises ToolFailed unless it is a 2xx in time."""
        url, rest = _address(action, arguments)
        body = json.dumps(rest).encode() if action.method != "GET" else None
        headers = {
            "Host": url.netloc.decode(),
            "Accept": "application/json, text/plain",
            "User-Agent": "Answerbus",
            "Idempotency-Key": key,
            "X-Answerbus-Workspace": turn.workspace_id,
            "X-Answerbus-Conversation": turn.conversation_id,
        }
        secrets = await self._open(turn.workspace_id, action.secrets)
        headers |= action.filled_headers(secrets)
        if body is not None:
            headers |= {"Content-Type": "application/json", "Content-Length": str(len(body))}
        try:
            async with asyncio.timeout(action.timeout):
                text = await self._fetch(action.method, url, headers, body)
        except (Closed, Unknown):
            raise ToolFailed("Its address does not lead to a public host.") from None
        except TimeoutError:
            raise ToolFailed("It took too long.", unsure=True) from None
        except (httpcore.ConnectError, httpcore.ConnectTimeout):
            raise ToolFailed("It could not be reached.") from None
        except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.TimeoutException, OSError):
            raise ToolFailed("It broke off.", unsure=True) from None
        for secret in secrets.values():
            text = text.replace(secret, HIDDEN)
        return text

    async def _open(self, workspace_id: str, names: list[str]) -> dict[str, str]:
        if not names:
            return {}
        async with self._database.read() as conn:
            secrets = await self._secrets.open(conn, workspace_id, names)
        if len(secrets) < len(names):
            raise ToolFailed("A secret that its headers name was not set.")
        return secrets

    async def _fetch(
        self, method: str, url: httpx.URL, headers: Mapping[str, str], body: bytes | None
    ) -> str:
        where = httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
        async with self._pool.stream(method, where, headers=list(headers.items()), content=body) as response:
            read = b""
            async for chunk in response.aiter_stream():
                read += chunk
                if len(read) > MAX_BYTES:
                    raise ToolFailed("Its answer is too long.", unsure=True)
        if not 200 <= response.status < 300:
            raise ToolFailed(
                f"It answered with status {response.status}.",
                unsure=response.status >= 500,
                answered=response.status in _NOTHING_FOUND,
            )
        return _text(response, read)


def _address(action: HttpAction, arguments: Mapping[str, Any]) -> tuple[httpx.URL, dict[str, Any]]:
    """The address with its values filled in, and the values left; none can change path or host."""
    left, filled = dict(arguments), action.url
    for name in arguments:
        if "{" + name + "}" in filled:
            value = str(left.pop(name))
            if {".", ".."} & {*re.split(r"[/\\]", value)}:
                raise ToolFailed("This value cannot stand in an address.", answered=True)
            filled = filled.replace("{" + name + "}", quote(value, safe=""))
    url = httpx.URL(filled)
    if action.method == "GET" and left:
        url = url.copy_merge_params({name: _flat(value) for name, value in left.items()})
        left = {}
    return url, left


def _text(response: httpcore.Response, body: bytes) -> str:
    """The body of a machine's answer: a web page is none, whatever its status, nor is what is packed."""
    named = httpx.Headers(response.headers)
    media, _, charset = named.get("content-type", "").lower().partition("charset=")
    if not _READABLE.match(media) or named.get("content-encoding", "identity") != "identity":
        raise ToolFailed("It answered with something else than text or JSON.", unsure=True)
    try:
        return body.decode(charset.strip(" \"';") or "utf-8", errors="replace")
    except LookupError:
        return body.decode(errors="replace")


def _flat(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)
