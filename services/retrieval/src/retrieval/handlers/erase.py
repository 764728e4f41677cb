"""Takes out what retrieval has of a bot, a customer or a company that is gone."""

from __future__ import annotations

from dataclasses import dataclass

from chassis import clock
from chassis.consume import Work
from chassis.erasure import erase_sent
from chassis.outcome import DONE, Outcome
from contracts.envelope import Event
from contracts.facts.workspace import BotConfigured, ContactErased, WorkspaceDeleted
from retrieval.domain.indexes import Recipe
from retrieval.domain.passages import Scope
from retrieval.handlers.remove_source import RemoveSource
from retrieval.handlers.switch_index import SwitchIndex
from retrieval.index_ports import Indexes
from retrieval.ports import Answers, Bots, Database, PassageIndex, Turns
from retrieval.source_ports import Sources


@dataclass(frozen=True, slots=True)
class Erase:
    """Removes bots, contacts and whole companies that are gone."""

    database: Database
    sources: Sources
    bots: Bots
    turns: Turns
    answers: Answers
    indexes: Indexes
    switch: SwitchIndex
    index: PassageIndex
    remove: RemoveSource

    async def on_bot(self, event: Event[BotConfigured], work: Work) -> Outcome:
        """Remove the sources of a deleted bot, or index anew for changed settings.

        Answers kept for reuse are forgotten: they were those of the bot as it was.
        """
        bot = event.data
        async with work.transaction() as tx:
            scope = Scope(event.workspaceid, bot.bot_id)
            fresh = await self.bots.put(tx.conn, event.workspaceid, bot)
            if fresh:
                await self.answers.forget(tx.conn, scope)
            if fresh and bot.deleted:
                await self.indexes.stop(tx.conn, scope, clock.now())
                await self.sources.mark_bot_deleted(tx.conn, scope, clock.now())
            elif fresh:
                await self.switch.begin(tx, scope, Recipe.of(bot.settings))
                await self.remove.documents.changed(tx.conn, scope)
        if bot.deleted:
            await self.remove.sweep()
        return DONE

    async def on_contact(self, event: Event[ContactErased], work: Work) -> Outcome:
        contact = event.data
        async with work.transaction() as tx:
            who = (event.workspaceid, contact.contact_id, contact.conversation_ids)
            await self.turns.forget_contact(tx.conn, *who)
        return DONE

    async def on_workspace(self, event: Event[WorkspaceDeleted], work: Work) -> Outcome:
        """The vectors go first and all at once; the sweep removes the rows."""
        workspace_id = event.workspaceid
        async with self.database.transaction() as tx:
            await self.sources.mark_workspace_deleted(tx.conn, workspace_id, clock.now())
        await self.index.remove_workspace(workspace_id)
        async with work.transaction() as tx:
            await self.turns.forget_workspace(tx.conn, workspace_id)
            await self.bots.forget_workspace(tx.conn, workspace_id)
            await self.indexes.forget_workspace(tx.conn, workspace_id)
            await erase_sent(tx.conn, workspace_id)
        await self.remove.sweep()
        return DONE
