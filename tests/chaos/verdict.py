"""What a chaos run is judged by, read from the stored truth after everything has settled."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict, dataclass
from typing import Any

import nats
from nats.js import JetStreamContext

from contracts.codec import decode
from contracts.envelope import AnyEvent
from tests.support.http_client import HttpClient
from tests.support.stack import Stack


@dataclass(frozen=True, slots=True)
class Verdict:
    """`p99_ticket_seconds` runs from the acceptance of the turn to the opening of its ticket."""

    turns: int
    kills: int
    lost_turns: int
    double_answers: int
    lost_tickets: int
    duplicate_tickets: int
    lost_mails: int
    duplicate_mails: int
    dead_letters: int
    p50_ticket_seconds: float
    p99_ticket_seconds: float
    max_ticket_seconds: float

    @property
    def clean(self) -> bool:
        """Nothing lost and nothing twice."""
        return not any(
            (
                self.lost_turns,
                self.double_answers,
                self.lost_tickets,
                self.duplicate_tickets,
                self.lost_mails,
                self.duplicate_mails,
            )
        )

    def __str__(self) -> str:
        return json.dumps(asdict(self), indent=2)


async def judge(stack: Stack, *, kills: int, conversations: set[str]) -> Verdict:
    """Read streams, tickets and mails of a stack that is at rest."""
    client = await nats.connect(stack.ready["nats_url"])
    try:
        js = client.jetstream()
        chat = [e for e in await read_all(js, "CHAT") if e.conversationid in conversations]
        tickets = [e for e in await read_all(js, "TICKET") if e.data.kind == "ticket.opened"]
        dead = (await js.stream_info("DEAD_LETTERS")).state.messages
    finally:
        await client.close()
    mails = await _mails(stack)
    return _verdict(chat, [t for t in tickets if t.conversationid in conversations], mails, kills, dead)


async def read_all(js: JetStreamContext, stream: str) -> list[AnyEvent]:
    """Every event of a stream, oldest first."""
    last = (await js.stream_info(stream)).state.last_seq
    subscription = await js.subscribe(f"{stream.lower()}.>", stream=stream, ordered_consumer=True)
    events: list[AnyEvent] = []
    while last:
        message = await subscription.next_msg(timeout=5)
        events.append(decode(message.data))
        if message.metadata.sequence.stream >= last:
            break
    await subscription.unsubscribe()
    return events


def _verdict(
    chat: list[AnyEvent], tickets: list[AnyEvent], mails: Counter[tuple[str, str]], kills: int, dead: int
) -> Verdict:
    submitted = {e.data.turn_id: e for e in chat if e.data.kind == "chat.turn_submitted"}
    answers = Counter[str]()
    for turn_id, _ in {
        (e.data.turn_id, e.data.message.id) for e in chat if e.data.kind == "chat.turn_answered"
    }:
        answers[turn_id] += 1
    handoffs = {e.data.handoff_id: e for e in chat if e.data.kind == "chat.handoff_requested"}
    opened = Counter(e.data.handoff_id for e in tickets if e.data.handoff_id in handoffs)
    numbers = {e.data.number for e in tickets if e.data.handoff_id in handoffs}
    expected_mails = {number: mails[number, "support"] for number in numbers}
    waits = sorted(_wait(e, handoffs, submitted) for e in tickets if e.data.handoff_id in handoffs) or [0.0]
    return Verdict(
        turns=len(submitted),
        kills=kills,
        lost_turns=sum(1 for turn in submitted if turn not in answers),
        double_answers=sum(1 for count in answers.values() if count > 1),
        lost_tickets=sum(1 for handoff in handoffs if handoff not in opened),
        duplicate_tickets=_duplicate_tickets(tickets, handoffs),
        lost_mails=sum(1 for count in expected_mails.values() if count == 0),
        duplicate_mails=sum(count - 1 for count in mails.values() if count > 1),
        dead_letters=dead,
        p50_ticket_seconds=round(waits[len(waits) // 2], 3),
        p99_ticket_seconds=round(waits[min(len(waits) - 1, int(len(waits) * 0.99))], 3),
        max_ticket_seconds=round(waits[-1], 3),
    )


def _duplicate_tickets(tickets: list[AnyEvent], handoffs: dict[str, AnyEvent]) -> int:
    per_handoff: dict[str, set[str]] = {}
    for event in tickets:
        if event.data.handoff_id in handoffs:
            per_handoff.setdefault(event.data.handoff_id, set()).add(event.data.ticket_id)
    return sum(len(ids) - 1 for ids in per_handoff.values())


def _wait(ticket: AnyEvent, handoffs: dict[str, AnyEvent], submitted: dict[str, AnyEvent]) -> float:
    turn = submitted[handoffs[ticket.data.handoff_id].data.turn_id]
    return float((ticket.data.opened_at - turn.time).total_seconds())


async def _mails(stack: Stack) -> Counter[tuple[str, str]]:
    """How many mails there are per (ticket number, kind)."""
    reply = await HttpClient(stack.ready["mailbox_url"]).request("GET", "/api/messages?limit=100000")
    found: Any = reply.json()
    rows = found["items"] if isinstance(found, dict) else found
    return Counter((number_of(row["subject"]), "support") for row in rows)


def number_of(subject: str) -> str:
    return next((word.strip("[]:(),.") for word in subject.split() if "T-" in word), subject)
