"""When a person is needed, as the company configured it."""

from __future__ import annotations

from collections.abc import Callable

from contracts.bot_settings import EscalationRule
from contracts.shapes import Outcome
from conversation.domain.answering.terms import terms
from conversation.domain.answering.writing import NEAREST
from conversation.domain.context import Context
from conversation.domain.hours import next_opening
from conversation.domain.nlu.person_requests import keyword_in
from conversation.domain.turns import HISTORY_LINES, Line

FAILURE_RULES = frozenset({"grounding_missing", "llm_failed", "deadline_passed", "lookup_failed"})
ANGRY = frozenset({"anger", "frustration"})
FURIOUS = 0.8
SAME = 0.6
REACH = HISTORY_LINES // 2
"""How many earlier turns a decision sees: no rule can count further."""


def was_offered(context: Context) -> bool:
    """Whether the bot has offered a person in this session, however long ago."""
    turn = context.turn
    longer_ago = turn.recalled.offered and not turn.earlier
    return longer_ago or any(line.offered for line in turn.history)


def keyword_of(context: Context) -> str | None:
    return keyword_in(context.turn.text, context.turn.bot.settings.escalation_keywords)


def rule_of(context: Context) -> EscalationRule | None:
    """The first of the company's rules that fits."""
    return next((rule for rule in context.escalation.rules if _fits(rule, context)), None)


def _fits(rule: EscalationRule, context: Context) -> bool:
    turn = context.turn
    closed = next_opening(turn.bot.settings.office_hours, context.now) is not None
    wanted = (
        rule.page_contains is None or rule.page_contains in (turn.page_url or ""),
        rule.plan is None or rule.plan == turn.facts.get("plan"),
        rule.hours is None or (rule.hours == "closed") == closed,
        rule.language is None or rule.language == context.language,
        rule.intent is None or rule.intent == context.seen.intent,
        rule.emotion is None or rule.emotion == context.seen.emotion.label,
    )
    return all(wanted)


def anger_rises(context: Context) -> bool:
    """Angry twice in a row, or furious at once."""
    emotion, least = context.seen.emotion, context.escalation.anger
    if least is None or emotion.label not in ANGRY or emotion.intensity < least:
        return False
    last = context.turn.last_reply
    before = last.emotion if last else None
    return before in ANGRY or emotion.intensity >= FURIOUS


def repeats(context: Context) -> int:
    """How many turns in a row, this one included, were about the same problem."""
    count, now = 1, frozenset(terms(context.turn.text))
    for line in reversed(context.turn.history):
        if line.role == "contact":
            if not _same_problem(now, frozenset(terms(line.text))):
                break
            count += 1
    return count


def _same_problem(one: frozenset[str], other: frozenset[str]) -> bool:
    return bool(one and other) and len(one & other) / len(one | other) >= SAME


def asked_before(context: Context) -> bool:
    """Whether the same was asked earlier in this session."""
    now = frozenset(terms(context.turn.text))
    said = (line.text for line in context.turn.history if line.role == "contact")
    return any(_same_problem(now, frozenset(terms(text))) for text in said)


def reason_to_offer(context: Context, action: str) -> str | None:
    """Why the reply should offer a person, or None."""
    if action in ("decline", "offer", "apologise"):
        return action
    if action not in ("answer", "act", "clarify"):
        return None
    rules = context.escalation
    if rule_of(context) is not None:
        return "rule"
    if anger_rises(context):
        return "rising_anger"
    if rules.repeats and repeats(context) >= min(rules.repeats, REACH):
        return "repeated"
    return "low_answer_confidence" if context.unsure else None


def declines_in_a_row(context: Context) -> int:
    """How many turns before this one had no answer, or only the nearest quotes; at most REACH."""
    return _in_a_row(
        context.turn.history, lambda line: line.outcome is Outcome.DECLINED or line.rule == NEAREST
    )


def failures_in_a_row(context: Context) -> int:
    return _in_a_row(context.turn.history, lambda line: line.rule in FAILURE_RULES)


def _in_a_row(history: tuple[Line, ...], fits: Callable[[Line], bool]) -> int:
    count = 0
    for line in reversed(history):
        if line.role != "bot":
            continue
        if not fits(line):
            break
        count += 1
    return count
