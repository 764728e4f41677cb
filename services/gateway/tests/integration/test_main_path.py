"""From a new workspace to a streamed reply."""

from __future__ import annotations

from tests.support.gateway_stage import Stage, told


async def test_a_company_a_bot_and_a_streamed_reply(stage: Stage) -> None:
    owner = await stage.company()
    customer = await stage.customer(owner)
    events = await customer.ask("Are you open on Saturdays?", "m1")
    assert told(events) == ["turn.accepted", "reply.delta", "reply.completed"]
    text = "".join(event.data["text"] for event in events if event.name == "reply.delta")
    assert text == events[-1].data["message"]["text"] == "Yes, on Saturdays too."


async def test_without_a_stream_the_reply_is_json(stage: Stage) -> None:
    customer = await stage.customer(await stage.company())
    path = f"/v1/conversations/{customer.ids['conversation']}/messages"
    reply = await customer.call("POST", path, {"text": "Hello", "client_message_id": "m1"})
    assert (reply.status, reply.json()["text"]) == (200, "Yes, on Saturdays too.")
    listed = (await customer.call("GET", path)).json()["items"]
    assert [item["role"] for item in listed] == ["contact", "bot"]
