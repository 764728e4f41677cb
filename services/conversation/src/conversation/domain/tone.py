"""How a feeling changes a reply: its opening, and whether it keeps to one thing."""

from __future__ import annotations

from conversation.domain.context import Context
from conversation.domain.foreign import in_other_words
from conversation.domain.nlu.emotion import Feeling
from conversation.domain.phrases import Phrase, say

MOVED = 0.45
_OPENINGS: dict[Feeling, Phrase] = {
    "anger": "sorry",
    "frustration": "sorry",
    "sadness": "concern",
    "fear": "concern",
    "gratitude": "glad",
    "joy": "glad",
}


def kind_words(context: Context, language: str, *, helped: bool) -> str:
    """The kind words before a reply, or nothing: only for strong feelings, and not twice in a row.

    `helped`: the reply is an answer, so there is something to be glad about, unless the last reply was sorry.
    """
    phrase = _phrase(context)
    before = _phrase_before(context)
    if phrase is None or phrase == before or (phrase == "glad" and (not helped or before == "sorry")):
        return ""
    return say(phrase, language, context.turn.bot.settings.persona.tone)


def before_quotes(context: Context, language: str) -> str:
    """What stands before quotes: kind words, that they may not answer, that they are in another language."""
    noted = in_other_words(context, language, "nearest_foreign" if context.unsure else "quoted_foreign")
    if context.unsure and not noted:
        noted = say("nearest", language, context.turn.bot.settings.persona.tone)
    return f"{kind_words(context, language, helped=not context.unsure)} {noted}".strip()


def brief(context: Context) -> bool:
    """Whether the customer is upset: then only the best passage is quoted."""
    return _phrase(context) == "sorry"


def _phrase(context: Context) -> Phrase | None:
    felt = context.seen.emotion
    return _OPENINGS.get(felt.label) if felt.intensity >= MOVED else None


def _phrase_before(context: Context) -> Phrase | None:
    last = context.turn.last_reply
    before = last.emotion if last else None
    return next((phrase for feeling, phrase in _OPENINGS.items() if feeling == before), None)
