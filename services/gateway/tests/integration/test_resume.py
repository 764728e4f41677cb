"""Streams are cut, glimpses are lost, writers start over: the client ends with the stored text."""

from __future__ import annotations

import asyncio
import random
from dataclasses import dataclass
from typing import Any

from contracts.base import Frozen
from contracts.glimpses import MessageStored, ReplyDelta
from contracts.shapes import Outcome, SourceStatus
from tests.support.gateway_stage import Caller, Stage, told
from tests.support.http_client import SseEvent

WORDS = [f"word{number} " for number in range(12)]


@dataclass
class Reader:
    """Follows the rules: add deltas, clear at resets, remember the last id."""

    shown: str = ""
    last_id: str = ""
    completed: dict[str, Any] | None = None
    resets: int = 0

    def take(self, event: SseEvent) -> None:
        self.last_id = event.id or self.last_id
        if event.name == "reply.delta":
            assert event.data["offset"] == len(self.shown)
            self.shown += event.data["text"]
        elif event.name == "reply.reset":
            self.shown, self.resets = "", self.resets + 1
        elif event.name == "reply.completed":
            self.completed = event.data["message"]


async def read_with_cuts(customer: Caller, reader: Reader, key: str, rng: random.Random) -> None:
    """Send, and cut the connection after a few events again and again."""
    base = f"/v1/conversations/{customer.ids['conversation']}"
    calls = [("POST", f"{base}/messages", {"text": "Hello?", "client_message_id": key})]
    while reader.completed is None:
        method, path, body = calls.pop() if calls else ("GET", f"{base}/events", None)
        headers = {"Last-Event-ID": reader.last_id} if method == "GET" and reader.last_id else {}
        left = rng.randint(1, 30)
        async with customer.stream(method, path, body, **headers) as events:
            async for event in events:
                reader.take(event)
                left -= 1
                if left == 0 or reader.completed:
                    break


async def test_cut_streams_end_in_the_stored_text(stage: Stage) -> None:
    stage.services.words, stage.services.pause = WORDS, 0.004
    owner = await stage.company()
    rng = random.Random(7)
    for _ in range(25):
        customer, reader = await stage.customer(owner), Reader()
        await asyncio.wait_for(read_with_cuts(customer, reader, "m1", rng), 60)
        talk = stage.services.talk(customer.ids["conversation"])
        assert reader.completed is not None
        assert reader.shown == reader.completed["text"] == talk.messages[-1].text
        assert (reader.resets, talk.asked) == (0, 1)


async def test_lost_glimpses_are_made_good(stage: Stage) -> None:
    rng = random.Random(11)
    stage.services.words, stage.services.pause, stage.services.restarts = WORDS, 0.01, 1
    stage.services.lose = lambda glimpse: rng.random() < 0.4
    owner = await stage.company()
    customers = [await stage.customer(owner) for _ in range(12)]
    replies = await asyncio.gather(*(customer.ask("Hello?", "m1") for customer in customers))
    for events in replies:
        reader = Reader()
        for event in events:
            reader.take(event)
        assert reader.completed is not None
        assert reader.shown == reader.completed["text"] == "".join(WORDS)


async def test_a_retry_gets_the_stored_answer_and_asks_nobody(stage: Stage) -> None:
    customer = await stage.customer(await stage.company())
    first = await customer.ask("Hello?", "m1")
    again = await customer.ask("Hello?", "m1")
    names = [event.name for event in again]
    assert names == ["turn.accepted", "reply.reset", "reply.delta", "reply.completed"]
    assert again[-1].data["message"] == first[-1].data["message"]
    assert stage.services.talk(customer.ids["conversation"]).asked == 1


async def test_a_new_listener_hears_the_past_and_the_present(stage: Stage) -> None:
    customer = await stage.customer(await stage.company())
    await customer.ask("Hello?", "m1")
    base = f"/v1/conversations/{customer.ids['conversation']}"
    seen: list[SseEvent] = []

    async def listen() -> None:
        async with customer.stream("GET", f"{base}/events") as events:
            async for event in events:
                seen.append(event)
                if event.name == "reply.completed" and event.data["message"]["seq"] == 4:
                    return

    listening = asyncio.create_task(listen())
    while len(seen) < 2:
        await asyncio.sleep(0.01)
    await customer.ask("And on Sundays?", "m2")
    await asyncio.wait_for(listening, 30)
    past = ["turn.accepted", "reply.completed"]
    assert told(seen) == [*past, "turn.accepted", "reply.delta", "reply.completed"]
    assert [event.id for event in seen if event.name in past] == ["1", "2", "3", "4"]


