"""What summaries need from outside, named by need."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from contracts.shapes import Message
from contracts.summary_requests import Summary, SummaryProgress


class Summarizer(Protocol):
    """Summarizes by a model."""

    async def summarize(
        self,
        workspace_id: str,
        conversation_id: str,
        messages: Sequence[Message],
        *,
        before: str = "",
        language: str = "en",
    ) -> str | None:
        """None when no model can or may; `before` summarizes what came before `messages`."""
        ...


class SummaryShelf(Protocol):
    async def save(self, conn: Any, workspace_id: str, summary: Summary) -> bool:
        """False when a summary of as many messages is stored already."""
        ...

    async def get(self, conn: Any, workspace_id: str, conversation_id: str) -> Summary | None: ...

    async def page(
        self, conn: Any, workspace_id: str, bot_id: str, before: str | None, limit: int
    ) -> list[Summary]: ...

    async def progress(self, conn: Any, workspace_id: str, bot_id: str) -> SummaryProgress: ...

    async def ask(self, conn: Any, workspace_id: str, bot_id: str, *, asked: bool) -> None:
        """Whether all conversations of the bot are wanted."""
        ...

    async def asked(self, conn: Any, limit: int) -> list[tuple[str, str]]:
        """(workspace, bot) of those that are wanted."""
        ...

    async def missing(self, conn: Any, workspace_id: str, bot_id: str, limit: int) -> list[str]:
        """Conversations without a current summary."""
        ...
