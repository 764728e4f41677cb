"""How sure a search may be that what it found answers the question."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp, log

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


@dataclass(frozen=True, slots=True)
class Signals:
    """From 0 to 1, but for `score`, which names may lift to 1.25, and what more passages do to `size`.

    `score` is what the best candidate came to and `lead` how far it is from the second; `length` the number
    of the question's terms and `unheard` the share of them, by rarity, that the knowledge never uses; `share`
    the part of the first passages that give the answer with most votes; `size` the logarithm of the number of
    passages, since among many one is near by chance. `common` is the cosine with what any company says, which
    a question for somebody else comes closer to than to these passages. `seldom` is how near the question is
    to those that companies leave open, and `missed` what its words say against an answer that the first
    passage lacks. `repeats` says how many of the first FAQ entries give an answer that was given already:
    where an answer has many phrasings, other signals count than where it has one.
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
    repeats: float


@dataclass(frozen=True, slots=True)
class Asked:
    """The question's terms with their rarities, the vector that was searched with, and that of the question
    alone; `missed` is what the embedder says of the words that the first passage lacks."""

    rarities: Mapping[int, float]
    vector: Vector
    alone: Vector
    missed: float


@dataclass(frozen=True, slots=True)
class Weights:
    """Of logarithmic odds: the intercept and the signals in their order."""

    intercept: float
    score: float
    lead: float
    length: float
    unheard: float
    share: float
    size: float
    common: float
    seldom: float
    missed: float


@dataclass(frozen=True, slots=True)
class Doubt:
    """A reason why there is no answer, in odds against one: where an answer has one phrasing, and many."""

    one: Weights
    many: Weights


NOTHING = Signals(0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
FOREIGN = Doubt(
    Weights(0.79, -20.25, 7.85, -0.38, 0.6, 0.0, 7.41, 4.53, -0.03, 0.54),
    Weights(6.18, -23.25, 0.0, -3.55, 0.0, -2.12, 10.74, 0.0, 0.0, 0.0),
)
"""It is meant for somebody else."""
LEFT_OPEN = Doubt(
    Weights(0.54, -2.57, -5.66, -1.83, 1.2, 0.0, 1.96, 0.4, 9.45, 2.11),
    Weights(2.58, -7.17, 0.0, -1.38, 0.0, -2.4, 5.08, 0.0, 0.0, 0.0),
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
    return (
        weights.intercept
        + weights.score * seen.score
        + weights.lead * seen.lead
        + weights.length * seen.length
        + weights.unheard * seen.unheard
        + weights.share * seen.share
        + weights.size * seen.size
        + weights.common * seen.common
        + weights.seldom * seen.seldom
        + weights.missed * seen.missed
    )


def _favourite(answers: Sequence[tuple[str, str]], ranked: Sequence[Ranked]) -> tuple[str, str]:
    """The answer with most votes; a near passage has more of them than a far one."""
    votes: defaultdict[tuple[str, str], float] = defaultdict(float)
    for answer, one in zip(answers, ranked, strict=False):
        votes[answer] += exp(SHARPNESS * one.dense)
    return max(votes, key=lambda answer: votes[answer])
