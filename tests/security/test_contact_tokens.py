"""What a browser keeps between conversations opens nothing, and counts only where it was given."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest

from gateway.outbound import tokens
from tests.support.gateway_stage import MIGRATIONS, Caller, Stage, open_stage


@pytest.fixture
async def stage(nats_url: Callable[[str], str], make_database: Callable[[Path], str]) -> AsyncIterator[Stage]:
    urls = {"nats_url": nats_url("gateway"), "admin_url": nats_url("admin")}
    async with open_stage(**urls, database_url=make_database(MIGRATIONS)) as opened:
        yield opened


async def start(stage: Stage, public_key: str, token: Any = None) -> dict[str, Any]:
    path = f"/v1/widget/{public_key}/conversations"
    reply = await stage.anybody().call("POST", path, {"contact_token": token})
    assert reply.status == 201, reply.body
    return dict(reply.json())


async def test_only_a_token_of_this_bot_is_known(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    owner, mallory = await stage.company(), await stage.company("mallory@example.com")
    key = owner.ids["public_key"]
    first = await start(stage, key)
    token = first["contact_token"]
    second_bot = (await owner.call("POST", "/v1/bots", {"name": "Ada"})).json()["public_key"]
    head, body, sign = token.split(".")
    monkeypatch.setattr(tokens, "CONTACT_SECONDS", -1)
    old = (await start(stage, key, token))["contact_token"]
    monkeypatch.undo()
    elsewhere = [(second_bot, token), (mallory.ids["public_key"], token)]
    broken = [f"{head}.{body[:-2]}.{sign}", f"{token}x", "", "x" * 2000, first["token"], owner.token, old]
    for public_key, given in [*elsewhere, *((key, one) for one in broken)]:
        assert (await start(stage, public_key, given))["contact_id"] != first["contact_id"], given
    assert (await start(stage, key, token))["contact_id"] == first["contact_id"]
    path = f"/v1/widget/{key}/conversations"
    assert (await stage.anybody().call("POST", path, {"contact_token": "x" * 2001})).status == 422


async def test_it_opens_no_conversation(stage: Stage) -> None:
    owner = await stage.company()
    opened = await start(stage, owner.ids["public_key"])
    conversation = f"/v1/conversations/{opened['conversation_id']}"
    thief = Caller(stage.base_url, opened["contact_token"])
    calls = [
        ("GET", f"{conversation}/messages", None),
        ("POST", f"{conversation}/messages", {"text": "Hi", "client_message_id": "m1"}),
        ("GET", f"{conversation}/events", None),
        ("GET", "/v1/appointments/apt_1", None),
        ("GET", "/v1/tickets", None),
    ]
    for method, path, body in calls:
        reply = await thief.call(method, path, body)
        assert (reply.status, "opens nothing" in reply.json()["detail"]) == (403, True), path
