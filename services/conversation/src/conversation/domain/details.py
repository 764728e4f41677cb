"""Recognises a message that says how to reach its writer."""

from __future__ import annotations

import re

from conversation.domain.nlu.word_sets import plain, words

MOST_WORDS = 6
"""How many words may stand beside the address or number: a name, and the words around it."""
_HIDDEN = re.compile(r"\[(?:EMAIL|PHONE|NAME)_\d+\]")
_REACHED = re.compile(r"\[(?:EMAIL|PHONE)_\d+\]")
_SET_OFF = re.compile(r"^\W*\[(?:EMAIL|PHONE|NAME)_\d+\]|\[(?:EMAIL|PHONE)_\d+\]\W*$")
_SAID_WITH = words(
    """
    my email mail e address is s it name i m am and the phone telephone number mobile at on under you can
    reach me or here meine mailadresse adresse lautet ist mein name ich bin und telefon telefonnummer nummer
    handynummer unter erreichbar sie erreichen mich mi correo direccion es nombre soy y telefono numero me
    llamo mon adresse est nom je suis et telephone numero c
    """
)
_INTRODUCED = re.compile(r"(?<=[ '’](?:m|n|y|s)) [A-ZÀ-Þ][\w'’-]+(?: [A-ZÀ-Þ][\w'’-]+)?(?=\W*$|,)")
_NAME = re.compile(r"\W*([^\W\d_][\w'’.-]*(?: [^\W\d_][\w'’.-]*){1,3})\s*[,;:\n]\s*\[(?:EMAIL|PHONE)_")


def gives_details(hidden: str) -> bool:
    """Whether a text with placeholders is an email address or phone number, at most with a name."""
    if not _REACHED.search(hidden) or "?" in hidden:
        return False
    signed = _NAME.match(hidden) or _SET_OFF.search(hidden)
    return bool(signed) or not tells_more(hidden)


def only_details(hidden: str) -> bool:
    """Whether a text says how to reach its writer and nothing else, whatever was said before."""
    rest = _INTRODUCED.sub(" ", _HIDDEN.sub(" ", hidden))
    return gives_details(hidden) and {plain(word) for word in re.findall(r"[^\W\d_]+", rest)} <= _SAID_WITH


def tells_more(hidden: str) -> bool:
    """Whether the text says more than a name and the words around an address or number."""
    return len(re.findall(r"\w+", _HIDDEN.sub(" ", hidden))) > MOST_WORDS


def name_before(hidden: str) -> str | None:
    """The two to four words before an address, where people sign with their name."""
    found = _NAME.match(hidden)
    return found[1] if found and found[1].istitle() else None
