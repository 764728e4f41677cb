"""Pieces of a reply that came together are told together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from contracts.glimpses import ReplyDelta


def joined(items: Iterable[Any]) -> Iterator[Any]:
    """The same items, with each run of deltas that continue one another as one delta."""
    first: ReplyDelta | None = None
    texts: list[str] = []
    end = 0
    for item in items:
        if first is not None and isinstance(item, ReplyDelta) and _continues(item, first, end):
            texts.append(item.text)
            end += len(item.text)
            continue
        if first is not None:
            yield _delta(first, texts)
            first = None
        if isinstance(item, ReplyDelta):
            first, texts, end = item, [item.text], item.offset + len(item.text)
        else:
            yield item
    if first is not None:
        yield _delta(first, texts)


def _continues(item: ReplyDelta, first: ReplyDelta, end: int) -> bool:
    return item.offset == end and item.attempt == first.attempt and item.turn_id == first.turn_id


def _delta(first: ReplyDelta, texts: list[str]) -> ReplyDelta:
    return first if len(texts) == 1 else first.model_copy(update={"text": "".join(texts)})
