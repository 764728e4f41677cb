"""Customers ask and processes die, at a steady pace, until both are through."""

from __future__ import annotations

import asyncio
import itertools
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import nats

from contracts.catalogue import stream_of
from tests.chaos.verdict import Verdict, judge, read_all
from tests.support.customers import Customer, NotAnswered
from tests.support.stack import Stack

QUESTIONS = (
    "How much does a standard parcel cost?",
    "When is the depot open on Saturday?",
    "My parcel arrived damaged, what can I do?",
    "Can I change the delivery address?",
)
FOR_A_PERSON = "I want to talk to a person, please."
VICTIMS = ("conversation", "ticketing", "nats-server", "retrieval", "postgres", "gateway", "analytics")
TURNS_A_CONVERSATION = 3


@dataclass
class Storm:
    """`turns` in all, one kill -9 every `seconds_between_kills`; every handoff comes twice.

    It is judged when nothing waits to be handled any more, at the latest twice `calm_within` seconds later.
    """

    stack: Stack
    turns: int
    kills: int
    seconds_between_kills: float = 6.0
    customers: int = 8
    victims: tuple[str, ...] = VICTIMS
    calm_within: float = 60.0
    seed: int = 1
    tell: Callable[[str], None] = print
    conversations: set[str] = field(default_factory=set)
    killed: int = 0

    async def run(self) -> Verdict:
        """Storm, wait for calm, judge."""
        begun = asyncio.get_running_loop().time()
        pace = self.turns / max(1.0, self.kills * self.seconds_between_kills)
        work = iter(range(0, self.turns, TURNS_A_CONVERSATION))
        tasks = [self._customer(work, pace) for _ in range(self.customers)]
        await asyncio.gather(self._reaper(), *tasks)
        self.tell(
            f"{self.turns} turns, {self.killed} kills in {asyncio.get_running_loop().time() - begun:.0f} s"
        )
        await self.stack.healthy()
        await self._repeat_facts()
        await self._calm()
        return await judge(self.stack, kills=self.killed, conversations=self.conversations)

    async def _customer(self, work: itertools.count[int] | object, pace: float) -> None:
        choice = random.Random(self.seed)
        for number in work:  # type: ignore[attr-defined]
            await self._converse(number, choice, TURNS_A_CONVERSATION * self.customers / pace)

    async def _converse(self, number: int, choice: random.Random, budget: float) -> None:
        begun = asyncio.get_running_loop().time()
        customer = Customer(self.stack.gateway_url, self.stack.public_key)
        await customer.start()
        self.conversations.add(customer.conversation_id)
        texts = [choice.choice(QUESTIONS), choice.choice(QUESTIONS), FOR_A_PERSON][: self.turns - number]
        for text in texts:
            try:
                await customer.ask(text)
            except NotAnswered as error:
                self.tell(f"not answered: {error}")
        customer.close()
        await asyncio.sleep(max(0.0, budget - (asyncio.get_running_loop().time() - begun)))

    async def _reaper(self) -> None:
        for victim in itertools.islice(itertools.cycle(self.victims), self.kills):
            await asyncio.sleep(self.seconds_between_kills)
            try:
                self.stack.kill(victim)
                self.killed += 1
            except (ProcessLookupError, KeyError):
                self.tell(f"{victim} was already down")

    async def _repeat_facts(self) -> None:
        """At-least-once, taken at its word: facts come again under another message id."""
        client = await nats.connect(self.stack.ready["nats_url"])
        js = client.jetstream()
        for stream in ("CHAT", "TICKET"):
            for number, event in enumerate(await read_all(js, stream)):
                if number % 20 and event.data.kind != "chat.handoff_requested":
                    continue
                await js.publish(
                    event.subject,
                    event.to_json(),
                    stream=stream_of(event.data.kind),
                    headers={"Nats-Msg-Id": f"again:{number}:{event.id}"},
                )
        await client.close()

    async def _calm(self) -> None:
        client = await nats.connect(self.stack.ready["nats_url"])
        js = client.jetstream()

        async def busy() -> int:
            infos = [info for stream in ("CHAT", "TICKET") for info in await js.consumers_info(stream)]
            return sum((info.num_pending or 0) + (info.num_ack_pending or 0) for info in infos)

        await _until(busy, self.calm_within)
        await asyncio.sleep(4)
        await _until(busy, self.calm_within)
        await client.close()


async def _until(busy: Callable[[], Awaitable[int]], within: float) -> None:
    deadline = asyncio.get_running_loop().time() + within
    while await busy() and asyncio.get_running_loop().time() < deadline:
        await asyncio.sleep(0.2)
