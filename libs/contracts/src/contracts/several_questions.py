"""How a message is cut into the questions it asks: whoever searches and whoever answers must cut alike."""

from __future__ import annotations

import re
from typing import NamedTuple

MOST = 4
_LONGEST = 600
_LEAST_WORDS = 2
_STATEMENT_WORDS = 4
"""A statement of fewer words is a greeting and the like, and says nothing about the questions beside it."""

_BE = r"is|are|was|were|do|does|did|can|could|will|would|should|may|must|have|has"
_WHOM = r"i|you|we|it|there|this|that|the|they|he|she|my|your|a|an|any|anyone|someone|people"
_ASKS = "|".join(
    (
        rf"(?:{_BE})(?:n['’]t)? (?:{_WHOM})\b",
        rf"(?:who|when|where|why)(?:['’]s| (?:{_BE}))\b",
        rf"(?:what|which|how)(?:['’]s\b|\b[^,;.?!]{{0,40}}?\b(?:{_BE})\b)",
        r"(?:wer|wann|wo|wohin|woher|wie|wieso|warum|wie ?viel|welche[nmrs]?) \S+ \S+",
        r"was (?:ist|sind|kostet|kosten|passiert|muss|kann|soll|mache?|brauche|bedeutet)\b",
        r"(?:kann|können|darf|muss|gibt|ist|sind|haben|hat|habt|liefert|liefern|bieten)"
        r" (?:ich|man|es|sie|wir|ihr|das|die|der)\b",
        r"¿|(?:qué|quién|cuándo|dónde|cómo|cuál|cuáles|cuánt[oa]s?|por qué|puedo|puede|hay|tienen)\b",
        r"(?:quand|où|comment|pourquoi|combien|quel(?:le)?s?|est-ce|puis-je|peut-on|faut-il)\b",
        r"(?:pouvez|avez|livrez)-vous\b|y a-t-il\b",
    )
)
_ALSO = r"(?:(?:and|also|plus|und|auch|außerdem|y|también|et|aussi)\s+)"
_CUT = re.compile(rf"(?<=[.!?])\s+|\s*[,;:–-]\s+(?={_ALSO}*(?:{_ASKS}))|\s+(?={_ALSO}+(?:{_ASKS}))", re.I)
_LEAD = re.compile(
    rf"(?:{_ALSO}|(?:hi|hello|hey|ok|okay|so|but|hallo|hola|bonjour|please|bitte)\b\W*)*", re.I
)
_ASKING = re.compile(_ASKS, re.I)


class OneQuestion(NamedTuple):
    """A question as it was asked, and `whole`: behind what the message states beside its questions."""

    alone: str
    whole: str


def questions_of(text: str) -> tuple[OneQuestion, ...]:
    """The questions of a message, two to four.

    Empty for a message that asks one thing, and for one that is too long to be read like that.
    """
    if len(text) > _LONGEST:
        return ()
    pieces = [_LEAD.sub("", piece, count=1) for piece in _CUT.split(" ".join(text.split()))]
    asked = [piece for piece in pieces if _ASKING.match(piece) and len(piece.split()) >= _LEAST_WORDS]
    if not 2 <= len(asked) <= MOST:
        return ()
    stated = [one for one in pieces if one not in asked and len(one.split()) >= _STATEMENT_WORDS]
    return tuple(OneQuestion(one, " ".join((*stated, one))) for one in asked)
