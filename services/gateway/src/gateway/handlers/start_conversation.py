"""A contact opens the widget and says the first word, perhaps not for the first time."""

from __future__ import annotations

from dataclasses import dataclass

from chassis import clock, ids, logs
from chassis.db import CONNECTION_LOST
from contracts.facts.chat import ConversationStarted
from gateway.domain.identity import Bot, ContactPass, Visit
from gateway.domain.origins import allows
from gateway.ports import Forgotten, PublicBots, Publishing, Tokens, Transactions, Visits
from gateway.refusals import Forbidden

WRONG_ORIGIN = "This bot may not be used from this website."
log = logs.get(__name__)


@dataclass(frozen=True, slots=True)
class Started:
    """`token` opens this one conversation for `expires_in` seconds.

    `contact_token` makes the next conversation the same contact's; None: the browser keeps the one it has.
    """

    visit: Visit
    token: str
    expires_in: int
    contact_token: str | None


@dataclass(frozen=True, slots=True)
class Opening:
    """What a browser says when it begins a conversation."""

    origin: str | None
    page_url: str | None = None
    locale: str | None = None
    attributes: dict[str, str] | None = None
    contact_token: str | None = None


@dataclass(frozen=True, slots=True)
class Reception:
    """Begins conversations."""

    bots: PublicBots
    facts: Publishing
    tokens: Tokens
    database: Transactions
    forgotten: Forgotten
    visits: Visits

    async def start(self, public_key: str, opening: Opening) -> Started:
        """Raises NotFound, Forbidden for a page the bot is not for, or Unavailable."""
        bot = await self.bots.by_public_key(public_key)
        if not allows(bot.settings.allowed_origins, opening.origin):
            raise Forbidden(WRONG_ORIGIN)
        returning, sure = await self._returning(bot, opening.contact_token)
        contact_id = returning or ids.new_id("ctc")
        visit = Visit(bot.workspace_id, bot.bot_id, ids.new_id("cnv"), contact_id)
        await self._tell(visit, opening)
        if sure:
            self.visits.met(visit)
        token, seconds = self.tokens.for_visit(visit)
        known = ContactPass(bot.workspace_id, bot.bot_id, contact_id)
        return Started(visit, token, seconds, self.tokens.for_contact(known) if sure else None)

    async def _returning(self, bot: Bot, token: str | None) -> tuple[str | None, bool]:
        """The contact who comes back, if it is one of this bot; and whether that could be found out."""
        known = self.tokens.read_contact(token) if token else None
        if known is None or (known.workspace_id, known.bot_id) != (bot.workspace_id, bot.bot_id):
            return None, True
        try:
            async with self.database.read() as conn:
                gone = await self.forgotten.holds(conn, known.workspace_id, known.contact_id)
        except CONNECTION_LOST:
            log.warning("contact.unchecked")
            return None, False
        return (None if gone else known.contact_id), True

    async def _tell(self, visit: Visit, opening: Opening) -> None:
        fact = ConversationStarted(
            conversation_id=visit.conversation_id,
            bot_id=visit.bot_id,
            contact_id=visit.contact_id,
            locale=opening.locale,
            page_url=opening.page_url,
            attributes=opening.attributes or {},
            started_at=clock.now(),
        )
        await self.facts.publish(
            fact,
            event_id=f"conversation:{visit.conversation_id}:started",
            workspace_id=visit.workspace_id,
            conversation_id=visit.conversation_id,
        )
