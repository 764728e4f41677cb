"""How sure a search may be that what it found answers the question."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from math import exp, log
from operator import mul
from typing import NamedTuple

from retrieval.domain.common_direction import alike_to_any, seldom_said
from retrieval.domain.fusion import Ranked
from retrieval.domain.passages import StoredPassage, Vector
from retrieval.domain.vocabulary import Vocabulary

LOOKED_AT = 10
SHARPNESS = 20
"""How fast votes fall with the cosine: 0.05 less is worth a third."""
PHRASED = 0.3
"""From this share of repeated answers on, knowledge counts as one of many phrasings."""
MANY_TERMS = 12
MANY_PASSAGES = log(22_000)


class Signals(NamedTuple):
    """From 0 to 1, but for `score`, which names may lift to 1.25, and what more passages do to `size`.

    `score` is what the best candidate came to and `lead` how far it is from the second; `length` the number
    of the question's terms and `unheard` the share of them, by rarity, that the knowledge never uses; `share`
    the part of the first passages that give the answer with most votes; `size` the logarithm of the number of
    passages, since among many one is near by chance. `common` is the cosine with what any company says, which
    a question for somebody else comes closer to than to these passages. `seldom` is how near the question is
    to those that companies leave open, and `missed` what its words say against an answer that the first
    passage lacks. `said` is the share of its terms that the first passage has, and `rarest` how rare the
    rarest of the others is beside the rarest of all. `repeats` says how many of the first FAQ entries give
    an answer that was given already: where an answer has many phrasings, other signals count than where it
    has one.
    """

    score: float
    lead: float
    length: float
    unheard: float
    share: float
    size: float
    common: float
    seldom: float
    missed: float
    said: float
    rarest: float
    repeats: float


@dataclass(frozen=True, slots=True)
class Asked:
    """The question's terms with their rarities, the vector that was searched with, and that of the question
    alone; `said` are the terms of the first passage, `missed` is what the embedder says of the words that it
    lacks."""

    rarities: Mapping[int, float]
    vector: Vector
    alone: Vector
    said: Set[int]
    missed: float


@dataclass(frozen=True, slots=True)
class Weights:
    """Of logarithmic odds: the intercept, and what each signal is multiplied by.

    Repeats have none: they choose between weights.
    """

    intercept: float
    each: Signals


@dataclass(frozen=True, slots=True)
class Doubt:
    """A reason why there is no answer, in odds against one: where an answer has one phrasing, and many."""

    one: Weights
    many: Weights


NOTHING = Signals(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
FOREIGN = Doubt(
    Weights(-1.26, Signals(-21.48, 7.4, -0.15, 0.78, 0.0, 7.78, 4.71, 0.03, 0.53, 1.97, 1.64, 0.0)),
    Weights(5.74, Signals(-23.05, 0.0, -3.43, 0.0, -2.14, 11.13, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)),
)
"""It is meant for somebody else."""
LEFT_OPEN = Doubt(
    Weights(-1.34, Signals(-3.53, -5.32, -1.77, 0.89, 0.0, 2.16, 0.69, 9.89, 2.1, 1.17, 1.99, 0.0)),
    Weights(2.44, Signals(-7.08, 0.0, -1.34, 0.0, -2.41, 5.17, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)),
)
"""It is about this knowledge, which does not say. Both learned by `make train-answerability`, where two of
three questions have an answer, from banking77 (CC-BY-4.0), dstc10_t2 and deepset's harmless prompts
(Apache-2.0), and companies made up for this project."""


def signals(
    ranked: Sequence[Ranked], stored: Sequence[StoredPassage], asked: Asked, vocabulary: Vocabulary
) -> Signals:
    """Of all candidates and the passages of the first, best first."""
    if not ranked or not stored:
        return NOTHING
    answers = [one.answer for one in stored[:LOOKED_AT]]
    second = ranked[1].score if len(ranked) > 1 else 0.0
    rarities, known = asked.rarities, vocabulary.counts
    total = sum(rarities.values())
    lacking = [rarity for term, rarity in rarities.items() if term not in asked.said]
    return Signals(
        score=ranked[0].score,
        lead=ranked[0].score - second,
        length=min(1.0, len(rarities) / MANY_TERMS),
        unheard=sum(rarities[term] for term in rarities if term not in known) / total if total else 0.0,
        share=answers.count(_favourite(answers, ranked)) / LOOKED_AT,
        size=log(max(1, vocabulary.passages)) / MANY_PASSAGES,
        common=alike_to_any(asked.vector),
        seldom=seldom_said(asked.alone),
        missed=asked.missed,
        said=1 - len(lacking) / max(1, len(rarities)),
        rarest=max(lacking, default=0.0) / (max(rarities.values(), default=0.0) or 1.0),
        repeats=sum(count - 1 for count in Counter(answers).values()) / max(1, len(answers) - 1),
    )


def confidence(seen: Signals, doubts: Sequence[Doubt] = (FOREIGN, LEFT_OPEN)) -> float:
    """The probability that a question has an answer, between both kinds of knowledge by its repeats."""
    if seen == NOTHING:
        return 0.0
    mixed = phrased(seen)
    against = sum(
        exp((1 - mixed) * _weighed(seen, doubt.one) + mixed * _weighed(seen, doubt.many)) for doubt in doubts
    )
    return round(1 / (1 + against), 4)


def phrased(seen: Signals) -> float:
    """From 0, every answer has a phrasing of its own, to 1, they have many."""
    return min(1.0, seen.repeats / PHRASED)


def _weighed(seen: Signals, weights: Weights) -> float:
    return sum(map(mul, weights.each, seen), weights.intercept)


def _favourite(answers: Sequence[tuple[str, str]], ranked: Sequence[Ranked]) -> tuple[str, str]:
    """The answer with most votes; a near passage has more of them than a far one."""
    votes: defaultdict[tuple[str, str], float] = defaultdict(float)
    for answer, one in zip(answers, ranked, strict=False):
        votes[answer] += exp(SHARPNESS * one.dense)
    return max(votes, key=lambda answer: votes[answer])
