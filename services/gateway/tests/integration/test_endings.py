"""Whoever may not read or write any more: their streams end, and their tokens open nothing."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlencode

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from contracts.glimpses import AccessEnded, access_subject
from tests.support.gateway_stage import PASSWORD, Caller, Stage

SOON = 30
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
Ending = Callable[[], Awaitable[Any]]


async def talk_of(stage: Stage) -> tuple[Caller, Caller, str]:
    """An owner, their customer who has asked something, and the address of the conversation."""
    owner = await stage.company()
    customer = await stage.customer(owner)
    await customer.ask("Hello?", "m1")
    return owner, customer, f"/v1/conversations/{customer.ids['conversation']}"


async def last_told(who: Caller, path: str, end: Ending) -> Any:
    """The data of the event with which the stream ends soon after `end`."""
    async with who.stream("GET", path) as events, asyncio.timeout(SOON):
        await anext(events)
        await end()
        told = [event async for event in events]
    assert told[-1].name == "access.ended"
    assert told[-1].data["status"] == 401
    return told[-1].data["detail"]


async def last_on_socket(who: Caller, path: str, end: Ending) -> tuple[str, int]:
    """The sentence and the code with which the socket closes soon after `end`."""
    address = f"{who.base_url.replace('http://', 'ws://')}{path}/ws?token={who.token}"
    async with connect(address) as socket, asyncio.timeout(SOON):
        told = json.loads(await socket.recv())
        await end()
        try:
            while True:
                told = json.loads(await socket.recv())
        except ConnectionClosed as closed:
            assert closed.rcvd is not None
            return told["data"]["detail"], closed.rcvd.code


async def agent_of(stage: Stage, owner: Caller) -> tuple[Caller, str, str]:
    """An agent, their user id and their refresh token."""
    person = {"name": "Kim", "email": "kim@example.com", "role": "agent", "password": PASSWORD}
    user = (await owner.call("POST", "/v1/users", person)).json()["id"]
    form = urlencode({"username": "kim@example.com", "password": PASSWORD}).encode()
    session = (await stage.anybody().call("POST", "/v1/auth/token", form, **FORM)).json()
    return Caller(stage.base_url, session["access_token"]), user, session["refresh_token"]


@pytest.mark.parametrize("way", ["logout", "reuse", "password", "removed", "workspace"])
async def test_a_stream_of_staff_ends_with_their_access(stage: Stage, way: str) -> None:
    owner, _, path = await talk_of(stage)
    agent, user, refresh = await agent_of(stage, owner)
    body = {"refresh_token": refresh}

    async def reuse() -> None:
        for _ in range(2):
            await stage.anybody().call("POST", "/v1/auth/refresh", body)

    ways: dict[str, tuple[Ending, str]] = {
        "logout": (lambda: stage.anybody().call("POST", "/v1/auth/logout", body), "This login has ended"),
        "reuse": (reuse, "This login has ended"),
        "password": (
            lambda: owner.call("PATCH", f"/v1/users/{user}", {"password": "another long one"}),
            "This login has ended",
        ),
        "removed": (lambda: owner.call("DELETE", f"/v1/users/{user}"), "This user was removed"),
        "workspace": (
            lambda: owner.call("DELETE", "/v1/workspaces/me", {"name": "Example"}),
            "This company is gone",
        ),
    }
    end, sentence = ways[way]
    assert sentence in await last_told(agent, f"{path}/events", end)
    assert (await agent.call("GET", f"{path}/messages")).status == 401


async def test_a_logout_ends_one_login_alone(stage: Stage) -> None:
    owner, customer, path = await talk_of(stage)
    agent, _, refresh = await agent_of(stage, owner)
    body = {"refresh_token": refresh}
    async with owner.stream("GET", f"{path}/events") as events, asyncio.timeout(SOON):
        await last_told(
            agent, f"{path}/events", lambda: stage.anybody().call("POST", "/v1/auth/logout", body)
        )
        await customer.ask("And on Sundays?", "m2")
        completed = [await anext(events)]
        while sum(event.name == "reply.completed" for event in completed) < 2:
            completed.append(await anext(events))
    assert "access.ended" not in [event.name for event in completed]


async def test_a_stream_of_a_program_ends_with_its_token(stage: Stage) -> None:
    owner, _, path = await talk_of(stage)
    made = (await owner.call("POST", "/v1/tokens", {"name": "Desk"})).json()
    program = Caller(stage.base_url, made["token"])
    end = lambda: owner.call("DELETE", f"/v1/tokens/{made['id']}")  # noqa: E731
    assert await last_told(program, f"{path}/events", end) == "This token was dropped."


async def test_the_progress_of_a_source_is_shown_while_one_may_look(stage: Stage) -> None:
    owner = await stage.company()
    agent, user, _ = await agent_of(stage, owner)
    note = {"kind": "text", "name": "Note", "text": "We open at nine."}
    source = (await owner.call("POST", f"/v1/bots/{owner.ids['bot']}/sources", note)).json()["id"]
    told = await last_told(
        agent, f"/v1/sources/{source}/events", lambda: owner.call("DELETE", f"/v1/users/{user}")
    )
    assert told == "This user was removed."


async def test_streams_end_when_their_token_expires(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    owner, _, _ = await talk_of(stage)
    monkeypatch.setattr("gateway.outbound.tokens.WIDGET_SECONDS", 6)
    customer = await stage.customer(owner)
    await customer.ask("Hello?", "m1")
    path = f"/v1/conversations/{customer.ids['conversation']}"

    async def nothing() -> None: ...

    told, (sentence, code) = await asyncio.gather(
        last_told(customer, f"{path}/events", nothing), last_on_socket(customer, path, nothing)
    )
    assert told == sentence == "This token has expired; please get a new one."
    assert code == 4401
    assert (await customer.call("GET", f"{path}/messages")).status == 401


async def refused(customer: Caller, path: str, status: int, words: str) -> None:
    """Everything that a widget token opens is closed."""
    calls: list[tuple[str, str, Any]] = [
        ("POST", f"{path}/messages", {"text": "Still here", "client_message_id": "m2"}),
        ("GET", f"{path}/messages", None),
        ("GET", f"{path}/events", None),
        ("GET", f"{path}/slots", None),
        ("POST", f"{path}/feedback", {"rating": 5}),
        ("POST", f"{path}/handoff", {"name": "K", "email": "k@example.com", "description": "x"}),
        ("POST", f"{path}/end", None),
        ("GET", "/v1/appointments/apt_1", None),
    ]
    for method, address, body in calls:
        reply = await customer.call(method, address, body)
        assert (reply.status, words in reply.json()["detail"]) == (status, True), (method, address)
    address = f"{customer.base_url.replace('http://', 'ws://')}{path}/ws?token={customer.token}"
    async with connect(address) as socket, asyncio.timeout(SOON):
        assert words in json.loads(await socket.recv())["data"]["detail"]
        with pytest.raises(ConnectionClosed) as closed:
            await socket.recv()
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 4000 + status


async def test_who_was_forgotten_neither_reads_nor_writes(stage: Stage) -> None:
    owner, customer, path = await talk_of(stage)
    other = await stage.customer(owner)

    async def forget() -> None:
        assert (await owner.call("DELETE", f"/v1/contacts/{customer.ids['contact']}")).status == 202

    async with customer.stream("GET", f"{path}/events") as events, asyncio.timeout(SOON):
        await anext(events)
        sentence, code = await last_on_socket(customer, path, forget)
        assert [event async for event in events][-1].data["detail"] == sentence
    assert ("forgotten" in sentence, code) == (True, 4401)
    await refused(customer, path, 401, "forgotten")
    assert stage.services.talk(customer.ids["conversation"]).asked == 1
    assert [event.name for event in await other.ask("Hello?", "m1")][-1] == "reply.completed"


async def test_with_its_company_a_conversation_is_over(stage: Stage) -> None:
    owner, customer, path = await talk_of(stage)
    key = f"/v1/widget/{owner.ids['public_key']}"
    assert (await stage.anybody().call("GET", f"{key}/config")).status == 200
    told = await last_told(
        customer,
        f"{path}/events",
        lambda: owner.call("DELETE", "/v1/workspaces/me", {"name": "Example"}),
    )
    assert "gone" in told
    await refused(customer, path, 404, "gone")
    assert (await stage.anybody().call("GET", f"{key}/config")).status == 404
    assert (await stage.anybody().call("POST", f"{key}/conversations", {})).status == 404


async def test_replicas_tell_one_another(stage: Stage) -> None:
    owner, customer, path = await talk_of(stage)
    heard: asyncio.Queue[Any] = asyncio.Queue()
    bus = stage.services.client
    await bus.subscribe(access_subject("*"), cb=heard.put)
    await bus.flush()
    _, user, _ = await agent_of(stage, owner)
    await owner.call("DELETE", f"/v1/users/{user}")
    told = AccessEnded.model_validate_json((await asyncio.wait_for(heard.get(), SOON)).data)
    assert (told.who, told.why) == (user, "This user was removed.")
    contact, subject = customer.ids["contact"], access_subject(owner.ids["workspace"])

    async def another_replica() -> None:
        await bus.publish(subject, b"{}")
        await bus.publish(subject, AccessEnded(who=contact, why="Over.").model_dump_json().encode())

    assert await last_told(customer, f"{path}/events", another_replica) == "Over."


async def test_a_stream_that_opens_just_then_ends_at_once(stage: Stage) -> None:
    owner, customer, path = await talk_of(stage)
    endings: Any = stage.gateway.context.endings
    await endings.tell(owner.ids["workspace"], customer.ids["contact"], "Over.")
    async with customer.stream("GET", f"{path}/events") as events, asyncio.timeout(SOON):
        assert [event.data["detail"] async for event in events] == ["Over."]
    waited = await customer.call("POST", f"{path}/messages", {"text": "Hi", "client_message_id": "m2"})
    assert (waited.status, waited.json()["detail"]) == (401, "Over.")
