"""What a record says besides its title and its text: prices, sizes, places."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

TITLES = ("title", "heading", "headline", "name", "topic", "subject", "label", "titel", "titulo", "titre")
TEXTS = (
    *("text", "content", "body", "description", "details", "message", "summary", "html", "value", "plain"),
    *("body_html", "description_html", "bodyhtml", "descriptionhtml"),
)
KEYWORDS = ("keywords", "tags", "keyword")
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_BOOKKEEPING = frozenset(
    (
        *("id", "ids", "uuid", "guid", "hash", "version", "draft", "status", "at", "author"),
        *("url", "uri", "href", "link", "slug", "handle", "image", "images", "src", "thumbnail"),
        *("locale", "lang", "language", "position", "order", "rank", "vote", "votes"),
    )
)


def fields_of(raw: Mapping[str, Any], before: str = "") -> dict[str, str]:
    """Each field that can be said in a line; what lies within objects is called `price month`."""
    found: dict[str, str] = {}
    for key, value in raw.items():
        name = f"{before} {key}".strip()
        if isinstance(value, Mapping):
            found |= fields_of(value, name)
        elif text := _line(value):
            found[name] = text
    return found


def fields_beside(raw: Mapping[str, Any]) -> dict[str, str]:
    """The fields beside title, text and keywords that tell a reader anything, without bookkeeping."""
    known = {*TITLES, *TEXTS, *KEYWORDS}
    beside = {key: value for key, value in raw.items() if key.strip().casefold() not in known}
    return {name: value for name, value in fields_of(beside).items() if _tells(name)}


def _tells(name: str) -> bool:
    return not {word.lower() for word in _WORD.findall(name)} & _BOOKKEEPING


def is_plain(value: Any) -> bool:
    """Whether `fields_of` tells all of it, and no name in it is a sentence."""
    if isinstance(value, Mapping):
        return all(" " not in str(key).strip() and is_plain(one) for key, one in value.items())
    return not isinstance(value, list) or not any(isinstance(one, (Mapping, list)) for one in value)


def _line(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(text for one in value if (text := _line(one)))
    if isinstance(value, bool):
        return "yes" if value else "no"
    return " ".join(str(value).split()) if isinstance(value, (str, int, float)) else ""
