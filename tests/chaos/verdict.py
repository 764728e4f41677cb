"""What a chaos run is judged by, read from the stored truth after everything has settled."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import nats
import psycopg
from nats.js import JetStreamContext

from contracts.codec import decode
from contracts.envelope import AnyEvent
from tests.support.http_client import HttpClient
from tests.support.stack import Stack

NUMBER = re.compile(r"T-\d+")


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
        dead = (await js.stream_info("DEAD_LETTERS")).state.messages
    finally:
        await client.close()
    tickets = [row for row in await _tickets(stack) if row.conversation_id in conversations]
    return _verdict(chat, tickets, await _mails(stack), kills, dead)


@dataclass(frozen=True, slots=True)
class TicketRow:
    id: str
    number: str
    handoff_id: str
    conversation_id: str
    opened_at: datetime


async def _tickets(stack: Stack) -> list[TicketRow]:
    """From ticketing's own table: a second ticket may be invisible in the stream, which drops known ids."""
    url = stack.ready["postgres"]["ticketing"]
    query = "select id, 'T-' || number, handoff_id, conversation_id, created_at from tickets"
    async with await psycopg.AsyncConnection.connect(url) as conn:
        return [TicketRow(*row) for row in await (await conn.execute(query)).fetchall()]


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
    chat: list[AnyEvent], tickets: list[TicketRow], mails: Counter[str], kills: int, dead: int
) -> Verdict:
    submitted = {e.data.turn_id: e for e in chat if e.data.kind == "chat.turn_submitted"}
    answered = {(e.data.turn_id, e.data.message.id) for e in chat if e.data.kind == "chat.turn_answered"}
    answers = Counter(turn_id for turn_id, _ in answered)
    handoffs = {e.data.handoff_id: e for e in chat if e.data.kind == "chat.handoff_requested"}
    opened = Counter(ticket.handoff_id for ticket in tickets)
    waits = sorted(_wait(ticket, handoffs, submitted) for ticket in tickets) or [0.0]
    return Verdict(
        turns=len(submitted),
        kills=kills,
        lost_turns=sum(1 for turn in submitted if turn not in answers),
        double_answers=sum(1 for count in answers.values() if count > 1),
        lost_tickets=sum(1 for handoff in handoffs if handoff not in opened),
        duplicate_tickets=sum(count - 1 for count in opened.values()),
        lost_mails=sum(1 for ticket in tickets if not mails[ticket.number]),
        duplicate_mails=sum(count - 1 for count in mails.values() if count > 1),
        dead_letters=dead,
        p50_ticket_seconds=round(waits[len(waits) // 2], 3),
        p99_ticket_seconds=round(waits[min(len(waits) - 1, int(len(waits) * 0.99))], 3),
        max_ticket_seconds=round(waits[-1], 3),
    )


def _wait(ticket: TicketRow, handoffs: dict[str, AnyEvent], submitted: dict[str, AnyEvent]) -> float:
    turn = submitted[handoffs[ticket.handoff_id].data.turn_id]
    return float((ticket.opened_at - turn.time).total_seconds())


async def _mails(stack: Stack) -> Counter[str]:
    """How many mails there are about each ticket number; customers of a storm give no address."""
    reply = await HttpClient(stack.ready["mailbox_url"]).request("GET", "/api/messages?limit=100000")
    found: Any = reply.json()
    rows = found["items"] if isinstance(found, dict) else found
    return Counter(number for row in rows for number in NUMBER.findall(row["subject"]))