async def test_an_agent_a_ticket_and_an_offer_are_told(stage: Stage) -> None:
    stage.services.outcome = Outcome.DECLINED
    customer = await stage.customer(await stage.company())
    events = await customer.ask("Hello?", "m1")
    assert [event.name for event in events[-2:]] == ["reply.completed", "handoff.offered"]
    scope = customer.ids["workspace"], customer.ids["conversation"]
    block = {"type": "ticket", "id": "tkt_1", "number": "T-1001", "status": "open"}
    await stage.services.store(*scope, "Ticket T-1001 was opened.", role="system", blocks=[block])
    await stage.services.store(*scope, "Hello, this is Kim.", role="agent")
    gone = [{"type": "ticket_done", "id": "tkt_1", "number": "T-1001"}]
    await stage.services.store(*scope, "Ticket T-1001 is done.", role="system", blocks=gone)
    path = f"/v1/conversations/{customer.ids['conversation']}/events"
    async with customer.stream("GET", path, **{"Last-Event-ID": "2"}) as stream:
        ticket, agent, done = [await anext(stream) for _ in range(3)]
    assert (ticket.name, ticket.data["ticket"]["number"], ticket.id) == ("ticket.opened", "T-1001", "3")
    assert (agent.name, agent.data["message"]["text"], agent.id) == (
        "agent.message",
        "Hello, this is Kim.",
        "4",
    )
    assert (done.name, done.data["message"]["text"], done.id) == (
        "agent.message",
        "Ticket T-1001 is done.",
        "5",
    )


async def test_subscriptions_end_with_their_clients_and_streams_with_the_service(stage: Stage) -> None:
    customer = await stage.customer(await stage.company())
    await customer.ask("Hello?", "m1")
    path = f"/v1/conversations/{customer.ids['conversation']}/events"
    hub: Any = stage.gateway.context.glimpses
    async with customer.stream("GET", path) as events:
        await anext(events)
        assert hub.watched == 1
    async with asyncio.timeout(20):
        while hub.watched:
            await asyncio.sleep(0.01)
    async with customer.stream("GET", path) as events:
        await anext(events)
        stage.gateway.service.stopping.set()
        async with asyncio.timeout(10):
            assert [event.name async for event in events][-1:] == ["reply.completed"]


async def test_progress_of_a_source_is_told_until_it_is_ready(stage: Stage) -> None:
    owner = await stage.company()
    body = {"kind": "text", "name": "Hours", "text": "We are open on Saturdays."}
    source = (await owner.call("POST", f"/v1/bots/{owner.ids['bot']}/sources", body)).json()
    scope = owner.ids["workspace"], source["id"]
    async with owner.stream("GET", f"/v1/sources/{source['id']}/events") as events:
        first = await anext(events)
        await stage.services.progress(*scope, SourceStatus.INDEXING, 0.5)
        await stage.services.progress(*scope, SourceStatus.READY, 1.0)
        rest = [event async for event in events]
    assert [event.data["status"] for event in [first, *rest]] == ["queued", "indexing", "ready"]


def is_delta(glimpse: Frozen) -> bool:
    return isinstance(glimpse, ReplyDelta)


async def test_without_any_glimpse_the_stored_truth_is_found(stage: Stage) -> None:
    stage.services.lose = lambda glimpse: is_delta(glimpse) or isinstance(glimpse, MessageStored)
    customer = await stage.customer(await stage.company())
    events = await asyncio.wait_for(customer.ask("Hello?", "m1"), 30)
    assert told(events) == ["turn.accepted", "reply.delta", "reply.completed"]


async def test_long_transcripts_come_whole(stage: Stage) -> None:
    customer = await stage.customer(await stage.company())
    scope = customer.ids["workspace"], customer.ids["conversation"]
    for number in range(620):
        await stage.services.store(*scope, f"Note {number}", role="agent")
    first = await customer.ask("Hello?", "m1")
    again = await customer.ask("Hello?", "m1")
    assert again[-1].data["message"] == first[-1].data["message"]
    path = f"/v1/conversations/{customer.ids['conversation']}/events"
    seen: list[str] = []
    async with asyncio.timeout(30), customer.stream("GET", path) as events:
        while len(seen) < 622:
            seen.append((await anext(events)).id)
    assert seen == [str(seq) for seq in range(1, 623)]
