"""Changes that wait for a customer's yes; each runs at most once."""

from __future__ import annotations

import json
from typing import Literal

from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.sql import Statement
from conversation.domain.tools import Proposal
from conversation.domain.turns import Turn
from conversation.tool_ports import Taken

MINUTES = 15
_PROPOSE = Statement("""
with lapsed as (
    delete from actions where workspace_id = :workspace_id and conversation_id = :conversation_id
        and status = 'proposed' and action_id <> :action_id
)
insert into actions (workspace_id, action_id, conversation_id, tool, arguments, status, proposed_at)
values (:workspace_id, :action_id, :conversation_id, :tool, cast(:arguments as jsonb), 'proposed', now())
on conflict (workspace_id, action_id) do update
set tool = excluded.tool, arguments = excluded.arguments, proposed_at = now()
where actions.status = 'proposed'
""")
_TAKE = Statement("""
with newest as (
    select * from actions
    where workspace_id = :workspace_id and conversation_id = :conversation_id
        and (confirmed_by = :turn_id
             or (status = 'proposed' and proposed_at > now() - make_interval(mins => :minutes)))
    order by confirmed_by nulls last, proposed_at desc limit 1
    for update
)
update actions a
set status = case when a.status = 'proposed' then 'running' else a.status end, confirmed_by = :turn_id
from newest n where a.workspace_id = n.workspace_id and a.action_id = n.action_id
returning n.action_id, n.tool, n.arguments, n.status
""")
_FINISH = Statement("""
update actions set status = :status
where workspace_id = :workspace_id and action_id = :action_id and confirmed_by = :turn_id
""")


class ActionStore:
    async def propose(self, conn: AsyncConnection, turn: Turn, proposal: Proposal) -> None:
        values = {
            "workspace_id": turn.workspace_id,
            "conversation_id": turn.conversation_id,
            "action_id": proposal.action_id,
            "tool": proposal.tool,
            "arguments": json.dumps(dict(proposal.arguments)),
        }
        await _PROPOSE.run(conn, values)

    async def take(self, conn: AsyncConnection, turn: Turn) -> Taken | None:
        values = {
            "workspace_id": turn.workspace_id,
            "conversation_id": turn.conversation_id,
            "turn_id": turn.turn_id,
            "minutes": MINUTES,
        }
        row = await _TAKE.first(conn, values)
        if row is None:
            return None
        return Taken(Proposal(row["action_id"], row["tool"], row["arguments"]), row["status"])

    async def finish(
        self, conn: AsyncConnection, turn: Turn, action_id: str, status: Literal["ok", "failed"]
    ) -> None:
        values = {"workspace_id": turn.workspace_id, "action_id": action_id}
        await _FINISH.run(conn, {**values, "turn_id": turn.turn_id, "status": status})
