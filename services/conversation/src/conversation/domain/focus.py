"""How much each piece of the passages, and each passage, is about the question."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from math import exp, log

from contracts.shapes import Passage
from conversation.domain.sentences import Piece, pieces
from conversation.domain.terms import terms

CONTEXT_WEIGHT = 0.6
PREFIX = 5
SPREAD = 0.15
_ASKS_NUMBER = re.compile(
    r"\b(?:how (?:much|many|long|far|big|heavy|large|late|early|often|old)|what (?:time|price)|when"
    r"|costs?|price"
    r"|fee|charge|wie (?:viel|viele|lange|weit|groß|schwer|oft|hoch)|wann|kostet|kosten|cuánto|cuántos|cuándo"
    r"|combien|quand)\b",
    re.IGNORECASE,
)
_HAS_NUMBER = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A piece with its place. `own` and `covered` (0..1): how much of the question it speaks of, alone and
    with what introduces it."""

    passage: int
    position: int
    piece: Piece
    terms: frozenset[str]
    own: float
    covered: float


@dataclass(frozen=True, slots=True)
class Focus:
    """One passage's candidates in order. `value` ranks passages: search's opinion and shared words."""

    passage: int
    candidates: tuple[Candidate, ...]
    value: float
    covered: float


def focus(question: str, passages: tuple[Passage, ...]) -> list[Focus]:
    """Every passage with its pieces scored against the question, best first."""
    cut = [[_Cut(passage, piece) for piece in pieces(passage.text)] for passage in passages]
    bags = [one.bag for cuts in cut for one in cuts]
    leads = [one.lead for cuts in cut for one in cuts]
    wanted = _wanted(question, frozenset().union(*bags, *leads) if bags else frozenset())
    weights = _weights(wanted, bags)
    numbers = bool(_ASKS_NUMBER.search(question))
    top = max((passage.score for passage in passages), default=0.0)
    found = [
        _focus(index, passage, cuts, weights, numbers, top)
        for index, (passage, cuts) in enumerate(zip(passages, cut, strict=True))
        if cuts
    ]
    return sorted(found, key=lambda one: -one.value)


def similarity(question: str, other: str) -> float:
    """How alike two texts are (0..1), by the terms they share."""
    left, right = set(terms(question)), set(terms(other))
    if not left or not right:
        return 0.0
    return 2 * len(left & right) / (len(left) + len(right))


class _Cut:
    """A piece with the terms it says and those it stands under."""

    __slots__ = ("bag", "lead", "piece")

    def __init__(self, passage: Passage, piece: Piece) -> None:
        self.piece = piece
        self.bag = frozenset(terms(piece.text))
        self.lead = frozenset(terms(f"{passage.heading} {passage.question or ''} {piece.lead}"))


def _focus(
    index: int, passage: Passage, cuts: list[_Cut], weights: dict[str, float], numbers: bool, top: float
) -> Focus:
    total = sum(weights.values()) or 1.0
    scored = []
    for position, cut in enumerate(cuts):
        own = sum(weight for name, weight in weights.items() if name in cut.bag) / total
        around = sum(w for name, w in weights.items() if name in cut.lead and name not in cut.bag) / total
        covered = own + CONTEXT_WEIGHT * around
        if numbers and _HAS_NUMBER.search(cut.piece.text):
            covered += 0.1
        scored.append(Candidate(index, position, cut.piece, cut.bag, own, covered))
    everything = frozenset().union(*(cut.bag | cut.lead for cut in cuts))
    together = sum(weight for name, weight in weights.items() if name in everything) / total
    covered = (together + max(one.covered for one in scored)) / 2
    prior = exp((passage.score - top) / SPREAD)
    return Focus(index, tuple(scored), prior + covered, covered)


def _wanted(question: str, vocabulary: frozenset[str]) -> frozenset[str]:
    """The question's terms; one the passages do not use stands for those that begin alike."""
    wanted: set[str] = set()
    for name in terms(question):
        alike = () if name in vocabulary else _alike(name, vocabulary)
        wanted.update(alike or (name,))
    return frozenset(wanted)


def _alike(name: str, vocabulary: frozenset[str]) -> tuple[str, ...]:
    if len(name) < PREFIX or name[0].isdigit():
        return ()
    return tuple(
        other
        for other in vocabulary
        if len(other) >= PREFIX and (other.startswith(name) or name.startswith(other))
    )


def _weights(wanted: frozenset[str], bags: list[frozenset[str]]) -> dict[str, float]:
    seen = Counter(name for bag in bags for name in bag & wanted)
    return {name: log(1 + len(bags) / (1 + seen[name])) for name in wanted}
