"""Builds the handoff: what an agent needs to know about a conversation."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from contracts.event_ids import derived_id
from contracts.facts.chat import HandoffCompleted, HandoffRequested
from contracts.requests import RequestHandoff
from contracts.shapes import Outcome, Priority, Requester
from conversation.domain.context import Context
from conversation.domain.decide import Decision, Reason
from conversation.domain.details import name_before, tells_more
from conversation.domain.nlu.opening_words import JOINING
from conversation.domain.nlu.small_talk import small_talk
from conversation.domain.shortened import shortened
from conversation.domain.turns import Line, Turn

MAX_SUBJECT = 80
MAX_LINE = 300
RECALLED = 6
_WHY: dict[Reason, str] = {
    "requested": "The customer asked for a person.",
    "keyword": "The customer used a word that the company wants a person for.",
    "low_confidence": "The bot did not find an answer several times in a row.",
    "technical_failure": "The bot could not answer because of a technical problem.",
    "anger": "The customer is getting angry.",
    "rule": "A rule of the company asks for a person.",
}
_PRIORITY: dict[Reason, Priority] = {"keyword": Priority.HIGH, "anger": Priority.HIGH}
_CAME_OF_IT: dict[Outcome, str] = {
    Outcome.ANSWERED: "answered",
    Outcome.CLARIFIED: "asked back",
    Outcome.DECLINED: "no answer found",
    Outcome.HANDOFF_OFFERED: "no clear answer, a person was offered",
    Outcome.FAILED: "could not answer",
    Outcome.HANDED_OFF: "handed over",
}
_SHOWN = {"name": "name", "order": "order or reference", "email": "email", "phone": "phone", "plan": "plan"}
_CONTINUES = re.compile(rf"\W*(?:{JOINING}|what about|how about|was ist mit)\b", re.IGNORECASE)
"""A question that cannot be understood without the one before it."""
_WHO = {"contact": "Customer", "bot": "Bot", "agent": "Agent", "system": "System"}


@dataclass(frozen=True, slots=True)
class NewHandoff:
    """A handoff to be opened, the language of messages about its ticket, and the form it came from."""

    fact: HandoffRequested
    language: str
    form: str | None = None

    @property
    def contact_known(self) -> bool:
        return self.fact.requester.email is not None or self.fact.requester.phone is not None


def handoff_of(context: Context, decision: Decision, reason: Reason, known: Mapping[str, str]) -> NewHandoff:
    """The handoff that a turn causes; the same turn gives the same id.

    `known` maps placeholders to values, for the requester's details; all texts keep their placeholders.
    """
    turn = context.turn
    fact = HandoffRequested(
        handoff_id=derived_id("hnd", turn.conversation_id, turn.turn_id),
        conversation_id=turn.conversation_id,
        turn_id=turn.turn_id,
        bot_id=turn.bot.bot_id,
        reason=reason,
        priority=_PRIORITY.get(reason, Priority.MEDIUM),
        subject=subject_of(turn.text, turn.history, reason),
        description=describe(summary_of(context, reason), (*turn.lines, Line("contact", turn.text))),
        requester=requester_of(turn.facts, known),
        requested_at=context.now,
    )
    return NewHandoff(fact, decision.language)


def handoff_by_form(
    form: RequestHandoff, history: tuple[Line, ...], language: str, now: datetime
) -> NewHandoff:
    """The handoff of a filled-in form; the same request gives the same id."""
    fact = HandoffRequested(
        handoff_id=derived_id("hnd", form.conversation_id, form.request_id),
        conversation_id=form.conversation_id,
        bot_id=form.bot_id,
        reason="form",
        priority=form.priority or Priority.MEDIUM,
        subject=shortened(form.description, MAX_SUBJECT) or "A customer needs help",
        description=describe(form.description, history),
        requester=form.requester,
        requested_at=now,
    )
    return NewHandoff(fact, language, form.request_id)


def completion_by_form(form: RequestHandoff, handoff_id: str, now: datetime) -> HandoffCompleted:
    """What the form adds to a handoff that was opened in the chat."""
    return HandoffCompleted(
        handoff_id=handoff_id,
        conversation_id=form.conversation_id,
        bot_id=form.bot_id,
        requester=form.requester,
        description=form.description.strip(),
        priority=form.priority,
        completed_at=now,
    )


def completion_by_words(
    turn: Turn, handoff_id: str, known: Mapping[str, str], now: datetime
) -> HandoffCompleted:
    """What a customer adds in the chat when asked how to reach them."""
    said = requester_of(turn.facts, known)
    return HandoffCompleted(
        handoff_id=handoff_id,
        conversation_id=turn.conversation_id,
        bot_id=turn.bot.bot_id,
        requester=said if said.name else said.model_copy(update={"name": name_before(turn.text)}),
        description=turn.text if tells_more(turn.text) else "",
        completed_at=now,
    )


def requester_of(facts: Mapping[str, str], known: Mapping[str, str]) -> Requester:
    """The name, email and phone that the customer gave in the chat."""
    name, email, phone = (known.get(facts.get(key, "")) for key in ("name", "email", "phone"))
    return Requester(name=name, email=email, phone=phone)


def subject_of(text: str, history: tuple[Line, ...], reason: Reason) -> str:
    """The last real question, or this message if it does more than ask for a person."""
    asked = [line.text for line in history if line.role == "contact" and small_talk(line.text) is None]
    if reason != "requested":
        asked.append(text)
    *before, last = asked or [text]
    about = f"{before[-1]} {last}" if before and _CONTINUES.match(last) else last
    return shortened(about, MAX_SUBJECT) or "A customer needs help"


def summary_of(context: Context, reason: Reason) -> str:
    """A line each: why, the problem, what was tried, who the customer is, their mood and language."""
    turn, emotion = context.turn, context.seen.emotion
    known = [f"{name} {turn.facts[key]}" for key, name in _SHOWN.items() if key in turn.facts]
    lines = [_WHY[reason], f"Problem: {subject_of(turn.text, turn.history, reason)}", *_tried(turn.history)]
    if turn.recalled.topic:
        lines.append(f"Before: {turn.recalled.topic}")
    if known:
        lines.append(f"Customer: {', '.join(known)}")
    if turn.page_url:
        lines.append(f"Page: {turn.page_url}")
    if emotion.label != "neutral":
        lines.append(f"Mood: {emotion.label} ({emotion.intensity:.1f})")
    lines.append(f"Language: {context.language}")
    return "\n".join(lines)


def _tried(history: tuple[Line, ...]) -> list[str]:
    tried, question = [], ""
    for line in history:
        if line.role == "contact":
            question = shortened(line.text, MAX_SUBJECT)
        elif line.outcome is not None and question:
            tried.append(f"Tried: {question} ({_CAME_OF_IT[line.outcome]})")
    return tried[-RECALLED // 2 :]


def describe(opening: str, history: tuple[Line, ...]) -> str:
    """The opening, then the last lines of the conversation in order."""
    said = [f"{_WHO[line.role]}: {shortened(line.text, MAX_LINE)}" for line in history[-RECALLED:]]
    return "\n".join([opening.strip(), "", *said]).strip() if said else opening.strip()
