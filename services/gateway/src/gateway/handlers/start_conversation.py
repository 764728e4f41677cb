"""A contact opens the widget and says the first word."""

from __future__ import annotations

from dataclasses import dataclass

from chassis import clock, ids
from contracts.facts.chat import ConversationStarted
from gateway.domain.identity import Visit
from gateway.domain.origins import allows
from gateway.ports import PublicBots, Publishing, Tokens
from gateway.refusals import Forbidden

WRONG_ORIGIN = "This bot may not be used from this website."


@dataclass(frozen=True, slots=True)
class Started:
    """`token` opens this one conversation for `expires_in` seconds."""

    visit: Visit
    token: str
    expires_in: int


async def start_conversation(
    public_key: str,
    *,
    origin: str | None,
    page_url: str | None,
    attributes: dict[str, str],
    locale: str | None,
    bots: PublicBots,
    facts: Publishing,
    tokens: Tokens,
) -> Started:
    """Raises NotFound, Forbidden for a page the bot is not for, or Unavailable."""
    bot = await bots.by_public_key(public_key)
    if not allows(bot.settings.allowed_origins, origin):
        raise Forbidden(WRONG_ORIGIN)
    visit = Visit(bot.workspace_id, bot.bot_id, ids.new_id("cnv"), ids.new_id("ctc"))
    fact = ConversationStarted(
        conversation_id=visit.conversation_id,
        bot_id=visit.bot_id,
        contact_id=visit.contact_id,
        locale=locale,
        page_url=page_url,
        attributes=attributes,
        started_at=clock.now(),
    )
    await facts.publish(
        fact,
        event_id=f"conversation:{visit.conversation_id}:started",
        workspace_id=visit.workspace_id,
        conversation_id=visit.conversation_id,
    )
    token, seconds = tokens.for_visit(visit)
    return Started(visit, token, seconds)
