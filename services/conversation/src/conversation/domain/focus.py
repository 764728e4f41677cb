"""How much each piece of the passages is about the question."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from math import log

from contracts.shapes import Passage
from conversation.domain.sentences import Piece, pieces
from conversation.domain.terms import terms

CONTEXT_WEIGHT = 0.6
PASSAGE_WEIGHT = 0.45
PREFIX = 5
_ASKS_NUMBER = re.compile(
    r"\b(?:how (?:much|many|long|far|big|heavy|large|late|early|often|old)|what (?:time|price)|when"
    r"|costs?|price"
    r"|fee|wie (?:viel|viele|lange|weit|groß|schwer|oft|hoch)|wann|kostet|kosten|cuánto|cuántos"
    r"|cuándo|combien"
    r"|quand)\b",
    re.IGNORECASE,
)
_HAS_NUMBER = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A piece with its place; `covered` (0..1): how much of the question it speaks of; `score` ranks it."""

    passage: int
    position: int
    piece: Piece
    terms: frozenset[str]
    covered: float
    score: float


def candidates(question: str, passages: tuple[Passage, ...]) -> list[Candidate]:
    """Every quotable piece of the passages, scored against the question; in passage order."""
    cut = [
        (p, n, piece) for p, passage in enumerate(passages) for n, piece in enumerate(pieces(passage.text))
    ]
    bags = [frozenset(terms(piece.text)) for _, _, piece in cut]
    leads = [_lead_terms(passages[p], piece) for p, _, piece in cut]
    wanted = _wanted(question, frozenset().union(*bags, *leads) if bags else frozenset())
    weights = _weights(wanted, bags)
    total = sum(weights.values()) or 1.0
    best = max((passage.score for passage in passages), default=0.0) or 1.0
    numbers = bool(_ASKS_NUMBER.search(question))
    scored = []
    for (p, n, piece), bag, lead in zip(cut, bags, leads, strict=True):
        own = sum(weight for name, weight in weights.items() if name in bag)
        around = sum(weight for name, weight in weights.items() if name in lead and name not in bag)
        covered = (own + CONTEXT_WEIGHT * around) / total
        score = covered + PASSAGE_WEIGHT * max(passages[p].score, 0.0) / best + (0.04 if n == 0 else 0.0)
        score += 0.1 if numbers and own and _HAS_NUMBER.search(piece.text) else 0.0
        score -= 0.15 if piece.text.endswith((":", "?")) else 0.0
        scored.append(Candidate(p, n, piece, bag, covered, score))
    return scored


def similarity(question: str, other: str) -> float:
    """How alike two questions are (0..1), by the terms they share."""
    left, right = set(terms(question)), set(terms(other))
    if not left or not right:
        return 0.0
    return 2 * len(left & right) / (len(left) + len(right))


def _lead_terms(passage: Passage, piece: Piece) -> frozenset[str]:
    return frozenset(terms(f"{passage.heading} {passage.question or ''} {piece.lead}"))


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
