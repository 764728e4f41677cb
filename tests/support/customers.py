"""Customers as programs: they ask, wait, and try again with the same message id when something breaks."""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

from tests.support.http_client import Cut, HttpClient, Reply, SseEvent

RETRY_SECONDS = 0.2
PATIENCE = 60.0


class NotAnswered(Exception):
    """A customer's patience ended."""


@dataclass
class Answer:
    """What a customer saw of one turn; times in seconds since the request was sent."""

    turn_id: str = ""
    message: dict[str, Any] = field(default_factory=dict)
    shown: str = ""
    first_token: float | None = None
    total: float = 0.0
    tries: int = 0


class Customer:
    """One conversation on one connection."""

    def __init__(self, base_url: str, public_key: str) -> None:
        self.client = HttpClient(base_url)
        self.public_key = public_key
        self.conversation_id = ""
        self.token = ""

    async def start(self) -> None:
        reply = await self._persist("POST", f"/v1/widget/{self.public_key}/conversations", {})
        opened = reply.json()
        self.conversation_id, self.token = opened["conversation_id"], opened["token"]

    async def ask(self, text: str) -> Answer:
        """Send one message and stay until its reply is complete, through whatever cuts and restarts."""
        answer, begun = Answer(), monotonic()
        body = {"text": text, "client_message_id": secrets.token_hex(8)}
        while monotonic() - begun < PATIENCE:
            answer.tries += 1
            try:
                if await self._follow(answer, body, begun):
                    answer.total = monotonic() - begun
                    return answer
            except Cut:
                pass
            await asyncio.sleep(RETRY_SECONDS)
        raise NotAnswered(f"{self.conversation_id}: {text!r} after {answer.tries} tries")

    async def messages(self) -> list[dict[str, Any]]:
        path = f"/v1/conversations/{self.conversation_id}/messages?limit=100"
        return list((await self._persist("GET", path)).json()["items"])

    def close(self) -> None:
        self.client.close()

    async def _follow(self, answer: Answer, body: dict[str, str], begun: float) -> bool:
        path = f"/v1/conversations/{self.conversation_id}/messages"
        async for event in self.client.events("POST", path, body, token=self.token):
            if isinstance(event, Reply):
                return False
            self._note(answer, event, begun)
        return bool(answer.message)

    @staticmethod
    def _note(answer: Answer, event: SseEvent, begun: float) -> None:
        if event.name == "turn.accepted":
            answer.turn_id = event.data["turn_id"]
        elif event.name == "reply.completed":
            answer.message = event.data["message"]
        elif event.name == "reply.reset":
            answer.shown = ""
        elif event.name == "reply.delta":
            answer.shown = answer.shown[: event.data["offset"]] + event.data["text"]
            answer.first_token = answer.first_token or monotonic() - begun

    async def _persist(self, method: str, path: str, body: Any = None) -> Reply:
        deadline = monotonic() + PATIENCE
        while monotonic() < deadline:
            try:
                reply = await self.client.request(method, path, body, token=self.token or None)
                if reply.status < 300:
                    return reply
            except Cut:
                pass
            await asyncio.sleep(RETRY_SECONDS)
        raise NotAnswered(f"{method} {path}")
