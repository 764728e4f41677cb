"""Calls of a company's API: where they go, what they carry, and where they do not go."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from chassis import clock
from chassis.pinned import PinnedBackend
from chassis.testing.fakes import FakeDatabase
from contracts.bot_tools import HttpAction
from contracts.secret_requests import SecretKept
from contracts.shapes import BotSettings
from conversation.domain.turns import Bot, Turn
from conversation.outbound.http_actions import HttpActions
from conversation.tool_ports import ToolFailed
from tests.support.local_server import LocalServer

TOKEN = "tok-4711-very-secret"  # a canary


@dataclass
class FakeSecrets:
    """Of one workspace."""

    kept: dict[str, str]

    async def put(self, conn: Any, workspace_id: str, name: str, value: str, now: datetime) -> None:
        self.kept[name] = value

    async def drop(self, conn: Any, workspace_id: str, name: str) -> bool:
        return self.kept.pop(name, None) is not None

    async def all(self, conn: Any, workspace_id: str) -> list[SecretKept]:
        return []

    async def open(self, conn: Any, workspace_id: str, names: Sequence[str]) -> dict[str, str]:
        return {name: self.kept[name] for name in names if name in self.kept}


@dataclass
class Api(LocalServer):
    """A company's server; remembers what was asked."""

    reply: bytes = b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nfine"
    delay: float = 0.0
    heard: list[str] = field(default_factory=list)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.heard.append((await reader.read(65_536)).decode())
        await asyncio.sleep(self.delay)
        writer.write(self.reply)
        await writer.drain()


def action(api: Api, path: str = "/orders/{order}", method: str = "GET") -> HttpAction:
    """One that waits longer than a busy machine stands still."""
    return HttpAction.model_construct(
        name="orders",
        description="x",
        method=method,
        url=f"http://api.test:{api.port}{path}",
        timeout=4.0,
        headers={},
    )


def actions(*, public: bool = False) -> HttpActions:
    async def at_home(host: str, port: int) -> list[str]:
        return ["127.0.0.1"]

    backend = PinnedBackend(resolve=at_home) if public else PinnedBackend(resolve=at_home, judge=bool)
    return HttpActions(backend, FakeDatabase(), FakeSecrets({"crm": TOKEN}))


def turn() -> Turn:
    now = clock.now()
    bot = Bot("bot_1", "Wingo", 1, BotSettings())
    return Turn("wsp_1", "cnv_1", "trn_1", bot, "Hi", None, 1, now, now + timedelta(seconds=9))


async def test_a_call_says_for_whom_it_is_made_and_fills_the_address() -> None:
    async with Api().running() as api:
        arguments = {"order": "A 1/2?x=1#y", "since": "2026"}
        assert await actions().call(action(api), turn(), arguments, "key_1") == "fine"
    head = api.heard[0].split("\r\n")
    assert head[0] == "GET /orders/A%201%2F2%3Fx%3D1%23y?since=2026 HTTP/1.1"
    assert f"Host: api.test:{api.port}" in head
    assert "X-Answerbus-Conversation: cnv_1" in head
    assert "Idempotency-Key: key_1" in head


async def test_a_change_carries_json() -> None:
    async with Api().running() as api:
        await actions().call(action(api, "/cancel", "POST"), turn(), {"order": "A1"}, "key_1")
    assert json.loads(api.heard[0].partition("\r\n\r\n")[2]) == {"order": "A1"}


async def test_addresses_of_our_own_network_are_not_dialled() -> None:
    async with Api().running() as api:
        with pytest.raises(ToolFailed, match="public"):
            await actions(public=True).call(action(api), turn(), {"order": "A1"}, "key_1")
    assert api.heard == []


@pytest.mark.parametrize(
    ("reply", "delay"),
    [
        (b"HTTP/1.1 302 Found\r\nLocation: http://169.254.169.254/\r\nContent-Length: 0\r\n\r\n", 0),
        (b"HTTP/1.1 500 Oh\r\nContent-Length: 6\r\n\r\nsecret", 0),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 900000\r\n\r\n" + b"x" * 900_000, 0),
        (b"nonsense", 0),
        (b"", 60.0),
    ],
    ids=["redirect", "error", "endless", "nonsense", "late"],
)
async def test_what_goes_wrong_ends_in_a_sentence(reply: bytes, delay: float) -> None:
    async with Api(reply, delay).running() as api:
        with pytest.raises(ToolFailed) as failed:
            await actions().call(action(api), turn(), {"order": "A1"}, "key_1")
    assert "secret" not in str(failed.value)
    assert len(api.heard) == 1


def answered(body: bytes, *headers: bytes, status: bytes = b"200 OK") -> bytes:
    head = (b"HTTP/1.1 " + status, *headers, b"Content-Length: %d" % len(body))
    return b"\r\n".join(head) + b"\r\n\r\n" + body


