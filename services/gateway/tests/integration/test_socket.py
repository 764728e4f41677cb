"""The same conversation over a WebSocket."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from tests.support.gateway_stage import Caller, Stage


def address(customer: Caller) -> str:
    path = f"/v1/conversations/{customer.ids['conversation']}/ws"
    return customer.base_url.replace("http://", "ws://") + path


async def hear(socket: ClientConnection, last: str) -> list[dict[str, Any]]:
    """Every event up to the first called `last`."""
    events: list[dict[str, Any]] = []
    async with asyncio.timeout(30):
        while not events or events[-1]["event"] != last:
            events.append(json.loads(await socket.recv()))
    return events


async def say(socket: ClientConnection, **frame: Any) -> None:
    await socket.send(json.dumps(frame))


async def test_a_turn_over_a_socket(stage: Stage) -> None:
    customer = await stage.customer(await stage.company())
    headers = {"Authorization": f"Bearer {customer.token}"}
    async with connect(address(customer), additional_headers=headers) as socket:
        await say(socket, event="typing", typing=True)
        await say(socket, event="message.send", text="Hello?", client_message_id="m1")
        events = await hear(socket, "reply.completed")
    assert events[0]["event"] == "turn.accepted"
    text = "".join(event["data"]["text"] for event in events if event["event"] == "reply.delta")
    assert text == events[-1]["data"]["message"]["text"] == "Yes, on Saturdays too."


async def test_each_side_sees_the_other_typing(stage: Stage, monkeypatch: Any) -> None:
    monkeypatch.setattr("gateway.inbound.http.socket.TYPING_SECONDS", 30.0)
    owner = await stage.company()
    customer = await stage.customer(owner)
    path = f"/v1/conversations/{customer.ids['conversation']}"
    await customer.ask("Hello?", "m1")
    async with (
        connect(
            address(customer), additional_headers={"Authorization": f"Bearer {customer.token}"}
        ) as socket,
        owner.stream("GET", f"{path}/events") as events,
    ):
        async with asyncio.timeout(30):
            while (await anext(events)).name != "reply.completed":
                pass
            for _ in range(3):
                await say(socket, event="typing")
            await say(socket, event="typing", typing=False)
            seen = [await anext(events) for _ in range(2)]
            assert (await owner.call("POST", f"{path}/typing", {})).status == 204
            told = (await hear(socket, "typing"))[-1]
    assert [(one.name, one.data) for one in seen] == [
        ("typing", {"role": "contact", "typing": True}),
        ("typing", {"role": "contact", "typing": False}),
    ]
    assert told["data"]["role"] == "agent"


async def test_a_join_brings_token_and_place(stage: Stage) -> None:
    customer = await stage.customer(await stage.company())
    await customer.ask("Hello?", "m1")
    async with connect(address(customer)) as socket:
        await say(socket, event="conversation.join", token=customer.token, last_event_id="1")
        events = await hear(socket, "reply.completed")
    assert [event["event"] for event in events] == ["reply.delta", "reply.completed"]
    assert events[-1]["id"] == "2"


async def test_tokens_by_protocol_and_by_query(stage: Stage) -> None:
    customer = await stage.customer(await stage.company())
    await customer.ask("Hello?", "m1")
    async with connect(address(customer), subprotocols=["answerbus", customer.token]) as socket:  # type: ignore[list-item]
        assert socket.subprotocol == "answerbus"
        await hear(socket, "reply.completed")
    async with connect(f"{address(customer)}?token={customer.token}") as socket:
        await hear(socket, "reply.completed")


async def test_strangers_are_told_why(stage: Stage) -> None:
    owner = await stage.company()
    customer, other = await stage.customer(owner), await stage.customer(owner)
    cases = [
        ("nonsense", 401, "not valid"),
        (other.token, 404, "no conversation"),
        (owner.token, 403, "staff"),
    ]
    for token, status, words in cases:
        async with connect(f"{address(customer)}?token={token}") as socket:
            problem = (await hear(socket, "problem"))[-1]["data"]
            assert (problem["status"], words in problem["detail"]) == (status, True)
            try:
                await socket.recv()
            except ConnectionClosed as closed:
                assert closed.rcvd is not None and closed.rcvd.code == 4000 + status


async def test_wrong_frames_get_a_sentence_and_the_line_stays(stage: Stage) -> None:
    customer = await stage.customer(await stage.company())
    async with connect(f"{address(customer)}?token={customer.token}") as socket:
        for frame in ("{", "[]", '{"event": "dance"}', '{"event": "message.send", "text": ""}', "x" * 70_000):
            await socket.send(frame)
            problem = (await hear(socket, "problem"))[-1]["data"]
            assert problem["status"] == 422 and problem["detail"]
            assert ("`message.send`" in problem["detail"]) is ("dance" in frame)
        await say(socket, event="message.send", text="Hello?", client_message_id="m1")
        await hear(socket, "reply.completed")
    hub: Any = stage.gateway.context.glimpses
    async with asyncio.timeout(20):
        while hub.watched:
            await asyncio.sleep(0.01)
