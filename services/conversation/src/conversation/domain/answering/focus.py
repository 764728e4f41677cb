"""Scores how much each passage, and each piece of it, is about the question."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from math import exp, log

from contracts.shapes import Passage
from conversation.domain.answering.asking import Asking
from conversation.domain.answering.labels import Label, labels
from conversation.domain.answering.measures import Measure, Range, excludes, holding, ranges
from conversation.domain.answering.quantities import weekdays
from conversation.domain.answering.sentences import Piece, pieces
from conversation.domain.answering.terms import terms

CONTEXT_WEIGHT = 0.6
PREFIX = 5
SEARCH, MEANING, TOGETHER, SAID, KIND = 8.0, 8.0, 1.5, 2.0, 1.5
"""Weights in a passage's log odds: search's score, the cosine, how many of the question's terms the passage
has, how many its best piece has, and whether a piece is of the wanted kind."""
ANSWERS_KIND = 0.15
FOR_ANOTHER_MEASURE = 0.05
HOLDS_MORE = 0.65
FOR_ANOTHER_DAY = 0.3
BEFORE = 0.5


@dataclass(frozen=True, slots=True)
class Candidate:
    """A piece that may be quoted. `own` (0..1): the share of the question's terms it has, by rarity;
    `covered` counts its introduction and kind as well. `fits`: it is of the wanted kind, such as a price."""

    passage: int
    position: int
    piece: Piece
    terms: frozenset[str]
    own: float
    covered: float
    fits: bool

    @property
    def words(self) -> int:
        return self.piece.text.count(" ") + 1


@dataclass(frozen=True, slots=True)
class Focus:
    """One passage with its candidates in order. `value`: the odds that it answers, by which passages are
    ranked. `entry`: it is a FAQ entry."""

    passage: int
    candidates: tuple[Candidate, ...]
    value: float
    covered: float
    entry: bool = False

    @property
    def words(self) -> int:
        return sum(one.words for one in self.candidates)


def focus(asked: Asking, passages: tuple[Passage, ...]) -> list[Focus]:
    """Every passage with its pieces scored against the question, best first."""
    asked = _counting(asked, passages)
    cut = [_cut(one.text, one.heading, one.question) for one in passages]
    for measure in asked.measures:
        least = holding(measure, (limit for one in passages for limit in ranges(one.text)))
        if asked.selects or least is not None:
            cut = [_measured(cuts, measure, least) for cuts in cut]
    if asked.letters:
        cut = _labelled(cut, asked.letters)
    if asked.days and any(asked.days & weekdays(one.piece.text) for cuts in cut for one in cuts):
        cut = [tuple(_of_days(one, asked.days) for one in cuts) for cuts in cut]
    bags = [one.bag for cuts in cut for one in cuts]
    leads = [one.lead for cuts in cut for one in cuts]
    weights = _weights(asked, frozenset().union(*bags, *leads) if bags else frozenset(), bags)
    found = [
        _focus(index, passage, cuts, weights, asked)
        for index, (passage, cuts) in enumerate(zip(passages, cut, strict=True))
        if cuts
    ]
    return sorted(found, key=lambda one: -one.value)


def _counting(asked: Asking, passages: tuple[Passage, ...]) -> Asking:
    """The question, with a number that counts nothing the passages count ("error 409 means") as a word."""
    units = {limit.unit for one in passages for limit in ranges(one.text)} if asked.measures else set()
    words = {one.name: f"{one.value:g}" for one in asked.measures if one.counted and one.unit not in units}
    if not words:
        return asked
    return replace(
        asked,
        terms=frozenset(words.get(name, name) for name in asked.terms),
        measures=tuple(one for one in asked.measures if one.name not in words),
    )


def similarity(question: str, other: str) -> float:
    """How similar two texts are (0..1), by the terms they share."""
    return _alike(set(terms(question)), set(terms(other)))


def closest(text: str, others: Sequence[str]) -> str:
    """The most similar of `others`, by the terms it shares with the text."""
    said = set(terms(text))
    return max(others, key=lambda other: _alike(said, set(terms(other))))


def _alike(left: set[str], right: set[str]) -> float:
    return 2 * len(left & right) / (len(left) + len(right)) if left and right else 0.0


@dataclass(frozen=True, slots=True)
class _Cut:
    """A piece with its terms (`bag`) and those of its headings (`lead`); `share` scales what they count."""

    piece: Piece
    bag: frozenset[str]
    lead: frozenset[str]
    labels: frozenset[Label]
    share: float = 1.0


@lru_cache(maxsize=1000)
def _cut(text: str, heading: str, question: str | None) -> tuple[_Cut, ...]:
    """Cached: the same passages are found for question after question."""
    return tuple(_cut_out(piece, f"{heading} {question or ''} {piece.lead}") for piece in pieces(text))


def _cut_out(piece: Piece, lead: str) -> _Cut:
    named = labels(piece.text) or labels(lead)
    return _Cut(piece, frozenset(terms(piece.text)), frozenset(terms(lead)), named)


def _measured(cuts: tuple[_Cut, ...], measure: Measure, narrowest: Range | None) -> tuple[_Cut, ...]:
    """The pieces, judged by the asked measure: the one with the narrowest range that holds it counts as
    naming it, and what is only for other measures hardly counts."""
    found = [ranges(cut.piece.text) for cut in cuts]
    least = holding(measure, (one for limits in found for one in limits))
    if least is None and any(excludes(measure, limits) for limits in found):
        return tuple(replace(cut, share=FOR_ANOTHER_MEASURE * cut.share) for cut in cuts)
    own = 1.0 if least in (None, narrowest) else HOLDS_MORE
    return tuple(
        replace(
            cut,
            bag=cut.bag | {measure.name} if least in limits else cut.bag,
            share=(FOR_ANOTHER_MEASURE if excludes(measure, limits) else own) * cut.share,
        )
        for cut, limits in zip(cuts, found, strict=True)
    )


def _labelled(cut: list[tuple[_Cut, ...]], letters: frozenset[str]) -> list[tuple[_Cut, ...]]:
    """The pieces without those that are only for other letters than the asked ones ("size M")."""
    kinds = {kind for cuts in cut for one in cuts for kind, letter in one.labels if letter in letters}
    return [tuple(one for one in cuts if not _for_others(one, letters, kinds)) for cuts in cut]


def _for_others(cut: _Cut, letters: frozenset[str], kinds: set[str]) -> bool:
    others = any(kind in kinds for kind, _ in cut.labels)
    return others and letters.isdisjoint(cut.bag) and all(letter not in letters for _, letter in cut.labels)


def _of_days(cut: _Cut, days: frozenset[str]) -> _Cut:
    """The piece, which counts little where it names other days only."""
    named = weekdays(cut.piece.text)
    return replace(cut, share=FOR_ANOTHER_DAY * cut.share) if named and named.isdisjoint(days) else cut


def _focus(
    index: int, passage: Passage, cuts: tuple[_Cut, ...], weights: dict[str, float], asked: Asking
) -> Focus:
    total = sum(weights.values()) or 1.0
    scored = []
    for position, cut in enumerate(cuts):
        own = cut.share * sum(weight for name, weight in weights.items() if name in cut.bag) / total
        around = sum(w for name, w in weights.items() if name in cut.lead and name not in cut.bag) / total
        fits = _fits(asked, cut.piece)
        covered = own + cut.share * (CONTEXT_WEIGHT * around + ANSWERS_KIND * fits)
        scored.append(Candidate(index, position, cut.piece, cut.bag, own, covered, fits))
    everything = frozenset().union(*(cut.bag | cut.lead for cut in cuts))
    share = max(cut.share for cut in cuts)
    together = share * sum(weight for name, weight in weights.items() if name in everything) / total
    said = max(one.covered for one in scored)
    odds = SEARCH * passage.score + MEANING * (passage.dense_score or 0.0)
    odds += TOGETHER * together + SAID * said + KIND * any(one.fits for one in scored)
    value = share * exp(odds)
    return Focus(index, tuple(scored), value, (together + said) / 2, passage.question is not None)


def _fits(asked: Asking, piece: Piece) -> bool:
    """Whether a piece is of the kind that the question wants."""
    if asked.shows is not None:
        return _shown(asked.shows, piece.text)
    return asked.way and piece.kind in ("item", "step")


@lru_cache(maxsize=20_000)
def _shown(kind: re.Pattern[str], text: str) -> bool:
    """Cached: there are few kinds, and the same passages are found for question after question."""
    return kind.search(text) is not None


def _weights(asked: Asking, vocabulary: frozenset[str], bags: list[frozenset[str]]) -> dict[str, float]:
    """The weight of each term of the question, by rarity; terms of the previous question weigh half."""
    wanted = _known(asked.terms, vocabulary)
    before = asked.before & vocabulary - wanted
    seen = Counter(name for bag in bags for name in bag & (wanted | before))
    rarity = {name: log(1 + len(bags) / (1 + seen[name])) for name in wanted | before}
    return {name: (BEFORE if name in before else 1.0) * weight for name, weight in rarity.items()}


def _known(names: frozenset[str], vocabulary: frozenset[str]) -> frozenset[str]:
    """The terms, those that no passage uses replaced by terms of the passages with the same beginning."""
    known: set[str] = set()
    for name in names:
        related = () if name in vocabulary else _same_beginning(name, vocabulary)
        known.update(related or (name,))
    return frozenset(known)


def _same_beginning(name: str, vocabulary: frozenset[str]) -> tuple[str, ...]:
    if len(name) < PREFIX or name[0].isdigit():
        return ()
    return tuple(
        other
        for other in vocabulary
        if len(other) >= PREFIX and (other.startswith(name) or name.startswith(other))
    )
