"""Who looked something up in vain says so only where the lookup worked."""

from __future__ import annotations

from dataclasses import replace

import pytest

from contracts.bot_settings import WebSearch
from contracts.shapes import Outcome
from conversation.domain.decide import decide_now
from conversation.domain.replies import fixed_reply
from conversation.domain.turns import Line, Turn
from conversation.domain.web_search import Looked
from conversation.handlers.search_web import search_web
from conversation.tool_ports import ToolFailed

from .tool_stage import Outside, Stage, said

SEARCH = ("search_knowledge", said(query="Sundays"))
TRACK = ("track", said(order="A1"))
NO_ANSWER = Line("bot", "…", Outcome.HANDOFF_OFFERED, "lookup_failed", None, offered=True)


def away(*times: bool, fails: ToolFailed | None = None) -> Outside:
    return Outside(away=list(times), fails=fails)


@pytest.mark.parametrize(
    ("calls", "outside"),
    [
        ([SEARCH], away(True)),
        ([SEARCH, SEARCH], away(True, True)),
        ([TRACK], away(fails=ToolFailed("It took too long.", unsure=True))),
    ],
    ids=["knowledge", "knowledge twice", "company"],
)
async def test_a_lookup_that_failed_is_not_said_to_have_found_nothing(
    calls: list[tuple[str, str]], outside: Outside
) -> None:
    stage = Stage([calls, []], outside, confidence=0.1)
    context = (await stage.act()).context
    decision = decide_now(context)
    assert (decision.rule, decision.offer) == ("lookup_failed", "offer")
    reply = fixed_reply(context, decision)
    assert reply.text.startswith("I am sorry, I cannot look this up right now")
    assert reply.outcome is Outcome.HANDOFF_OFFERED


async def test_a_lookup_that_found_nothing_is_no_failure() -> None:
    nothing = ToolFailed("It answered with status 404.", answered=True)
    stage = Stage([[TRACK], []], away(fails=nothing), confidence=0.1)
    assert decide_now((await stage.act()).context).rule == "low_confidence"


async def test_a_second_try_that_worked_makes_up_for_the_first() -> None:
    context = (await Stage([[SEARCH, SEARCH], []], away(True, False), confidence=0.1).act()).context
    assert decide_now(context).rule == "grounded"
    assert decide_now(replace(context, unsaid="model_declined")).rule == "model_declined"


async def test_what_was_known_before_is_answered_unless_it_turns_out_not_to_answer() -> None:
    context = (await Stage([[SEARCH], []], away(True)).act()).context
    assert decide_now(context).rule == "grounded"
    assert decide_now(replace(context, unsaid="unsupported")).rule == "lookup_failed"


async def test_lookups_that_fail_again_and_again_end_with_a_person() -> None:
    stage = Stage([[SEARCH], []], away(True), confidence=0.1)
    context = (await stage.act("Where is order A1?", NO_ANSWER, NO_ANSWER, NO_ANSWER)).context
    decision = decide_now(context)
    assert (decision.rule, decision.reason) == ("lookup_failed_again", "technical_failure")


class Web:
    """Finds nothing; counts how often it was searched."""

    searched = 0

    async def look_up(self, turn: Turn, language: str, seconds: float) -> Looked | None:
        self.searched += 1
        return None


async def test_the_web_is_searched_instead_where_that_is_wanted() -> None:
    context = (await Stage([[SEARCH], []], away(True), confidence=0.1).act()).context
    settings = context.turn.bot.settings.model_copy(update={"web_search": WebSearch(enabled=True)})
    context = replace(context, turn=replace(context.turn, bot=replace(context.turn.bot, settings=settings)))
    web = Web()
    await search_web(web, context, decide_now(context))
    assert web.searched == 1
