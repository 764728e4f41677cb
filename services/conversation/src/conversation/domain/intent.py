"""What a customer wants with a message."""

from __future__ import annotations

from typing import Literal

Intent = Literal["question", "small_talk", "complaint", "person", "booking", "ticket_status", "statement"]


def intent_of(text: str, asks_for_person: bool, polite: bool) -> Intent:
    """The first that fits, a wish for a person before all others."""
    if asks_for_person:
        return "person"
    if polite:
        return "small_talk"
    return "question" if "?" in text else "statement"
