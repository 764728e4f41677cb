"""Every statement about appointments and their numbers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Insert, Row, Select, false, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from contracts.appointment_requests import Appointment, ListAppointments
from contracts.shapes import Assignee, Requester
from ticketing.domain.appointment import FIRST_NUMBER, shown
from ticketing.domain.assignment import AGENT_ROLES
from ticketing.domain.calendar import Busy
from ticketing.ports import PlaceTaken
from ticketing.store.tables import APPOINTMENT_COUNTERS, APPOINTMENTS, USERS

_A = APPOINTMENTS.c
_COUNTER = APPOINTMENT_COUNTERS.c


class AppointmentStore:
    async def lock(self, conn: AsyncConnection, workspace_id: str) -> int:
        counter = insert(APPOINTMENT_COUNTERS).values(workspace_id=workspace_id, last_number=FIRST_NUMBER - 1)
        held = await conn.execute(
            counter.on_conflict_do_update(
                index_elements=["workspace_id"], set_={"last_number": _COUNTER.last_number}
            ).returning(_COUNTER.last_number)
        )
        return int(held.scalar_one()) + 1

    async def add(
        self, conn: AsyncConnection, workspace_id: str, appointment: Appointment, request_id: str
    ) -> None:
        number = int(appointment.number.removeprefix("A-"))
        values = _values(appointment) | {"workspace_id": workspace_id, "number": number}
        added = await conn.execute(self._insert(values | {"request_id": request_id}).returning(_A.id))
        if added.first() is None:
            raise PlaceTaken(appointment.id)
        counter = update(APPOINTMENT_COUNTERS).where(_COUNTER.workspace_id == workspace_id)
        await conn.execute(counter.values(last_number=func.greatest(_COUNTER.last_number, number)))

    async def change(self, conn: AsyncConnection, workspace_id: str, appointment: Appointment) -> None:
        statement = update(APPOINTMENTS).where(_A.workspace_id == workspace_id, _A.id == appointment.id)
        try:
            await conn.execute(statement.values(_values(appointment)))
        except IntegrityError as error:
            raise PlaceTaken(appointment.id) from error

    async def busy(
        self,
        conn: AsyncConnection,
        workspace_id: str,
        user_ids: Sequence[str],
        span: tuple[datetime, datetime],
    ) -> list[Busy]:
        statement = select(_A.agent_id, _A.starts_at, _A.ends_at).where(
            _A.workspace_id == workspace_id,
            _A.agent_id.in_(user_ids),
            _A.status == "booked",
            _A.starts_at < span[1],
            _A.ends_at > span[0],
        )
        return [Busy(*row) for row in await conn.execute(statement)]

    async def of_request(
        self, conn: AsyncConnection, workspace_id: str, contact_id: str, request_id: str
    ) -> Appointment | None:
        return await self._one(conn, workspace_id, _A.contact_id == contact_id, _A.request_id == request_id)

    async def get(
        self, conn: AsyncConnection, workspace_id: str, appointment_id: str, contact_id: str | None
    ) -> Appointment | None:
        mine = [_A.contact_id == contact_id] if contact_id is not None else []
        return await self._one(conn, workspace_id, _A.id == appointment_id, *mine)

    async def coming(self, conn: AsyncConnection, workspace_id: str, contact_id: str, now: datetime) -> int:
        statement = select(func.count()).where(
            _A.workspace_id == workspace_id,
            _A.contact_id == contact_id,
            _A.status == "booked",
            _A.ends_at > now,
        )
        return int((await conn.execute(statement)).scalar_one())

    async def unattended(self, conn: AsyncConnection, workspace_id: str, now: datetime) -> list[Appointment]:
        works = USERS.c.active & USERS.c.role.in_(AGENT_ROLES)
        statement = _read(workspace_id).where(
            _A.status == "booked", _A.ends_at > now, func.coalesce(works, false()).is_(False)
        )
        return [_appointment(row) for row in await conn.execute(statement.order_by(_A.starts_at))]

    async def page(
        self, conn: AsyncConnection, ask: ListAppointments, *, below: int | None, now: datetime, limit: int
    ) -> list[Appointment]:
        statement = _read(ask.workspace_id).order_by(_A.number.desc()).limit(limit)
        for column, value in (
            (_A.contact_id, ask.contact_id),
            (_A.bot_id, ask.bot_id),
            (_A.status, ask.status),
        ):
            if value is not None:
                statement = statement.where(column == value)
        if ask.coming:
            statement = statement.where(_A.status == "booked", _A.ends_at > now)
        if below is not None:
            statement = statement.where(_A.number < below)
        return [_appointment(row) for row in await conn.execute(statement)]

    def _insert(self, values: dict[str, Any]) -> Insert:
        return insert(APPOINTMENTS).values(values).on_conflict_do_nothing()

    async def _one(
        self, conn: AsyncConnection, workspace_id: str, *where: ColumnElement[bool]
    ) -> Appointment | None:
        row = (await conn.execute(_read(workspace_id).where(*where))).first()
        return _appointment(row) if row else None


def _values(appointment: Appointment) -> dict[str, Any]:
    values = appointment.model_dump(exclude={"number", "agent", "requester"})
    requester = {f"requester_{name}": value for name, value in appointment.requester.model_dump().items()}
    return {**values, **requester, "agent_id": appointment.agent.user_id}


def _read(workspace_id: str) -> Select[Any]:
    agent = (USERS.c.workspace_id == _A.workspace_id) & (USERS.c.user_id == _A.agent_id)
    return (
        select(APPOINTMENTS, USERS.c.name.label("agent_name"))
        .join_from(APPOINTMENTS, USERS, agent, isouter=True)
        .where(_A.workspace_id == workspace_id)
    )


def _appointment(row: Row[Any]) -> Appointment:
    return Appointment(
        id=row.id,
        number=shown(row.number),
        status=row.status,
        bot_id=row.bot_id,
        conversation_id=row.conversation_id,
        contact_id=row.contact_id,
        agent=Assignee(user_id=row.agent_id, name=row.agent_name or ""),
        requester=Requester(name=row.requester_name, email=row.requester_email, phone=row.requester_phone),
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        timezone=row.timezone,
        created_at=row.created_at,
        updated_at=row.updated_at,
        version=row.version,
    )
