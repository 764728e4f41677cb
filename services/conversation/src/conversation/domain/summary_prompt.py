"""The prompt of a summary, and the check of what a model wrote."""

from __future__ import annotations

import re
from collections.abc import Sequence

from contracts.shapes import Message
from conversation.domain.answering.prompt import as_data, fill, flat

MAX_LINE = 800
MAX_CONVERSATION = 24_000
MAX_SUMMARY = 1_500
_WHO = {"contact": "Customer", "bot": "Assistant", "agent": "Agent", "system": "System"}
_SENTENCE = re.compile(r"(?<=[.!?…])\s+")
_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")


def summary_prompt(
    template: str, messages: Sequence[Message], before: str, language: str
) -> list[dict[str, str]]:
    """The chat messages. `before` summarizes what came before `messages`; of too many the newest are kept."""
    system = fill(template, {"language": language, "before": as_data(flat(before))})
    lines = [f"{_WHO[one.role]}: {flat(one.text)[:MAX_LINE]}" for one in messages]
    said = as_data("\n".join(lines)[-MAX_CONVERSATION:])
    return [
        {"role": "system", "content": system},
        {"role": "user", "content": f"<conversation>\n{said}\n</conversation>"},
    ]


def kept(summary: str, messages: Sequence[Message], before: str) -> str:
    """The summary without sentences that name a number nobody said; may be empty."""
    said = {number for text in (before, *(one.text for one in messages)) for number in _NUMBER.findall(text)}
    sentences = _SENTENCE.split(flat(summary))
    true = [sentence for sentence in sentences if said.issuperset(_NUMBER.findall(sentence))]
    return " ".join(true)[:MAX_SUMMARY].strip()
