"""What the handlers of requests and erasing need from outside, named by need."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from conversation.domain.rewriting import Said


class Contacts(Protocol):
    async def conversations_of(self, conn: Any, workspace_id: str, contact_id: str) -> list[str]: ...

    async def forget_details(
        self, conn: Any, workspace_id: str, contact_id: str, conversation_ids: Sequence[str]
    ) -> None:
        """Forget what pages told of the customer: addresses and attributes."""
        ...


class Questions(Protocol):
    async def said(self, conn: Any, workspace_id: str, conversation_id: str, turn_id: str, most: int) -> Said:
        """What was said up to and including the turn's question; empty while that is not stored."""
        ...


class Rewriter(Protocol):
    async def rewrite(self, workspace_id: str, conversation_id: str, said: Said) -> str | None:
        """The question so that it can be understood alone; None when no model can or may do that."""
        ...
