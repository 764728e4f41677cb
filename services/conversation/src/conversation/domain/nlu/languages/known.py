"""Every language that is understood, at least by its commonest words."""

from __future__ import annotations

from conversation.domain.nlu.languages.de import GERMAN
from conversation.domain.nlu.languages.en import ENGLISH
from conversation.domain.nlu.languages.es import SPANISH
from conversation.domain.nlu.languages.fr import FRENCH
from conversation.domain.nlu.languages.it import ITALIAN
from conversation.domain.nlu.languages.nl import DUTCH
from conversation.domain.nlu.languages.pl import POLISH
from conversation.domain.nlu.languages.pt import PORTUGUESE
from conversation.domain.nlu.languages.sv import SWEDISH
from conversation.domain.nlu.languages.tr import TURKISH

KNOWN = {
    "en": ENGLISH,
    "de": GERMAN,
    "es": SPANISH,
    "fr": FRENCH,
    "it": ITALIAN,
    "pt": PORTUGUESE,
    "nl": DUTCH,
    "pl": POLISH,
    "sv": SWEDISH,
    "tr": TURKISH,
}
"""By ISO 639-1 code. What fits several languages is taken for the first of them."""
