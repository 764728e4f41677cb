"""Tells the customer when the knowledge is in another language than theirs."""

from __future__ import annotations

from conversation.domain.context import Context
from conversation.domain.nlu.language import guess_language
from conversation.domain.phrases import Phrase, language_of, say

_NAMES: dict[str, dict[str, str]] = {
    "en": {"en": "English", "de": "German", "es": "Spanish", "fr": "French"},
    "de": {"en": "Englisch", "de": "Deutsch", "es": "Spanisch", "fr": "Französisch"},
    "es": {"en": "inglés", "de": "alemán", "es": "español", "fr": "francés"},
    "fr": {"en": "anglais", "de": "allemand", "es": "espagnol", "fr": "français"},
}
_LOOKED_AT = 2


def foreign(context: Context, language: str) -> str | None:
    """The name, in `language`, of the knowledge's language; None when it is the customer's or the bot's."""
    found = context.grounding
    if found is None or language == language_of(context.turn.bot.settings.locale):
        return None
    spoken = guess_language(" ".join(passage.text for passage in found.passages[:_LOOKED_AT]))
    return _NAMES[language].get(spoken) if spoken and spoken != language else None


def in_other_words(context: Context, language: str, phrase: Phrase) -> str:
    """The phrase that names the knowledge's language; empty when that is the customer's."""
    known = foreign(context, language)
    return say(phrase, language, context.turn.bot.settings.persona.tone, known=known) if known else ""
