"""Whether a customer names something that the knowledge does not speak of."""

from __future__ import annotations

import re

from contracts.shapes import Passage
from conversation.domain.answering.quantities import is_day
from conversation.domain.answering.terms import terms
from conversation.domain.turns import Grounding

_BEFORE_A_NAME = (
    "(?: (?:to|for|from|in|into|by|via|with|without|the|an?|my|nach|für|von|per|mit|ohne|der|die|das|eine?"
    "|mein|para|de|en|por|con|sin|el|la|una?|à|au|aux|pour|par|avec|sans|les?|une))"
)
_ONE_MORE = re.compile(
    rf"\W*(?:(?:and|or|und|oder|y|o|et|ou){_BEFORE_A_NAME}+"
    rf"|(?:what about|how about|was ist mit|qué tal){_BEFORE_A_NAME}*)((?: [^\W\d_]+){{1,2}})\W*",
    re.IGNORECASE,
)
_TIMES = """
today tonight tomorrow week month heute abend morgen woche monat hoy mañana semana mes demain semaine mois
"""
_WHEN = frozenset(_TIMES.split())


def names_the_unheard(grounding: Grounding) -> bool:
    """Whether a follow-up names no more than one thing ("and to Japan?"), which is in no passage.

    What was said about the question before it would be quoted again, as if it held for that too. Times are
    left out: no text names them all.
    """
    question = grounding.understood
    found = _ONE_MORE.fullmatch(question)
    if found is None or any(is_day(word.capitalize()) or word.lower() in _WHEN for word in found[1].split()):
        return False
    named = frozenset(terms(found[1]))
    return bool(named) and all(named.isdisjoint(_said(passage)) for passage in grounding.passages)


def _said(passage: Passage) -> list[str]:
    return terms(f"{passage.title} {passage.heading} {passage.question or ''} {passage.text}")
