"""Tells the customer when the knowledge is in another language than theirs."""

from __future__ import annotations

from conversation.domain.context import Context
from conversation.domain.phrases import Phrase, language_of, say

_NAMES: dict[str, dict[str, str]] = {
    "en": {"en": "English", "de": "German", "es": "Spanish", "fr": "French"},
    "de": {"en": "Englisch", "de": "Deutsch", "es": "Spanisch", "fr": "Französisch"},
    "es": {"en": "inglés", "de": "alemán", "es": "español", "fr": "francés"},
    "fr": {"en": "anglais", "de": "allemand", "es": "espagnol", "fr": "français"},
}


def foreign(context: Context, language: str) -> str | None:
    """The name, in `language`, of the knowledge's language; None when it is the customer's or the bot's."""
    found = context.grounding
    if found is None or language == language_of(context.turn.bot.settings.locale):
        return None
    spoken = found.written_in
    return _NAMES[language].get(spoken) if spoken and spoken != language else None


def in_other_words(context: Context, language: str, phrase: Phrase) -> str:
    """The phrase that names the knowledge's language; empty when that is the customer's."""
    known = foreign(context, language)
    return say(phrase, language, context.turn.bot.settings.persona.tone, known=known) if known else ""
