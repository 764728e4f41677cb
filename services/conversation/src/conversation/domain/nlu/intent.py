"""What a customer wants with a message, by its words in four languages."""

from __future__ import annotations

import re
from typing import Literal

from conversation.domain.nlu.emotion import Emotion
from conversation.domain.nlu.opening_words import OPENING

Intent = Literal["question", "small_talk", "complaint", "person", "booking", "ticket_status", "statement"]
STRONG = 0.5

_NUMBERED = re.compile(r"\bT-\d{2,}\b", re.IGNORECASE)
_TICKET = (
    r"(?:ticket|(?:support|my) request|support case|(?:my|the|open) case|anfrage|vorgang|incidencia|mi caso"
    r"|dossier|ma demande)"
)
_NEWS = (
    r"(?:status|state|stand|update|news|progress|resolved|solved|closed|answered|looked at"
    r"|happening|what about|where is|how far"
    r"|following up|follow up|done|ready|finished|happened|neues|fertig|erledigt|bearbeitet|was ist mit"
    r"|was macht|estado|novedades"
    r"|resuelt\w+|list[oa]|qu[eé] pasa con"
    r"|statut|[eé]tat|nouvelles|avanc\w+|r[eé]solu\w*|pr[eê]te?|o[uù] en est)"
)
_TICKET_STATUS = re.compile(
    rf"\b{_NEWS}\b.{{0,40}}\b{_TICKET}\b|\b{_TICKET}\b.{{0,40}}\b{_NEWS}\b", re.IGNORECASE
)

_VISIT = (
    r"(?:(?:appointment|meeting|consultation|demo|call ?back slot|time ?slot|slot|viewing|visit)s?"
    r"|termin\w*|besprechung"
    r"|beratungsgespr[aä]ch|cita|reuni[oó]n|rendez[- ]vous|rdv|cr[eé]neau)"
)
_ARRANGE = (
    r"(?:book|schedule|arrange|make|set up|get|reschedule|move|postpone|cancel|change|reserve|need"
    r"|want|free|available"
    r"|buchen|buche|vereinbaren|ausmachen|machen|verschieben|verlegen|absagen|stornieren"
    r"|reservieren|brauche|m[oö]chte|freie?n?"
    r"|reservar|pedir|agendar|concertar|cambiar|cancelar|anular|mover|quiero|necesito"
    r"|prendre|r[eé]server|fixer|d[eé]placer|annuler|reporter|obtenir|voudrais)"
)
_CALL = (
    r"(?:book|schedule|arrange|set up)\W+(?:an?|my|the)\W+(?:\w+\W+)?call"
    r"|(?:anruf|telefonat|r[uü]ckruf)\w*\W+(?:vereinbaren|ausmachen|buchen)"
    r"|(?:reservar|agendar|concertar)\W+una\W+llamada|(?:planifier|r[eé]server|fixer)\W+un\W+appel"
)
_BOOKING = re.compile(
    rf"\b(?:{_CALL})\b|\b{_ARRANGE}\b(?:\W+\w+){{0,3}}\W+{_VISIT}\b"
    rf"|\b{_VISIT}\b(?:\W+\w+){{0,3}}\W+{_ARRANGE}\b",
    re.IGNORECASE,
)
_ABOUT_BOOKING = re.compile(
    r"^\W*(?:how|what|when|where|why|which|do i|does|is there|is it|did|wie|was|wann|wo|warum"
    r"|muss ich|brauche ich|gibt es"
    r"|c[oó]mo|cu[aá]ndo|d[oó]nde|qu[eé]|tengo que|comment|quand|pourquoi|faut-il|dois-je)\b",
    re.IGNORECASE,
)

_COMPLAINS = re.compile(
    r"\b(?:i(?:'d like| would like| want|'m going| am going| have|) to (?:make a |file a "
    r"|lodge a )?complain(?:t)?"
    r"|(?:make|file|lodge|raise) a (?:formal )?complaint|this is a complaint|i am complaining"
    r"|formal complaint"
    r"|(?:ich )?(?:m[oö]chte|will|muss) mich (?:[uü]ber \w+ )?beschweren|beschwerde einreichen"
    r"|das ist eine beschwerde"
    r"|(?:quiero|deseo) (?:poner|presentar|hacer) una (?:queja|reclamaci[oó]n)|quiero quejarme"
    r"|presentar una queja"
    r"|(?:faire|d[eé]poser|porter) une? (?:r[eé]clamation|plainte)|je (?:veux|souhaite) me plaindre)\b",
    re.IGNORECASE,
)
_HOW_TO = re.compile(
    r"^\W*(?:how|where|can i|wie|wo|kann ich|c[oó]mo|d[oó]nde|comment|o[uù])\b", re.IGNORECASE
)

_ASKS = re.compile(
    rf"[?\u061f\uff1f¿]|^{OPENING}"
    r"(?:who|what|where|when|why|which|how|whose|is|are|am|was|were|do|does|did|can|could|will"
    r"|would|should|may|has|have you"
    r"|tell me|explain|show me|describe|help me|i need to know|i want to know|i(?:'d"
    r"| would) like to know|i wonder|any idea"
    r"|wer|was|wo|wann|warum|wieso|welche[rsn]?|wie|wieviel|ist|sind|kann|k[oö]nnen|k[oö]nnte"
    r"|gibt es|darf|muss|haben sie|hast"
    r"|ich (?:m[oö]chte|w[uü]rde gerne?) wissen|erkl[aä]r\w*|zeig\w*"
    r"|qui[eé]n|qu[eé]|d[oó]nde|cu[aá]ndo|cu[aá]nt[oa]s?|c[oó]mo|por qu[eé]|cu[aá]l(?:es)?|puedo"
    r"|puede[ns]?|hay|tiene[ns]?"
    r"|quiero saber|me gustar[ií]a saber|expl[ií]ca\w*"
    r"|qui|que|quoi|o[uù]|quand|pourquoi|comment|combien|quel(?:le)?s?|est-ce|puis-je|peut-on"
    r"|pouvez-vous|y a-t-il|avez-vous"
    r"|je (?:veux|voudrais|souhaite) savoir|expliquez)\b",
    re.IGNORECASE,
)


def intent_of(text: str, asks_for_person: bool, polite: bool, emotion: Emotion) -> Intent:
    """The first intent that fits; asking for a person comes first."""
    if asks_for_person:
        return "person"
    if polite:
        return "small_talk"
    if _NUMBERED.search(text) or _TICKET_STATUS.search(text):
        return "ticket_status"
    if _BOOKING.search(text) and not _ABOUT_BOOKING.search(text):
        return "booking"
    asks = _ASKS.search(text) is not None
    if _complains(text, asks, emotion):
        return "complaint"
    return "question" if asks else "statement"


def _complains(text: str, asks: bool, emotion: Emotion) -> bool:
    if _COMPLAINS.search(text) and not _HOW_TO.search(text):
        return True
    return not asks and emotion.label in ("anger", "frustration") and emotion.intensity >= STRONG
