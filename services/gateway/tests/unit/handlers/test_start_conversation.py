"""Who begins a conversation, and as whom."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest

from contracts.facts.chat import ConversationStarted
from contracts.shapes import BotSettings
from gateway.domain.identity import Bot, ContactPass, Visit
from gateway.handlers.start_conversation import Opening, Reception
from gateway.outbound.tokens import JwtTokens
from gateway.refusals import Forbidden

NOW = datetime(2026, 1, 1, tzinfo=UTC)
BACK = ContactPass("wsp_1", "bot_1", "ctc_1")


@dataclass
class FakeRooms:
    """The bot, the facts that left, and a database that may be away."""

    settings: BotSettings = field(default_factory=BotSettings)
    facts: list[ConversationStarted] = field(default_factory=list)
    forgotten: set[str] = field(default_factory=set)
    away: bool = False
    begun: list[Visit] = field(default_factory=list)

    async def by_public_key(self, public_key: str) -> Bot:
        return Bot("bot_1", "wsp_1", "Robin", public_key, 1, self.settings, False, NOW, NOW)

    async def publish(self, fact: Any, **_: Any) -> bool:
        self.facts.append(fact)
        return True

    @asynccontextmanager
    async def read(self) -> AsyncIterator[None]:
        if self.away:
            raise OSError("connection refused")
        yield

    def met(self, visit: Visit) -> None:
        self.begun.append(visit)

    async def holds(self, _: Any, workspace_id: str, contact_id: str) -> bool:
        return contact_id in self.forgotten


def reception(rooms: Any) -> Reception:
    tokens = JwtTokens()
    tokens.use(b"a secret for tests alone, long enough")
    return Reception(rooms, rooms, tokens, rooms, rooms, rooms)


async def test_who_brings_their_token_is_the_contact_they_were() -> None:
    rooms = FakeRooms()
    desk = reception(rooms)
    started = await desk.start("pk_1", Opening(None, contact_token=desk.tokens.for_contact(BACK)))
    assert [fact.contact_id for fact in rooms.facts] == ["ctc_1"]
    assert desk.tokens.read_contact(started.contact_token or "") == BACK
    assert desk.tokens.read_visit(started.token) == started.visit


@pytest.mark.parametrize(
    "token_of",
    [
        ContactPass("wsp_2", "bot_1", "ctc_1"),
        ContactPass("wsp_1", "bot_2", "ctc_1"),
        ContactPass("wsp_1", "bot_1", "ctc_gone"),
        None,
    ],
)
async def test_everybody_else_is_new(token_of: ContactPass | None) -> None:
    rooms = FakeRooms(forgotten={"ctc_gone"})
    desk = reception(rooms)
    token = desk.tokens.for_contact(token_of) if token_of else "nothing"
    started = await desk.start("pk_1", Opening(None, contact_token=token))
    assert started.visit.contact_id not in ("ctc_1", "ctc_gone")
    fresh = desk.tokens.read_contact(started.contact_token or "")
    assert fresh == ContactPass("wsp_1", "bot_1", started.visit.contact_id)


async def test_without_the_database_the_browser_keeps_what_it_has() -> None:
    rooms = FakeRooms(away=True)
    desk = reception(rooms)
    started = await desk.start("pk_1", Opening(None, contact_token=desk.tokens.for_contact(BACK)))
    assert (started.visit.contact_id != "ctc_1", started.contact_token) == (True, None)
    assert len(rooms.facts) == 1


async def test_a_page_the_bot_is_not_for() -> None:
    rooms = FakeRooms(BotSettings(allowed_origins=["https://shop.example"]))
    with pytest.raises(Forbidden):
        await reception(rooms).start("pk_1", Opening("https://evil.example"))
    assert rooms.facts == []
