"""A short question may fit two topics equally well: then the bot asks which one is meant."""

from __future__ import annotations

from dataclasses import dataclass

from contracts.shapes import Passage
from conversation.domain.answering.asking import FEW_TERMS, Asking, asking
from conversation.domain.answering.focus import Focus, focus, similarity
from conversation.domain.answering.terms import terms
from conversation.domain.turns import Grounding

EQUAL = 0.85
AS_LIKELY = 0.75
COVERED = 0.4
OF_A_KIND = 0.5
MAX_LABEL = 60


@dataclass(frozen=True, slots=True)
class Topic:
    """A button; a click on it asks `question`."""

    label: str
    question: str


def two_topics(grounding: Grounding) -> tuple[Topic, Topic] | None:
    """The two topics the question may be about, or None when one clearly fits better.

    They are of a kind, by their names or texts; two topics of different kinds are answered together instead.
    """
    asked = asking(grounding.understood)
    if grounding.several or not 0 < len(asked.terms) <= FEW_TERMS:
        return None
    ranked = focus(asked, grounding.passages)[:2]
    if len(ranked) < 2 or not _equal(*ranked):
        return None
    passages = [grounding.passages[one.passage] for one in ranked]
    if not asked.terms <= {term for one in passages for term in terms(f"{name_of(one)} {one.text}")}:
        return None
    if len({passage.question is None for passage in passages}) > 1:
        return None
    first, second = (_topic(grounding.question, passage) for passage in passages)
    if first is None or second is None or not _differ(asked, first.label, second.label):
        return None
    if max(similarity(first.label, second.label), similarity(*(p.text for p in passages))) < OF_A_KIND:
        return None
    return first, second


def _differ(asked: Asking, first: str, second: str) -> bool:
    """Whether each name has a word that neither the question nor the other name has."""
    one, other = set(terms(first)) - asked.terms, set(terms(second)) - asked.terms
    return bool(one - other) and bool(other - one)


def _equal(first: Focus, second: Focus) -> bool:
    both = second.value >= AS_LIKELY * first.value and second.covered >= EQUAL * first.covered
    return both and min(first.covered, second.covered) >= COVERED


def name_of(passage: Passage) -> str:
    """Its FAQ question, or else its innermost heading without the number."""
    return passage.question or passage.heading.split(" › ")[-1].strip().lstrip("0123456789. ")


def _topic(question: str, passage: Passage) -> Topic | None:
    name = name_of(passage)
    if not name:
        return None
    return Topic(_short(name), name if passage.question else f"{name}: {question}")


def _short(label: str) -> str:
    return label if len(label) <= MAX_LABEL else f"{label[: MAX_LABEL - 1].rstrip()}…"
