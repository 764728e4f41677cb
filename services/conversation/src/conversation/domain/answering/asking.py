"""What a question wants: its terms, and what its answer must show."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from conversation.domain.answering.labels import is_letter, letters
from conversation.domain.answering.measures import (
    Measure,
    measured_alike,
    measures,
    without_measures,
    without_numbers,
)
from conversation.domain.answering.quantities import weekdays
from conversation.domain.answering.terms import terms
from conversation.domain.nlu.opening_words import OPENING

_TIME = re.compile(
    r"\b(?:when|until|how (?:long|soon|late|early|often|old|fast|quick)|(?:what|which) (?:time|days?|dates?)"
    r"|wann|wie (?:lange|oft)|bis wann|cuándo|cuánto tiempo|quand|combien de temps)\b",
    re.IGNORECASE,
)
_PRICE = re.compile(
    r"\b(?:how much|costs?|prices?|fees?|(?:sur)?charges?|charged|pay|expensive|kostet|kosten|preis|gebühr"
    r"|cuánto|cuesta|precio|combien|coûte|prix|tarif)\b",
    re.IGNORECASE,
)
_AMOUNT = re.compile(
    r"\b(?:how (?:many|far|big|heavy|large|tall|high|wide)|wie (?:viele?|weit|groß|schwer|hoch)|cuántos"
    r"|limit)\b",
    re.IGNORECASE,
)
_WAY = re.compile(
    r"\bhow (?:do|can|should|would|must|to)\b|\bwhat (?:do|must|should|can) (?:i|we) (?:first |now )?do\b"
    r"|\b(?:steps|instructions)\b|\bwie (?:kann|muss|soll)|\bwas (?:muss|soll) ich\b|\bcómo\b|\bcomment\b",
    re.IGNORECASE,
)
_SHOWS_TIME = re.compile(
    r"\d{1,2}:\d\d|\d[\d:.–-]*\s*(?:(?:working|business|calendar|full)\s+)?"
    r"(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?|a\.?m|p\.?m|uhr|stunden?|tagen?|wochen?|monaten?"
    r"|jahren?|días?|horas?|jours?|heures?)\b"
    r"|\b(?:mon|tues|wednes|thurs|fri|satur|sun)days?\b|\b(?:mon|diens|donners|frei|sams|sonn)tags?\b"
    r"|\b\d{1,2} (?:janu|febru|march|april|may|june|july|aug|sept|octo|nov|dec)",
    re.IGNORECASE,
)
MONEY = r"[€$£¥₹%]|\b(?:EUR|USD|GBP|CHF|AUD|CAD|SEK|NOK|DKK|PLN|CZK|INR|JPY)\b|\d\s?(?:kr|zł|Kč)\b"
_SHOWS_PRICE = re.compile(
    rf"{MONEY}|\b(?:euros?|dollars?|pounds?|cents?|percent|prozent|free|gratis|kostenlos"
    r"|gratuit)\b",
    re.IGNORECASE,
)
_SHOWS_AMOUNT = re.compile(r"\d")
_YES_OR_NO = re.compile(
    rf"^{OPENING}(?:can|could|may|is|are|am|do|does|did|will|would|should|kann|darf|ist|sind|puedo|puede|es"
    r"|est-ce|puis-je|peut-on)\b",
    re.IGNORECASE,
)
SHOWS_PHONE = re.compile(r"(?:\+|\b0)\d[\d ().\-/]{5,}\d")
SHOWS_MAIL = re.compile(r"[^\s@]+@[^\s@]+\.\w")
_SHOWS_WAYS = re.compile(f"{SHOWS_PHONE.pattern}|{SHOWS_MAIL.pattern}")
_WHO = re.compile(r"\b(?:who|whom|whose|wer|wem|quién|qui)\b", re.IGNORECASE)
_SHOWS_WHO = re.compile(r"\b(?:[A-ZÀ-Þ][^\W\d_]+|Dr\.|Mrs?\.) [A-ZÀ-Þ][^\W\d_]+\b")
_PHONE = re.compile(
    r"\byour (?:(?:tele)?phone|hotline|number)\b|\b(?:phone|call|ring) (?:you|someone|support)\b"
    r"|\bwhat number\b|\b(?:contact you|erreiche ich euch) (?:by|per) tele(?:ph|f)on"
    r"|\b(?:eure|ihre) (?:telefon|nummer|hotline)|\bsu (?:tel[eé]fono|n[uú]mero)\b"
    r"|\bvotre (?:t[eé]l[eé]phone|num[eé]ro)\b",
    re.IGNORECASE,
)
_MAIL = re.compile(
    r"\b(?:contact you|erreiche ich euch) (?:by|per) e-mail\b"
    r"|\b(?:your|eure|ihre|su|votre) e?-?mail\b|\b(?:e-?mail|mail) (?:you|someone|support)\b",
    re.IGNORECASE,
)
_REACH = re.compile(
    r"\b(?:contact|reach|get (?:hold of|in touch with)|write to) (?:you|some(?:one|body)|support)\b"
    r"|\b(?:erreiche|kontaktiere) ich (?:euch|sie)\b|\bcontactar(?:les|los)?\b"
    r"|\bvous (?:contacter|joindre)\b",
    re.IGNORECASE,
)
_KINDS = (
    (_PHONE, SHOWS_PHONE),
    (_MAIL, SHOWS_MAIL),
    (_REACH, _SHOWS_WAYS),
    (_TIME, _SHOWS_TIME),
    (_PRICE, _SHOWS_PRICE),
    (_AMOUNT, _SHOWS_AMOUNT),
    (_WHO, _SHOWS_WHO),
)
_JOINS = r"\W*(?:and|or|what about|how about|even|und|oder|was ist mit|y|qué tal|et)\b"
_CONTINUES = re.compile(
    rf"{_JOINS}(?! (?:why|how|who|where|warum|wie|wer|wo|por qué|cómo|dónde|pourquoi|comment|où)\b)",
    re.IGNORECASE,
)
_LEANING = re.compile(
    rf"^{_JOINS}"
    r"|\b(?:it|that|this|these|those|they|them|there|one|help|es|das|dies|eso|esto|ça|cela|ce|il)\b",
    re.IGNORECASE,
)
_ONE_OF_THEM = re.compile(
    r"(?<=[^\W\d_] )ones?\b"
    r"(?=\W*$| (?:at|in|for|with|without|from|on|to|is|are|do|does|can|that|which|you|i)\b)",
    re.IGNORECASE,
)
"""What stands for a thing that was named before, and is no number."""
FAR_BACK = 3
FEW_TERMS = 3
"""A question of so few terms may mean what was asked about before it."""
FEWEST_TERMS = 1
"""A question of no more terms ("how often?") is about what was asked before; another passage may tell."""


@dataclass(frozen=True, slots=True)
class Asking:
    """What a question is about, and what a text must contain to answer it.

    `terms`: its words, and its `measures` by their names. `shows`: a pattern that every answer contains, such
    as a price; None when any text may answer. `way`: it asks how to do something, so steps answer it.
    `selects`: a text about another measure ("up to 5 kg") does not answer it; a yes-or-no question is
    answered by such a limit. `continues`: it names only what is different from the question before it ("and
    for children?"), whose kind and measure it shares. `before`: terms of the previous question, when this one
    is so short that it may continue it. `letters`: those that may tell apart what is asked for ("size S").
    `days`: the weekdays it names.
    """

    terms: frozenset[str]
    shows: re.Pattern[str] | None
    way: bool = False
    measures: tuple[Measure, ...] = ()
    selects: bool = True
    continues: bool = False
    before: frozenset[str] = frozenset()
    letters: frozenset[str] = frozenset()
    days: frozenset[str] = frozenset()

    @property
    def leaves_open(self) -> bool:
        """Whether what it asks for depends on what was measured before, as a price does."""
        return self.continues or (self.shows is _SHOWS_PRICE and len(self.terms) <= FEWEST_TERMS)


@lru_cache(maxsize=256)  # called twice per turn: to decide whether to clarify, and to choose quotes
def asking(question: str) -> Asking:
    """Read one question without its context."""
    question = _ONE_OF_THEM.sub("", question)
    shows = next((answer for ask, answer in _KINDS if ask.search(question)), None)
    measured = measures(question)
    selects = _YES_OR_NO.search(question) is None
    way = shows is None and bool(_WAY.search(question))
    apart = letters(without_measures(question))
    named = (one for one in terms(without_numbers(question)) if one in apart or not is_letter(one))
    return Asking(
        frozenset((*named, *(one.name for one in measured))),
        shows,
        way,
        measured,
        selects,
        selects and not way and bool(_CONTINUES.match(question)),
        letters=apart,
        days=weekdays(question),
    )


def leans(question: str) -> bool:
    """Whether a question points at something that was said before it."""
    return _LEANING.search(question) is not None


def questions_before(asked: Sequence[str]) -> str:
    """The last question with those that it continues, of a customer's messages, oldest first."""
    first = len(asked) - 1
    while 0 < first > len(asked) - FAR_BACK and _continues(asked[first]):
        first -= 1
    return " ".join(asked[max(first, 0) :])


def _continues(question: str) -> bool:
    return leans(question) and len(asking(question).terms) <= FEW_TERMS


def asked_after(before: str, asked: Asking) -> Asking:
    """`asked`, with the terms of the previous question `before` if it may continue that one.

    A bare number ("and 20?") is of the unit that was asked about last.
    """
    if not before or len(asked.terms) > FEW_TERMS:
        return asked
    same = measured_alike(asked.terms, before)
    if same is not None:
        asked = replace(asked, terms=frozenset((same.name,)), measures=(same,))
    previous = asking(before)
    shared = previous.measures[-1:] if asked.leaves_open and not asked.measures else ()
    asked = replace(asked, measures=asked.measures or shared)
    if asked.continues:
        asked = replace(asked, shows=asked.shows or previous.shows)
    past = {one.name for one in previous.measures if one not in shared}
    return replace(asked, before=previous.terms - past - asked.terms)
