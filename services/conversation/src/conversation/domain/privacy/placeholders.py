"""Replaces what identifies a person by numbered placeholders, and restores it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from conversation.domain.privacy.pii import Span, find_pii

PLACEHOLDER = re.compile(r"\[[A-Z][A-Z_]*_\d+\]")


def hide(
    text: str, known: Mapping[str, str] | None = None, spans: Iterable[Span] | None = None
) -> tuple[str, dict[str, str]]:
    """The text with `[EMAIL_1]` and the like, and `known` (placeholder → value) grown by what was new.

    The same value gets the same placeholder. `spans` are those of `find_pii`, searched for when left out.
    """
    values = dict(known or {})
    names = {(_kind(name), _plain(value)): name for name, value in values.items()}
    parts, at = [], 0
    for span in find_pii(text) if spans is None else spans:
        value = text[span.start : span.end]
        key = (span.kind, _plain(value))
        if key not in names:
            names[key] = f"[{span.kind}_{1 + sum(kind == span.kind for kind, _ in names)}]"
            values[names[key]] = value
        parts += [text[at : span.start], names[key]]
        at = span.end
    return "".join([*parts, text[at:]]), values


def restore(text: str, known: Mapping[str, str]) -> str:
    """The text with the values of its placeholders in place; unknown placeholders stay."""
    return PLACEHOLDER.sub(lambda match: known.get(match.group(), match.group()), text)


def restore_all(value: Any, known: Mapping[str, str]) -> Any:
    """A JSON value with every text in it restored; keys stay."""
    if isinstance(value, str):
        return restore(value, known)
    if isinstance(value, Mapping):
        return {key: restore_all(inner, known) for key, inner in value.items()}
    if isinstance(value, list):
        return [restore_all(inner, known) for inner in value]
    return value


def _kind(name: str) -> str:
    return name[1:-1].rpartition("_")[0]


def _plain(value: str) -> str:
    return re.sub(r"[^\w@+]", "", value).casefold() if "@" not in value else value.casefold()
