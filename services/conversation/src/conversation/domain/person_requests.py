"""Recognises that a customer wants a person, or said a word the company wants a person for."""

from __future__ import annotations

import re

_EN_PERSON = (
    r"(?:human|person|people|someone|somebody|agent|representative|rep|operator|advisor|adviser|employee"
    r"|colleague|manager|supervisor|support team|customer service|staff member|team member)"
)
_DE_PERSON = (
    r"(?:mensch\w*|person|mitarbeiter\w*|berater\w*|jemand\w*|agent\w*|kundendienst|kundenservice|support)"
)
_ES_PERSON = r"(?:persona|humano|humana|agente|alguien|operador\w*|representante|asesor\w*)"
_FR_PERSON = r"(?:humain\w*|personne|agent\w*|conseill\w*|quelqu.un|opérateur\w*|opératrice|responsable)"

_ASKS: dict[str, tuple[str, ...]] = {
    "en": (
        rf"\b(?:talk|speak|chat|connect|connected|transfer|transferred|put|pass|hand|forward|escalate)\b"
        rf"(?: me| this| it)?(?: over)?(?: through| directly)? (?:to|with) (?:\w+ ){{0,3}}{_EN_PERSON}\b",
        r"\b(?:real|live|actual) (?:human|person|agent|people)\b",
        rf"\b(?:want|need|like|get me|give me|prefer)\b (?:an? |some |to have an? )?(?:\w+ )?"
        rf"(?:human|{_EN_PERSON})(?: please| now| here| instead| to help.*)?\W*$",
        rf"^\W*(?:an? )?(?:human|{_EN_PERSON})(?: please)?\W*$",
        r"\bcustomer service (?:agent|representative|rep)\b",
        r"^(?!\W*(?:how|what|where|when|why|can i|do i)\b).*\b(?:open|create|raise|file) (?:an? |me an? )?"
        r"(?:\w+ )?ticket\b",
        r"\bescalate (?:this|it|my)\b",
    ),
    "de": (
        rf"\bmit (?:\w+ ){{0,3}}{_DE_PERSON} (?:\w+ )?(?:sprechen|reden|chatten|verbinden|verbunden"
        rf"|telefonieren)\b",
        rf"\b(?:sprechen|reden|verbinden|verbinde\w*)\b (?:\w+ ){{0,3}}mit (?:\w+ ){{0,3}}{_DE_PERSON}\b",
        r"\b(?:echte\w*|richtige\w*) (?:mensch\w*|person|mitarbeiter\w*)\b",
        rf"\b(?:möchte|will|brauche|hätte gern\w*)\b (?:\w+ )?(?:eine\w* )?(?:\w+ )?{_DE_PERSON}(?: "
        rf"bitte)?\W*$",
        rf"^\W*(?:eine?n? )?{_DE_PERSON}(?: bitte)?\W*$",
        r"^(?!\W*(?:wie|was|wo|wann|warum|kann ich)\b).*\bticket (?:\w+ )?(?:öffnen|erstellen"
        r"|eröffnen|anlegen)\b",
    ),
    "es": (
        rf"\b(?:hablar|chatear|comunicarme|contactar|conectar\w*)\b (?:\w+ )?(?:con|a) (?:\w+ "
        rf"){{0,2}}{_ES_PERSON}\b",
        r"\b(?:persona|agente) (?:real|humana|humano)\b",
        rf"^\W*(?:una? )?{_ES_PERSON}(?: por favor)?\W*$",
        r"\babrir (?:un )?ticket\b",
    ),
    "fr": (
        rf"\b(?:parler|discuter|échanger|contacter)\b (?:\w+ )?(?:à|a|avec) (?:\w+ ){{0,3}}{_FR_PERSON}",
        r"\bvraie? (?:humain|personne)\b",
        rf"^\W*(?:une? )?{_FR_PERSON}(?: svp| s.il vous plaît)?\W*$",
        r"\bouvrir (?:un )?ticket\b",
    ),
}
_PATTERNS = {
    language: tuple(re.compile(pattern, re.IGNORECASE) for pattern in patterns)
    for language, patterns in _ASKS.items()
}
_NEGATED = re.compile(
    r"\b(?:don.?t|do not|not|never|without|no need|nicht|kein\w*|ohne|sin|sans|ne)\b[^.!?]{0,25}$",
    re.IGNORECASE,
)
_LONGEST = 2000


def asks_for_person(text: str) -> str | None:
    """The language in which the text asks for a person, or None when it does not."""
    flat = " ".join(text[:_LONGEST].split())
    for language, patterns in _PATTERNS.items():
        for pattern in patterns:
            match = pattern.search(flat)
            if match and not _NEGATED.search(flat[: match.start()]):
                return language
    return None


def keyword_in(text: str, keywords: list[str]) -> str | None:
    """The first configured keyword that stands in the text as whole words, whatever its case."""
    flat = text.casefold()
    for keyword in keywords:
        wanted = keyword.strip().casefold()
        if wanted and re.search(rf"(?<!\w){re.escape(wanted)}(?!\w)", flat):
            return keyword
    return None
