"""Companies and their staff."""

from __future__ import annotations

import asyncio
from urllib.parse import urlencode

from tests.support.gateway_stage import PASSWORD, Caller, Stage
from tests.support.http_client import Reply

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


async def sign_in(stage: Stage, email: str, password: str = PASSWORD) -> Reply:
    body = urlencode({"username": email, "password": password}).encode()
    return await stage.anybody().call("POST", "/v1/auth/token", body, **FORM)


async def add(owner: Caller, role: str) -> tuple[str, str]:
    email = f"new-{role}@example.com"
    body = {"name": role.title(), "email": email, "role": role, "password": PASSWORD}
    return (await owner.call("POST", "/v1/users", body)).json()["id"], email


async def test_who_signs_in_with_json_is_told_to_send_a_form(stage: Stage) -> None:
    refused = await stage.anybody().call(
        "POST", "/v1/auth/token", {"username": "a@b.example", "password": "x"}
    )
    assert (refused.status, "Send a form" in refused.json()["detail"]) == (415, True)


async def test_sign_up_sign_in_and_who_am_i(stage: Stage) -> None:
    owner = await stage.company("Owner@Example.com")
    assert (await owner.call("GET", "/v1/me")).json()["user"]["role"] == "owner"
    signed_in = await sign_in(stage, "OWNER@example.com")
    assert (signed_in.status, signed_in.json()["token_type"]) == (200, "bearer")
    wrong, unknown = await sign_in(stage, "owner@example.com", "wrong"), await sign_in(stage, "x@example.com")
    assert wrong.status == unknown.status == 401
    assert wrong.json() == unknown.json()
    taken = {"name": "Other", "email": "owner@example.com", "password": PASSWORD}
    assert (await stage.anybody().call("POST", "/v1/workspaces", taken)).status == 409
    renamed = await owner.call("PATCH", "/v1/workspaces/me", {"name": "Better"})
    assert renamed.json()["name"] == "Better"


async def test_the_facts_of_a_new_company_leave(stage: Stage) -> None:
    owner = await stage.company()
    js = stage.services.client.jetstream()
    async with asyncio.timeout(30):
        while (await js.stream_info("WORKSPACE")).state.messages < 3:
            await asyncio.sleep(0.05)
    kinds = set()
    for seq in (1, 2, 3):
        kinds.add((await js.get_msg("WORKSPACE", seq)).subject)
    space = owner.ids["workspace"]
    facts = ("created", "user_changed", "bot_configured")
    assert kinds == {f"workspace.{fact}.{space}" for fact in facts}


async def test_refresh_tokens_are_used_once(stage: Stage) -> None:
    await stage.company()
    first = (await sign_in(stage, "owner@example.com")).json()["refresh_token"]
    anybody = stage.anybody()
    renewed = await anybody.call("POST", "/v1/auth/refresh", {"refresh_token": first})
    second = renewed.json()["refresh_token"]
    assert (renewed.status, first != second) == (200, True)
    reused = await anybody.call("POST", "/v1/auth/refresh", {"refresh_token": first})
    assert (reused.status, "used before" in reused.json()["detail"]) == (401, True)
    ended = await anybody.call("POST", "/v1/auth/refresh", {"refresh_token": second})
    assert ended.status == 401
    third = (await sign_in(stage, "owner@example.com")).json()["refresh_token"]
    assert (await anybody.call("POST", "/v1/auth/logout", {"refresh_token": third})).status == 204
    assert (await anybody.call("POST", "/v1/auth/refresh", {"refresh_token": third})).status == 401


async def test_whoever_signed_out_is_out_at_once_and_nobody_else(stage: Stage) -> None:
    await stage.company()
    one, two = [(await sign_in(stage, "owner@example.com")).json() for _ in range(2)]
    left, stays = (Caller(stage.base_url, each["access_token"]) for each in (one, two))
    renewed = (await left.call("POST", "/v1/auth/refresh", {"refresh_token": one["refresh_token"]})).json()
    left = Caller(stage.base_url, renewed["access_token"])
    assert (await left.call("GET", "/v1/me")).status == 200
    assert (
        await left.call("POST", "/v1/auth/logout", {"refresh_token": renewed["refresh_token"]})
    ).status == 204
    refused = await left.call("GET", "/v1/me")
    assert (refused.status, "has ended" in refused.json()["detail"]) == (401, True)
    assert (await stays.call("GET", "/v1/me")).status == 200


async def test_roles_hold(stage: Stage) -> None:
    owner = await stage.company()
    _, email = await add(owner, "agent")
    admin_id, admin_email = await add(owner, "admin")
    agent = Caller(stage.base_url, (await sign_in(stage, email)).json()["access_token"])
    refused = await agent.call("POST", "/v1/bots", {"name": "Mine"})
    assert (refused.status, "yours is agent" in refused.json()["detail"]) == (403, True)
    assert (await agent.call("GET", "/v1/bots")).status == 200
    admin = Caller(stage.base_url, (await sign_in(stage, admin_email)).json()["access_token"])
    grab = await admin.call("PATCH", f"/v1/users/{admin_id}", {"role": "owner"})
    assert grab.status == 403
    assert (await admin.call("DELETE", f"/v1/users/{owner.ids['user']}")).status == 403


