"""Whether a FAQ entry asks what the customer asks."""

from __future__ import annotations

import re

from contracts.shapes import Passage
from conversation.domain.answering.asking import Asking
from conversation.domain.answering.focus import similarity
from conversation.domain.answering.measures import excludes, ranges
from conversation.domain.answering.terms import terms
from conversation.domain.turns import Grounding

NEARLY_THE_SAME = 0.7
LOOKED_AT = 3
_ASKING_WORDS = tuple(
    re.compile(rf"\b(?:{words})\b", re.IGNORECASE)
    for words in (
        "where|wo|wohin|d[oó]nde|où",
        "when|what time|wann|cu[aá]ndo|quand",
        "how long|wie lange|cu[aá]nto tiempo|combien de temps",
        "who|wer|qui[eé]n|qui",
        "why|warum|wieso|por qu[eé]|pourquoi",
    )
)


def matching_entry(grounding: Grounding, asked: Asking) -> Passage | None:
    """The entry that asks the same word for word, or one of the best passages that asks nearly the same."""
    said = (_words(grounding.question), _words(grounding.understood))
    for passage in grounding.passages:
        if passage.question is not None and _words(passage.question) in said:
            return passage
    return _most_similar_entry(grounding, asked)


def _most_similar_entry(grounding: Grounding, asked: Asking) -> Passage | None:
    """Only an entry that contains every term of the question: any other leaves part of it unanswered."""
    best, found, wanted = 0.0, None, set(terms(grounding.understood))
    for passage in grounding.passages[:LOOKED_AT]:
        if passage.question is None or _for_another_measure(asked, passage):
            continue
        if _wanted(grounding.understood) - _wanted(passage.question):
            continue
        likeness = similarity(grounding.understood, passage.question)
        complete = wanted <= {*terms(passage.question), *terms(passage.text)}
        if complete and likeness >= NEARLY_THE_SAME and likeness > best:
            best, found = likeness, passage
    return found


def _wanted(question: str) -> set[int]:
    """What it asks for by its asking words, which are no terms: "where is it?" is not "what is it?"."""
    return {at for at, words in enumerate(_ASKING_WORDS) if words.search(question)}


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _for_another_measure(asked: Asking, passage: Passage) -> bool:
    return asked.selects and any(excludes(one, ranges(passage.text)) for one in asked.measures)
