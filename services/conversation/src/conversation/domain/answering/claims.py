"""What a sentence of a model does: claim something about the company, promise something, or only be kind."""

from __future__ import annotations

import re

from conversation.domain.answering.terms import terms
from conversation.domain.privacy.placeholders import PLACEHOLDER

FEW_TERMS = 2
MARK = re.compile(r"(?:(?<!\s)\s++)?\[(\d{1,3}(?:\s*,\s*\d{1,3})*)\]")
_BULLET = re.compile(r"^\s*(?:[-*•\u2013]|\d{1,2}[.)])\s+")
_KIND = re.compile(
    r"\b(?:sorry|apolog\w+|understand|frustrat\w+|inconvenien\w+|happy|glad|pleasure|thanks?"
    r"|you(?:'re| are) welcome|hello|hope|help|assist|let me know|anything else"
    r"|good (?:question|news|morning|day|evening)|have a (?:nice|good|great)"
    r"|entschuldig\w*|leid|gern\w*|danke|hallo|willkommen|verstehe|freu\w*|helfen|hilfe"
    r"|lo siento|disculp\w+|perdón|encantad\w+|gracias|hola|ayudar\w*|entiendo"
    r"|désolée?|excus\w+|merci|bonjour|aider|plaisir|comprends)\b",
    re.IGNORECASE,
)
_OPENER = re.compile(
    r"\b(?:yes|no|sure|certainly|of course|great|hi|absolutely|here(?:'s| is| are)|ja|nein|natürlich|klar"
    r"|sí|claro|por supuesto|oui|non|bien sûr)\b",
    re.IGNORECASE,
)
_DONE = (
    "refund|cancel|book|sen[dt]|issu|escalat|forward|contact|transfer|process|credit|ship|order|chang|updat"
    "|schedul|arrang|appl|grant|waiv|guarante|promis|delet|reset|unlock|pa(?:y|id)"
)
_PROMISE = re.compile(
    r"\b(?:i(?:['\u2019](?:ve|ll|m going to)| have| will| am going to)|we(?:['\u2019]ve| have))"
    rf"\s+(?:\w+\s+)?(?:{_DONE})\w*"
    r"|\bhe (?:cancelado|reembolsado|reservado|enviado|cambiado)\b"
    r"|\bj['\u2019]ai (?:annulé|remboursé|réservé|envoyé|modifié)",
    re.IGNORECASE,
)
_GERMAN_PROMISE = re.compile(r"\bich (?:habe|werde)\b(.*)", re.IGNORECASE)
_GERMAN_DONE = re.compile(
    r"\b(?:erstatt|storn|gebucht|buchen|überw|geändert|ändern|gutgeschrieben)", re.IGNORECASE
)
_NEGATED = re.compile(
    r"\b(?:not|no|never|none|cannot|without|nor|neither|nicht|kein\w*|nie|niemals|ohne|ni|nunca|sin|pas|jamais"
    r"|aucune?|sans)\b|n['\u2019]t\b",
    re.IGNORECASE,
)


def plain(sentence: str) -> str:
    """The sentence without citation marks and bullet; placeholders of personal data become "it"."""
    return PLACEHOLDER.sub("it", MARK.sub("", _BULLET.sub("", sentence))).strip()


def marked(sentence: str) -> tuple[int, ...]:
    """The numbers in its citation marks, in order, each once."""
    numbers = [int(n) for match in MARK.finditer(sentence) for n in match[1].split(",")]
    return tuple(dict.fromkeys(numbers))


def is_polite(text: str) -> bool:
    """Whether it is a question or only kind words: it claims nothing that could be wrong."""
    if text.endswith("?"):
        return True
    kind, rest = bool(_KIND.search(text)), _OPENER.sub(" ", _KIND.sub(" ", text))
    return len(terms(rest)) <= (FEW_TERMS if kind else 0)


def promises(text: str) -> bool:
    """Whether the model says that it did or will do something, which it cannot."""
    german = (match[1] for match in _GERMAN_PROMISE.finditer(text))  # each with the rest of its line
    return bool(_PROMISE.search(text)) or any(map(_GERMAN_DONE.search, german))


def negated(text: str) -> bool:
    return bool(_NEGATED.search(text))
