"""What one client shows of one turn, by the rules of the event stream, however often it is cut."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator
from typing import Any

from tests.support.customers import Customer
from tests.support.http_client import Reply, SseEvent


class Screen:
    """`text` is what the deltas made, `final` the stored text once the reply is complete."""

    def __init__(self) -> None:
        self.turn_id = ""
        self.text = ""
        self.last_id = ""
        self.final: str | None = None
        self.cuts = 0

    def show(self, event: SseEvent) -> None:
        self.last_id = event.id or self.last_id
        if event.name == "turn.accepted" and not self.turn_id:
            self.turn_id = event.data["turn_id"]
        if event.data.get("turn_id") == self.turn_id:
            self._show_own(event.name, event.data)

    def _show_own(self, name: str, data: dict[str, Any]) -> None:
        if name == "reply.reset":
            self.text = ""
        elif name == "reply.delta":
            assert data["offset"] == len(self.text)
            self.text += data["text"]
        elif name == "reply.completed":
            self.final = data["message"]["text"]


async def cut_and_resume(
    customer: Customer, message_id: str, text: str, choice: random.Random, most: int = 11
) -> Screen:
    """Ask, cut the stream after at most so many events, resume with Last-Event-ID, until it is complete."""
    screen = Screen()
    path = f"/v1/conversations/{customer.conversation_id}"
    body = {"text": text, "client_message_id": message_id}
    first = customer.client.events("POST", f"{path}/messages", body, token=customer.token)
    await _watch(first, screen, choice.randrange(1, 4), customer)
    while screen.final is None:
        last = {"Last-Event-ID": screen.last_id}
        again = customer.client.events("GET", f"{path}/events", token=customer.token, **last)
        await _watch(again, screen, choice.randint(1, most), customer)
    return screen


async def _watch(
    events: AsyncIterator[SseEvent | Reply], screen: Screen, cut_after: int, customer: Customer
) -> None:
    seen = 0
    async for event in events:
        assert not isinstance(event, Reply), event
        screen.show(event)
        seen += 1
        if seen == cut_after or screen.final is not None:
            break
    screen.cuts += screen.final is None
    customer.close()
