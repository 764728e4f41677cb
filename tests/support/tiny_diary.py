"""The tiny ticketing service's diary: every hour of one day, one place each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from typing import Any

from contracts import appointment_requests as diary
from contracts.rpc import Rpc
from contracts.shapes import Assignee
from tests.support.tiny_knowledge import Missing

TOMORROW = datetime.now(UTC).date() + timedelta(days=1)
"""As the tests began: it stays this day when midnight passes."""


@dataclass
class TinyDiary:
    kept: dict[tuple[str, str], diary.Appointment] = field(default_factory=dict)
    hours: dict[tuple[str, str], diary.Availability] = field(default_factory=dict)

    def answers(self) -> dict[Rpc[Any, Any], Callable[[Any], Any]]:
        return {
            diary.GET_AVAILABILITY: lambda ask: self.hours.get(
                (ask.workspace_id, ask.bot_id), diary.Availability()
            ),
            diary.SET_AVAILABILITY: self._set,
            diary.LIST_SLOTS: self._free,
            diary.BOOK_SLOT: self._book,
            diary.MOVE_APPOINTMENT: lambda ask: diary.Booked(
                appointment=self._change(ask, starts_at=ask.starts_at)
            ),
            diary.CANCEL_APPOINTMENT: lambda ask: self._change(ask, status="cancelled"),
            diary.GET_APPOINTMENT: self._own,
            diary.LIST_APPOINTMENTS: lambda ask: diary.Appointments(
                items=[one for (space, _), one in self.kept.items() if space == ask.workspace_id]
            ),
        }

    def _set(self, ask: diary.SetAvailability) -> diary.Availability:
        self.hours[ask.workspace_id, ask.bot_id] = ask.availability
        return ask.availability

    def _free(self, ask: Any) -> diary.Slots:
        midnight = datetime.combine(TOMORROW, time(), UTC)
        taken = {one.starts_at for (space, _), one in self.kept.items() if space == ask.workspace_id}
        begins = [midnight + timedelta(hours=hour) for hour in range(24)]
        slots = [
            diary.Slot(starts_at=at, ends_at=at + timedelta(hours=1)) for at in begins if at not in taken
        ]
        return diary.Slots(timezone=ask.timezone or "UTC", slots=slots)

    def _book(self, ask: diary.BookSlot) -> diary.Booked:
        key = (ask.workspace_id, f"apt_{ask.request_id}")
        free = self._free(ask)
        if key not in self.kept and ask.starts_at not in {slot.starts_at for slot in free.slots}:
            return diary.Booked(refused="taken", free=free)
        now = datetime.now(UTC)
        made = diary.Appointment(
            id=key[1],
            number=f"A-{1001 + len(self.kept)}",
            status="booked",
            bot_id=ask.bot_id,
            conversation_id=ask.conversation_id,
            contact_id=ask.contact_id,
            agent=Assignee(user_id="usr_1", name="Alex"),
            requester=ask.requester,
            starts_at=ask.starts_at,
            ends_at=ask.starts_at + timedelta(hours=1),
            timezone=ask.timezone or "UTC",
            created_at=now,
            updated_at=now,
            version=1,
        )
        return diary.Booked(appointment=self.kept.setdefault(key, made))

    def _own(self, ask: diary.Owned) -> diary.Appointment:
        found = self.kept.get((ask.workspace_id, ask.appointment_id))
        if found is None or ask.contact_id not in (None, found.contact_id):
            raise Missing
        return found

    def _change(self, ask: diary.Owned, **change: Any) -> diary.Appointment:
        changed = self._own(ask).model_copy(update=change)
        self.kept[ask.workspace_id, ask.appointment_id] = changed
        return changed
