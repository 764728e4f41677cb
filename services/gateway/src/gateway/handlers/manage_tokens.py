"""Lasting tokens: a user makes them for programs and drops them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from chassis import clock, ids
from chassis.errors import Conflict, NotFound
from gateway.domain.endings import DROPPED
from gateway.domain.identity import LastingToken, User
from gateway.ports import Endings, LastingTokens, Tokens, Transactions

MOST = 20
FULL = f"You have {MOST} tokens, which is the most there can be: drop one that is not used any more."


@dataclass(frozen=True, slots=True)
class TokenDesk:
    """The use cases on a user's own tokens."""

    database: Transactions
    kept: LastingTokens
    tokens: Tokens
    endings: Endings

    async def make(self, user: User, name: str, days: int) -> tuple[LastingToken, str]:
        """The token, which nobody can read again. Raises Conflict for one too many."""
        now = clock.now()
        token = LastingToken(
            token_id=ids.new_id("tok"),
            workspace_id=user.workspace_id,
            user_id=user.user_id,
            name=name,
            expires_at=now + timedelta(days=days),
            created_at=now,
        )
        async with self.database.transaction() as tx:
            known = await self.kept.of_user(tx.conn, user.workspace_id, user.user_id)
            if len(known) >= MOST:
                raise Conflict(FULL)
            await self.kept.add(tx.conn, token)
        return token, self.tokens.lasting(token)

    async def of(self, user: User) -> list[LastingToken]:
        async with self.database.read() as conn:
            return await self.kept.of_user(conn, user.workspace_id, user.user_id)

    async def drop(self, user: User, token_id: str) -> None:
        """Raises NotFound for what is not the user's own."""
        async with self.database.transaction() as tx:
            if not await self.kept.drop(tx.conn, user.workspace_id, user.user_id, token_id):
                raise NotFound("There is no token with this id.")
        await self.endings.tell(user.workspace_id, token_id, DROPPED)
