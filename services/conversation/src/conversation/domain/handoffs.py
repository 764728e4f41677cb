"""What an agent needs to know when a conversation lands on the desk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from contracts.event_ids import derived_id
from contracts.facts.chat import HandoffCompleted, HandoffRequested
from contracts.requests import RequestHandoff
from contracts.shapes import Priority, Requester
from conversation.domain.decide import Reason
from conversation.domain.turns import Line, Turn

MAX_SUBJECT = 80
MAX_LINE = 300
RECALLED = 6
_WHY: dict[Reason, str] = {
    "requested": "The customer asked for a person.",
    "keyword": "The customer used a word that the company wants a person for.",
    "low_confidence": "The bot did not find an answer several times in a row.",
    "technical_failure": "The bot could not answer because of a technical problem.",
}
_PRIORITY: dict[Reason, Priority] = {
    "requested": Priority.MEDIUM,
    "keyword": Priority.HIGH,
    "low_confidence": Priority.MEDIUM,
    "technical_failure": Priority.MEDIUM,
}


@dataclass(frozen=True, slots=True)
class NewHandoff:
    """A handoff about to be opened, the language of its ticket's messages, and the form that opens it."""

    fact: HandoffRequested
    language: str
    form: str | None = None

    @property
    def contact_known(self) -> bool:
        return self.fact.requester.email is not None or self.fact.requester.phone is not None


def handoff_of(turn: Turn, reason: Reason, language: str, now: datetime) -> NewHandoff:
    """The handoff that this turn causes; the same turn always gives the same id."""
    fact = HandoffRequested(
        handoff_id=derived_id("hnd", turn.conversation_id, turn.turn_id),
        conversation_id=turn.conversation_id,
        turn_id=turn.turn_id,
        bot_id=turn.bot.bot_id,
        reason=reason,
        priority=_PRIORITY[reason],
        subject=subject_of(turn.text, turn.history, reason),
        description=describe(_WHY[reason], (*turn.history, Line("contact", turn.text))),
        requester=Requester(),
        requested_at=now,
    )
    return NewHandoff(fact, language)


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
        subject=_short(form.description, MAX_SUBJECT) or "A customer needs help",
        description=describe(form.description, history),
        requester=form.requester,
        requested_at=now,
    )
    return NewHandoff(fact, language, form.request_id)


def completion_by_form(form: RequestHandoff, handoff_id: str, now: datetime) -> HandoffCompleted:
    """What the form adds to a handoff that was asked for in the chat."""
    return HandoffCompleted(
        handoff_id=handoff_id,
        conversation_id=form.conversation_id,
        bot_id=form.bot_id,
        requester=form.requester,
        description=form.description.strip(),
        priority=form.priority,
        completed_at=now,
    )


def subject_of(text: str, history: tuple[Line, ...], reason: Reason) -> str:
    """What it is about: the last real question when this message only asks for a person."""
    asked = [line.text for line in history if line.role == "contact"]
    about = asked[-1] if reason == "requested" and asked else text
    return _short(about, MAX_SUBJECT) or "A customer needs help"


def describe(opening: str, history: tuple[Line, ...]) -> str:
    """The reason, then the last lines of the conversation in order."""
    said = [f"{_WHO[line.role]}: {_short(line.text, MAX_LINE)}" for line in history[-RECALLED:]]
    return "\n".join([opening.strip(), "", *said]).strip() if said else opening.strip()


_WHO = {"contact": "Customer", "bot": "Bot", "agent": "Agent", "system": "System"}


def _short(text: str, longest: int) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= longest else flat[: longest - 1].rsplit(" ", 1)[0] + "…"
