"""The tickets of the customer who asks, from ticketing."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any, Protocol

from chassis.errors import Refused
from contracts.requests import GET_TICKET, GetTicket
from contracts.shapes import Ticket
from conversation.ports import Database
from conversation.tool_ports import Asking


class TicketIds(Protocol):
    async def of_contact(self, conn: Any, workspace_id: str, conversation_id: str) -> list[str]: ...


@dataclass(frozen=True, slots=True)
class OwnTickets:
    """Which tickets are theirs follows from the conversation alone, never from what was typed."""

    database: Database
    ids: TicketIds
    bus: Asking

    async def of_caller(self, workspace_id: str, conversation_id: str) -> list[Ticket]:
        async with self.database.read() as conn:
            ids = await self.ids.of_contact(conn, workspace_id, conversation_id)
        found = await asyncio.gather(*(self._read(workspace_id, ticket_id) for ticket_id in ids))
        return [ticket for ticket in found if ticket is not None]

    async def _read(self, workspace_id: str, ticket_id: str) -> Ticket | None:
        ask = GetTicket(workspace_id=workspace_id, ticket_id=ticket_id)
        try:
            return await self.bus.ask(GET_TICKET, ask, timeout=2.0)
        except Refused as refused:
            if refused.status != 404:
                raise
            return None
