"""Summaries, and which conversations still need one."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.sql import Statement
from contracts.summary_requests import Summary, SummaryProgress

_SAVE = Statement("""
insert into summaries (workspace_id, conversation_id, bot_id, summary, messages, summarized_at)
values (:workspace_id, :conversation_id, :bot_id, :summary, :messages, :summarized_at)
on conflict (workspace_id, conversation_id) do update
set summary = excluded.summary, messages = excluded.messages, summarized_at = excluded.summarized_at
where summaries.messages < excluded.messages
returning messages
""")
_COLUMNS = "conversation_id, bot_id, summary, messages, summarized_at"
_GET = Statement(f"""
select {_COLUMNS} from summaries where workspace_id = :workspace_id and conversation_id = :conversation_id
""")  # noqa: S608 # a constant of this file
_PAGE = Statement(f"""
select {_COLUMNS} from summaries
where workspace_id = :workspace_id and bot_id = :bot_id
    and (cast(:before as text) is null or conversation_id < :before)
order by conversation_id desc limit :limit
""")  # noqa: S608 # a constant of this file
_PROGRESS = Statement("""
select count(*) as total, count(*) filter (where s.messages = c.last_seq) as done
from conversations c left join summaries s
    on s.workspace_id = c.workspace_id and s.conversation_id = c.conversation_id
where c.workspace_id = :workspace_id and c.bot_id = :bot_id and c.turns > 0
""")
_ASK = Statement("""
update bots set summaries_asked = :asked where workspace_id = :workspace_id and bot_id = :bot_id
""")
_ASKED = Statement(
    "select workspace_id, bot_id from bots where summaries_asked order by random() limit :limit"
)
_MISSING = Statement("""
select c.conversation_id from conversations c left join summaries s
    on s.workspace_id = c.workspace_id and s.conversation_id = c.conversation_id
where c.workspace_id = :workspace_id and c.bot_id = :bot_id and c.turns > 0
    and s.messages is distinct from c.last_seq
limit :limit
""")


class SummaryStore:
    async def save(self, conn: AsyncConnection, workspace_id: str, summary: Summary) -> bool:
        row = {"workspace_id": workspace_id, **summary.model_dump()}
        return await _SAVE.value(conn, row) is not None

    async def get(self, conn: AsyncConnection, workspace_id: str, conversation_id: str) -> Summary | None:
        row = await _GET.first(conn, {"workspace_id": workspace_id, "conversation_id": conversation_id})
        return Summary(**row) if row else None

    async def page(
        self, conn: AsyncConnection, workspace_id: str, bot_id: str, before: str | None, limit: int
    ) -> list[Summary]:
        values = {"workspace_id": workspace_id, "bot_id": bot_id, "before": before, "limit": limit}
        return [Summary(**row) for row in await _PAGE.rows(conn, values)]

    async def progress(self, conn: AsyncConnection, workspace_id: str, bot_id: str) -> SummaryProgress:
        row = await _PROGRESS.first(conn, {"workspace_id": workspace_id, "bot_id": bot_id})
        return SummaryProgress(**(row or {"total": 0, "done": 0}))

    async def ask(self, conn: AsyncConnection, workspace_id: str, bot_id: str, *, asked: bool) -> None:
        await _ASK.run(conn, {"workspace_id": workspace_id, "bot_id": bot_id, "asked": asked})

    async def asked(self, conn: AsyncConnection, limit: int) -> list[tuple[str, str]]:
        return [(row["workspace_id"], row["bot_id"]) for row in await _ASKED.rows(conn, {"limit": limit})]

    async def missing(self, conn: AsyncConnection, workspace_id: str, bot_id: str, limit: int) -> list[str]:
        values = {"workspace_id": workspace_id, "bot_id": bot_id, "limit": limit}
        return [row["conversation_id"] for row in await _MISSING.rows(conn, values)]
