"""Which of what was found is worth showing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence, Set

from retrieval.domain.passages import StoredPassage

SAME = 0.85


def varied(
    places: Iterable[int], stored: Sequence[StoredPassage], terms: Callable[[str], Set[int]], limit: int
) -> list[int]:
    """The first `limit` of these places, best first, without repetition.

    `terms` gives those of a text. Passages in nearly the same words as a better one are left out; FAQ entries
    whose answer a better one gives go behind those that say something new.
    """
    new: list[int] = []
    again: list[int] = []
    given: set[tuple[str, str]] = set()
    said: list[Set[int]] = []
    for place in places:
        if len(new) == limit:
            break
        words = terms(stored[place].words)
        if any(_alike(words, other) for other in said):
            continue
        said.append(words)
        (again if stored[place].answer in given else new).append(place)
        given.add(stored[place].answer)
    return [*new, *again][:limit]


def _alike(one: Set[int], other: Set[int]) -> bool:
    shorter, longer = sorted((len(one), len(other)))
    if not longer or shorter < SAME * longer:
        return False
    common = len(one & other)
    return common / (shorter + longer - common) >= SAME
