"""Decides what to do with a turn: the first rule that fits. Pure, without clock or I/O."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from contracts.shapes import Outcome
from conversation.domain import escalation
from conversation.domain.answering.asking import leans
from conversation.domain.booking import OFFERED
from conversation.domain.clarify import Topic, two_topics
from conversation.domain.confirming import awaits_yes
from conversation.domain.context import Context
from conversation.domain.details import gives_details, only_details
from conversation.domain.nlu.languages.word_lists import Talk
from conversation.domain.nlu.small_talk import affirms
from conversation.domain.turns import Turn

Action = Literal[
    "answer",
    "clarify",
    "act",
    "small_talk",
    "thank",
    "decline",
    "offer",
    "apologise",
    "hand_over",
    "stay_silent",
    "close",
]
CLEAR = 0.8
"""From this confidence on, a complaint is answered with what the knowledge says about it."""
FEWEST_WORDS = 4
"""A complaint of fewer words may look for how to make one."""
Reason = Literal["requested", "keyword", "low_confidence", "technical_failure", "anger", "rule"]


@dataclass(frozen=True, slots=True)
class Decision:
    """`rule` goes into the receipt. `reason`: why a person takes over. `offer`: why the reply also offers a
    person. `options`: the choices of a clarifying question."""

    rule: str
    action: Action
    language: str
    reason: Reason | None = None
    talk: Talk | None = None
    offer: str | None = None
    options: tuple[Topic, ...] = ()


Rule = Callable[[Context], Decision | None]


def decide(context: Context) -> Decision | None:
    """The decision of the first rule that fits; None while the knowledge must be searched first."""
    for rule in RULES:
        decision = rule(context)
        if decision is not None:
            return _with_offer(context, decision)
    return None


def decide_now(context: Context) -> Decision:
    """The decision on a turn that was grounded or met a fault: there always is one."""
    decision = decide(context)
    if decision is None:
        raise ValueError("Only a turn with grounding or a fault can be decided in any case.")
    return decision


def _agent_answers(context: Context) -> Decision | None:
    return Decision("agent_answers", "stay_silent", context.language) if context.turn.agent else None


def _closed(context: Context) -> Decision | None:
    """The message was on its way when the bot was deleted: nobody would ever answer it."""
    return Decision("bot_deleted", "close", context.language) if context.turn.bot.deleted else None


def _asked_for(context: Context) -> Decision | None:
    asked_in = context.seen.asks_for_person or _accepts_offer(context)
    if asked_in is None or not context.escalation.asks_for_person:
        return None
    return Decision("requested", "hand_over", _language_of(context, asked_in), reason="requested")


def _language_of(context: Context, words: str | None) -> str:
    """The language to answer in to words of this language, or to signs without words."""
    return context.language_for(words) if words else context.language


def _accepts_offer(context: Context) -> str | None:
    last = context.turn.last_reply
    return affirms(context.turn.text) if last is not None and last.offered else None


def _keyword(context: Context) -> Decision | None:
    if escalation.keyword_of(context) is None:
        return None
    return Decision("keyword", "hand_over", context.language, reason="keyword")


def _company_rule(context: Context) -> Decision | None:
    rule = escalation.rule_of(context)
    if rule is None or rule.then != "hand_over":
        return None
    return Decision(f"rule:{rule.name}", "hand_over", context.language, reason="rule")


def _details_given(context: Context) -> Decision | None:
    """The customer says how to reach them: the form asked for it, or nobody did and it is kept for later."""
    handoff, text = context.turn.open_handoff, context.turn.text
    if handoff is None:
        noted = only_details(text) and not _is_for_others(context.turn)
        return (
            Decision("details_noted", "small_talk", context.language, talk="acknowledged") if noted else None
        )
    if handoff.contact_known or not gives_details(text):
        return None
    return Decision("details_given", "thank", context.language)


def _is_for_others(turn: Turn) -> bool:
    """Whether a model or the calendar may have asked for what is told."""
    last = turn.last_reply
    return last is not None and (last.rule == "written" or last.rule in OFFERED)


def _small_talk(context: Context) -> Decision | None:
    polite = context.seen.small_talk
    if polite is None or (polite.talk == "acknowledged" and _was_asked(context.turn)):
        return None
    language, talk = _language_of(context, polite.language), polite.talk
    if talk == "unhappy":
        return Decision(talk, "offer", language, talk=talk)
    return Decision("small_talk", "small_talk", language, talk=talk)


def _was_asked(turn: Turn) -> bool:
    """Whether the bot's last message asked something that "ok" or "no" answers."""
    last = turn.last_reply
    asked = last is not None and last.rule == "written" and last.text.rstrip().endswith("?")
    return asked or awaits_yes(turn)


