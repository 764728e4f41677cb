"""A tool that changes something runs only after the customer's own yes, never on a model's word."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from contracts.shapes import SuggestedAction
from conversation.domain.booking import CANCEL_ASKED
from conversation.domain.nlu.small_talk import affirms
from conversation.domain.turns import Turn

RULE = "confirm_action"
VERSION = "actions-1"
_SAID = {
    "en": {
        "ask": "I can do this for you: {what}. Shall I go ahead?",
        "yes": "Yes, go ahead",
        "no": "No, leave it",
        "left": "All right, I have not changed anything.",
        "done": "Done: {what}.",
        "failed": "That did not work, so please do not count on it. Shall I bring in a person?",
        "unsure": "I cannot tell whether that went through. Shall I bring in a person who can check?",
    },
    "de": {
        "ask": "Das kann ich für Sie tun: {what}. Soll ich?",
        "yes": "Ja, bitte ausführen",
        "no": "Nein, lieber nicht",
        "left": "In Ordnung, ich habe nichts geändert.",
        "done": "Erledigt: {what}.",
        "failed": "Das hat nicht geklappt, bitte verlassen Sie sich nicht darauf. Soll ich jemanden holen?",
        "unsure": "Ich kann nicht sagen, ob das geklappt hat. Soll ich einen Menschen holen, der nachsieht?",
    },
    "es": {
        "ask": "Puedo hacer esto por usted: {what}. ¿Lo hago?",
        "yes": "Sí, adelante",
        "no": "No, déjelo",
        "left": "De acuerdo, no he cambiado nada.",
        "done": "Hecho: {what}.",
        "failed": "No ha funcionado, no cuente con ello. ¿Aviso a una persona?",
        "unsure": "No sé si se ha realizado. ¿Aviso a una persona para que lo compruebe?",
    },
    "fr": {
        "ask": "Je peux faire ceci pour vous : {what}. Je le fais ?",
        "yes": "Oui, allez-y",
        "no": "Non, laissez",
        "left": "D'accord, je n'ai rien changé.",
        "done": "C'est fait : {what}.",
        "failed": "Cela n'a pas fonctionné, n'y comptez pas. Dois-je faire venir une personne ?",
        "unsure": "Je ne sais pas si cela a abouti. Dois-je faire venir une personne pour vérifier ?",
    },
}
_YES = {words["yes"].casefold() for words in _SAID.values()}
_NO = {words["no"].casefold() for words in _SAID.values()} | {
    "no",
    "nein",
    "non",
    "no thanks",
    "no thank you",
}


def said(phrase: str, language: str, what: str = "") -> str:
    return _SAID.get(language, _SAID["en"])[phrase].replace("{what}", what)


def awaits_yes(turn: Turn) -> bool:
    """Whether the bot's last message asked for that yes."""
    return turn.last_reply is not None and turn.last_reply.rule in (RULE, CANCEL_ASKED)


def is_yes(text: str) -> bool:
    return text.strip(" .!").casefold() in _YES or affirms(text) is not None


def is_no(text: str) -> bool:
    return text.strip(" .!").casefold() in _NO


def choices(language: str) -> tuple[SuggestedAction, ...]:
    return tuple(
        SuggestedAction(label=said(key, language), text=said(key, language)) for key in ("yes", "no")
    )


def buttons(language: str) -> dict[str, Any]:
    return {"type": "buttons", "buttons": [each.model_dump() for each in choices(language)]}


def describe(description: str, arguments: Mapping[str, Any]) -> str:
    """The call in words, with every value that it would send."""
    values = ", ".join(f"{name.replace('_', ' ')}: {value}" for name, value in arguments.items())
    plain = description.rstrip(" .")
    return f"{plain} ({values})" if values else plain
