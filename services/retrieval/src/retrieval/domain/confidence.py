"""How sure a search may be that what it found answers the question."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import astuple, dataclass
from math import exp, log

from retrieval.domain.fusion import Ranked
from retrieval.domain.passages import StoredPassage

LOOKED_AT = 3
NEIGHBOURS = 10
_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")

INTERCEPT = -4.23
COEFFICIENTS = (8.1, 0.0, -3.02, 0.0, 1.07, 0.0, 1.14, 0.99, 0.0)
"""Of the signals in their order, learned from five of them; the others weigh nothing yet.

`make train-answerability` learns all of them, but one set of weights for FAQs with many phrasings of a
question and for those with one is worse than the best cosine on the former.
"""


@dataclass(frozen=True, slots=True)
class Signals:
    """All from 0 to 1.

    `cosine`, `fifth` and `tenth` are cosines in their order: a single near passage is another thing than a
    dense neighbourhood. `concentration` is 1 when all of the first ten belong to the same answer and 0 when
    each belongs to another. `coverage` is the share of the question's words, by rarity, in the best of the
    first passages, `around` in all of them together; `words` the best BM25 share; `agreement` is 1 when both
    rankings put the same passage first; `numbers` the share of the question's numbers that were found.
    """

    cosine: float
    fifth: float
    tenth: float
    concentration: float
    coverage: float
    around: float
    words: float
    agreement: float
    numbers: float


NOTHING = Signals(0, 0, 0, 0, 0, 0, 0, 0, 0)


def signals(
    question: str,
    ranked: Sequence[Ranked],
    stored: Sequence[StoredPassage],
    found_terms: Sequence[Set[int]],
    rarities: Mapping[int, float],
) -> Signals:
    """Of the candidates, best first; the first passages with their terms; the rarities of the question's."""
    if not ranked:
        return NOTHING
    cosines = sorted((max(0.0, one.dense) for one in ranked), reverse=True)
    first, near = ranked[0], stored[:NEIGHBOURS]
    return Signals(
        cosine=cosines[0],
        fifth=cosines[min(5, len(cosines)) - 1],
        tenth=cosines[min(NEIGHBOURS, len(cosines)) - 1],
        concentration=_concentration([_answer_of(one) for one in near]),
        coverage=max((_covered(terms, rarities) for terms in found_terms[:LOOKED_AT]), default=0.0),
        around=_covered(set().union(*found_terms[:NEIGHBOURS]), rarities),
        words=max(one.bm25 for one in ranked),
        agreement=1 / (1 + first.dense_place + first.bm25_place),
        numbers=_numbers(question, near),
    )


def confidence(
    seen: Signals, intercept: float = INTERCEPT, coefficients: Sequence[float] = COEFFICIENTS
) -> float:
    """A logistic function of the signals."""
    x = intercept + sum(weight * value for weight, value in zip(coefficients, astuple(seen), strict=True))
    return round(1 / (1 + exp(-x)), 4)


def _covered(terms: Set[int], rarities: Mapping[int, float]) -> float:
    total = sum(rarities.values())
    return sum(rarity for term, rarity in rarities.items() if term in terms) / total if total else 0.0


def _answer_of(one: StoredPassage) -> tuple[str, str]:
    """Several phrasings of a question share its answer; the passages of a section share its heading."""
    return one.title, one.text if one.question else one.heading


def _concentration(answers: Sequence[tuple[str, str]]) -> float:
    """1 minus the entropy over answers, as a share of the most it can be."""
    if len(answers) < 2:
        return 0.0
    shares = [count / len(answers) for count in Counter(answers).values()]
    return 1 + sum(share * log(share) for share in shares) / log(len(answers))


def _numbers(question: str, near: Sequence[StoredPassage]) -> float:
    asked = set(_NUMBER.findall(question))
    if not asked:
        return 1.0
    found = set(_NUMBER.findall(" ".join(one.words for one in near)))
    return len(asked & found) / len(asked)
