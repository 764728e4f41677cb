"""The queries behind the figures. Parameters: workspace_id, start, end, bot_id (null for every bot)."""

from __future__ import annotations

from typing import Literal

ConversationOutcome = Literal["answered", "handed_off", "failed", "abandoned", "open"]
TurnOutcome = Literal[
    "answered", "clarified", "handoff_offered", "handed_off", "declined", "failed", "unanswered"
]

_SELECTED = """
with conversation as (
    select bot_id,
        (coalesce(started_at, first_turn_at, handed_off_at, ended_at) at time zone 'UTC')::date as day,
        case
            when handed_off_at is not null then 'handed_off'
            when answered then 'answered'
            when failed then 'failed'
            when first_turn_at is not null or ended_at is not null then 'abandoned'
            else 'open'
        end as outcome
    from conversations
    where workspace_id = :workspace_id
        and coalesce(started_at, first_turn_at, handed_off_at, ended_at) >= :start
        and coalesce(started_at, first_turn_at, handed_off_at, ended_at) < :end
        and (cast(:bot_id as text) is null or bot_id = :bot_id)
),
turn as (
    select bot_id, (submitted_at at time zone 'UTC')::date as day, coalesce(outcome, 'unanswered') as outcome,
        latency_ms, first_token_ms, prompt_tokens, completion_tokens, cost_usd
    from turns
    where workspace_id = :workspace_id and submitted_at >= :start and submitted_at < :end
        and (cast(:bot_id as text) is null or bot_id = :bot_id)
),
ticket as (
    select bot_id, (opened_at at time zone 'UTC')::date as day
    from tickets
    where workspace_id = :workspace_id and opened_at >= :start and opened_at < :end
        and (cast(:bot_id as text) is null or bot_id = :bot_id)
)
"""

OVERVIEW = f"""{_SELECTED},
document as (
    select source_id, passages from documents
    where workspace_id = :workspace_id and (cast(:bot_id as text) is null or bot_id = :bot_id)
        and indexed_at is not null and (removed_at is null or removed_at < indexed_at)
),
counted_conversations as (
    select count(*) as conversations,
        count(*) filter (where outcome = 'answered') as answered,
        count(*) filter (where outcome = 'handed_off') as handed_off,
        count(*) filter (where outcome = 'failed') as failed,
        count(*) filter (where outcome = 'abandoned') as abandoned,
        count(*) filter (where outcome = 'open') as open
    from conversation
),
counted_turns as (
    select count(*) as turns,
        percentile_cont(0.5) within group (order by latency_ms) as latency_p50_ms,
        percentile_cont(0.95) within group (order by latency_ms) as latency_p95_ms,
        percentile_cont(0.5) within group (order by first_token_ms) as first_token_p50_ms,
        percentile_cont(0.95) within group (order by first_token_ms) as first_token_p95_ms,
        coalesce(sum(prompt_tokens), 0)::bigint as prompt_tokens,
        coalesce(sum(completion_tokens), 0)::bigint as completion_tokens,
        coalesce(round(sum(cost_usd)::numeric, 9), 0)::float8 as cost_usd
    from turn
),
counted_feedback as (
    select count(*) as feedback, round(avg(rating), 3)::float8 as feedback_average
    from feedback
    where workspace_id = :workspace_id and given_at >= :start and given_at < :end
        and (cast(:bot_id as text) is null or bot_id = :bot_id)
),
counted_appointments as (
    select count(*) as appointments, count(cancelled_at) as appointments_cancelled
    from appointments
    where workspace_id = :workspace_id and booked_at >= :start and booked_at < :end
        and (cast(:bot_id as text) is null or bot_id = :bot_id)
),
counted_knowledge as (
    select count(*) as documents, coalesce(sum(passages), 0)::bigint as passages,
        count(distinct source_id) as sources
    from document
),
counted_failures as (
    select count(*) as sources_failed from sources
    where workspace_id = :workspace_id and (cast(:bot_id as text) is null or bot_id = :bot_id)
        and failed_at is not null and (synced_at is null or synced_at < failed_at)
)
select *, (select count(*) from ticket) as tickets
from counted_conversations, counted_turns, counted_appointments, counted_feedback, counted_knowledge,
    counted_failures
"""  # noqa: S608 # only constants of this file

VOLUME = f"""{_SELECTED},
counted_turns as (
    select day, bot_id, count(*) as turns,
        percentile_cont(0.5) within group (order by latency_ms) as latency_p50_ms,
        percentile_cont(0.95) within group (order by latency_ms) as latency_p95_ms
    from turn group by day, bot_id
),
counted_conversations as (
    select day, bot_id, count(*) as conversations from conversation group by day, bot_id
),
counted_tickets as (select day, bot_id, count(*) as tickets from ticket group by day, bot_id)
select day::text as day, bot_id, bots.name as bot, coalesce(conversations, 0) as conversations,
    coalesce(turns, 0) as turns, coalesce(tickets, 0) as tickets, latency_p50_ms, latency_p95_ms
from counted_conversations
    full join counted_turns using (day, bot_id)
    full join counted_tickets using (day, bot_id)
    left join (select bot_id, name from bots where workspace_id = :workspace_id) as bots using (bot_id)
order by day, bot_id
"""  # noqa: S608 # only constants of this file

OUTCOMES = f"""{_SELECTED},
counted_conversations as (
    select day, bot_id, jsonb_object_agg(outcome, n) as conversations
    from (
        select day, bot_id, outcome, count(*) as n from conversation group by day, bot_id, outcome
    ) as by_outcome
    group by day, bot_id
),
counted_turns as (
    select day, bot_id, jsonb_object_agg(outcome, n) as turns
    from (select day, bot_id, outcome, count(*) as n from turn group by day, bot_id, outcome) as by_outcome
    group by day, bot_id
)
select day::text as day, bot_id, bots.name as bot, conversations, turns
from counted_conversations
    full join counted_turns using (day, bot_id)
    left join (select bot_id, name from bots where workspace_id = :workspace_id) as bots using (bot_id)
order by day, bot_id
"""  # noqa: S608 # only constants of this file
