"""What to do with a turn. Rules in order, the first that fits decides; no I/O, no clock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from contracts.shapes import Outcome
from conversation.domain.person_requests import asks_for_person, keyword_in
from conversation.domain.phrases import language_of
from conversation.domain.small_talk import Talk, affirms, small_talk
from conversation.domain.turns import Grounding, Line, Turn

Action = Literal["answer", "small_talk", "decline", "offer", "apologise", "hand_over"]
Reason = Literal["requested", "keyword", "low_confidence", "technical_failure"]
UNSURE = (Outcome.DECLINED,)
FAILURE_RULES = frozenset({"grounding_missing", "llm_failed", "deadline_passed"})


@dataclass(frozen=True, slots=True)
class Decision:
    """`rule` is kept in the receipt; `reason` is set when a person takes over."""

    rule: str
    action: Action
    language: str
    reason: Reason | None = None
    talk: Talk | None = None


def decide_at_once(turn: Turn) -> Decision | None:
    """What needs no knowledge to be decided, or None."""
    asked_in = asks_for_person(turn.text) or _accepts_offer(turn)
    if asked_in is not None:
        return Decision("requested", "hand_over", asked_in, reason="requested")
    language = language_of(turn.locale, turn.bot.settings.locale)
    if keyword_in(turn.text, turn.bot.settings.escalation_keywords) is not None:
        return Decision("keyword", "hand_over", language, reason="keyword")
    polite = small_talk(turn.text)
    if polite is not None:
        return Decision("small_talk", "small_talk", polite.language, talk=polite.talk)
    return None


def decide(turn: Turn, grounding: Grounding, declines_before_handoff: int = 2) -> Decision:
    """What to do now that the knowledge was searched."""
    at_once = decide_at_once(turn)
    if at_once is not None:
        return at_once
    language = language_of(grounding.language, turn.locale, turn.bot.settings.locale)
    if not grounding.passages:
        return decide_unknown(turn, language, "no_passages", declines_before_handoff)
    if grounding.confidence < turn.bot.settings.min_confidence:
        return decide_unknown(turn, language, "low_confidence", declines_before_handoff)
    return Decision("grounded", "answer", language)


def decide_unknown(turn: Turn, language: str, rule: str, declines_before_handoff: int = 2) -> Decision:
    """The knowledge does not say: admit it, and after some times in a row bring in a person."""
    if _in_a_row(turn.history, lambda line: line.outcome in UNSURE) >= declines_before_handoff:
        return Decision(f"{rule}_again", "hand_over", language, reason="low_confidence")
    return Decision(rule, "decline", language)


def decide_failure(turn: Turn, rule: str, language: str | None = None) -> Decision:
    """A part is not working: offer a person, and bring one in when it happens twice in a row."""
    at_once = decide_at_once(turn)
    if at_once is not None:
        return at_once
    spoken = language or language_of(turn.locale, turn.bot.settings.locale)
    if _in_a_row(turn.history, lambda line: line.rule in FAILURE_RULES) >= 1:
        return Decision(f"{rule}_again", "hand_over", spoken, reason="technical_failure")
    return Decision(rule, "apologise" if rule == "deadline_passed" else "offer", spoken)


def _accepts_offer(turn: Turn) -> str | None:
    last = next((line for line in reversed(turn.history) if line.role == "bot"), None)
    offered = last is not None and last.outcome in (Outcome.DECLINED, Outcome.HANDOFF_OFFERED, Outcome.FAILED)
    return affirms(turn.text) if offered else None


def _in_a_row(history: tuple[Line, ...], fits: Callable[[Line], bool]) -> int:
    count = 0
    for line in reversed(history):
        if line.role != "bot":
            continue
        if not fits(line):
            break
        count += 1
    return count
