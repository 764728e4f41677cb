"""Companies that leave and customers who ask to be forgotten: everything of them goes, everywhere."""

from __future__ import annotations

from dataclasses import dataclass

from chassis import clock, ids
from chassis.consume import Work
from chassis.errors import Invalid, NotFound
from chassis.outcome import DONE, Outcome, Retry
from contracts.agent_requests import FIND_CONTACT, FindContact
from contracts.envelope import Event
from contracts.facts.workspace import ContactErased, WorkspaceDeleted
from gateway.domain.endings import COMPANY_GONE, FORGOTTEN
from gateway.ports import Asking, Endings, Forgotten, Remains, Transactions, Workspaces

LATE_SECONDS = 60.0
AGAIN_SECONDS = 15.0
NOT_NAMED = "To delete a workspace, send its name as `name`; this one is called something else."


@dataclass(frozen=True, slots=True)
class Erasing:
    """Every service erases what is announced here; the gateway also what streams and the file store hold."""

    database: Transactions
    workspaces: Workspaces
    remains: Remains
    bus: Asking
    forgotten: Forgotten
    endings: Endings

    async def leave(self, workspace_id: str, name: str) -> None:
        """Nobody of the company can sign in any more once this returns. Raises Invalid or NotFound."""
        async with self.database.transaction() as tx:
            workspace = await self.workspaces.get(tx.conn, workspace_id)
            if workspace is None:
                raise NotFound
            if workspace.name.casefold() != name.strip().casefold():
                raise Invalid(NOT_NAMED)
            await self.workspaces.erase(tx.conn, workspace_id)
            fact = WorkspaceDeleted(workspace_id=workspace_id, deleted_at=clock.now())
            tx.emit(fact, event_id=f"workspace:{workspace_id}:deleted", workspace_id=workspace_id)
        await self.endings.tell(workspace_id, workspace_id, COMPANY_GONE)

    async def forget(self, workspace_id: str, contact_id: str) -> None:
        """Their browsers begin anew from now on. Raises NotFound for a contact who never talked."""
        ask = FindContact(workspace_id=workspace_id, contact_id=contact_id)
        found = await self.bus.ask(FIND_CONTACT, ask)
        fact = ContactErased(
            contact_id=contact_id, conversation_ids=found.conversation_ids, erased_at=clock.now()
        )
        event_id = f"contact:{contact_id}:erased:{ids.new_id('ers')}"
        async with self.database.transaction() as tx:
            await self.forgotten.add(tx.conn, workspace_id, contact_id)
            tx.emit(fact, event_id=event_id, workspace_id=workspace_id)
        await self.endings.tell(workspace_id, contact_id, FORGOTTEN)

    async def on_workspace(self, event: Event[WorkspaceDeleted], work: Work) -> Outcome:
        """What was on its way meanwhile is erased as well, and the others are told once more at the end."""
        workspace_id = event.workspaceid
        await self.endings.tell(workspace_id, workspace_id, COMPANY_GONE)
        await self.remains.of_workspace(workspace_id)
        early = (clock.now() - event.time).total_seconds() < LATE_SECONDS
        async with self.database.transaction() as tx:
            await self.workspaces.erase(tx.conn, workspace_id)
        if event.data.final:
            return DONE
        if early:
            return Retry("Facts about this company may still be on their way.", AGAIN_SECONDS)
        async with work.transaction() as tx:
            final = event.data.model_copy(update={"final": True})
            tx.emit(final, event_id=f"workspace:{workspace_id}:deleted:final", workspace_id=workspace_id)
        return DONE

    async def on_contact(self, event: Event[ContactErased], _: Work) -> Outcome:
        fact = event.data
        await self.endings.tell(event.workspaceid, fact.contact_id, FORGOTTEN)
        await self.remains.of_contact(event.workspaceid, fact.contact_id, fact.conversation_ids)
        return DONE
