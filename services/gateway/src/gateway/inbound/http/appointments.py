"""Free times, appointments, and when a bot's team takes them."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import AwareDatetime

from contracts.appointment_requests import (
    GET_APPOINTMENT,
    GET_AVAILABILITY,
    LIST_APPOINTMENTS,
    LIST_SLOTS,
    SET_AVAILABILITY,
    Appointment,
    Appointments,
    AppointmentStatus,
    Availability,
    GetAvailability,
    ListAppointments,
    ListSlots,
    SetAvailability,
    Slots,
)
from contracts.bot_settings import TimeZone
from contracts.shapes import Requester
from gateway.handlers.keep_appointments import book, cancel, move, owned
from gateway.inbound.http.appointment_shapes import (
    TAKEN,
    AppointmentChange,
    AvailabilityBody,
    NewAppointment,
)
from gateway.inbound.http.context import (
    ClientDep,
    ContextDep,
    ManagerDep,
    OpenVisitDep,
    StaffDep,
    VisitDep,
)
from gateway.inbound.http.paging import CursorParam, LimitParam

router = APIRouter(tags=["appointments"])
From = Annotated[AwareDatetime | None, Query(alias="from", examples=["2026-03-27T00:00:00Z"])]
To = Annotated[AwareDatetime | None, Query(examples=["2026-04-03T00:00:00Z"])]
Zone = Annotated[TimeZone | None, Query(examples=["America/New_York"])]


@router.get("/conversations/{conversation_id}/slots")
async def list_slots(
    visit: VisitDep, ctx: ContextDep, first: From = None, to: To = None, timezone: Zone = None
) -> Slots:
    """Free times, from now on without `from`. 404 for a bot that takes no appointments."""
    ctx.messages.check(visit.contact_id)
    ask = ListSlots(
        workspace_id=visit.workspace_id, bot_id=visit.bot_id, first=first, last=to, timezone=timezone
    )
    return await ctx.bus.ask(LIST_SLOTS, ask)


@router.post("/conversations/{conversation_id}/appointments", status_code=201, responses=TAKEN)
async def book_appointment(body: NewAppointment, visit: OpenVisitDep, ctx: ContextDep) -> Appointment:
    """Take a free time. With an `email` the customer is sent an entry for their calendar."""
    ctx.messages.check(visit.contact_id)
    requester = Requester(name=body.name, email=body.email, phone=body.phone)
    return await book(visit, body.starts_at, body.timezone, requester, body.request_id, bus=ctx.bus)


@router.get("/appointments")
async def list_appointments(
    user: StaffDep,
    ctx: ContextDep,
    bot: str | None = None,
    status: AppointmentStatus | None = None,
    coming: bool = False,
    limit: LimitParam = 50,
    cursor: CursorParam = None,
) -> Appointments:
    """The latest booked first; with `coming` only those that are booked and not over."""
    if bot is not None:
        await ctx.bots.check_was_ours(user.workspace_id, bot)
    ask = ListAppointments(
        workspace_id=user.workspace_id, bot_id=bot, status=status, coming=coming, limit=limit, cursor=cursor
    )
    return await ctx.bus.ask(LIST_APPOINTMENTS, ask)


@router.get("/appointments/{appointment_id}")
async def get_appointment(appointment_id: str, client: ClientDep, ctx: ContextDep) -> Appointment:
    return await ctx.bus.ask(GET_APPOINTMENT, owned(client, appointment_id))


@router.patch("/appointments/{appointment_id}", responses=TAKEN)
async def move_appointment(
    appointment_id: str, body: AppointmentChange, client: ClientDep, ctx: ContextDep
) -> Appointment:
    """Give it another time; customers their own alone."""
    return await move(client, appointment_id, body.starts_at, body.timezone, bus=ctx.bus)


@router.delete("/appointments/{appointment_id}")
async def cancel_appointment(appointment_id: str, client: ClientDep, ctx: ContextDep) -> Appointment:
    """Cancel it; customers their own alone. Again changes nothing."""
    return await cancel(client, appointment_id, bus=ctx.bus)


@router.get("/bots/{bot_id}/availability", tags=["admin"])
async def get_availability(bot_id: str, user: StaffDep, ctx: ContextDep) -> Availability:
    """When the team takes appointments; without hours it takes none."""
    await ctx.bots.get(user.workspace_id, bot_id)
    return await ctx.bus.ask(GET_AVAILABILITY, GetAvailability(workspace_id=user.workspace_id, bot_id=bot_id))


@router.put("/bots/{bot_id}/availability", tags=["admin"])
async def set_availability(
    bot_id: str, body: AvailabilityBody, user: ManagerDep, ctx: ContextDep
) -> Availability:
    """Replace it. Appointments that are booked already stay."""
    await ctx.bots.get(user.workspace_id, bot_id)
    availability = Availability(**body.model_dump())
    ask = SetAvailability(workspace_id=user.workspace_id, bot_id=bot_id, availability=availability)
    return await ctx.bus.ask(SET_AVAILABILITY, ask)
