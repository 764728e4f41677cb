"""Who asks for nothing but how to reach the company ("email?"), how to complain, or where their parcel is, is
read as asking in a sentence.

Whoever searches and whoever answers must read alike, so both read here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Literal

Wish = Literal["phone", "mail", "contact", "address", "hours", "complaint", "parcel"]
MOST_WORDS = 9

SENTENCES: Mapping[Wish, Mapping[str, str]] = {
    "phone": {
        "en": "How do I contact you by telephone?",
        "de": "Wie erreiche ich euch per Telefon?",
    },
    "mail": {
        "en": "How do I contact you by e-mail?",
        "de": "Wie erreiche ich euch per E-Mail?",
    },
    "contact": {
        "en": "How do I contact you?",
        "de": "Wie erreiche ich euch?",
    },
    "address": {
        "en": "What is your postal address?",
        "de": "Wie lautet eure Postanschrift?",
    },
    "hours": {
        "en": "What are your opening hours?",
        "de": "Wie sind eure Öffnungszeiten?",
    },
    "complaint": {
        "en": "How do I make a complaint?",
        "de": "Wie reiche ich eine Beschwerde ein?",
    },
    "parcel": {
        "en": "Where is my parcel?",
        "de": "Wo ist mein Paket?",
        "es": "¿Dónde está mi paquete?",
        "fr": "Où est mon colis ?",
    },
}
_WORDS: Mapping[Wish, str] = {
    "phone": "phone telephone tel call ring hotline phonenumber",
    "mail": "mail email emailaddress",
    "contact": "contact reach contacts",
    "address": "address adress",
    "hours": "hours open opening openinghours",
    "complaint": "complain complaint complaints",
}
_WORDS_GERMAN: Mapping[Wish, str] = {
    "phone": "telefon telefonnummer telefonnr rufnummer anrufen telefonisch",
    "mail": "mailadresse emailadresse mailen",
    "contact": "kontakt kontaktieren erreichen erreiche kontaktdaten",
    "address": "adresse anschrift postanschrift",
    "hours": "öffnungszeit öffnungszeiten oeffnungszeiten offen geöffnet",
    "complaint": "beschwerde beschweren reklamation reklamieren",
}
_BESIDE = """
    your you the a an what what's is whats are give me please do have has got need can i we how to for of by
    via customer service support team guys any there where which or and
    eure euer eurem eurer ihr ihre ihrer ihren dein deine die der das eine einen haben habt hast wie lautet
    ist sind kann ich man euch sie dich bitte mir geben was wo per kundenservice kundendienst
"""
_BESIDE_ONE: Mapping[Wish, str] = {
    "phone": "number nummer line us",
    "mail": "e address adresse id",
    "contact": "details info number address us",
    "address": "postal street company office",
    "hours": "times time when until today now currently wann heute jetzt gerade noch",
    "complaint": "make file lodge procedure form einreichen mich",
}
_PARCELS = {
    language: re.compile(rf"\W*(?:(?:hi|hello|hey|hallo|hola|bonjour)\W+)?(?:{asked})(?: now)?\W*", re.I)
    for language, asked in {
        "en": r"parcel|(?:where(?:['’]?s| is| are)? )?(?:my|our) (?:parcel|package|stuff|things|shipment)s?",
        "de": r"paket|(?:wo (?:ist|sind|bleib(?:t|en)) (?:denn )?)?(?:mein|unser)e? (?:pakete?|sendung)",
        "es": r"paquete|(?:d[oó]nde est[aá]n? )?(?:mi|nuestro)s? (?:paquete|env[ií]o)s?",
        "fr": r"colis|(?:o[uù] (?:est|sont) )?(?:mon|mes|notre|nos) (?:colis|paquets?)",
    }.items()
}
_GERMAN = frozenset(word for words in _WORDS_GERMAN.values() for word in words.split())
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_ABOUT: Mapping[str, Wish] = {
    word: about for words in (_WORDS, _WORDS_GERMAN) for about, said in words.items() for word in said.split()
}
_COMMON = frozenset(_BESIDE.split())
_BESIDE_EACH = {about: frozenset(words.split()) for about, words in _BESIDE_ONE.items()}


@lru_cache(maxsize=256)  # everybody who searches, decides or writes asks for it
def wish(text: str) -> Wish | None:
    """What a message asks for, if for nothing else."""
    if any(letter.isdigit() for letter in text):
        return None
    if _about_a_parcel(text):
        return "parcel"
    words = [word.lower().replace("’", "'") for word in _WORD.findall(text)]
    left = [word for word in words if word not in _COMMON]
    if not left or len(words) > MOST_WORDS:
        return None
    found = {_ABOUT[word] for word in left if word in _ABOUT}
    meant = _meant(found, left)
    if meant is None or any(word not in _ABOUT and word not in _BESIDE_EACH[meant] for word in left):
        return None
    return meant


def _about_a_parcel(text: str) -> str | None:
    """The language in which somebody asks for no more than their parcel."""
    return next((language for language, asked in _PARCELS.items() if asked.fullmatch(text)), None)


def _meant(found: set[Wish], left: list[str]) -> Wish | None:
    if not found:
        return "phone" if left in (["number"], ["nummer"]) else None
    if "mail" in found:
        found = found - {"address", "contact"}
    elif "phone" in found or "contact" in found:
        found = found - {"contact"} or found
    if len(found) == 1:
        return next(iter(found))
    return "contact" if found <= {"phone", "mail", "contact"} else None


def in_a_sentence(text: str, among: Sequence[str] = ()) -> str:
    """The message, or the sentence for its wish: in its own language or else the first `among` these."""
    asked = wish(text)
    if asked is None:
        return text
    german = not _GERMAN.isdisjoint(word.lower() for word in _WORD.findall(text))
    own = _about_a_parcel(text) or ("de" if german else "en")
    return SENTENCES[asked].get(own if own in among or not among else among[0], text)
