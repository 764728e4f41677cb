"""A company signs up."""

from __future__ import annotations

from dataclasses import dataclass

from chassis import clock, ids
from chassis.errors import Conflict
from contracts.facts.workspace import WorkspaceCreated
from gateway.domain.identity import User, Workspace
from gateway.handlers.sign_in import Session, Sessions
from gateway.ports import EmailTaken, Passwords, Transactions, Users, Workspaces

EMAIL_TAKEN = "Somebody already signs in with this email address."


@dataclass(frozen=True, slots=True)
class NewWorkspace:
    name: str
    email: str
    password: str


async def create_workspace(
    new: NewWorkspace,
    *,
    database: Transactions,
    workspaces: Workspaces,
    users: Users,
    passwords: Passwords,
    sessions: Sessions,
) -> tuple[Workspace, User, Session]:
    """The workspace, its owner, and the owner signed in. Raises Conflict when the address is taken."""
    now = clock.now()
    workspace = Workspace(ids.new_id("wsp"), new.name, new.email, now)
    name = new.email.partition("@")[0]
    owner = User(ids.new_id("usr"), workspace.workspace_id, name, new.email.lower(), "owner", True, 1, now)
    password_hash = await passwords.hash(new.password)
    created = WorkspaceCreated(
        workspace_id=workspace.workspace_id, name=new.name, email=new.email, created_at=now
    )
    try:
        async with database.transaction() as tx:
            await workspaces.add(tx.conn, workspace)
            await users.add(tx.conn, owner, password_hash)
            session = await sessions.begin(tx.conn, owner)
            scope = workspace.workspace_id
            tx.emit(created, event_id=f"workspace:{scope}:created", workspace_id=scope)
            tx.emit(owner.as_fact(now), event_id=owner.event_id, workspace_id=scope)
    except EmailTaken as error:
        raise Conflict(EMAIL_TAKEN) from error
    return workspace, owner, session
