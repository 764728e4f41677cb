"""What a program may do with a member's token: search, read conversations, open tickets."""

from __future__ import annotations

from dataclasses import dataclass

from chassis import ids
from contracts.requests import (
    GET_CONVERSATION,
    LIST_CONVERSATIONS,
    LIST_MESSAGES,
    SEARCH,
    Conversations,
    GetConversation,
    ListConversations,
    ListMessages,
    Messages,
    Search,
)
from contracts.shapes import Passage, Ticket
from gateway.domain.identity import Bot, User, Visit
from gateway.domain.roles import DESK
from gateway.handlers.ask_for_person import HandoffForm, ask_for_person
from gateway.handlers.manage_bots import BotDesk
from gateway.handlers.read_tickets import legible_ticket
from gateway.ports import Asking
from gateway.refusals import Forbidden

MOST_BOTS = 100


@dataclass(frozen=True, slots=True)
class StaffWork:
    """Everything happens in the user's workspace and by the user's role; what is elsewhere is not found."""

    user: User
    bots: BotDesk
    bus: Asking

    async def list_bots(self) -> list[Bot]:
        bots, _ = await self.bots.page(self.user.workspace_id, MOST_BOTS, None)
        return bots

    async def search_knowledge(self, bot_id: str, query: str, limit: int) -> list[Passage]:
        """Agents read what is internal as well. Raises NotFound, Refused or Unavailable."""
        await self.bots.get(self.user.workspace_id, bot_id)
        question = Search(
            workspace_id=self.user.workspace_id, bot_id=bot_id, query=query, limit=limit, audience="internal"
        )
        return (await self.bus.ask(SEARCH, question)).passages

    async def list_conversations(self, bot_id: str | None, cursor: str | None, limit: int) -> Conversations:
        if bot_id is not None:
            await self.bots.check_was_ours(self.user.workspace_id, bot_id)
        question = ListConversations(
            workspace_id=self.user.workspace_id, bot_id=bot_id, limit=limit, cursor=cursor
        )
        return await self.bus.ask(LIST_CONVERSATIONS, question)

    async def conversation_history(self, conversation_id: str, cursor: str | None, limit: int) -> Messages:
        """Raises Refused with 404 for what is in no conversation of this workspace."""
        await self._own(conversation_id)
        question = ListMessages(
            workspace_id=self.user.workspace_id, conversation_id=conversation_id, limit=limit, cursor=cursor
        )
        return await self.bus.ask(LIST_MESSAGES, question)

    async def open_ticket(
        self, bot_id: str, form: HandoffForm, conversation_id: str | None
    ) -> tuple[str, Ticket | None]:
        """The handoff id and its ticket, if it was opened in time. Raises Forbidden, NotFound or Refused."""
        if self.user.role not in DESK:
            raise Forbidden("Tickets are opened by owners, admins and agents.")
        await self.bots.get(self.user.workspace_id, bot_id)
        if conversation_id is not None:
            await self._own(conversation_id)
        place = conversation_id or ids.new_id("cnv")
        visit = Visit(self.user.workspace_id, bot_id, place, ids.new_id("ctc"))
        handoff_id, ticket = await ask_for_person(visit, form, bus=self.bus)
        if ticket is not None:
            ticket = await legible_ticket(ticket, self.user.workspace_id, bus=self.bus)
        return handoff_id, ticket

    async def _own(self, conversation_id: str) -> None:
        question = GetConversation(workspace_id=self.user.workspace_id, conversation_id=conversation_id)
        await self.bus.ask(GET_CONVERSATION, question)
