"""A thousand turns full of what identifies people: providers and facts see none of it."""

from __future__ import annotations

import random
import re
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from typing import Any

from chassis.testing.fakes import FakeBus, FakeDatabase, FakeWork
from contracts.glimpses import MessageStored, ReplyDelta
from conversation.domain.breaker import Breaker
from conversation.domain.live import LiveReplies
from conversation.domain.phrases import say
from conversation.domain.providers import Provider
from conversation.domain.signs import Signs
from conversation.domain.usage import Usage
from conversation.handlers.accept_turn import accept_turn
from conversation.handlers.answer_turn import Answering, answer_turn
from conversation.handlers.stream_reply import Stage
from conversation.outbound.cascade import CascadeWriter, Patience
from conversation.outbound.extractive import ExtractiveWriter
from conversation.outbound.roster import Roster
from conversation.ports import Desk
from conversation.testing.facts import turn_grounded, turn_submitted
from conversation.testing.fakes import FakeHandoffs, FakeStores, FakeVault

CONVERSATIONS, TURNS = 250, 4
MAILS = ("canary{n}@example.com", "Canary.{n}@mail.example.co.uk", "canary+{n}@example.org")
PHONES = ("+43 660 90{n:05d}", "+49 151 90 {n:05d}", "+1 (415) 55{n:05d}")
FRAMES = (
    "Do you deliver on Sundays? Write to {mail} or call {phone}.",
    "My card {card} was charged twice for a Saturday delivery",
    "Please pay the refund for Saturday to {iban}, mail {mail}",
    "{mail} - when does Night Courier run?",
)


@dataclass
class Provider1:
    """Says back every placeholder it was shown, split in odd places."""

    asked: list[Any] = field(default_factory=list)

    async def stream(self, _: Any, messages: Any, __: float) -> AsyncGenerator[str | Usage, None]:
        self.asked.append(messages)
        names = re.findall(r"\[[A-Z_]+_\d+\]", messages[-1]["content"])
        text = f"Night Courier runs on all seven nights [1]. Thanks, {' '.join(names)}!"
        for at in range(0, len(text), 5):
            yield text[at : at + 5]
        yield Usage(1, 1)


def luhn(body: str) -> str:
    doubled = [int(d) * (2 - at % 2) for at, d in enumerate(reversed(body))]
    return body + str(-sum(sum(divmod(d, 10)) for d in doubled) % 10)


def iban(body: str) -> str:
    check = 98 - int(body + "131400") % 97
    return f"DE{check:02d}{body}"


def values(n: int) -> dict[str, str]:
    return {
        "mail": MAILS[n % 3].format(n=n),
        "phone": PHONES[n % 3].format(n=n),
        "card": luhn(f"4539{n:011d}"),
        "iban": iban(f"370400{n:012d}"),
    }


async def converse(rng: random.Random, number: int, models: Provider1) -> tuple[str, set[str], str]:
    """Facts and tables as text, the canaries of the conversation, and what the customer was shown."""
    stores, database, bus, said = FakeStores(), FakeDatabase(), FakeBus(), set[str]()
    desk = Desk(stores, stores, FakeHandoffs(stores), FakeVault())
    roster = Roster((Provider("m"),), Breaker())
    writer = CascadeWriter(roster, models, ExtractiveWriter(), Patience(), Signs())
    rooms = Answering(desk, database, writer, Stage(database, stores, bus, LiveReplies()), bus)
    for turn in range(TURNS):
        frame, all_values = rng.choice(FRAMES), values(number * TURNS + turn)
        said |= {value for name, value in all_values.items() if "{" + name + "}" in frame}
        submitted = turn_submitted(frame.format(**all_values), f"m{turn}")
        work = FakeWork(database, submitted.id, stream_seq=turn)
        await accept_turn(submitted, work, desk=desk, glimpses=bus, turn_limit=27)
        grounded = turn_grounded("", f"m{turn}")
        await answer_turn(grounded, FakeWork(database, grounded.id), rooms=rooms)
    assert len(database.facts) >= TURNS
    facts = " ".join(fact.model_dump_json() for fact in database.facts)
    kept = " ".join(message.text for message in stores.messages)
    final = [g.message.text for _, g in bus.shown if isinstance(g, MessageStored)]
    pieces = "".join(g.text for _, g in bus.shown if isinstance(g, ReplyDelta))
    offer = say("answer_offer", "en")
    assert all(text.removesuffix(offer).rstrip() in pieces for text in final[1::2])
    return facts + kept, said, " ".join(final[1::2])


async def test_no_canary_reaches_a_provider_or_a_fact() -> None:
    rng, models = random.Random(7), Provider1()
    canaries, elsewhere = set[str](), ""
    for number in range(CONVERSATIONS):
        seen, said, shown = await converse(rng, number, models)
        assert all(value in shown for value in said)
        canaries |= said
        elsewhere += seen
    prompts = " ".join(message["content"] for messages in models.asked for message in messages)
    assert len(models.asked) >= 0.95 * CONVERSATIONS * TURNS
    assert [value for value in canaries if value in prompts] == []
    assert [value for value in canaries if value in elsewhere] == []
