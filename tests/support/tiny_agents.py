"""The tiny conversation service's side that agents see: who answers, and summaries."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from contracts import agent_requests as agents
from contracts import summary_requests as summaries
from contracts.requests import RESTORE_TEXTS, RestoredTexts
from contracts.rpc import Rpc
from contracts.shapes import Message
from tests.support.tiny_knowledge import Missing


@dataclass(frozen=True)
class TinyAgents:
    """`known` holds (workspace id, conversation id) of every conversation there is."""

    known: dict[tuple[str, str], Any]
    contacts: set[tuple[str, str]]

    def answers(self) -> dict[Rpc[Any, Any], Callable[[Any], Any]]:
        return {
            agents.FIND_CONTACT: self._contact,
            agents.TAKE_OVER: self._handling,
            agents.RELEASE: self._handling,
            agents.REPLY_AS_AGENT: self._reply,
            summaries.SUMMARIZE: self._summary,
            summaries.PROCESS_SUMMARIES: lambda _: summaries.SummaryProgress(total=1, done=0),
            summaries.LIST_SUMMARIES: lambda _: summaries.Summaries(
                items=[], progress=summaries.SummaryProgress(total=1, done=0)
            ),
            RESTORE_TEXTS: lambda ask: RestoredTexts(texts=ask.texts),
        }

    def _contact(self, ask: agents.FindContact) -> agents.ContactFound:
        if (ask.workspace_id, ask.contact_id) not in self.contacts:
            raise Missing
        return agents.ContactFound(contact_id=ask.contact_id, conversation_ids=[])

    def _check(self, ask: Any) -> None:
        if (ask.workspace_id, ask.conversation_id) not in self.known:
            raise Missing

    def _handling(self, ask: Any) -> agents.Handling:
        self._check(ask)
        return agents.Handling(conversation_id=ask.conversation_id, agent=ask.agent, since=datetime.now(UTC))

    def _reply(self, ask: agents.ReplyAsAgent) -> Message:
        self._check(ask)
        return Message(
            id="msg_agent",
            conversation_id=ask.conversation_id,
            seq=99,
            role="agent",
            text=ask.text,
            created_at=datetime.now(UTC),
        )

    def _summary(self, ask: summaries.Summarize) -> summaries.Summary:
        self._check(ask)
        return summaries.Summary(
            conversation_id=ask.conversation_id,
            bot_id="bot_1",
            summary="The customer asked.",
            messages=2,
            summarized_at=datetime.now(UTC),
        )
