"""Recognises a question about the customer's own appointments, in the languages that have words for it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from conversation.domain.nlu.languages.known import KNOWN
from conversation.domain.nlu.languages.word_lists import OwnVisits
from conversation.domain.nlu.word_sets import plain

LONGEST = 120
_WORDS = re.compile(r"[a-z0-9']+")
VISIT, MINE = "{visit}", "{mine}"
_NUMBERED = r"a \d{4,9}"
_OWN_VISITS = [lists.own_visits for lists in KNOWN.values() if lists.own_visits is not None]


def _lines(patterns: str) -> list[str]:
    return [line.strip() for line in patterns.strip().splitlines()]


def _questions(own: OwnVisits) -> Iterator[str]:
    mine = f"(?:{own.mine.replace(VISIT, own.visit)}|{_NUMBERED})"
    for asks in _lines(own.asks):
        yield asks.replace(MINE, mine).replace(VISIT, own.visit)


_BEFORE = "|".join(one for own in _OWN_VISITS for one in _lines(own.before))
_ASKS = "|".join(one for own in _OWN_VISITS for one in _questions(own))
_AFTER = "|".join(one for own in _OWN_VISITS for one in _lines(own.after))
_OWN = re.compile(f"(?:(?:{_BEFORE}) )*(?:{_ASKS})(?: (?:{_AFTER}))*")


def asks_for_own(text: str) -> bool:
    """Whether a message asks for nothing but when the customer's appointment is, or whether there is one."""
    if len(text) > LONGEST:
        return False
    return _OWN.fullmatch(" ".join(_WORDS.findall(plain(text).replace("’", "'")))) is not None
