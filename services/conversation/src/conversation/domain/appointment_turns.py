"""Which turns are about appointments."""

from __future__ import annotations

from collections.abc import Callable

from conversation.domain import booking, confirming
from conversation.domain.context import Context
from conversation.domain.decide import Decision
from conversation.domain.details import gives_details
from conversation.domain.spoken_times import says_when
from conversation.domain.turns import Turn

_GIVES_UP = (None, "low_confidence")


def wants_appointment(context: Context, decision: Decision) -> bool:
    """Whether it asks for or about an appointment, chooses an offered time, or answers whether to cancel."""
    if decision.action in ("stay_silent", "close") or decision.reason not in _GIVES_UP:
        return False
    last, text = context.turn.last_reply, context.turn.text
    if answers(context.turn, confirming.is_yes) or answers(context.turn, confirming.is_no):
        return True
    if decision.action == "small_talk":
        return False
    wish = booking.wish_of(text, None)
    named = wish.number is not None and wish.does != "book"
    if context.seen.intent == "booking" or wish.does == "tell" or named:
        return True
    if last is None:
        return False
    if last.rule in booking.KEPT:
        return wish.does == "move" and says_when(text)
    return last.rule in booking.OFFERED and _goes_on(context, text)


def answers(turn: Turn, says: Callable[[str], bool]) -> bool:
    """Whether the message answers the question "cancel this appointment?" with what `says` recognises."""
    last = turn.last_reply
    return last is not None and last.rule == booking.CANCEL_ASKED and says(turn.text)


def _goes_on(context: Context, text: str) -> bool:
    """Whether a message answers the offer of times: with one of them, or with who the customer is."""
    asks = context.seen.intent == "question"
    return booking.names_a_time(text) or gives_details(text) or says_when(text, wholly=asks)
