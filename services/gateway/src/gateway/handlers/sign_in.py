"""Sessions of staff: signing in, renewing, signing out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from chassis import clock, ids
from gateway.domain.endings import LOGIN_OVER
from gateway.domain.identity import StaffPass, User
from gateway.domain.refresh import LIFETIME, Refresh, hash_of
from gateway.ports import Endings, Passwords, RefreshTokens, Tokens, Transactions, Users
from gateway.refusals import Unauthorized

if TYPE_CHECKING:
    from gateway.ports import Conn


@dataclass(frozen=True, slots=True)
class Session:
    """`expires_in` seconds for the access token; the refresh token can be used once."""

    access_token: str
    refresh_token: str
    expires_in: int


@dataclass(frozen=True, slots=True)
class Sessions:
    """Makes sessions inside a transaction of the caller."""

    tokens: Tokens
    refresh_tokens: RefreshTokens

    async def begin(self, conn: Conn, user: User, *, family: str | None = None) -> Session:
        """A new login, or the next session of `family`."""
        now, secret, login = clock.now(), ids.new_secret("rft"), family or ids.new_id("fam")
        await self.refresh_tokens.add(
            conn,
            Refresh(
                token_hash=hash_of(secret),
                workspace_id=user.workspace_id,
                user_id=user.user_id,
                family=login,
                expires_at=now + LIFETIME,
                used_at=None,
                created_at=now,
            ),
        )
        token, seconds = self.tokens.for_staff(StaffPass(user.workspace_id, user.user_id, login=login))
        return Session(token, secret, seconds)


async def sign_in(
    email: str,
    password: str,
    *,
    database: Transactions,
    users: Users,
    passwords: Passwords,
    sessions: Sessions,
) -> Session:
    """Raises Unauthorized, which does not say whether the address is known."""
    async with database.read() as conn:
        found = await users.by_email(conn, email.lower())
    if not await passwords.verify(password, found[1] if found else None) or found is None:
        raise Unauthorized("The email address or the password is wrong.")
    async with database.transaction() as tx:
        return await sessions.begin(tx.conn, found[0])


async def renew_session(
    token: str,
    *,
    database: Transactions,
    users: Users,
    refresh_tokens: RefreshTokens,
    sessions: Sessions,
    endings: Endings,
) -> Session:
    """Raises Unauthorized; a token that was used before ends every session that came of its login."""
    async with database.transaction() as tx:
        known = await refresh_tokens.lock(tx.conn, hash_of(token))
        if known is None:
            raise Unauthorized("This refresh token is not valid.")
        verdict = known.verdict(clock.now())
        user = await users.get(tx.conn, known.workspace_id, known.user_id)
        if verdict == "good" and user is not None:
            await refresh_tokens.use(tx.conn, known.token_hash, clock.now())
            return await sessions.begin(tx.conn, user, family=known.family)
        await refresh_tokens.end_family(tx.conn, known.family)
    await endings.tell(known.workspace_id, known.family, LOGIN_OVER)
    if verdict == "expired":
        raise Unauthorized("This refresh token has expired; please sign in again.")
    raise Unauthorized("This refresh token was used before; please sign in again.")


async def sign_out(
    token: str, *, database: Transactions, refresh_tokens: RefreshTokens, endings: Endings
) -> None:
    """End every session of this login; unknown tokens are already signed out."""
    async with database.transaction() as tx:
        known = await refresh_tokens.lock(tx.conn, hash_of(token))
        if known is not None:
            await refresh_tokens.end_family(tx.conn, known.family)
    if known is not None:
        await endings.tell(known.workspace_id, known.family, LOGIN_OVER)
