"""What agents do in a conversation: take it over, reply, leave it to the bot again."""

from __future__ import annotations

from fastapi import APIRouter

from chassis import ids
from contracts.agent_requests import (
    RELEASE,
    REPLY_AS_AGENT,
    TAKE_OVER,
    Handling,
    Release,
    ReplyAsAgent,
    TakeOver,
)
from contracts.glimpses import Typing
from contracts.requests import GET_CONVERSATION, GetConversation
from contracts.shapes import Assignee, Message
from gateway.domain.identity import User
from gateway.domain.roles import MANAGERS
from gateway.inbound.http.context import AgentDep, ContextDep
from gateway.inbound.http.shapes import AgentReply, AgentTyping

router = APIRouter(prefix="/conversations/{conversation_id}", tags=["agent"])


@router.post("/takeover")
async def take_over(conversation_id: str, user: AgentDep, ctx: ContextDep) -> Handling:
    """From now on you answer and the bot is silent. 409 while another agent answers."""
    ask = TakeOver(workspace_id=user.workspace_id, conversation_id=conversation_id, agent=_agent(user))
    return await ctx.bus.ask(TAKE_OVER, ask)


@router.post("/reply", status_code=201)
async def reply(conversation_id: str, body: AgentReply, user: AgentDep, ctx: ContextDep) -> Message:
    """Answer the customer. The same `client_message_id` is one message. 409 before you took over."""
    ask = ReplyAsAgent(
        workspace_id=user.workspace_id,
        conversation_id=conversation_id,
        agent=_agent(user),
        text=body.text,
        request_id=body.client_message_id or ids.new_id("req"),
    )
    return await ctx.bus.ask(REPLY_AS_AGENT, ask)


@router.post("/typing", status_code=204)
async def typing(conversation_id: str, body: AgentTyping, user: AgentDep, ctx: ContextDep) -> None:
    """The customer is shown that you are writing, or have stopped."""
    question = GetConversation(workspace_id=user.workspace_id, conversation_id=conversation_id)
    await ctx.bus.ask(GET_CONVERSATION, question)
    glimpse = Typing(role="agent", typing=body.typing, name=user.name)
    await ctx.glimpses.tell(user.workspace_id, conversation_id, glimpse)


@router.post("/release")
async def release(conversation_id: str, user: AgentDep, ctx: ContextDep) -> Handling:
    """The bot answers again. Owners and admins may also release what another agent answers."""
    ask = Release(
        workspace_id=user.workspace_id,
        conversation_id=conversation_id,
        agent=_agent(user),
        by_manager=user.role in MANAGERS,
    )
    return await ctx.bus.ask(RELEASE, ask)


def _agent(user: User) -> Assignee:
    return Assignee(user_id=user.user_id, name=user.name)
