"""Tokens that programs keep, made and dropped by a user."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlencode

import pytest

from chassis import clock
from gateway.handlers.manage_tokens import MOST
from tests.support.gateway_stage import PASSWORD, Caller, Stage


async def make(who: Caller, name: str = "Desk", **more: int) -> tuple[str, Caller]:
    """Its id, and whoever has it."""
    made = await who.call("POST", "/v1/tokens", {"name": name, **more})
    assert made.status == 201, made.body
    return made.json()["id"], Caller(who.base_url, made.json()["token"])


async def test_a_token_is_its_user_until_it_is_dropped(stage: Stage) -> None:
    owner = await stage.company()
    token_id, program = await make(owner)
    assert (await program.call("GET", "/v1/me")).json() == (await owner.call("GET", "/v1/me")).json()
    copied = await program.call("POST", "/v1/tokens", {"name": "Copy"})
    assert (copied.status, "sign in" in copied.json()["detail"]) == (403, True)
    [listed] = (await owner.call("GET", "/v1/tokens")).json()["items"]
    assert (listed["id"], listed["name"], "token" in listed) == (token_id, "Desk", False)
    assert (await owner.call("DELETE", f"/v1/tokens/{token_id}")).status == 204
    refused = await program.call("GET", "/v1/me")
    assert (refused.status, refused.json()["detail"]) == (401, "This token was dropped.")
    assert (await owner.call("DELETE", f"/v1/tokens/{token_id}")).status == 404


async def test_a_token_outlives_a_login_and_ends_on_its_day(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner = await stage.company()
    _, program = await make(owner, days=30)
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(days=29))
    assert (await owner.call("GET", "/v1/me")).status == 401
    assert (await program.call("GET", "/v1/me")).status == 200
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(days=31))
    assert "expired" in (await program.call("GET", "/v1/me")).json()["detail"]


async def test_tokens_are_nobody_elses_and_end_with_their_user(stage: Stage) -> None:
    owner = await stage.company()
    person = {"name": "Kim", "email": "kim@example.com", "role": "agent", "password": PASSWORD}
    user_id = (await owner.call("POST", "/v1/users", person)).json()["id"]
    form = urlencode({"username": "kim@example.com", "password": PASSWORD}).encode()
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    signed = await stage.anybody().call("POST", "/v1/auth/token", form, **kind)
    agent = Caller(stage.base_url, signed.json()["access_token"])
    token_id, program = await make(agent)
    assert (await owner.call("GET", "/v1/tokens")).json()["items"] == []
    assert (await owner.call("DELETE", f"/v1/tokens/{token_id}")).status == 404
    assert (await program.call("POST", "/v1/bots", {"name": "Mine"})).status == 403
    assert (await owner.call("DELETE", f"/v1/users/{user_id}")).status == 204
    assert (await program.call("GET", "/v1/me")).status == 401


async def test_there_can_be_so_many(stage: Stage) -> None:
    owner = await stage.company()
    for number in range(MOST):
        await make(owner, f"Token {number}")
    one_more = await owner.call("POST", "/v1/tokens", {"name": "One more"})
    assert (one_more.status, "drop one" in one_more.json()["detail"]) == (409, True)
    for bad in ({"name": " "}, {"name": "Desk", "days": 0}, {"name": "Desk", "days": 366}):
        assert (await owner.call("POST", "/v1/tokens", bad)).status == 422
    unnamed = await owner.call("POST", "/v1/tokens", {"name": " "})
    assert unnamed.json()["detail"] == "name: Write something."
