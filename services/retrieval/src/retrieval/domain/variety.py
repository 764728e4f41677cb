"""Chooses which of the passages found are shown: none that repeats a better one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence, Set

from retrieval.domain.passages import StoredPassage

SAME = 0.85


def varied(
    places: Iterable[int], stored: Sequence[StoredPassage], terms: Callable[[str], Set[int]], limit: int
) -> list[int]:
    """The first `limit` of `places`, which are best first, without repetition.

    A passage in nearly the same words as a better one is left out. A FAQ entry with the same answer as a
    better one goes behind the others.
    """
    new: list[int] = []
    again: list[int] = []
    given: set[tuple[str, str]] = set()
    said: list[Set[int]] = []
    for place in places:
        if len(new) == limit:
            break
        words = terms(stored[place].words)
        if any(_nearly_equal(words, other) for other in said):
            continue
        said.append(words)
        (again if stored[place].answer in given else new).append(place)
        given.add(stored[place].answer)
    return [*new, *again][:limit]


def _nearly_equal(one: Set[int], other: Set[int]) -> bool:
    shorter, longer = sorted((len(one), len(other)))
    if not longer or shorter < SAME * longer:
        return False
    common = len(one & other)
    return common / (shorter + longer - common) >= SAME
