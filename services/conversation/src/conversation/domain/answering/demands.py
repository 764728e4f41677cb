"""What a question demands: asked for a price, a text without one is no answer."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from conversation.domain.answering.asking import MONEY, SHOWS_MAIL, SHOWS_PHONE
from conversation.domain.answering.number_words import DAYS, MONTHS, NUMBERS, UNITS
from conversation.domain.answering.terms import term, terms
from conversation.domain.nlu.opening_words import OPENING


class _Demand(NamedTuple):
    """A question that `asks` in one of these plain forms is only answered by a text that `shows` it.

    `asks` is strict ("when it rains" asks for no time), `shows` is generous.
    """

    kind: str
    asks: re.Pattern[str]
    shows: re.Pattern[str]


def _beginning(words: Iterable[str]) -> str:
    return "|".join(sorted({word for word in words if len(word) > 2}))


_START = rf"(?:^|[.!?;:,]\s++){OPENING}"
_NUMBER = rf"\d|\b(?:one|once|twice|both|half|dozen|hundred|thousand|million|ein\w*|{_beginning(NUMBERS)})\b"
_COUNTS = re.compile(
    rf"(?=((?:{_NUMBER}|unlimited|no|keine)\w*(?:\s+\w+){{1,3}}))|(\w+:\s*\d)", re.IGNORECASE
)
"""A number with the three words behind it, or a word with the number behind its colon."""
_NAME = re.compile(r"\b([A-ZÀ-Þ][^\W\d_]+)\s(?:(?:and|von|de)\s)?([A-ZÀ-Þ][^\W\d_]+)")


def _demand(kind: str, asks: str, shows: str) -> _Demand:
    return _Demand(kind, re.compile(f"{_START}(?:{asks})", re.IGNORECASE), re.compile(shows, re.IGNORECASE))


_DEMANDS = (
    _demand(
        "year",
        r"when (?:was|were)\b.{1,60}\b(?:founded|built|opened|established|set up|started)\b",
        r"\b1[5-9]\d\d\b|\b20\d\d\b|\bcentur",
    ),
    _demand(
        "year",
        r"(?:when (?:was|were|did)|since when|how old (?:is|are|was)|seit wann|wann wurden?|wie alt"
        r"|desde cuándo|depuis quand)\b",
        rf"\b1[5-9]\d\d\b|\b20\d\d\b|\d[./]\d|\b(?:{_beginning(MONTHS)})|\b(?:centur|year|since|jahr|seit|año|desde"
        r"|ann?ée|depuis|ans\b)",
    ),
    _demand(
        "time",
        r"when (?:is|are|do|does|will|can|must|should)\b|(?:at )?what time\b|how (?:long|often|soon)\b"
        r"|(?:wann|wie (?:lange|oft)|cuándo|cuánto tiempo|quand|combien de temps)\b",
        rf"{_NUMBER}|\b(?:{_beginning(DAYS)}|{_beginning(UNITS)}|morning|noon|evening|night|midnight|season)"
        r"|\b(?:always|never|daily|immediately|instantly|at once|straight away|any ?time|now|today|tomorrow"
        r"|as soon as|as long as|before|after|until|when|while|immer|nie|sofort|jederzeit|wenn|sobald|bis"
        r"|nach|siempre|nunca|cuando|hasta|toujours|jamais|dès|jusqu)",
    ),
    _demand(
        "price",
        r"how much (?:is|are|does|do|did|would|will|extra|more)\b(?!.*\b(?:weigh|hold|fit|use|need)s?\b)"
        r"|what (?:is|are|was|do|does|did|would|will)\b.*\b(?:cost|charge)s?\b"
        r"|what(?:'s| is| are| was) the (?:price|cost|fee)s?\b"
        r"|(?:the |its )?(?:price|cost|fee)s?(?: (?:of|for)\b|\W*$)"
        r"|(?:was|wie ?viel) kostet\b|cuánto cuesta|combien coûte",
        rf"{MONEY}|\b(?:euro|dollar|pound|cent|percent|prozent|franc|free|gratis|gratuit|kostenlos"
        r"|nothing|included|inclusive|(?:rate|fare|ticket)s? includ|inbegriffen"
        r"|cost|charge|price|fee|premium|paid|pays?\b)",
    ),
    _demand(
        "place",
        r"(?:where (?:are|r) (?:you|u)\b|where(?:'s| is) your (?:office|company|headquarters)"
        r"|wo (?:seid|sitzt) ihr|wo (?:sind|sitzen) sie|wo ist (?:euer|eure|ihre?) (?:büro|firma|sitz)"
        r"|dónde (?:están|estáis)|où (?:êtes-vous|vous trouvez))"
        r"(?:\W+(?:guys|located|based|situated|exactly|actually|denn|eigentlich|genau|ubicados|situés|basés))*\W*$",
        r"\b(?-i:(?:[Ii]n|[Aa]t|[Nn]ear|[Ee]n|[Àà]) (?:the |la )?[A-ZÀ-Þ])"
        r"|\b\d{4,5} (?-i:[A-ZÀ-Þ])|\b[^\W\d]*(?:stra(?:ß|ss)e|street|road|avenue|calle|rue)\b",
    ),
    _demand(
        "length",
        r"(?:how (?:tall|deep|wide|thick)|wie (?:tief|breit|dick))\b",
        rf"(?:{_NUMBER}).{{0,5}}?\b(?:[ckm]?m\b|met(?:er|re)|centimet|millimet|kilomet|mile|feet|foot|ft\b|inch"
        r"|zentimet)",
    ),
    _demand(
        "size",
        r"how (?:big|large)\b|wie groß\b",
        rf"(?:{_NUMBER})(?!:\d).{{0,20}}?(?:\b[^\W\d_]|[€$£%²])|\b(?:size|größe)",
    ),
    _demand(
        "weight", r"(?:how heavy|wie schwer)\b", r"\d\s*(?:kg|g|t|kilo\w*|grams?|tonn?e?s?|lbs?|pounds?)\b"
    ),
    _demand(
        "number",
        r"(?:how many|wie ?viele|cuántos|cuántas|combien de)\b(?! temps)",
        rf"{_NUMBER}|\b(?:no|none|any|every|all|each|only|unlimited|several|keine|alle|jede|todos|tous)\b",
    ),
    _demand(
        "loudness",
        r"(?:how (?:loud|noisy|quiet)|wie laut)\b",
        r"\bdB|\b(?:decibel|dezibel|loud|nois|quiet|silen|hear|laut|leise|lärm|hör)",
    ),
    _demand(
        "person",
        r"(?:who (?:founded|started|set up|owns?|runs|leads|built|invented|designed|created)"
        r"|wer hat .{1,40}gegründet|wem gehört|quién fundó|qui a fondé)\b",
        r"\b(?:found(?:ed|er|ing)|start(?:ed|er)|set up|began|established|own(?:ed|s|er)|belongs?|runs?|led"
        r"|leads|built|invent|design|created?|family|brothers?|sisters?|director|manager|gründ|gegründ|gehör"
        r"|inhaber|leit|fund[óa]|fond[ée])",
    ),
    _demand(
        "reason",
        r"(?:why|warum|wieso|weshalb|por qué|pourquoi)"
        r"(?: (?:not|so|nicht|no|pas|is (?:that|this|it)|ist das so))?\W*$",
        r"\b(?:because|since|so that|in order to|therefore|thus|due to|reasons?|otherwise|requires?|law"
        r"|purpose|weil|da|damit|denn|deshalb|daher|sonst|gr[uü]nd\w*|gesetz\w*|wegen|porque|ya que|para que"
        r"|debido|por eso|motivo|ley|parce qu|car|puisqu|afin|raisons?|sinon|loi)\b",
    ),
    _demand(
        "mail",
        r"what(?:'s| is) (?:your|the) e-?mail\b"
        r"|(?:how do i contact you by|wie erreiche ich euch per) e-mail\b",
        SHOWS_MAIL.pattern,
    ),
    _demand(
        "phone",
        r"what(?:'s| is) (?:your|the) (?:tele)?phone(?: number)?(?: of|\W*$)"
        r"|(?:how do i contact you by telephone|wie erreiche ich euch per telefon)\b",
        SHOWS_PHONE.pattern,
    ),
)
_COUNTED = re.compile(
    r"\b(?:how many|wie ?viele|cuántos|cuántas|combien de)\s+(?:more |other |weitere )?([^\W\d_]+)",
    re.IGNORECASE,
)
_LONGEST = 1_000
"""Of a longer message the beginning is read: a page of question marks took seconds."""
_WHO = re.compile(
    f"{_START}"
    r"(?:who (?:wrote|painted|(?:is|was|are|were) (?:the|your))|wer (?:ist|war)|quién es|qui est)\b",
    re.IGNORECASE,
)
_SOMEBODY = re.compile(
    r"\b(?:Dr|Mrs?|Ms|Prof)\.|\b(?:made|painted|written) by\b"
    r"|\b(?:family|familie|owner|director|manager|brother|sister|leiter|chef|inhaber)",
    re.IGNORECASE,
)


def lacking(question: str, answer: str) -> str | None:
    """What the question plainly asks for and the answer does not show; None when nothing is missing."""
    question = question[:_LONGEST]
    if _WHO.search(question):
        return None if _SOMEBODY.search(answer) or _names(answer) - _names(question.title()) else "person"
    for demand in _DEMANDS:
        if demand.asks.search(question):
            return None if demand.shows.search(answer) else demand.kind
    return None


def counts(question: str, answer: str) -> bool:
    """Whether the answer counts what a question asks "how many" of; true of any other question."""
    counted = _COUNTED.search(question[:_LONGEST])
    if counted is None or (name := term(counted[1])) is None:
        return True
    return any(name in terms(" ".join(found)) for found in _COUNTS.findall(answer))


def _names(text: str) -> set[tuple[str, ...]]:
    return {match.groups() for match in _NAME.finditer(text)}
