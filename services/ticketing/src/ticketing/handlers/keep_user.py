"""Staff come, change and go; tickets and appointments follow."""

from __future__ import annotations

from chassis import clock
from chassis.consume import Work
from chassis.outcome import DONE, Outcome
from contracts.envelope import Event
from contracts.facts.workspace import UserChanged
from ticketing.domain.assignment import AGENT_ROLES
from ticketing.handlers.assign_waiting import assign_waiting
from ticketing.handlers.diary import Diary
from ticketing.handlers.hand_on import hand_on
from ticketing.ports import Staff, Tickets


async def keep_user(
    event: Event[UserChanged], work: Work, *, tickets: Tickets, staff: Staff, diary: Diary
) -> Outcome:
    """A new agent gets the tickets that wait; tickets and appointments of one who left go to the others."""
    user, workspace_id = event.data, event.workspaceid
    async with work.transaction() as tx:
        await tickets.lock(tx.conn, workspace_id)
        if not await staff.save(tx.conn, workspace_id, user):
            return DONE
        if not user.active or user.role not in AGENT_ROLES:
            await tickets.release(tx.conn, workspace_id, user.user_id, clock.now())
        await assign_waiting(tx, workspace_id, tickets=tickets, staff=staff)
        handed = await hand_on(tx, workspace_id, diary)
    if handed:
        diary.wake()
    return DONE
