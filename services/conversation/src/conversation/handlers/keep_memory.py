"""Summarizes what a long conversation's window no longer holds, after a turn and beside the next."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from chassis import logs
from chassis.db import CONNECTION_LOST
from conversation.domain.turns import Turn
from conversation.ports import Conversations, Database, Transcript
from conversation.summary_ports import Summarizer

LEFT_OUT = 4
"""The newest messages, which the window holds in any case."""
STEP = 6
MOST_WAITING = 1_000
MOST_MESSAGES = 200
log = logs.get(__name__)


@dataclass(frozen=True, slots=True)
class Memory:
    """The conversations whose summaries are to be renewed, each once at a time.

    What a crash forgets is asked for again after the next turn.
    """

    database: Database
    conversations: Conversations
    transcript: Transcript
    summarizer: Summarizer
    _waiting: asyncio.Queue[tuple[Turn, int]] = field(default_factory=lambda: asyncio.Queue(MOST_WAITING))
    _under_way: set[str] = field(default_factory=set)

    def note(self, turn: Turn, seq: int) -> None:
        """Note that a turn ended with message `seq`."""
        upto, due = seq - LEFT_OUT, turn.conversation_id not in self._under_way
        if due and upto - turn.recalled.upto >= STEP and not self._waiting.full():
            self._under_way.add(turn.conversation_id)
            self._waiting.put_nowait((turn, upto))

    async def keep(self) -> None:
        """Renew summaries, one after the other, for ever."""
        while True:
            turn, upto = await self._waiting.get()
            try:
                await self.renew(turn, upto)
            except CONNECTION_LOST as error:
                log.warning("memory.later", reason=logs.reason_of(error))
            finally:
                self._under_way.discard(turn.conversation_id)

    async def renew(self, turn: Turn, upto: int) -> None:
        """Sum up the messages to number `upto`, on top of the summary before."""
        where, recalled = (turn.workspace_id, turn.conversation_id), turn.recalled
        async with self.database.read() as conn:
            new = await self.transcript.after(conn, *where, recalled.upto, MOST_MESSAGES)
        messages = [message for message in new if message.seq <= upto]
        summary = await self.summarizer.summarize(
            *where, messages, before=recalled.summary, language=turn.bot.settings.locale[:2]
        )
        if summary is not None:
            async with self.database.read() as conn:
                await self.conversations.recall(conn, *where, {"summary": summary, "upto": messages[-1].seq})
