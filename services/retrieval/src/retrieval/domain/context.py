"""Puts a customer's question into the context of what they asked before."""

from __future__ import annotations

import re
from dataclasses import dataclass

MAX_CHARS = 1_500
FEW_WORDS = 3
LEANING = 0.7
"""BM25 weight of the words of earlier turns when the question leans on them."""
FAINT = 0.2
"""The same when the question stands on its own."""

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_EXPLETIVE = re.compile(
    r"\b(?:is|are|was|were|will|can|could) there\b|\bthere (?:is|are|was|were)\b"
    r"|\b(?:does|will|would|did) it (?:cost|take)\b|\bis it (?:possible|allowed|ok|okay)\b",
    re.I,
)
_OPENER = re.compile(r"\s*(?:(?:ok|okay|and|but|so|also|or|then|what about|how about)\b[\s,]*)+", re.I)
_POINTING_WORDS = """
it its they them their theirs that this these those there he she him her one ones same both else instead
"""
_PLAIN_WORDS = """
a an the i i'm me my mine we our us you your yours is are was were be been am do does did done have has had
can could will would shall should may might must to of in on at for from by with about as if so and or but
not no yes please thanks thank hi hello hey ok okay what when where which who whom whose why how much many
long often also too just any some all get got let know tell want need like
"""
_POINTING = frozenset(_POINTING_WORDS.split())
_PLAIN = frozenset(_PLAIN_WORDS.split())


@dataclass(frozen=True, slots=True)
class Query:
    """What is searched for.

    `text` is the question alone. A passage counts by the best cosine with any of `embedded`; `terms` are
    texts with the weight of their words in BM25.
    """

    text: str
    embedded: tuple[str, ...]
    terms: tuple[tuple[str, float], ...]


def in_context(question: str, earlier: list[str]) -> Query:
    """The query for `question` after the user's `earlier` turns (newest first).

    A question that leans on them is asked alone and together with them: whichever fits a passage better
    decides, because what looks like a follow-up may be a change of topic.
    """
    text = _tidy(question)
    if not earlier:
        return Query(text, (text,), ((text, 1.0),))
    before = _tidy(" ".join(earlier))
    if stands_alone(text):
        return Query(text, (text,), ((text, 1.0), (before, FAINT)))
    return Query(text, (text, f"{text} {before}"), ((text, 1.0), (before, LEANING)))


def _tidy(text: str) -> str:
    return " ".join(text.split())[:MAX_CHARS]


def stands_alone(question: str) -> bool:
    """Whether a question can be understood without the one before it."""
    if (opener := _OPENER.match(question)) and "about" in opener.group().lower():
        return False
    words = [word.lower() for word in _WORD.findall(_EXPLETIVE.sub(" ", question))]
    if any(word in _POINTING for word in words):
        return False
    return len(content_words(words)) > FEW_WORDS


def content_words(words: list[str]) -> list[str]:
    """The words that carry a topic, in lower case."""
    return [word for word in words if word not in _PLAIN and word not in _POINTING and len(word) > 1]
