"""Turns to decide about: what was said before, what was found, and what a company may have configured."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from contracts.bot_settings import Escalation, EscalationRule, OfficeHours
from contracts.shapes import BotSettings, Outcome
from conversation.domain.context import Context
from conversation.domain.nlu.emotion import Emotion, Feeling
from conversation.domain.nlu.understanding import understand
from conversation.domain.turns import Bot, Grounding, Line, OpenHandoff, Turn
from conversation.testing.facts import passage

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
NIGHT = datetime(2026, 3, 2, 23, tzinfo=UTC)
COMPLAINT = "I want to complain about the driver."
ASK = "Do you deliver on Sundays?"
SAID = Line("contact", "Where is my parcel?")
FINE = Line("bot", "…", Outcome.ANSWERED, "extracted")
ANGRY = Line("bot", "…", Outcome.ANSWERED, "extracted", "anger")
DECLINED = Line("bot", "…", Outcome.DECLINED, "low_confidence", None, offered=True)
ADMITTED = Line("bot", "…", Outcome.DECLINED, "low_confidence")
OFFERED = Line("bot", "…", Outcome.ANSWERED, "extracted", None, offered=True)
FAILED = Line("bot", "…", Outcome.HANDOFF_OFFERED, "grounding_missing", None, offered=True)
NEAREST = Line("bot", "…", Outcome.HANDOFF_OFFERED, "nearest", None, offered=True)
CLARIFIED = Line("bot", "…", Outcome.CLARIFIED, "two_topics")
SHOWN = Line("bot", "Not on Sundays. [1]", Outcome.ANSWERED, "written")
ASKED = Line("bot", "Do you want me to explain?", Outcome.ANSWERED, "written")
CONFIRMS = Line("bot", "Shall I go ahead?", Outcome.ANSWERED, "confirm_action")
HANDED = OpenHandoff("hnd_1", "T-1")
HOURS = OfficeHours(timezone="UTC", weekly={"mon": [("09:00", "17:00")]})
GROUNDED = Grounding("?", "en", (passage(),), 0.8)
JAPAN = replace(GROUNDED, question="And to Japan?")
SHAKY = replace(GROUNDED, confidence=0.47)
UNSURE = replace(GROUNDED, confidence=0.2)
NOTHING = replace(GROUNDED, passages=())
TWO = Grounding(
    "opening hours",
    "en",
    (
        passage("The shop in Berlin has opening hours from 9 to 5.", key="1", heading="Berlin"),
        passage("The shop in Hamburg has opening hours from 9 to 6.", key="2", heading="Hamburg"),
    ),
    0.7,
)


def context(text: str = ASK, *history: Line, **changes: Any) -> Context:
    """`feels`, `hours`, `escalation`, `now` and fields of turn and context by name."""
    settings = BotSettings(
        escalation_keywords=["lawyer", "urgent"],
        escalation=changes.pop("escalation", Escalation()),
        office_hours=changes.pop("hours", None),
    )
    feels = Emotion(*changes.pop("feels", ("neutral", 0.0)))
    now = changes.pop("now", NOON)
    stage = {name: changes.pop(name) for name in ("grounding", "fault", "unsaid") if name in changes}
    bot, deadline = Bot("bot_1", "Wingo", 1, settings), NOON + timedelta(seconds=27)
    turn = Turn("wsp_1", "cnv_1", "trn_1", bot, text, None, 1, NOON, deadline, history)
    seen = replace(understand(text), emotion=feels)
    return Context(replace(turn, **changes), seen, now, **stage)


def deleted(text: str = ASK, **changes: Any) -> Context:
    """A message that was on its way when its bot was deleted."""
    found = context(text, **changes)
    return replace(found, turn=replace(found.turn, bot=replace(found.turn.bot, deleted=True)))


def at(**changes: Any) -> dict[str, Any]:
    return changes


FURIOUS: tuple[Feeling, float] = ("anger", 0.9)
CROSS: tuple[Feeling, float] = ("frustration", 0.6)
PAGE = Escalation(rules=[EscalationRule(name="checkout", page_contains="/checkout")])
PLAN = Escalation(rules=[EscalationRule(name="gold", plan="gold")])
CLOSED = Escalation(rules=[EscalationRule(name="night", hours="closed")])
OPEN = Escalation(rules=[EscalationRule(name="day", hours="open")])
GERMAN = Escalation(rules=[EscalationRule(name="german", language="de")])
SOFT = Escalation(rules=[EscalationRule(name="soft", page_contains="/pricing", then="offer")])
