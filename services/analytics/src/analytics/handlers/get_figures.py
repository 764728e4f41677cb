"""What managers and analysts ask for. Days are UTC; times in milliseconds, money in US dollars."""

from __future__ import annotations

from analytics.domain.period import Period, period
from analytics.ports import FigureQueries, Reads
from chassis.errors import Invalid
from contracts.requests import Figures, Rows


async def get_overview(ask: Figures, *, database: Reads, figures: FigureQueries) -> Rows:
    """One row for the whole period.

    `{conversations, turns, answered, handed_off, failed, abandoned, open, latency_p50_ms, latency_p95_ms,
    first_token_p50_ms, first_token_p95_ms, tickets, appointments,
    appointments_cancelled, feedback, feedback_average, documents, passages, sources,
    sources_failed, prompt_tokens, completion_tokens, cost_usd}`; percentiles and the average are null
    without data; `answered` to `open` count conversations; knowledge is as of now. Raises Invalid.
    """
    async with database.read() as conn:
        return Rows(rows=await figures.overview(conn, ask.workspace_id, _period(ask), ask.bot_id))


async def get_volume(ask: Figures, *, database: Reads, figures: FigureQueries) -> Rows:
    """A row per day and bot with anything to count, oldest day first.

    `{day: "2026-03-01", bot_id, bot, conversations, turns, tickets, latency_p50_ms, latency_p95_ms}`;
    `bot` is the name or null. Raises Invalid.
    """
    async with database.read() as conn:
        return Rows(rows=await figures.volume(conn, ask.workspace_id, _period(ask), ask.bot_id))


async def get_outcomes(ask: Figures, *, database: Reads, figures: FigureQueries) -> Rows:
    """A row per day and bot, oldest day first: how conversations and turns ended.

    `{day, bot_id, bot, conversations: {answered, handed_off, failed, abandoned, open},
    turns: {answered, clarified, handoff_offered, handed_off, declined, failed, unanswered}}`. Raises Invalid.
    """
    async with database.read() as conn:
        return Rows(rows=await figures.outcomes(conn, ask.workspace_id, _period(ask), ask.bot_id))


def _period(ask: Figures) -> Period:
    try:
        return period(ask.first_day, ask.last_day)
    except ValueError as error:
        raise Invalid(str(error)) from error
