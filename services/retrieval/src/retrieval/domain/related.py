"""What a customer could ask next."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from retrieval.domain.document import unnumbered
from retrieval.domain.passages import StoredPassage

MOST = 4
FEWEST_LETTERS = 4
_ASKING = re.compile(
    r"(?:how|what|where|who|which|why|when (?:is|are|do|does|can|may|will|should|must|to)"
    r"|can|do|does|is|are|may"
    r"|wie|was|wann|wo|wer|welche[rsn]?|warum|kann|darf|muss"
    r"|c[oó]mo|qu[eé]|cu[aá]ndo|d[oó]nde|qui[eé]n|cu[aá]l(?:es)?|cu[aá]nt[oa]s?|por qu[eé]"
    r"|comment|quand|o[uù]|qui|quel(?:le)?s?|pourquoi|combien|puis-je|peut-on|est-ce)\W+\w+\W+\w",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"[\W_]+")


def related_questions(asked: str, found: Sequence[StoredPassage]) -> list[str]:
    """Questions of other passages found, and headings that ask; without the question just asked.

    A heading such as "Time needed" says nothing to whoever does not see the page.
    """
    others = found[1:]
    questions = [one.question for one in others if one.question]
    headings = [unnumbered(one.heading).split(" › ")[-1] for one in others if not one.question]
    topics = [heading for heading in headings if heading.endswith("?") or _ASKING.match(heading)]
    known = {_shape(asked)}
    if found:
        known |= {_shape(found[0].question or ""), _shape(unnumbered(found[0].heading).split(" › ")[-1])}
    related: list[str] = []
    for text in _alternate(questions, topics):
        if _shape(text) not in known and len(_shape(text)) >= FEWEST_LETTERS:
            known.add(_shape(text))
            related.append(text)
    return related[:MOST]


def _alternate(questions: Sequence[str], topics: Sequence[str]) -> list[str]:
    mixed = [text for pair in zip(questions, topics, strict=False) for text in pair]
    shorter = min(len(questions), len(topics))
    return [*mixed, *questions[shorter:], *topics[shorter:]]


@lru_cache(maxsize=20_000)  # the same passages are found again and again
def _shape(text: str) -> str:
    return _BETWEEN.sub("", text.casefold())
