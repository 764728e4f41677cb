"""Lets the model call tools for what the passages do not say: at most five calls, each checked."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from chassis import clock, logs, telemetry
from contracts.bot_tools import ToolUse
from contracts.event_ids import derived_id
from contracts.shapes import Passage
from conversation.domain.privacy.placeholders import restore_all
from conversation.domain.storable import storable
from conversation.domain.tool_prompt import opening, result_of
from conversation.domain.tools import MAX_RESULT, MAX_STEPS, Proposal, Tool, ToolCall, as_passage
from conversation.domain.turns import Turn
from conversation.domain.usage import NOTHING, Usage
from conversation.handlers.conceal_text import conceal
from conversation.ports import Database, Vault
from conversation.tool_ports import BadArguments, Planner, PlannerAway, Toolbox, ToolFailed

BUDGET = 12.0
LEFT_FOR_WRITING = 8.0
LEFT_FOR_ENDING = 3.0
LEAST = 0.5
"""Seconds with which a model or a call is still worth beginning."""
NO_SUCH_TOOL = "There is no such tool."
log = logs.get(__name__)


@dataclass(frozen=True, slots=True)
class Workshop:
    """Who chooses tools, who runs them, and where personal data in their results is kept."""

    planner: Planner | None
    toolbox: Toolbox
    database: Database
    vault: Vault
    template: str


@dataclass(slots=True)
class Gathered:
    """What a turn's calls gave; a `proposal` ends them. `broken` names tools that failed and never worked."""

    uses: list[ToolUse] = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)
    proposal: Proposal | None = None
    proposed: Tool | None = None
    form: bool = False
    usage: Usage = NOTHING


async def gather(shop: Workshop, turn: Turn, known: Mapping[str, str]) -> Gathered:
    """Let the model make calls until it has enough; nothing without a model or when it takes too long."""
    done = Gathered()
    if shop.planner is None:
        return done
    left = (turn.deadline - clock.now()).total_seconds() - LEFT_FOR_WRITING
    until = clock.monotonic() + min(BUDGET, left)
    tools = {tool.name: tool for tool in await offered(shop, turn, until)}
    if not tools:
        return done
    messages = opening(shop.template, turn)
    while len(done.uses) < MAX_STEPS and (time := until - clock.monotonic()) > LEAST:
        try:
            plan = await shop.planner.plan(turn, messages, list(tools.values()), time)
        except PlannerAway as away:
            log.warning("tools.no_plan", reason=str(away), turn_id=turn.turn_id)
            break
        done.usage += plan.usage
        if not plan.calls:
            break
        messages.append(dict(plan.said))
        for call in plan.calls[: MAX_STEPS - len(done.uses)]:
            text = await _call(shop, turn, tools.get(call.name), call, known, done, until)
            messages.append(result_of(call.call_id, text))
            if done.proposal is not None:
                return done
    return done


async def offered(shop: Workshop, turn: Turn, until: float) -> list[Tool]:
    """The tools of the turn's bot; none when they are not told in time."""
    try:
        async with asyncio.timeout(until - clock.monotonic()):
            return await shop.toolbox.offered(turn)
    except TimeoutError:
        return []


def until_the_end(turn: Turn) -> float:
    """Until when one call may take, by the monotonic clock, so that the turn still ends in time."""
    return clock.monotonic() + (turn.deadline - clock.now()).total_seconds() - LEFT_FOR_ENDING


async def _call(
    shop: Workshop,
    turn: Turn,
    tool: Tool | None,
    call: ToolCall,
    known: Mapping[str, str],
    done: Gathered,
    until: float,
) -> str:
    """Run one call if the rules allow it; returns what the model is told."""
    if tool is None:
        done.uses.append(ToolUse(name=call.name[:64], status="refused"))
        return NO_SUCH_TOOL
    try:
        arguments = shop.toolbox.check(tool, call.arguments)
    except BadArguments as bad:
        done.uses.append(ToolUse(name=tool.name, status="refused"))
        return str(bad)[:MAX_RESULT]
    if tool.confirmed_first:
        action = derived_id("act", turn.turn_id, tool.name)
        done.proposal, done.proposed = Proposal(action, tool.name, arguments), tool
        done.uses.append(ToolUse(name=tool.name, arguments=arguments, status="proposed"))
        return "It waits for the customer's confirmation."
    key = derived_id("call", turn.turn_id, str(len(done.uses)))
    ran = await run_tool(shop, turn, tool, arguments, known, key, until)
    done.uses.append(ran.use)
    if ran.use.status == "ok":
        done.passages.append(as_passage(tool, len(done.uses), ran.text))
        done.form = done.form or tool.name == "open_form"
        done.broken.discard(tool.name)
    elif not ran.answered:
        done.broken.add(tool.name)
    return ran.text


@dataclass(frozen=True, slots=True)
class Ran:
    """A call and what the model is told of it; `unsure` and `answered` as in ToolFailed."""

    use: ToolUse
    text: str
    unsure: bool = False
    answered: bool = True


async def run_tool(
    shop: Workshop,
    turn: Turn,
    tool: Tool,
    arguments: Mapping[str, Any],
    known: Mapping[str, str],
    key: str,
    until: float,
) -> Ran:
    """Run it with the customer's own values; what comes back has placeholders again."""
    started = clock.monotonic()
    with telemetry.span("tool.call", attributes={"answerbus.tool": tool.name}):
        try:
            raw = await _run_until(until, shop, turn, tool, restore_all(arguments, known), key)
            raw = storable(raw)[:MAX_RESULT]
        except ToolFailed as failed:
            log.warning(
                "tool.failed",
                tool=tool.name,
                reason=failed.reason,
                unsure=failed.unsure,
                turn_id=turn.turn_id,
            )
            use = ToolUse(
                name=tool.name,
                arguments=dict(arguments),
                status="failed",
                ms=clock.elapsed_ms(started),
                reason=failed.reason,
            )
            return Ran(use, f"The tool failed: {failed}"[:MAX_RESULT], failed.unsure, failed.answered)
        async with shop.database.transaction() as tx:
            owner = await shop.vault.owner_of(tx.conn, turn.workspace_id, turn.conversation_id)
            text = await conceal(tx.conn, shop.vault, turn.workspace_id, owner, raw)
    use = ToolUse(name=tool.name, arguments=dict(arguments), status="ok", ms=clock.elapsed_ms(started))
    return Ran(use, text)


async def _run_until(
    until: float, shop: Workshop, turn: Turn, tool: Tool, arguments: Mapping[str, Any], key: str
) -> str:
    """Raises ToolFailed, also when it takes longer than until then."""
    left = until - clock.monotonic()
    if left < LEAST:
        raise ToolFailed("No time was left for it.")
    try:
        async with asyncio.timeout(left):
            return await shop.toolbox.run(turn, tool, arguments, key)
    except TimeoutError:
        raise ToolFailed("It took too long.", unsure=True) from None
