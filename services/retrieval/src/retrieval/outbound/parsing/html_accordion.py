"""Finds the buttons of a page that unfold an answer below them."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborNode

_UNFOLDS = ("aria-expanded", "aria-controls", "data-bs-toggle", "data-toggle")
_NAMED = re.compile(r"accordion|faq|question", re.I)
FEWEST_WORDS = 2
HIGHEST = 3
"""So many elements around a button may be named after the accordion it belongs to."""


def is_question(button: LexborNode) -> bool:
    """Whether its words are a question, or the title of a part of an accordion."""
    words = button.text(deep=True).split()
    if len(words) < FEWEST_WORDS or not any(name in button.attributes for name in _UNFOLDS):
        return False
    return words[-1].endswith("?") or any(map(_is_named, _around(button)))


def holder_of(button: LexborNode) -> LexborNode:
    """The smallest element around it that holds more than the button itself: its answer lies in there."""
    holder, letters = button, len(button.text(deep=True).strip())
    while holder.parent is not None and len(holder.text(deep=True).strip()) <= letters:
        holder = holder.parent
    return holder


def _around(button: LexborNode) -> list[LexborNode]:
    found = [button]
    while len(found) <= HIGHEST and found[-1].parent is not None:
        found.append(found[-1].parent)
    return found


def _is_named(node: LexborNode) -> bool:
    return (
        _NAMED.search(f"{node.attributes.get('class') or ''} {node.attributes.get('id') or ''}") is not None
    )