async def test_the_last_owner_stays(stage: Stage) -> None:
    owner = await stage.company()
    me = f"/v1/users/{owner.ids['user']}"
    assert (await owner.call("DELETE", me)).status == 409
    assert (await owner.call("PATCH", me, {"role": "admin"})).status == 409
    other, _ = await add(owner, "owner")
    both = await asyncio.gather(
        owner.call("PATCH", me, {"role": "agent"}),
        owner.call("PATCH", f"/v1/users/{other}", {"role": "agent"}),
    )
    assert sorted(reply.status for reply in both) in ([200, 403], [200, 409])


async def test_a_removed_user_is_out_at_once(stage: Stage) -> None:
    owner = await stage.company()
    user, email = await add(owner, "analyst")
    analyst = Caller(stage.base_url, (await sign_in(stage, email)).json()["access_token"])
    assert (await analyst.call("GET", "/v1/analytics/overview")).status == 200
    assert (await owner.call("DELETE", f"/v1/users/{user}")).status == 204
    assert (await analyst.call("GET", "/v1/me")).status == 401
    assert (await sign_in(stage, email)).status == 401
    again, _ = await add(owner, "analyst")
    assert again != user


async def test_bots_change_in_revisions(stage: Stage) -> None:
    owner = await stage.company()
    bot = f"/v1/bots/{owner.ids['bot']}"
    config = f"/v1/widget/{owner.ids['public_key']}/config"
    assert (await stage.anybody().call("GET", config)).json()["greeting"] == ""
    changed = (await owner.call("PATCH", bot, {"settings": {"greeting": "Hello!", "company": "Ex"}})).json()
    assert (changed["revision"], changed["settings"]["company"]) == (2, "Ex")
    assert (await stage.anybody().call("GET", config)).json()["greeting"] == "Hello!"
    wrong = await owner.call("PATCH", bot, {"settings": {"min_confidence": 7}})
    assert (wrong.status, "min_confidence" in wrong.json()["detail"]) == (422, True)
    assert (await owner.call("DELETE", bot)).status == 204
    assert (await stage.anybody().call("GET", config)).status == 404
    assert (await owner.call("GET", bot)).status == 404


async def test_a_draft_waits_until_it_is_published_and_an_older_version_comes_back(stage: Stage) -> None:
    owner = await stage.company()
    bot = f"/v1/bots/{owner.ids['bot']}"
    config = f"/v1/widget/{owner.ids['public_key']}/config"
    assert (await owner.call("POST", f"{bot}/publish")).status == 409
    await owner.call("PATCH", bot, {"settings": {"greeting": "Welcome"}})
    drafted = (
        await owner.call("PATCH", bot, {"publish": False, "settings": {"persona": {"tone": "casual"}}})
    ).json()
    assert (drafted["revision"], drafted["settings"]["persona"]["tone"]) == (2, "friendly")
    assert drafted["draft"]["settings"]["persona"]["tone"] == "casual"
    assert drafted["draft"]["settings"]["greeting"] == "Welcome"
    live = (await owner.call("PATCH", bot, {"settings": {"greeting": "Hello"}})).json()
    assert (live["settings"]["persona"]["tone"], live["settings"]["greeting"]) == ("friendly", "Hello")
    published = (await owner.call("POST", f"{bot}/publish")).json()
    assert published["settings"]["persona"]["tone"] == "casual"
    assert (published["settings"]["greeting"], published["draft"], published["revision"]) == (
        "Hello",
        None,
        4,
    )
    back = (await owner.call("POST", f"{bot}/publish", {"revision": 2})).json()
    assert (back["revision"], back["settings"]["greeting"]) == (5, "Welcome")
    assert (await stage.anybody().call("GET", config)).json()["greeting"] == "Welcome"
    assert (await owner.call("POST", f"{bot}/publish", {"revision": 99})).status == 404
    first = (await owner.call("GET", f"{bot}/versions?limit=3")).json()
    rest = (await owner.call("GET", f"{bot}/versions?cursor={first['next_cursor']}")).json()
    assert [one["revision"] for one in (*first["items"], *rest["items"])] == [5, 4, 3, 2, 1]
    assert first["items"][0]["published_by"] is not None
    stranger = await stage.company("other@example.com")
    assert (await stranger.call("GET", f"{bot}/versions")).status == 404
    assert (await stranger.call("POST", f"{bot}/publish", {"revision": 2})).status == 404


async def test_lists_are_read_page_by_page(stage: Stage) -> None:
    owner = await stage.company()
    for number in range(3):
        await owner.call("POST", "/v1/bots", {"name": f"Bot {number}"})
    seen: list[str] = []
    cursor = ""
    while cursor is not None:
        page = (await owner.call("GET", f"/v1/bots?limit=2{cursor and '&cursor='}{cursor}")).json()
        seen += [bot["id"] for bot in page["items"]]
        cursor = page["next_cursor"]
    assert len(seen) == len(set(seen)) == 4


async def test_tools_are_configured_and_impossible_ones_refused_with_a_sentence(stage: Stage) -> None:
    owner = await stage.company()
    bot = f"/v1/bots/{owner.ids['bot']}"
    action = {"name": "track", "description": "Where a parcel is.", "url": "https://api.example/parcels"}
    good = await owner.call("PATCH", bot, {"settings": {"tools": {"http": [action]}}})
    assert good.json()["settings"]["tools"]["http"][0]["method"] == "GET"
    inside = {**action, "url": "http://127.0.0.1/admin"}
    bad = await owner.call("PATCH", bot, {"settings": {"tools": {"http": [inside]}}})
    assert (bad.status, "begins with https" in bad.json()["detail"]) == (422, True)
    kept = (await owner.call("GET", bot)).json()["settings"]["tools"]["http"]
    assert [each["url"] for each in kept] == [action["url"]]
