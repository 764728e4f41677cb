"""Recognises what is said to be polite, in any of the languages the bot has phrases for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Talk = Literal["greeting", "thanks", "bye", "how_are_you", "who_are_you"]

_SAID: dict[Talk, dict[str, str]] = {
    "greeting": {
        "en": (
            "hi, hello, hey, hello there, hi there, hey there, good morning, good evening, good "
            "afternoon, good day, greetings, howdy"
        ),
        "de": (
            "hallo, guten tag, guten morgen, guten abend, moin, servus, gruss gott, grüß gott, hallo "
            "zusammen, grüezi"
        ),
        "es": "hola, buenos dias, buenos días, buenas tardes, buenas noches, buenas",
        "fr": "bonjour, salut, bonsoir, coucou",
    },
    "thanks": {
        "en": (
            "thanks, thank you, thx, ty, cheers, thanks a lot, many thanks, thank you very much, thank "
            "you so much, great thanks, ok thanks, okay thanks, perfect thanks, great thank you, ok thank "
            "you, thanks for your help, thank you for your help, that helped thanks"
        ),
        "de": (
            "danke, vielen dank, danke schön, dankeschön, danke sehr, besten dank, ok danke, super danke, "
            "alles klar danke, herzlichen dank, danke für die hilfe"
        ),
        "es": "gracias, muchas gracias, mil gracias, ok gracias, perfecto gracias",
        "fr": "merci, merci beaucoup, merci bien, ok merci, super merci, parfait merci",
    },
    "bye": {
        "en": (
            "bye, goodbye, bye bye, see you, see you later, have a nice day, have a good day, thanks bye, "
            "thank you bye, good night"
        ),
        "de": "tschüss, tschüs, auf wiedersehen, bis bald, ciao, danke tschüss, schönen tag noch",
        "es": "adios, adiós, hasta luego, hasta pronto, chao",
        "fr": "au revoir, a bientot, à bientôt, bonne journée, bonne soirée",
    },
    "how_are_you": {
        "en": (
            "how are you, how are you doing, how is it going, hows it going, hi how are you, hello how "
            "are you, hey how are you"
        ),
        "de": "wie geht es dir, wie gehts, wie geht es ihnen, hallo wie gehts",
        "es": "como estas, cómo estás, qué tal, que tal, hola qué tal",
        "fr": "ca va, ça va, comment ca va, comment ça va, comment allez vous",
    },
    "who_are_you": {
        "en": (
            "who are you, what are you, are you a bot, are you a robot, are you human, what can you do, "
            "are you an ai, what is your name, whats your name, are you real"
        ),
        "de": (
            "wer bist du, wer sind sie, bist du ein bot, was kannst du, bist du ein mensch, wie heißt du, "
            "bist du ein roboter"
        ),
        "es": "quien eres, quién eres, eres un bot, qué puedes hacer, eres un robot",
        "fr": "qui es tu, qui êtes vous, es tu un robot, que peux tu faire",
    },
}
_KNOWN: dict[str, tuple[Talk, str]] = {
    phrase: (talk, language)
    for talk, languages in _SAID.items()
    for language, phrases in languages.items()
    for phrase in phrases.split(", ")
}
_NOISE = re.compile(r"[^\w\s]|_")
_AFFIRMED = {
    "en": {"yes", "yes please", "yeah", "yep", "sure", "ok", "okay", "please do", "yes i would", "please"},
    "de": {"ja", "ja bitte", "ja gerne", "gerne", "ja gern", "bitte", "klar"},
    "es": {"si", "sí", "sí por favor", "si por favor", "claro", "vale"},
    "fr": {"oui", "oui merci", "oui s il vous plaît", "oui svp", "volontiers", "d accord"},
}
_AFFIRMATIVE = {phrase: language for language, phrases in _AFFIRMED.items() for phrase in phrases}


@dataclass(frozen=True, slots=True)
class SmallTalk:
    talk: Talk
    language: str


def small_talk(text: str) -> SmallTalk | None:
    """What kind of politeness the whole text is; None when it also says something else."""
    if len(text) > 60:
        return None
    found = _KNOWN.get(_plain(text))
    return SmallTalk(*found) if found else None


def affirms(text: str) -> str | None:
    """The language of a plain yes, or None."""
    return _AFFIRMATIVE.get(_plain(text)) if len(text) <= 30 else None


def _plain(text: str) -> str:
    apart = re.sub(r"(?<=\w)['\u2019](?=s\b|t\b)", "", text.lower())
    return " ".join(_NOISE.sub(" ", apart).split())
