"""The appointments of the customer who asks, from ticketing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chassis.errors import Refused, Unavailable
from contracts.appointment_requests import (
    BOOK_SLOT,
    CANCEL_APPOINTMENT,
    LIST_APPOINTMENTS,
    LIST_SLOTS,
    MOVE_APPOINTMENT,
    Appointment,
    Booked,
    BookSlot,
    ListAppointments,
    ListSlots,
    MoveAppointment,
    Owned,
    Slots,
)
from contracts.base import Frozen
from contracts.event_ids import derived_id
from contracts.rpc import AnswerT, Rpc
from contracts.shapes import Requester
from conversation.domain.booking import MOST
from conversation.domain.turns import Turn
from conversation.ports import Database, Vault
from conversation.tool_ports import Asking


@dataclass(frozen=True, slots=True)
class OwnAppointments:
    """Whose they are follows from the conversation alone, never from what was typed."""

    database: Database
    vault: Vault
    bus: Asking

    async def free(self, turn: Turn, timezone: str | None) -> Slots | None:
        ask = ListSlots(workspace_id=turn.workspace_id, bot_id=turn.bot.bot_id, timezone=timezone, limit=MOST)
        try:
            return await self.bus.ask(LIST_SLOTS, ask, timeout=2.0)
        except Refused as refused:
            if refused.status != 404:
                raise
            return None

    async def coming(self, turn: Turn) -> list[Appointment]:
        ask = ListAppointments(
            workspace_id=turn.workspace_id, contact_id=await self._contact(turn), coming=True, limit=10
        )
        return (await self.bus.ask(LIST_APPOINTMENTS, ask, timeout=2.0)).items

    async def book(
        self, turn: Turn, starts_at: datetime, timezone: str | None, requester: Requester
    ) -> Booked:
        ask = BookSlot(
            workspace_id=turn.workspace_id,
            bot_id=turn.bot.bot_id,
            conversation_id=turn.conversation_id,
            contact_id=await self._contact(turn),
            turn_id=turn.turn_id,
            request_id=derived_id("req", turn.turn_id),
            starts_at=starts_at,
            timezone=timezone,
            requester=requester,
        )
        return await self._surely(BOOK_SLOT, ask)

    async def move(
        self, turn: Turn, appointment_id: str, starts_at: datetime, timezone: str | None
    ) -> Booked:
        own = await self._own(turn, appointment_id)
        ask = MoveAppointment(**own.model_dump(exclude_none=True), starts_at=starts_at, timezone=timezone)
        return await self._surely(MOVE_APPOINTMENT, ask)

    async def cancel(self, turn: Turn, appointment_id: str) -> Appointment:
        return await self._surely(CANCEL_APPOINTMENT, await self._own(turn, appointment_id))

    async def _surely(self, rpc: Rpc[Any, AnswerT], ask: Frozen) -> AnswerT:
        """Ask once more when nobody answers in time: the same request has one effect."""
        try:
            return await self.bus.ask(rpc, ask, timeout=3.0)
        except Unavailable:
            return await self.bus.ask(rpc, ask, timeout=3.0)

    async def _own(self, turn: Turn, appointment_id: str) -> Owned:
        return Owned(
            workspace_id=turn.workspace_id,
            appointment_id=appointment_id,
            contact_id=await self._contact(turn),
            turn_id=turn.turn_id,
        )

    async def _contact(self, turn: Turn) -> str:
        async with self.database.read() as conn:
            return await self.vault.owner_of(conn, turn.workspace_id, turn.conversation_id)
