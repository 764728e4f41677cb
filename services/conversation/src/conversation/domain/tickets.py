"""What the customer reads about the ticket of a handoff."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from contracts.shapes import Message
from conversation.domain.phrases import Phrase, say


@dataclass(frozen=True, slots=True)
class Handoff:
    """A stored handoff; it has no ticket until ticketing opened one."""

    handoff_id: str
    conversation_id: str
    language: str
    ticket_id: str | None = None
    ticket_number: str | None = None
    contact_known: bool = False


def ticket_message(handoff: Handoff, phrase: Phrase, message_id: str, now: datetime) -> Message:
    """The system's message about a ticket under way, with the ticket as it is now."""
    block = {"type": "ticket", "status": "open", "contact_known": handoff.contact_known}
    return _message(handoff, phrase, block, message_id, now)


def done_message(handoff: Handoff, message_id: str, now: datetime, *, closed: bool) -> Message:
    """The system's message that a ticket is resolved or closed; who may write on is asked to."""
    said = _message(handoff, "ticket_done", {"type": "ticket_done"}, message_id, now)
    further = "" if closed else f" {say('still_open', handoff.language)}"
    return said.model_copy(update={"text": said.text + further})


def _message(
    handoff: Handoff, phrase: Phrase, block: dict[str, Any], message_id: str, now: datetime
) -> Message:
    named = {"id": handoff.ticket_id, "number": handoff.ticket_number}
    return Message(
        id=message_id,
        conversation_id=handoff.conversation_id,
        seq=0,
        role="system",
        text=say(phrase, handoff.language, number=handoff.ticket_number or ""),
        blocks=[{**block, **named}],
        created_at=now,
    )
