"""What a website's widget calls before there is a conversation."""

from __future__ import annotations

from fastapi import APIRouter, Request

from gateway.domain.origins import allows
from gateway.handlers.start_conversation import WRONG_ORIGIN, Opening
from gateway.inbound.http.context import ContextDep, caller_address
from gateway.inbound.http.shapes import ConversationStartedShown, NewConversation, WidgetConfig
from gateway.refusals import Forbidden

router = APIRouter(prefix="/widget", tags=["customer"])


@router.get("/{public_key}/config")
async def widget_config(public_key: str, request: Request, ctx: ContextDep) -> WidgetConfig:
    """How the widget of this bot looks and what it says first."""
    bot = await ctx.public_bots.by_public_key(public_key)
    settings = bot.settings
    if not allows(settings.allowed_origins, request.headers.get("origin")):
        raise Forbidden(WRONG_ORIGIN)
    return WidgetConfig(
        bot_id=bot.bot_id,
        name=bot.name,
        company=settings.company,
        greeting=settings.greeting,
        color=settings.color,
        locale=settings.locale,
        suggested_questions=settings.suggested_questions,
    )


@router.post("/{public_key}/conversations", status_code=201)
async def open_conversation(
    public_key: str, request: Request, ctx: ContextDep, body: NewConversation | None = None
) -> ConversationStartedShown:
    """A new conversation; the token opens this one and no other, for a day.

    `contact_token` is for the browser to keep and to send with the next one, which is then the same
    contact's. One that is not of this bot, too old, or of somebody who was forgotten counts as none.
    Where the answer has none, the browser keeps the one it has.
    """
    ctx.conversations.check(caller_address(request))
    said = body or NewConversation()
    opening = Opening(
        request.headers.get("origin"), said.page_url, said.locale, said.attributes, said.contact_token
    )
    started = await ctx.reception.start(public_key, opening)
    return ConversationStartedShown(
        conversation_id=started.visit.conversation_id,
        contact_id=started.visit.contact_id,
        token=started.token,
        expires_in=started.expires_in,
        contact_token=started.contact_token,
    )
