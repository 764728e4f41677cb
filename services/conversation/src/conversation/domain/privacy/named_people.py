"""Finds names by the words that introduce them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set

from conversation.domain.nlu.word_sets import words

_PROPER = r"[A-ZÀ-ÖØ-Þ][\w'\u2019-]+"
_LINK = r"(?:de|del|la|van|von|der|den|di|da|le|el|bin|al|[A-Z]\.)"
_FULL_NAME = rf"{_PROPER}(?:[ \t]+(?:{_LINK}[ \t]+){{0,2}}{_PROPER}){{0,3}}"
_SAID = "|".join(
    (
        r"my (?:full |first |last |sur)?name is|my name's|name ?:|(?:hi|hello|hey),? this is|call me",
        r"on behalf of|(?:kind |best )?regards,|sincerely,|cheers,|mr|mrs|ms|dr|prof",
        r"mein name ist|ich hei(?:ß|ss)e|herrn?|frau|gr(?:ü|ue)(?:ß|ss)en?,?",
        r"me llamo|mi nombre es|sr|sra|do[nñ]a|saludos,",
        r"je m['\u2019]appelle|mon nom est|mme|monsieur|madame|cordialement,|mi chiamo",
    )
)
_CUES = words(
    """
    name called call behalf regards sincerely cheers mr mrs ms dr prof this heiße heisse herr herrn frau
    grüße grüßen grüssen gruß llamo nombre sr sra doña dona saludos appelle nom mme monsieur madame
    cordialement chiamo
    """
)
_INTRODUCED = re.compile(rf"(?<!\w)(?:(?i:{_SAID})\.?|^This is)\s+({_FULL_NAME})")
_SMALL = r"[a-zà-öø-þ'\u2019-]{2,20}"
_NO_SURNAME = r"(?!(?:and|und|y|et|i|ich|je|from|aus|de|but|with|my|on|in|not|is)\b)"
_TYPED_SMALL = re.compile(
    r"\b(?i:my name(?: i|')s|mein name ist|ich hei(?:ß|ss)e|me llamo|mi nombre es|je m['\u2019]appelle)\s+"
    rf"({_SMALL}(?: {_NO_SURNAME}{_SMALL})?)\b"
)
_NOT_NAMES = words(
    """
    not on in the wrong spelled misspelled missing a an nicht no pas falsch still
    """
)


def names(text: str, said: Set[str]) -> Iterator[tuple[int, int]]:
    """Places of introduced names. `said`: the words of the text in lower case."""
    if _CUES.isdisjoint(said):
        return
    for match in _INTRODUCED.finditer(text):
        yield match.span(1)
    for match in _TYPED_SMALL.finditer(text):
        if match.group(1).split()[0] not in _NOT_NAMES:
            yield match.span(1)
