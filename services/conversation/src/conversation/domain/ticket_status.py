"""Recognises a question about a ticket and tells its status."""

from __future__ import annotations

import re
from collections.abc import Sequence

from contracts.shapes import Ticket

_NUMBER = re.compile(r"\bT-?(\d{3,9})\b", re.IGNORECASE)
_MINE = r"(?:my|our|the|mein\w*|unser\w*|das|mi|nuestro|el|mon|ma|notre|le)"
_TICKET = r"(?:support |service )?(?:ticket|case|tique|support request|supportanfrage)s?"
_ASKS = re.compile(
    r"\b(?:status|state|update|news|progress|happen\w*|stand|steht|neues|estado|novedades|état|statut"
    r"|avanc\w+|what about|how about|how is|where is|any word|qué pasa|où en est|was ist mit)\b"
    rf".{{0,40}}\b{_MINE} {_TICKET}\b"
    rf"|\b{_MINE} {_TICKET}\b.{{0,30}}\b(?:status|state|update|news|progress|(?:re)?solved|done|ready"
    r"|finished|answered|stand|fertig|erledigt|gelöst|bearbeitet|beantwortet|listo|resuelto|prêt|résolu)\b",
    re.IGNORECASE,
)
MOST = 3
_DONE = ("resolved", "closed")
_WORDS = {
    "en": {
        "none": "I cannot find such a ticket of yours. Shall I bring in a person?",
        "line": "Ticket {number} ({subject}) is {status}{who}.",
        "who": ", {name} looks after it",
        "away": "I cannot look up tickets right now. Please try again in a moment.",
        "open": "open",
        "in_progress": "being worked on",
        "waiting": "waiting for an answer from you",
        "resolved": "resolved",
        "closed": "closed",
    },
    "de": {
        "none": "Ich finde kein solches Ticket von Ihnen. Soll ich einen Menschen holen?",
        "line": "Ticket {number} ({subject}) ist {status}{who}.",
        "who": ", {name} kümmert sich darum",
        "away": "Ich kann gerade keine Tickets nachsehen. Bitte versuchen Sie es gleich noch einmal.",
        "open": "offen",
        "in_progress": "in Arbeit",
        "waiting": "in Wartestellung, bis Sie antworten",
        "resolved": "gelöst",
        "closed": "geschlossen",
    },
    "es": {
        "none": "No encuentro ningún ticket suyo así. ¿Aviso a una persona?",
        "line": "El ticket {number} ({subject}) está {status}{who}.",
        "who": "; lo lleva {name}",
        "away": "Ahora mismo no puedo consultar tickets. Inténtelo de nuevo en un momento.",
        "open": "abierto",
        "in_progress": "en curso",
        "waiting": "a la espera de su respuesta",
        "resolved": "resuelto",
        "closed": "cerrado",
    },
    "fr": {
        "none": "Je ne trouve pas de ticket de ce genre à votre nom. Dois-je faire venir une personne ?",
        "line": "Le ticket {number} ({subject}) est {status}{who}.",
        "who": ", {name} s'en occupe",
        "away": "Je ne peux pas consulter les tickets pour le moment. Réessayez dans un instant.",
        "open": "ouvert",
        "in_progress": "en cours de traitement",
        "waiting": "en attente de votre réponse",
        "resolved": "résolu",
        "closed": "fermé",
    },
}


def asks_about_ticket(text: str) -> bool:
    return len(text) <= 400 and (_NUMBER.search(text) is not None or _ASKS.search(text) is not None)


def number_in(text: str) -> str | None:
    """The ticket number in the text, such as `T-1042`."""
    found = _NUMBER.search(text)
    return f"T-{found[1]}" if found else None


def tell(tickets: Sequence[Ticket], language: str) -> str:
    """The status of each ticket, newest first; a sentence also when there is none."""
    words = _WORDS.get(language, _WORDS["en"])
    if not tickets:
        return words["none"]
    newest = sorted(tickets, key=lambda ticket: ticket.created_at, reverse=True)
    return "\n".join(_line(ticket, words) for ticket in newest[:MOST])


def cannot_tell(language: str) -> str:
    return _WORDS.get(language, _WORDS["en"])["away"]


def _line(ticket: Ticket, words: dict[str, str]) -> str:
    works = ticket.assignee if ticket.status not in _DONE else None
    who = words["who"].replace("{name}", works.name) if works else ""
    line = words["line"].replace("{status}", words[ticket.status]).replace("{who}", who)
    return line.replace("{number}", ticket.number).replace("{subject}", ticket.subject)
