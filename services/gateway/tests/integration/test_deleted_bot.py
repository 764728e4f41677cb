"""A bot is deleted: what was said with it is still read, and nothing new is said."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from websockets.asyncio.client import connect

from contracts.glimpses import AccessEnded, access_subject
from tests.support.gateway_stage import Caller, Stage

SOON = 30


async def talk_of(stage: Stage) -> tuple[Caller, Caller, str]:
    """An owner, their customer who has asked something, and the address of the conversation."""
    owner = await stage.company()
    customer = await stage.customer(owner)
    await customer.ask("Hello?", "m1")
    return owner, customer, f"/v1/conversations/{customer.ids['conversation']}"


async def delete_bot(owner: Caller) -> None:
    assert (await owner.call("DELETE", f"/v1/bots/{owner.ids['bot']}")).status == 204


async def test_its_customers_read_on(stage: Stage) -> None:
    owner, customer, path = await talk_of(stage)
    before = (await customer.call("GET", f"{path}/messages")).json()
    assert [each["role"] for each in before["items"]] == ["contact", "bot"]
    async with customer.stream("GET", f"{path}/events") as open_already, asyncio.timeout(SOON):
        await anext(open_already)
        await delete_bot(owner)
        assert (await customer.call("GET", f"{path}/messages")).json() == before
        async with customer.stream("GET", f"{path}/events") as opened:
            assert (await anext(opened)).name == "turn.accepted"
        where = (owner.ids["workspace"], customer.ids["conversation"])
        await stage.services.store(*where, "About your ticket", role="agent")
        while (event := await anext(open_already)).name != "agent.message":
            assert event.name != "access.ended"
    assert (await customer.call("POST", f"{path}/feedback", {"rating": 5})).status == 204
    assert (await customer.call("POST", f"{path}/end")).status == 204


async def test_whoever_writes_is_told_that_the_chat_is_closed(stage: Stage) -> None:
    owner, customer, path = await talk_of(stage)
    address = f"{customer.base_url.replace('http://', 'ws://')}{path}/ws?token={customer.token}"
    message = {"text": "Still here?", "client_message_id": "m2"}
    async with connect(address) as socket, asyncio.timeout(SOON):
        await socket.recv()
        await delete_bot(owner)
        calls: list[tuple[str, Any]] = [
            (f"{path}/messages", message),
            (f"{path}/handoff", {"name": "K", "email": "k@example.com", "description": "x"}),
            (f"{path}/appointments", {"starts_at": "2030-01-01T09:00:00Z", "request_id": "r1"}),
        ]
        for address, body in calls:
            reply = await customer.call("POST", address, body)
            assert (reply.status, reply.json()["title"]) == (410, "Chat closed"), (address, reply.json())
            assert reply.json()["detail"].startswith("This chat is closed")
        await socket.send(json.dumps({"event": "message.send", **message}))
        while (told := json.loads(await socket.recv()))["event"] != "problem":
            pass
    assert (told["data"]["status"], told["data"]["title"]) == (410, "Chat closed")
    assert stage.services.talk(customer.ids["conversation"]).asked == 1
    key = f"/v1/widget/{owner.ids['public_key']}"
    assert (await stage.anybody().call("GET", f"{key}/config")).status == 404
    assert (await stage.anybody().call("POST", f"{key}/conversations", {})).status == 404


async def test_another_replica_hears_of_it(stage: Stage) -> None:
    owner, customer, path = await talk_of(stage)
    visits: Any = stage.gateway.context.visits
    database: Any = stage.gateway.service.database
    async with database.transaction() as tx:
        await tx.conn.exec_driver_sql("update bots set deleted = true")
    assert (await customer.ask("Not told yet", "m2"))[-1].name == "reply.completed"
    told = AccessEnded(who=owner.ids["bot"], why="Closed.").model_dump_json().encode()
    await stage.services.client.publish(access_subject(owner.ids["workspace"]), told)
    async with asyncio.timeout(SOON):
        while visits._closed:
            await asyncio.sleep(0.01)
    refused = await customer.call("POST", f"{path}/messages", {"text": "Hi", "client_message_id": "m3"})
    assert refused.status == 410


async def test_staff_read_what_happened_with_it(stage: Stage) -> None:
    owner, _, path = await talk_of(stage)
    other = await stage.company("other@example.com")
    await delete_bot(owner)
    assert len((await owner.call("GET", f"{path}/messages")).json()["items"]) == 2
    bot = owner.ids["bot"]
    for address in (
        f"/v1/conversations?bot={bot}",
        f"/v1/appointments?bot={bot}",
        f"/v1/analytics/overview?bot={bot}",
        f"/v1/bots/{bot}/summaries",
    ):
        assert (await owner.call("GET", address)).status == 200, address
        assert (await other.call("GET", address)).status == 404, address
