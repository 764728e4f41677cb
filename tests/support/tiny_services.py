"""The other services, as small as they can be, on a real NATS: they answer requests and show glimpses."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal

import nats
from nats.aio.client import Client
from nats.aio.msg import Msg

from contracts import requests
from contracts.base import Frozen
from contracts.codec import decode
from contracts.glimpses import (
    MessageStored,
    ReplyDelta,
    ReplyReset,
    SourceProgress,
    conversation_subject,
    source_subject,
)
from contracts.rpc import Problem, Rpc
from contracts.shapes import Message, MessageRole, Outcome, Source, SourceStatus, Ticket
from tests.support.tiny_agents import TinyAgents
from tests.support.tiny_diary import TinyDiary
from tests.support.tiny_knowledge import Missing, TinyKnowledge

REPLAYED = 500
STORING = 0.05
"""A plain subscription hears of a turn before JetStream has stored it; real services hear of it after."""
Announcement = Literal["turn.accepted", "reply.completed", "agent.message", "ticket.opened"]
ANNOUNCED: dict[MessageRole, Announcement] = {
    "contact": "turn.accepted",
    "bot": "reply.completed",
    "agent": "agent.message",
    "system": "ticket.opened",
}


@dataclass
class Talk:
    """A transcript and what is being written."""

    messages: list[Message] = field(default_factory=list)
    pending: dict[str, int] = field(default_factory=dict)
    live: dict[str, ReplyDelta] = field(default_factory=dict)
    asked: int = 0


@dataclass
class TinyServices:
    """`words` is every answer; `pause` seconds lie between two words; `lose` says which glimpse is lost."""

    client: Client
    words: list[str] = field(default_factory=lambda: ["Yes, ", "on ", "Saturdays ", "too."])
    pause: float = 0.0
    outcome: Outcome = Outcome.ANSWERED
    lose: Callable[[Frozen], bool] = lambda _: False
    silent: bool = False
    restarts: int = 0
    ticket_after: float = 0.0
    talks: dict[tuple[str, str], Talk] = field(default_factory=dict)
    contacts: set[tuple[str, str]] = field(default_factory=set)
    sources: dict[tuple[str, str], Source] = field(default_factory=dict)
    tickets: dict[tuple[str, str], Ticket] = field(default_factory=dict)
    questions: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    tasks: set[asyncio.Task[None]] = field(default_factory=set)

    @classmethod
    async def start(cls, url: str) -> TinyServices:
        services = cls(await nats.connect(url, reconnect_time_wait=0.05, max_reconnect_attempts=-1))
        for rpc, answer in services._answers().items():
            await services._serve(rpc, answer)
        await services.client.subscribe("chat.turn_submitted.*", cb=services._on_turn)
        await services.client.subscribe("chat.conversation_started.*", cb=services._on_start)
        await services.client.flush()
        return services

    async def stop(self) -> None:
        for task in self.tasks:
            task.cancel()
        await self.client.close()

    def talk(self, conversation_id: str) -> Talk:
        return next(talk for (_, name), talk in self.talks.items() if name == conversation_id)

    async def show(self, subject: str, glimpse: Frozen) -> None:
        if not self.lose(glimpse):
            await self.client.publish(subject, glimpse.model_dump_json(exclude_none=True).encode())

    async def progress(self, workspace_id: str, source_id: str, status: SourceStatus, share: float) -> None:
        source = self.sources[workspace_id, source_id]
        changed = source.model_copy(update={"status": status, "progress": share, "passages": 3})
        self.sources[workspace_id, source_id] = changed
        glimpse = SourceProgress(source_id=source_id, status=status, progress=share, passages=3)
        await self.show(source_subject(workspace_id, source_id), glimpse)

    async def _on_start(self, message: Msg) -> None:
        event = decode(message.data)
        self.talks[event.workspaceid, event.data.conversation_id] = Talk()
        self.contacts.add((event.workspaceid, event.data.contact_id))

    async def _on_turn(self, message: Msg) -> None:
        event = decode(message.data)
        task = asyncio.create_task(self._answer_turn(event.workspaceid, event.data))
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def _answer_turn(self, workspace_id: str, fact: Any) -> None:
        talk = self.talks.setdefault((workspace_id, fact.conversation_id), Talk())
        await asyncio.sleep(STORING)
        if any(message.turn_id == fact.turn_id for message in talk.messages):
            return
        talk.asked += 1
        talk.pending[fact.turn_id] = 1
        await self.store(workspace_id, fact.conversation_id, fact.text, role="contact", turn_id=fact.turn_id)
        if not self.silent:
            await self._write(workspace_id, fact.conversation_id, fact.turn_id, talk)

    async def _write(self, workspace_id: str, conversation_id: str, turn: str, talk: Talk) -> None:
        subject = conversation_subject(workspace_id, conversation_id)
        for attempt in range(1, self.restarts + 2):
            offset, whole = 0, ""
            if attempt > 1:
                await self.show(subject, ReplyReset(turn_id=turn, attempt=attempt))
            for word in self.words[: None if attempt == self.restarts + 1 else 2]:
                delta = ReplyDelta(turn_id=turn, attempt=attempt, offset=offset, text=word)
                offset, whole = offset + len(word), whole + word
                talk.live[turn] = ReplyDelta(turn_id=turn, attempt=attempt, offset=0, text=whole)
                await self.show(subject, delta)
                await asyncio.sleep(self.pause)
        del talk.live[turn], talk.pending[turn]
        offers = [{"type": "handoff_offer"}] if self.outcome is Outcome.DECLINED else []
        told = {"role": "bot", "turn_id": turn, "outcome": self.outcome, "blocks": offers}
        await self.store(workspace_id, conversation_id, whole, **told)

    async def store(self, workspace_id: str, conversation_id: str, text: str, **more: Any) -> Message:
        talk = self.talks[workspace_id, conversation_id]
        seq = len(talk.messages) + 1
        message = Message(
            id=f"msg_{seq}",
            conversation_id=conversation_id,
            seq=seq,
            text=text,
            created_at=datetime.now(UTC),
            **more,
        )
        talk.messages.append(message)
        glimpse = MessageStored(event=ANNOUNCED[message.role], message=message)
        await self.show(conversation_subject(workspace_id, conversation_id), glimpse)
        return message

    async def _serve(self, rpc: Rpc[Any, Any], answer: Callable[[Any], Any]) -> None:
        async def on_request(message: Msg) -> None:
            ask = rpc.ask.read(json.loads(message.data))
            self.questions.append((rpc.subject, ask.model_dump()))
            try:
                answered = answer(ask)
                if answered is None:
                    return
                body = b'{"answer":' + answered.model_dump_json(exclude_none=True).encode() + b"}"
            except Missing:
                problem = Problem(status=404, title="Not found", detail="There is nothing here with this id.")
                body = json.dumps({"problem": problem.model_dump()}).encode()
            await message.respond(body)

        await self.client.subscribe(rpc.subject, cb=on_request)

    def _answers(self) -> dict[Rpc[Any, Any], Callable[[Any], Any]]:
        health = {
            rpc: lambda _: requests.Health(waiting={})
            for service, rpc in requests.HEALTH.items()
            if service != "gateway"
        }
        return {
            **health,
            requests.REPLAY: self._replay,
            requests.LIVE_REPLY: lambda ask: self._talk(ask).live.get(ask.turn_id),
            requests.LIST_MESSAGES: lambda ask: requests.Messages(items=self._talk(ask).messages),
            requests.LIST_CONVERSATIONS: self._conversations,
            requests.GET_CONVERSATION: lambda ask: self._summary(ask.conversation_id, self._talk(ask)),
            requests.WRITER_STATE: lambda _: requests.WriterState(writer="extractive", providers=[]),
            requests.REQUEST_HANDOFF: self._handoff,
            requests.GET_TICKET: self._ticket,
            requests.CHANGE_TICKET: self._change_ticket,
            requests.LIST_TICKETS: lambda ask: requests.Tickets(items=self._own(self.tickets, ask)),
            **TinyKnowledge(self.sources).answers(),
            **TinyAgents(self.talks, self.contacts).answers(),
            **TinyDiary().answers(),
            requests.OVERVIEW: lambda ask: requests.Rows(rows=[{"workspace": ask.workspace_id}]),
            requests.VOLUME: lambda _: requests.Rows(rows=[]),
            requests.OUTCOMES: lambda _: requests.Rows(rows=[]),
        }

    def _talk(self, ask: Any) -> Talk:
        talk: Talk = self._find(self.talks, ask, ask.conversation_id)
        return talk

    @staticmethod
    def _find(things: dict[tuple[str, str], Any], ask: Any, name: str | None) -> Any:
        if name is None or (ask.workspace_id, name) not in things:
            raise Missing
        return things[ask.workspace_id, name]

    @staticmethod
    def _own(things: dict[tuple[str, str], Any], ask: Any) -> list[Any]:
        return [thing for (workspace, _), thing in things.items() if workspace == ask.workspace_id]

    def _replay(self, ask: requests.Replay) -> requests.Replayed:
        talk = self._talk(ask)
        pending = [
            requests.PendingTurn(turn_id=turn, attempt=attempt, submitted_at=datetime.now(UTC))
            for turn, attempt in talk.pending.items()
        ]
        later = [message for message in talk.messages if message.seq > ask.after_seq][:REPLAYED]
        return requests.Replayed(messages=later, pending=pending)

    def _conversations(self, ask: requests.ListConversations) -> requests.Conversations:
        mine = [(name, talk) for (space, name), talk in self.talks.items() if space == ask.workspace_id]
        return requests.Conversations(items=[self._summary(name, talk) for name, talk in mine])

    @staticmethod
    def _summary(name: str, talk: Talk) -> requests.ConversationSummary:
        now = datetime.now(UTC)
        last = talk.messages[-1].text if talk.messages else None
        return requests.ConversationSummary(
            id=name,
            bot_id="bot_1",
            status="open",
            turns=talk.asked,
            last_message=last,
            created_at=now,
            updated_at=now,
        )

    def _handoff(self, ask: requests.RequestHandoff) -> requests.Handoff:
        self._talk(ask)
        now = datetime.now(UTC)
        ticket = Ticket(
            id=f"tkt_{ask.request_id}",
            number=f"T-{1001 + len(self.tickets)}",
            status="open",
            priority=ask.priority or "medium",
            subject=ask.description[:60],
            description=ask.description,
            requester=ask.requester,
            conversation_id=ask.conversation_id,
            created_at=now,
            updated_at=now,
            version=1,
        )
        key = (ask.workspace_id, ticket.id)
        if key not in self.tickets:
            loop = asyncio.get_running_loop()
            loop.call_later(self.ticket_after, self.tickets.setdefault, key, ticket)
        return requests.Handoff(handoff_id=f"hnd_{ask.request_id}")

    def _ticket(self, ask: requests.GetTicket) -> Ticket:
        name = ask.ticket_id or (ask.handoff_id or "").replace("hnd_", "tkt_")
        ticket: Ticket = self._find(self.tickets, ask, name)
        return ticket

    def _change_ticket(self, ask: requests.ChangeTicket) -> Ticket:
        before: Ticket = self._find(self.tickets, ask, ask.ticket_id)
        changed = {"status": ask.status or before.status, "resolution": ask.resolution}
        ticket = before.model_copy(update={**changed, "version": before.version + 1})
        self.tickets[ask.workspace_id, ask.ticket_id] = ticket
        return ticket
