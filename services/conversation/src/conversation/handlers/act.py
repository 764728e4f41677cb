"""What the bot does besides answering: run confirmed changes, look up tickets, use tools."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from chassis.errors import Refusal
from contracts.bot_tools import ToolUse
from contracts.shapes import Outcome
from conversation.domain import confirming, ticket_status
from conversation.domain.appointment_turns import wants_appointment
from conversation.domain.context import Context
from conversation.domain.decide import Action, Decision
from conversation.domain.replies import Reply, ask_for_person, fixed_reply, offer_block, phrase_reply
from conversation.domain.tools import Proposal, Tool
from conversation.domain.turns import Turn
from conversation.domain.usage import NOTHING, Usage
from conversation.handlers.arrange import arrange, book_confirmed
from conversation.handlers.conceal_text import revealed
from conversation.handlers.use_tools import Gathered, Workshop, gather, offered, run_tool, until_the_end
from conversation.tool_ports import Actions, Appointments, Taken, Tickets

_HELPED: frozenset[Action] = frozenset({"answer", "clarify", "decline", "act"})
_PHRASES = {"ok": "done", "failed": "failed"}
"""By how a change ended that was confirmed before."""
FORM = {"type": "form", "form": "handoff"}


@dataclass(frozen=True, slots=True)
class Hands:
    """The ports for what the bot can do; `shop` has the tools."""

    shop: Workshop
    actions: Actions
    tickets: Tickets
    appointments: Appointments


@dataclass(frozen=True, slots=True)
class Acted:
    """The context with what tools found, or a finished `reply`; a `proposal` is stored with that reply.

    `known` also restores what was hidden in the tools' results.
    """

    context: Context
    known: Mapping[str, str]
    reply: Reply | None = None
    proposal: Proposal | None = None
    blocks: tuple[dict[str, Any], ...] = ()


async def act(hands: Hands | None, context: Context, decision: Decision, known: Mapping[str, str]) -> Acted:
    """Do what the message asks for besides an answer; for most turns that is nothing, and costs nothing."""
    turn, nothing = context.turn, Acted(context, known)
    if hands is None or context.grounding is None:
        return nothing
    if wants_appointment(context, decision):
        everything = await _all_known(hands, turn, known)
        arranged = await arrange(hands.appointments, context, everything)
        if arranged is not None:
            return Acted(arranged.context, everything, arranged.reply)
    if decision.action not in _HELPED:
        return nothing
    if confirming.awaits_yes(turn) and (confirming.is_yes(turn.text) or confirming.is_no(turn.text)):
        return await _confirmed(hands, context, known)
    if decision.rule == "ticket_status" or ticket_status.asks_about_ticket(turn.text):
        return await _tickets(hands, context, known)
    if not turn.bot.settings.tools.any:
        return nothing
    return await _with_tools(hands, context, known)


async def _confirmed(hands: Hands, context: Context, known: Mapping[str, str]) -> Acted:
    turn, language = context.turn, context.language
    if not confirming.is_yes(turn.text):
        return Acted(context, known, _reply(context, "action_left", confirming.said("left", language)))
    async with hands.shop.database.transaction() as tx:
        taken = await hands.actions.take(tx.conn, turn)
    if taken is None:
        return Acted(context, known, _reply(context, "action_lapsed", confirming.said("left", language)))
    tool = await _tool_of(hands, turn, taken)
    if tool is None:
        return await _gone(hands, context, known, taken)
    arguments = taken.proposal.arguments
    known = {**known, **await _known(hands, turn, [str(arguments)])}
    if taken.status != "proposed":
        return _told(context, known, tool, arguments, _PHRASES.get(taken.status, "unsure"))
    if tool.kind == "built_in" and tool.name == "book":
        return await _book(hands, context, known, taken)
    until = until_the_end(turn)
    ran = await run_tool(hands.shop, turn, tool, arguments, known, taken.proposal.action_id, until)
    phrase = "done" if ran.use.status == "ok" else "unsure" if ran.unsure else "failed"
    if phrase != "unsure":  # what nobody knows stays as running, as after a crash
        await _settle(hands, turn, taken, ok=phrase == "done")
    context = _used(context, (ran.use.model_copy(update={"confirmed": True}),))
    return _told(context, known, tool, arguments, phrase)


def _told(
    context: Context, known: Mapping[str, str], tool: Tool, arguments: Mapping[str, Any], phrase: str
) -> Acted:
    """What came of a change that the customer confirmed."""
    text = confirming.said(phrase, context.language, confirming.describe(tool.description, arguments))
    outcome = Outcome.ANSWERED if phrase == "done" else Outcome.HANDOFF_OFFERED
    return Acted(context, known, _reply(context, f"action_{phrase}", text, outcome))


async def _gone(hands: Hands, context: Context, known: Mapping[str, str], taken: Taken) -> Acted:
    """The company withdrew the tool meanwhile, or its server does not answer now: nothing more is sent."""
    phrase = "failed" if taken.status in ("proposed", "failed") else "unsure"
    if taken.status == "proposed":
        await _settle(hands, context.turn, taken, ok=False)
    text = confirming.said(phrase, context.language)
    return Acted(context, known, _reply(context, f"action_{phrase}", text, Outcome.HANDOFF_OFFERED))


async def _book(hands: Hands, context: Context, known: Mapping[str, str], taken: Taken) -> Acted:
    """A booking that was confirmed has its own words, whatever came of it."""
    known = await _all_known(hands, context.turn, known)
    booked = await book_confirmed(hands.appointments, context, known, taken.proposal.arguments)
    grounding = booked.context.grounding
    ok = grounding is not None and all(use.status == "ok" for use in grounding.tools)
    await _settle(hands, context.turn, taken, ok=ok)
    return Acted(booked.context, known, booked.reply)


async def _settle(hands: Hands, turn: Turn, taken: Taken, *, ok: bool) -> None:
    async with hands.shop.database.transaction() as tx:
        await hands.actions.finish(tx.conn, turn, taken.proposal.action_id, "ok" if ok else "failed")


async def _tool_of(hands: Hands, turn: Turn, taken: Taken) -> Tool | None:
    """The tool as it is configured now: what the company withdrew is not run."""
    found = await offered(hands.shop, turn, until_the_end(turn))
    return next((tool for tool in found if tool.name == taken.proposal.tool), None)


async def _tickets(hands: Hands, context: Context, known: Mapping[str, str]) -> Acted:
    turn, language = context.turn, context.language
    number = ticket_status.number_in(turn.text)
    try:
        mine = await hands.tickets.of_caller(turn.workspace_id, turn.conversation_id)
    except Refusal:
        text = ticket_status.cannot_tell(language)
        return Acted(context, known, _reply(context, "ticket_status_away", text, Outcome.HANDOFF_OFFERED))
    if not mine and turn.open_handoff is not None:  # it is being opened
        return Acted(context, known, fixed_reply(context, Decision("ticket_status", "act", language)))
    asked = [ticket for ticket in mine if number in (None, ticket.number)]
    text = ticket_status.tell(asked, language)
    known = {**known, **await _known(hands, turn, [text])}
    outcome = Outcome.ANSWERED if asked else Outcome.HANDOFF_OFFERED
    return Acted(context, known, _reply(context, "ticket_status", text, outcome))


async def _with_tools(hands: Hands, context: Context, known: Mapping[str, str]) -> Acted:
    done = await gather(hands.shop, context.turn, known)
    context = replace(_used(context, tuple(done.uses), done.usage), lookup_failed=bool(done.broken))
    if not done.uses:
        return Acted(context, known)
    if done.proposal is not None and done.proposed is not None:
        return Acted(context, known, _question(context, done.proposed, done.proposal), done.proposal)
    texts = [passage.text for passage in done.passages]
    known = {**known, **await _known(hands, context.turn, texts)}
    return Acted(_informed(context, done), known, blocks=(FORM,) if done.form else ())


def _informed(context: Context, done: Gathered) -> Context:
    grounding = context.grounding
    if not done.passages or grounding is None:
        return context
    passages = (*done.passages, *grounding.passages)
    return replace(context, grounding=replace(grounding, passages=passages, confidence=1.0))


def _used(context: Context, uses: tuple[ToolUse, ...], planned: Usage = NOTHING) -> Context:
    if context.grounding is None:
        return context
    return replace(context, grounding=replace(context.grounding, tools=uses, planned=planned))


def _question(context: Context, tool: Tool, proposal: Proposal) -> Reply:
    language = context.language
    text = confirming.said("ask", language, confirming.describe(tool.description, proposal.arguments))
    reply = _reply(context, confirming.RULE, text, Outcome.CLARIFIED)
    return replace(
        reply, blocks=(confirming.buttons(language),), suggested_actions=confirming.choices(language)
    )


async def _all_known(hands: Hands, turn: Turn, known: Mapping[str, str]) -> Mapping[str, str]:
    return {**known, **await _known(hands, turn, list(turn.facts.values()))}


async def _known(hands: Hands, turn: Turn, texts: list[str]) -> dict[str, str]:
    async with hands.shop.database.read() as conn:
        return await revealed(conn, hands.shop.vault, turn.workspace_id, turn.conversation_id, texts)


def _reply(context: Context, rule: str, text: str, outcome: Outcome = Outcome.ANSWERED) -> Reply:
    """A reply that offers a person shows the offer, so that it can be accepted by a click."""
    language, offers = context.language, outcome is Outcome.HANDOFF_OFFERED
    return phrase_reply(
        Decision(rule, "act", language),
        text,
        outcome,
        confirming.VERSION,
        blocks=(offer_block(language),) if offers else (),
        actions=ask_for_person(language) if offers else (),
    )
