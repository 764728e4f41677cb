"""The statements of the turn path: each does in one round trip what must be true together."""

# ruff: noqa: S608 # the pieces put together are constants of this file

from __future__ import annotations

from chassis.sql import Statement
from conversation.domain.turns import HISTORY_LINES

_TURN = """
    t.workspace_id, t.conversation_id, t.turn_id, t.bot_id, t.text, t.locale, t.attempt, t.submitted_at,
    t.deadline
"""
_EARLIER_UNFINISHED = """
exists (select 1 from turns e
        where e.workspace_id = t.workspace_id and e.conversation_id = t.conversation_id
          and e.answered_at is null and e.stream_seq < t.stream_seq)
"""
_AROUND = f"""
    b.name, b.revision, b.settings, b.deleted, h.handoff_id, h.ticket_number, h.contact_known,
    c.agent_name, c.page_url, c.facts, c.recalled,
    (select json_agg(line) from (
        select m.role, left(m.text, 2000) as text, m.outcome, m.receipt ->> 'rule' as rule,
            m.receipt ->> 'emotion' as emotion, m.blocks @> '[{{"type": "handoff_offer"}}]' as offered,
            cast(extract(epoch from m.created_at) as float8) as at
        from messages m
        where m.workspace_id = t.workspace_id and m.conversation_id = t.conversation_id
          and m.role <> 'system' and not (m.role = 'contact' and m.seq >= t.contact_seq)
        order by m.seq desc limit {HISTORY_LINES}) line) as history
"""
_OPEN_HANDOFF = """
left join handoffs h on h.workspace_id = t.workspace_id and h.conversation_id = t.conversation_id
    and h.status = 'open'
"""

ACCEPT = Statement(f"""
with b as (
    select bot_id, name, revision, settings, deleted from bots
    where workspace_id = :workspace_id and bot_id = :bot_id
), c as (
    insert into conversations as known (workspace_id, conversation_id, bot_id, contact_id, locale, status,
        last_seq, turns, created_at, updated_at, facts, page_url)
    select :workspace_id, :conversation_id, b.bot_id, :contact_id, :locale, 'open', 1, 1,
        :submitted_at, :now, cast(:facts as jsonb), cast(:page_url as text)
    from b
    where cast(:after as text) is null
        or exists (select 1 from turns where workspace_id = :workspace_id and turn_id = :after)
    on conflict (workspace_id, conversation_id) do update
    set last_seq = known.last_seq + 1, turns = known.turns + 1, updated_at = excluded.updated_at,
        contact_id = coalesce(known.contact_id, excluded.contact_id),
        page_url = coalesce(excluded.page_url, known.page_url),
        locale = coalesce(known.locale, excluded.locale), facts = known.facts || excluded.facts,
        recalled = case known.status when 'ended' then known.recalled - 'offered' else known.recalled end,
        status = case when known.status <> 'ended' then known.status
            when exists (select 1 from handoffs h where h.workspace_id = known.workspace_id
                and h.conversation_id = known.conversation_id and h.status = 'open') then 'handed_off'
            else 'open' end
    returning last_seq, locale, agent_name, page_url, facts, recalled
), t as (
    insert into turns (workspace_id, conversation_id, turn_id, bot_id, stream_seq, contact_seq, text,
        locale, status, attempt, submitted_at, accepted_at, deadline)
    select :workspace_id, :conversation_id, :turn_id, :bot_id, :stream_seq, c.last_seq, :text, c.locale,
        'waiting', 0, :submitted_at, now(), :deadline from c
    returning *
), m as (
    insert into messages (workspace_id, conversation_id, seq, message_id, turn_id, role, text,
        created_at)
    select t.workspace_id, t.conversation_id, t.contact_seq, :message_id, t.turn_id, 'contact', t.text,
        t.submitted_at
    from t
)
select {_TURN}, t.contact_seq, {_EARLIER_UNFINISHED} as blocked, {_AROUND}
from t cross join b cross join c {_OPEN_HANDOFF}
""")

CLAIM = Statement(f"""
with t as (
    update turns t set attempt = attempt + 1, status = 'answering'
    where workspace_id = :workspace_id and turn_id = :turn_id and status <> 'done'
        and not {_EARLIER_UNFINISHED}
    returning *
)
select {_TURN}, {_AROUND}
from t join bots b on b.workspace_id = t.workspace_id and b.bot_id = t.bot_id
    join conversations c on c.workspace_id = t.workspace_id and c.conversation_id = t.conversation_id
    {_OPEN_HANDOFF}
""")

STATUS = Statement("select status from turns where workspace_id = :workspace_id and turn_id = :turn_id")

MARK_GROUNDED = Statement("""
update turns set grounded_at = now()
where workspace_id = :workspace_id and turn_id = :turn_id and grounded_at is null
""")

RESTART = Statement("""
update turns set attempt = attempt + 1
where workspace_id = :workspace_id and turn_id = :turn_id and attempt = :attempt and status <> 'done'
returning attempt
""")

FINISH = Statement("""
with t as (
    update turns set status = 'done', outcome = :outcome, answered_at = :created_at
    where workspace_id = :workspace_id and turn_id = :turn_id and attempt = :attempt and status <> 'done'
    returning workspace_id, conversation_id
), c as (
    update conversations c set last_seq = c.last_seq + 1, updated_at = :created_at,
        recalled = case when cast(:blocks as jsonb) @> '[{"type": "handoff_offer"}]'
            then c.recalled || '{"offered": true}' else c.recalled end
    from t where c.workspace_id = t.workspace_id and c.conversation_id = t.conversation_id
    returning c.last_seq
)
insert into messages (workspace_id, conversation_id, seq, message_id, turn_id, role, text, blocks, citations,
    suggested_actions, outcome, confidence, receipt, created_at)
select :workspace_id, :conversation_id, c.last_seq, :message_id, :turn_id, :role, :text,
    cast(:blocks as jsonb), cast(:citations as jsonb), cast(:suggested_actions as jsonb), :outcome,
    cast(:confidence as float8), cast(:receipt as jsonb), :created_at
from c
returning seq
""")

OVERDUE = Statement(f"""
select t.workspace_id, t.turn_id from turns t
where t.answered_at is null and not {_EARLIER_UNFINISHED}
  and ((t.status = 'waiting' and t.grounded_at is null
        and t.accepted_at < now() - make_interval(secs => :patience)) or t.deadline < now())
order by t.accepted_at limit :limit
for update of t skip locked
""")

LEAVE = Statement("""
update turns set status = 'done', outcome = 'left_to_agent', answered_at = now()
where workspace_id = :workspace_id and turn_id = :turn_id and attempt = :attempt and status <> 'done'
returning turn_id
""")

PENDING = Statement("""
select turn_id, attempt, submitted_at, false as left from turns
where workspace_id = :workspace_id and conversation_id = :conversation_id and answered_at is null
union all
select t.turn_id, t.attempt, t.submitted_at, true from conversations c
    join messages m on m.workspace_id = c.workspace_id and m.conversation_id = c.conversation_id
    join turns t on t.workspace_id = m.workspace_id and t.turn_id = m.turn_id
where c.workspace_id = :workspace_id and c.conversation_id = :conversation_id and c.agent_id is not null
    and m.role = 'contact' and t.outcome = 'left_to_agent'
order by submitted_at
""")
