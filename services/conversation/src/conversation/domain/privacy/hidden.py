"""Restores placeholders in text for the person whose values they stand for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from contracts.shapes import Message
from conversation.domain.privacy.placeholders import PLACEHOLDER, restore, restore_all

_BEGUN = re.compile(r"\[[A-Z0-9_]{0,40}$")


def holds_placeholder(texts: Iterable[str]) -> bool:
    """Whether any of the texts contains a placeholder."""
    return any("[" in text and PLACEHOLDER.search(text) for text in texts)


def restore_message(message: Message, known: Mapping[str, str]) -> Message:
    """The message as the customer and staff read it; quotes from the knowledge stay as they are."""
    if not known:
        return message
    actions = [
        action.model_copy(update={"label": restore(action.label, known), "text": restore(action.text, known)})
        for action in message.suggested_actions
    ]
    update = {
        "text": restore(message.text, known),
        "blocks": restore_all(message.blocks, known),
        "suggested_actions": actions,
    }
    return message.model_copy(update=update)


@dataclass(slots=True)
class Restoring:
    """Restores text that comes in pieces, holding back what may still become a placeholder."""

    known: Mapping[str, str]
    _waiting: str = ""

    def feed(self, piece: str) -> str:
        """The characters that may be shown now."""
        if not self.known:
            return piece
        text = self._waiting + piece
        begun = _BEGUN.search(text)
        cut = begun.start() if begun else len(text)
        self._waiting = text[cut:]
        return restore(text[:cut], self.known)

    def finish(self) -> str:
        """What was held back when the text ended."""
        rest, self._waiting = self._waiting, ""
        return rest
