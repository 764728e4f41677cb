"""Figures for managers and analysts."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Query

from chassis import clock
from chassis.errors import Invalid
from contracts.requests import OUTCOMES, OVERVIEW, VOLUME, Figures, Rows
from gateway.inbound.http.context import ContextDep, StaffDep

router = APIRouter(prefix="/analytics", tags=["analyst"])
DAYS = timedelta(days=29)
LONGEST = timedelta(days=400)
First = Annotated[date | None, Query(alias="from", description="First day, UTC; 30 days ago by default.")]
Last = Annotated[date | None, Query(alias="to", description="Last day, UTC; today by default.")]


async def _figures(
    user: StaffDep, ctx: ContextDep, first: First = None, last: Last = None, bot: str | None = None
) -> Figures:
    if bot is not None:
        await ctx.bots.check_was_ours(user.workspace_id, bot)
    last = last or clock.now().date()
    first = first or max(last, date.min + DAYS) - DAYS
    if first > last:
        raise Invalid("`from` is a later day than `to`.")
    if last - first > LONGEST:
        raise Invalid("At most 400 days can be asked for at once.")
    return Figures(workspace_id=user.workspace_id, first_day=first, last_day=last, bot_id=bot)


FiguresDep = Annotated[Figures, Depends(_figures)]


@router.get("/overview")
async def overview(figures: FiguresDep, ctx: ContextDep) -> Rows:
    return await ctx.bus.ask(OVERVIEW, figures)


@router.get("/volume")
async def volume(figures: FiguresDep, ctx: ContextDep) -> Rows:
    return await ctx.bus.ask(VOLUME, figures)


@router.get("/outcomes")
async def outcomes(figures: FiguresDep, ctx: ContextDep) -> Rows:
    return await ctx.bus.ask(OUTCOMES, figures)
