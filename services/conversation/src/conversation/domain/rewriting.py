"""Checks a model's rewriting of a question that leaned on what was said before."""

from __future__ import annotations

import re
from collections.abc import Sequence

from conversation.domain.answering.prompt import as_data, flat
from conversation.domain.privacy.placeholders import PLACEHOLDER

MAX_LINE = 400
MAX_QUESTION = 300
Said = Sequence[tuple[str, str]]
"""Roles and texts, oldest first; the last is the question."""
_WHO = {"contact": "Customer", "bot": "Assistant", "agent": "Agent"}
_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")


def rewrite_prompt(template: str, said: Said) -> list[dict[str, str]]:
    lines = [f"{_WHO.get(role, 'Agent')}: {flat(text)[:MAX_LINE]}" for role, text in said]
    return [
        {"role": "system", "content": template},
        {"role": "user", "content": f"<conversation>\n{as_data(chr(10).join(lines))}\n</conversation>"},
    ]


def kept_question(written: str, said: Said) -> str | None:
    """The question without placeholders; None when it is none, or names a number nobody said."""
    text = flat(PLACEHOLDER.sub(" ", written)).strip("\"'“”„ ")
    known = {number for _, line in said for number in _NUMBER.findall(line)}
    if not text or len(text) > MAX_QUESTION or not known.issuperset(_NUMBER.findall(text)):
        return None
    return text
