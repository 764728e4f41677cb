"""Finds postal addresses by the form of streets, and behind words that introduce an address."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Set

from conversation.domain.nlu.word_sets import words

_BEHIND = words(
    """
    street st road rd avenue ave lane ln boulevard blvd terrace crescent highway hwy parkway
    """
)
_ALSO_WORDS = words(
    """
    Drive Dr Way Court Ct Place Pl Square Sq Close Trail Loop Circle
    """
)
_BEFORE = words(
    """
    calle c avenida avda plaza paseo carrer camino rua via viale piazza corso ul
    """
)
_BETWEEN = words(
    """
    rue avenue boulevard bd place chemin allée allee impasse quai route cours
    """
)
_ENDINGS = tuple(
    words(
        """
        straße strasse str weg platz allee gasse damm ufer straat laan gracht plein gatan vägen vej gade
        """
    )
)
_HOME = words(
    """
    address live lives adresse wohne vivo dirección direccion habite
    """
)
_BOX = words(
    """
    apt apartment suite flat box postfach apartado postale psc
    """
)

_NUMBER = r"\d{1,5}\s?[a-zA-Z]?(?:[-/]\d{1,4})?\b"
_TOWN = r"(?:,?\s+(?:[A-Z]{1,2}-)?\d{4,5}\s+[A-ZÀ-Þ][\w.-]+(?:\s[A-ZÀ-Þ][\w.-]+)?)?"
_NAME = r"[\wÀ-ÿ.'\u2019-]+"


def _any(forms: Iterable[str]) -> str:
    return "(?i:" + "|".join(sorted(forms, key=len, reverse=True)) + ")"


_NUMBER_FIRST = re.compile(
    rf"(?<![\w.:,])\d{{1,5}}[A-Za-z]?,?\s(?:(?:(?!\d){_NAME}\s){{1,3}}{_any(_BEHIND)}"
    rf"|(?:[A-ZÀ-Þ]{_NAME}\s){{1,3}}(?:{'|'.join(sorted(_ALSO_WORDS))}))\b\.?"
    r"(?:,?\s+(?i:apt|apartment|suite|unit|flat|floor)\.?\s*#?\w{1,5})?(?:,?\s[A-Z][a-z]+){0,2}"
    r"(?:,?\s[A-Z]{2}\s\d{5}(?:-\d{4})?|,?\s[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2})?"
)
_STREET_FIRST = re.compile(
    rf"(?<!\w){_any(_BEFORE)}[./]*\s(?:{_NAME},?\s){{1,4}}?(?:n[º°o.]*\s?)?{_NUMBER}{_TOWN}"
)
_NUMBER_AND_STREET = re.compile(
    rf"(?<!\w){_NUMBER}(?:\s(?:bis|ter))?,?\s{_any(_BETWEEN)}\s{_NAME}"
    rf"(?:\s(?:d[eu]s?|la|l['\u2019]|[A-ZÀ-Þ])[\wÀ-ÿ'\u2019-]*){{0,3}}{_TOWN}"
)
_ONE_WORD = re.compile(rf"(?<![\w-])[\wÀ-ÿ-]{{0,40}}{_any(_ENDINGS)}\.?\s{_NUMBER}{_TOWN}")
_BOXES = re.compile(
    r"(?<!\w)(?i:apt|apartment|suite|flat)\.?\s#?\d{1,5}[A-Za-z]?\b"
    r"|(?<!\w)(?i:p\.?\s?o\.?\s?box|postfach|apartado|bo[iî]te postale|psc)\s\d{1,6}(?:,\s?Box\s\d+)?"
)
_AT_HOME = re.compile(
    r"\b(?i:(?:my|our|new|home|shipping|delivery|billing|postal) address is|address ?:|lives? (?:at|on)"
    r"|meine adresse (?:ist|lautet)|ich wohne (?:in der|im|am|an der)|vivo en|mi direcci[oó]n es"
    r"|j['\u2019]habite(?: au)?|mon adresse est)[: ]\s*"
    r"((?=[^\n]{0,40}\d)[^\n?!;]{5,90}?)(?=[?!;]|\.\s|\.?$|\n|\s(?:and|but|und|y|et)\s)",
    re.MULTILINE,
)
_FORMS = (
    (_HOME, _AT_HOME),
    (_BEHIND | {word.lower() for word in _ALSO_WORDS}, _NUMBER_FIRST),
    (_BETWEEN, _NUMBER_AND_STREET),
    (_BEFORE, _STREET_FIRST),
    (_BOX, _BOXES),
)


def addresses(text: str, said: Set[str]) -> Iterator[tuple[int, int]]:
    """Places of addresses, the longest forms first. `said` are the words of the text in lower case."""
    if not any(char.isdecimal() for char in text):
        return
    for needed, form in _FORMS:
        if not needed.isdisjoint(said):
            yield from map(_place, form.finditer(text))
    if any(word.endswith(_ENDINGS) for word in said):
        yield from map(_place, _ONE_WORD.finditer(text))


def _place(match: re.Match[str]) -> tuple[int, int]:
    start, end = match.span(match.re.groups)
    return start, start + len(match.string[start:end].rstrip(" .,\n"))