@pytest.mark.parametrize(
    ("reply", "unsure"),
    [
        (answered(b"Taken.", status=b"409 Conflict"), False),
        (answered(b"", b"Location: https://elsewhere.example/", status=b"302 Found"), False),
        (answered(b"Oh.", status=b"502 Bad Gateway"), True),
        (b"", True),
        (b"nonsense", True),
        (answered(b"<h1>Sign in</h1>", b"Content-Type: text/html; charset=utf-8"), True),
        (answered(b"x" * 900_000), True),
    ],
    ids=["refused", "redirect", "failed", "broken off", "nonsense", "page", "endless"],
)
async def test_a_change_that_may_have_happened_is_not_said_to_have_failed(reply: bytes, unsure: bool) -> None:
    async with Api(reply).running() as api:
        with pytest.raises(ToolFailed) as failed:
            await actions().call(action(api, "/cancel", "POST"), turn(), {"order": "A1"}, "key_1")
    assert failed.value.unsure is unsure


@pytest.mark.parametrize(
    ("status", "nothing"), [(b"404 Not Found", True), (b"401 Unauthorized", False), (b"503 Away", False)]
)
async def test_an_order_that_is_not_there_is_no_failure_of_the_api(status: bytes, nothing: bool) -> None:
    async with Api(answered(b"", status=status)).running() as api:
        with pytest.raises(ToolFailed) as failed:
            await actions().call(action(api), turn(), {"order": "A1"}, "key_1")
    assert failed.value.answered is nothing


async def test_a_change_that_reached_nobody_has_failed_and_one_that_hangs_may_not() -> None:
    async with Api(delay=60.0).running() as api:
        late = action(api, "/cancel", "POST")
        with pytest.raises(ToolFailed) as hanging:
            await actions().call(late, turn(), {"order": "A1"}, "key_1")
    with pytest.raises(ToolFailed) as down:
        await actions().call(late, turn(), {"order": "A1"}, "key_1")
    assert (hanging.value.unsure, down.value.unsure) == (True, False)


@pytest.mark.parametrize(
    ("body", "header", "text"),
    [
        (b"<h1>Sign in</h1>", b"Content-Type: text/html", None),
        (b"\x89PNG\x00", b"Content-Type: image/png", None),
        (b"\x1f\x8b", b"Content-Encoding: gzip", None),
        ("geprüft".encode("latin-1"), b"Content-Type: text/plain; charset=ISO-8859-1", "geprüft"),
        ("geprüft".encode(), b"Content-Type: application/vnd.api+json", "geprüft"),
        (b"fine", b"Content-Type: text/plain; charset=nobody-knows", "fine"),
    ],
)
async def test_only_text_that_a_machine_meant_is_an_answer(
    body: bytes, header: bytes, text: str | None
) -> None:
    async with Api(answered(body, header)).running() as api:
        call = actions().call(action(api), turn(), {"order": "A1"}, "key_1")
        if text is not None:
            assert await call == text
        else:
            with pytest.raises(ToolFailed, match="something else"):
                await call


@pytest.mark.parametrize("value", ["..", "../../admin", "a\\..\\b"])
async def test_a_value_cannot_climb_out_of_its_place(value: str) -> None:
    async with Api().running() as api:
        with pytest.raises(ToolFailed, match="address"):
            await actions().call(action(api, "/orders/{order}/lines"), turn(), {"order": value}, "key_1")
    assert api.heard == []


async def test_a_secret_is_put_into_its_header_and_never_comes_back() -> None:
    body = f'{{"you_sent": "Bearer {TOKEN}"}}'.encode()
    api = Api(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body))
    async with api.running():
        signed = action(api).model_copy(update={"headers": {"Authorization": "Bearer {secret:crm}"}})
        text = await actions().call(signed, turn(), {"order": "A1"}, "key_1")
    assert f"Authorization: Bearer {TOKEN}" in api.heard[0].split("\r\n")
    assert text == '{"you_sent": "Bearer [secret]"}'
    assert TOKEN not in signed.model_dump_json()


async def test_a_call_whose_secret_was_not_set_is_not_made() -> None:
    async with Api().running() as api:
        signed = action(api).model_copy(update={"headers": {"X-Key": "{secret:gone}"}})
        with pytest.raises(ToolFailed, match="not set"):
            await actions().call(signed, turn(), {"order": "A1"}, "key_1")
    assert api.heard == []


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"X-Answerbus-Workspace": "wsp_2"},
        {"X Key": "a"},
        {"X-Key": "a\r\nHost: evil.example"},
        {"X-Key": "{secret:Not This}"},
        {"X-Key": "{order}"},
    ],
)
def test_headers_that_are_not_its_own_to_set_are_refused(headers: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        HttpAction(name="orders", description="x", url="https://api.example/", headers=headers)
