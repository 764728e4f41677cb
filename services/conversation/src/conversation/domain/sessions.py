"""Splits a conversation into sessions: after a long silence a new one begins."""

from __future__ import annotations

from conversation.domain.nlu.small_talk import small_talk
from conversation.domain.phrases import Phrase, say
from conversation.domain.privacy.hidden import holds_placeholder
from conversation.domain.shortened import shortened
from conversation.domain.turns import Line, Turn

MAX_TOPIC = 80


def split(lines: tuple[Line, ...], now: float, minutes: int) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """The lines before the newest silence of `minutes`, and those after it. Times in seconds of Unix time."""
    after = now
    for place in range(len(lines) - 1, -1, -1):
        if after - lines[place].at > minutes * 60:
            return lines[: place + 1], lines[place + 1 :]
        after = lines[place].at
    return (), lines


def topic_of(lines: tuple[Line, ...]) -> str:
    """The customer's last question without personal data; may be empty."""
    asked = (line.text for line in reversed(lines) if line.role == "contact")
    topics = (text for text in asked if not (holds_placeholder([text]) or small_talk(text)))
    return shortened(next(topics, ""), MAX_TOPIC)


def welcome(turn: Turn, language: str) -> str:
    """The greeting of a customer who comes back, once; empty for everybody else."""
    if not turn.returns:
        return ""
    tone = turn.bot.settings.persona.tone
    topic = topic_of(turn.earlier) or turn.recalled.topic
    ticket = (turn.open_handoff.ticket_number if turn.open_handoff else None) or turn.recalled.ticket
    parts: list[tuple[Phrase, str]] = [("last_topic", topic), ("ticket_open", ticket)]
    known = [say(phrase, language, tone, value=value) for phrase, value in parts if value]
    return " ".join((say("welcome_back", language, tone), *known)) if known else ""
