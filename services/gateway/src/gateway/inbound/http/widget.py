"""What a website's widget calls before there is a conversation."""

from __future__ import annotations

from fastapi import APIRouter, Request

from gateway.domain.origins import allows
from gateway.handlers.start_conversation import WRONG_ORIGIN, start_conversation
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
    """A new conversation; the token opens this one and no other, for a day."""
    ctx.conversations.check(caller_address(request))
    started = await start_conversation(
        public_key,
        origin=request.headers.get("origin"),
        page_url=body.page_url if body else None,
        attributes=body.attributes if body else {},
        locale=body.locale if body else None,
        bots=ctx.public_bots,
        facts=ctx.facts,
        tokens=ctx.tokens,
    )
    return ConversationStartedShown(
        conversation_id=started.visit.conversation_id,
        contact_id=started.visit.contact_id,
        token=started.token,
        expires_in=started.expires_in,
    )
