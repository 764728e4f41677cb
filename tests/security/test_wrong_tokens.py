"""Every operation of the public API with tokens that do not open it: 401 or 403, and a sentence.

Generated from openapi.json, so that a new route is tried without a word here.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest

from gateway.outbound import tokens
from tests.support.gateway_stage import MIGRATIONS, PASSWORD, Caller, Stage, open_stage

OPEN = {
    "/v1/widget/{public_key}/config",
    "/v1/widget/{public_key}/conversations",
    "/v1/workspaces",
    "/v1/auth/token",
    "/v1/auth/refresh",
    "/v1/auth/logout",
    "/v1/health",
}


@pytest.fixture
async def stage(nats_url: Callable[[str], str], make_database: Callable[[Path], str]) -> AsyncIterator[Stage]:
    urls = {"nats_url": nats_url("gateway"), "admin_url": nats_url("admin")}
    async with open_stage(**urls, database_url=make_database(MIGRATIONS)) as opened:
        yield opened


async def guarded(stage: Stage, ids: dict[str, str]) -> list[tuple[str, str, set[str]]]:
    """Method, address and the kinds of token that open it."""
    document = (await stage.anybody().call("GET", "/openapi.json")).json()
    found = []
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            kinds = {name for item in operation.get("security", []) for name in item}
            assert bool(kinds) != (path in OPEN), f"{method} {path} has no lock, or needs none."
            names = {item["name"]: "x_1" for item in operation.get("parameters", []) if item["in"] == "path"}
            if kinds:
                found.append((method.upper(), path.format(**{**names, **ids}), kinds))
    return found


async def wrong_tokens(stage: Stage, owner: Caller, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Tokens by what is wrong with them; `staff` and `widget` are good, but not everywhere."""
    path = f"/v1/widget/{owner.ids['public_key']}/conversations"
    monkeypatch.setattr(tokens, "WIDGET_SECONDS", -1)
    monkeypatch.setattr(tokens, "STAFF_SECONDS", -1)
    old_visit = (await stage.anybody().call("POST", path, {})).json()
    company = {"name": "Old", "email": "old@example.com", "password": PASSWORD}
    old_staff = (await stage.anybody().call("POST", "/v1/workspaces", company)).json()
    monkeypatch.undo()
    fresh = (await stage.anybody().call("POST", path, {})).json()
    return {
        "none": None,
        "broken": f"{owner.token}x",
        "expired widget": old_visit["token"],
        "expired staff": old_staff["access_token"],
        "contact": fresh["contact_token"],
        "widget": fresh["token"],
        "staff": owner.token,
    }


async def test_wrong_tokens_open_nothing(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    owner = await stage.company()
    customer = await stage.customer(owner)
    ids = {"conversation_id": customer.ids["conversation"], "bot_id": owner.ids["bot"]}
    given = await wrong_tokens(stage, owner, monkeypatch)
    operations = await guarded(stage, ids)
    assert len(operations) >= 20
    for method, address, kinds in operations:
        for name, token in given.items():
            if name in kinds:
                continue
            reply = await Caller(stage.base_url, token).call(method, address, {})
            expected = 403 if name in ("contact", "widget", "staff") else 401
            assert reply.status == expected, (method, address, name, reply.body)
            assert reply.json()["detail"].endswith((".", "`."))