def _anger_again(context: Context) -> Decision | None:
    """The customer is angry although a person was offered: hand over without asking again."""
    if not (escalation.anger_rises(context) and escalation.was_offered(context)):
        return None
    return Decision("rising_anger", "hand_over", context.language, reason="anger")


def _ticket_status(context: Context) -> Decision | None:
    asked = context.seen.intent == "ticket_status" and context.turn.open_handoff is not None
    if not asked or (context.grounding is None and context.fault is None):
        return None
    return Decision("ticket_status", "act", context.language)


def _fault(context: Context) -> Decision | None:
    """Something failed: offer a person, and hand over when it fails again and again."""
    if context.failure is None:
        return None
    if escalation.failures_in_a_row(context) >= _within_reach(context.escalation.failures_before_handoff):
        reason: Reason = "technical_failure"
        return Decision(f"{context.failure}_again", "hand_over", context.language, reason=reason)
    action: Action = "apologise" if context.failure == "deadline_passed" else "offer"
    return Decision(context.failure, action, context.language)


def _unknown(context: Context) -> Decision | None:
    """The knowledge does not answer: say so, and hand over after several times in a row."""
    rule = context.unanswerable
    if rule is None:
        return None
    if escalation.declines_in_a_row(context) >= _within_reach(context.escalation.declines_before_handoff):
        return Decision(f"{rule}_again", "hand_over", context.language, reason="low_confidence")
    return Decision(rule, "decline", context.language)


def _within_reach(times: int) -> int:
    return min(times, escalation.REACH)


def _complaint(context: Context) -> Decision | None:
    """Who complains and asks nothing wants no quotes that hardly fit: a person is offered, once."""
    found = context.grounding
    if context.seen.intent != "complaint" or found is None or escalation.was_offered(context):
        return None
    if len(context.turn.text.split()) < FEWEST_WORDS:
        return None
    if found.confidence >= max(CLEAR, context.escalation.offer_below):
        return None
    return Decision("complaint", "offer", context.language)


def _clarify(context: Context) -> Decision | None:
    """Two topics fit equally well: ask once which one is meant, and nobody who asks the same again or points
    at what was said before."""
    last = context.turn.last_reply
    if context.grounding is None or (last is not None and last.outcome is Outcome.CLARIFIED):
        return None
    if last is not None and leans(context.turn.text):
        return None
    if escalation.asked_before(context):
        return None
    topics = two_topics(context.grounding)
    return Decision("two_topics", "clarify", context.language, options=topics) if topics else None


def _answer(context: Context) -> Decision | None:
    return Decision("grounded", "answer", context.language) if context.grounding is not None else None


def _with_offer(context: Context, decision: Decision) -> Decision:
    """Add the offer of a person, once in a session."""
    why = escalation.reason_to_offer(context, decision.action)
    return replace(decision, offer=why) if why and not escalation.was_offered(context) else decision


RULES: tuple[Rule, ...] = (
    _agent_answers,
    _closed,
    _asked_for,
    _keyword,
    _company_rule,
    _details_given,
    _anger_again,
    _small_talk,
    _ticket_status,
    _fault,
    _complaint,
    _unknown,
    _clarify,
    _answer,
)
