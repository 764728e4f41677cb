"""Summarizes a conversation in the customer's own words, without a model."""

from __future__ import annotations

from collections.abc import Sequence

from contracts.shapes import Message, Outcome
from conversation.domain.shortened import shortened

MOST_QUESTIONS = 4
LONGEST = 160
_UNSOLVED = (Outcome.DECLINED, Outcome.HANDOFF_OFFERED, Outcome.FAILED)


def summarize(messages: Sequence[Message]) -> str:
    """What was asked, what came of it, and who answered; empty when the customer said nothing."""
    asked = [message.text for message in messages if message.role == "contact"]
    if not asked:
        return ""
    outcomes = [message.outcome for message in messages if message.role == "bot"]
    solved, unsolved = outcomes.count(Outcome.ANSWERED), sum(one in _UNSOLVED for one in outcomes)
    lines = [f"The customer asked: {shortened(text, LONGEST)}" for text in asked[:MOST_QUESTIONS]]
    if len(asked) > MOST_QUESTIONS:
        more = len(asked) - MOST_QUESTIONS
        lines.append(f"… and {more} more, the last: {shortened(asked[-1], LONGEST)}")
    answered = {0: "no question", 1: "1 question"}.get(solved, f"{solved} questions")
    lines.append(f"The bot answered {answered}" + (f" and could not answer {unsolved}." if unsolved else "."))
    if Outcome.HANDED_OFF in outcomes:
        lines.append("A person was asked for.")
    replies = [message for message in messages if message.role == "agent"]
    if replies:
        wrote = f"{len(replies)} messages, the last" if len(replies) > 1 else "1 message"
        lines.append(f"An agent wrote {wrote}: {shortened(replies[-1].text, LONGEST)}")
    return "\n".join(lines)
