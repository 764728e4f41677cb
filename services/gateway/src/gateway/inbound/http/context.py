"""What the routes are given, and who is calling."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from fastapi import Depends
from fastapi.security import HTTPBearer, OAuth2PasswordBearer
from starlette.requests import HTTPConnection

from chassis.errors import NotFound
from contracts.requests import GET_CONVERSATION, GetConversation
from contracts.shapes import Role
from gateway.domain.endings import DROPPED, LOGIN_OVER, USER_REMOVED
from gateway.domain.identity import Client, User, Visit
from gateway.domain.last_turns import LastTurns
from gateway.domain.roles import DESK, EVERYBODY, MANAGERS
from gateway.handlers.erase import Erasing
from gateway.handlers.manage_bots import BotDesk
from gateway.handlers.manage_tokens import TokenDesk
from gateway.handlers.manage_users import Staff
from gateway.handlers.sign_in import Sessions
from gateway.handlers.start_conversation import Reception
from gateway.inbound.http.throttle import Throttle
from gateway.ports import (
    Asking,
    Endings,
    Glimpses,
    PublicBots,
    Publishing,
    Tokens,
    Transactions,
    Uploads,
    Visits,
    Workspaces,
)
from gateway.refusals import Forbidden, Unauthorized

NO_CONVERSATION = "There is no conversation with this id."


@dataclass(frozen=True, slots=True)
class Context:
    """Everything a route can reach."""

    database: Transactions
    workspaces: Workspaces
    erasing: Erasing
    staff: Staff
    sessions: Sessions
    tokens: Tokens
    token_desk: TokenDesk
    bots: BotDesk
    public_bots: PublicBots
    visits: Visits
    endings: Endings
    reception: Reception
    facts: Publishing
    last_turns: LastTurns
    bus: Asking
    glimpses: Glimpses
    uploads: Uploads
    waiting: Callable[[], Awaitable[dict[str, str]]]
    messages: Throttle
    logins: Throttle
    signups: Throttle
    conversations: Throttle
    public_url: str | None
    demo_public_key_file: Path | None


def context_of(connection: HTTPConnection) -> Context:
    found: Context = connection.app.state.context
    return found


async def _context(connection: HTTPConnection) -> Context:
    return context_of(connection)  # FastAPI would run a plain function in a thread


ContextDep = Annotated[Context, Depends(_context)]
_STAFF = OAuth2PasswordBearer("/v1/auth/token", scheme_name="staff", auto_error=False)
_WIDGET = HTTPBearer(
    scheme_name="widget",
    description="The token that `POST /v1/widget/{public_key}/conversations` gives.",
    auto_error=False,
)
_StaffScheme = Annotated[Any, Depends(_STAFF)]
_WidgetScheme = Annotated[Any, Depends(_WIDGET)]


def bearer(connection: HTTPConnection) -> str:
    """Raises Unauthorized when there is none."""
    scheme, _, token = connection.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise Unauthorized()
    return token.strip()


async def visit_of(token: str, conversation_id: str, ctx: Context) -> Visit:
    """Raises Unauthorized or Forbidden for the token, NotFound when it is for another conversation."""
    visit = ctx.tokens.read_visit(token)
    if visit.conversation_id != conversation_id:
        raise NotFound(NO_CONVERSATION)
    await ctx.visits.check(visit)
    return visit


async def _visit(
    conversation_id: str, connection: HTTPConnection, ctx: ContextDep, _: _WidgetScheme
) -> Visit:
    return await visit_of(bearer(connection), conversation_id, ctx)


VisitDep = Annotated[Visit, Depends(_visit)]


async def _open_visit(visit: VisitDep, ctx: ContextDep) -> Visit:
    await ctx.visits.check_open(visit)
    return visit


async def user_of(token: str, ctx: Context) -> User:
    """The user as they are now. Raises Unauthorized or Forbidden."""
    who = ctx.tokens.read_staff(token)
    async with ctx.database.read() as conn:
        user = await ctx.staff.users.get(conn, who.workspace_id, who.user_id)
        dropped = who.token_id and not await ctx.token_desk.kept.holds(
            conn, who.workspace_id, who.user_id, who.token_id
        )
        over = who.login and not await ctx.staff.refresh_tokens.holds_family(conn, who.login)
    if user is None:
        raise Unauthorized(USER_REMOVED)
    if dropped:
        raise Unauthorized(DROPPED)
    if over:
        raise Unauthorized(LOGIN_OVER)
    return user


def _member(roles: frozenset[Role]) -> Callable[..., Coroutine[Any, Any, User]]:
    async def member(connection: HTTPConnection, ctx: ContextDep, _: _StaffScheme) -> User:
        user = await user_of(bearer(connection), ctx)
        if user.role not in roles:
            raise Forbidden(f"This needs the role {' or '.join(sorted(roles))}; yours is {user.role}.")
        return user

    return member


async def _reader(
    conversation_id: str,
    connection: HTTPConnection,
    ctx: ContextDep,
    _: _WidgetScheme,
    __: _StaffScheme,
) -> str:
    """The workspace whose transcript may be read: by the customer it belongs to, or by staff."""
    token = bearer(connection)
    if ctx.tokens.is_for_staff(token):
        user = await user_of(token, ctx)
        question = GetConversation(workspace_id=user.workspace_id, conversation_id=conversation_id)
        await ctx.bus.ask(GET_CONVERSATION, question)
        return user.workspace_id
    return (await visit_of(token, conversation_id, ctx)).workspace_id


async def _client(connection: HTTPConnection, ctx: ContextDep, _: _WidgetScheme, __: _StaffScheme) -> Client:
    """Raises Forbidden for a user who may not act for customers."""
    token = bearer(connection)
    if not ctx.tokens.is_for_staff(token):
        visit = ctx.tokens.read_visit(token)
        await ctx.visits.check(visit)
        return Client(visit.workspace_id, contact_id=visit.contact_id)
    user = await user_of(token, ctx)
    if user.role not in DESK and connection.scope["method"] != "GET":
        raise Forbidden(f"This needs the role {' or '.join(sorted(DESK))}; yours is {user.role}.")
    return Client(user.workspace_id, user_id=user.user_id)


ClientDep = Annotated[Client, Depends(_client)]
OpenVisitDep = Annotated[Visit, Depends(_open_visit)]
ReaderDep = Annotated[str, Depends(_reader)]
StaffDep = Annotated[User, Depends(_member(EVERYBODY))]
AgentDep = Annotated[User, Depends(_member(DESK))]
ManagerDep = Annotated[User, Depends(_member(MANAGERS))]


def caller_address(connection: HTTPConnection) -> str:
    return connection.client.host if connection.client else "unknown"
