"""A passage taken apart once, so that many sentences can be checked against it."""

from __future__ import annotations

import re
from functools import cached_property, lru_cache

from contracts.shapes import Passage
from conversation.domain.answering.number_words import DAYS, MONTHS
from conversation.domain.answering.quantities import Quantities, quantities
from conversation.domain.answering.sentences import pieces
from conversation.domain.answering.terms import terms
from conversation.domain.nlu.language import guess_language

_WORD = re.compile(r"[^\W_]+")
_FREE = (
    r"\b(?:free|gratis|kostenlos\w*|kostenfrei\w*|gratuite?s?|gratuit[oa]s?"
    r"|(?:without|no) (?:extra |additional |further )?(?:charge|cost|fee)s?)\b"
)
_SAYS_FREE = re.compile(_FREE, re.IGNORECASE)
_COSTS_NOTHING = re.compile(rf"{_FREE}|\binclu[ds]|\b0[.,]00\b|\binbegriffen", re.IGNORECASE)
_CLAUSES = re.compile(
    r"[,;:]\s|\b(?:except|but|unless|however|while|although|aber|außer|jedoch|sondern|pero|salvo|mais|sauf)\b",
    re.IGNORECASE,
)
_DAY_NAMES = " ".join(name for name in DAYS if len(name) > 3)
TIME_WORDS = frozenset(terms(f"{_DAY_NAMES} {' '.join(MONTHS)} am pm uhr clock until till midnight noon"))


def word_terms(text: str) -> frozenset[str]:
    """The terms of a text without numbers, days and single letters, which are compared separately."""
    return statement_terms(text) - TIME_WORDS


def statement_terms(text: str) -> frozenset[str]:
    """The terms of a text without numbers and single letters; days stay, they are part of the statement."""
    return frozenset(name for name in terms(text) if len(name) > 1 and not name[0].isdigit())


def says_free(text: str) -> bool:
    """Whether a text says that something costs nothing, which is a claim about a price."""
    return bool(_SAYS_FREE.search(text))


class Source:
    """One text with its parts, each computed on first use."""

    def __init__(self, text: str, body: str = "") -> None:
        self.text, self._body = text, body

    @staticmethod
    def of(passage: Passage) -> Source:
        parts = (passage.title, passage.heading, passage.question, passage.text)
        return _source("\n".join(filter(None, parts)), passage.text)

    @cached_property
    def quantities(self) -> Quantities:
        return quantities(self.text, every_word=True)

    @cached_property
    def numbers(self) -> frozenset[str]:
        return frozenset(number for number, _ in self.quantities.amounts)

    @cached_property
    def hosts(self) -> frozenset[str]:
        return frozenset(address.split("/")[0] for address in self.quantities.addresses)

    @cached_property
    def terms(self) -> frozenset[str]:
        return word_terms(self.text)

    @cached_property
    def words(self) -> frozenset[str]:
        return frozenset(word.casefold() for word in _WORD.findall(self.text))

    @cached_property
    def language(self) -> str | None:
        return guess_language(self._body or self.text)

    @cached_property
    def statements(self) -> tuple[tuple[frozenset[str], str], ...]:
        """Every clause with its terms."""
        clauses = (clause for one in pieces(self._body) for clause in _CLAUSES.split(one.text))
        return tuple((statement_terms(clause), clause) for clause in clauses)

    def has_amount(self, number: str, unit: str) -> bool:
        """Whether it names the amount; a bare number, as in a table, may be of any currency."""
        if not unit:
            return number in self.numbers
        return bool(self.quantities.amounts & {(number, unit), (number, "")})

    def has_address(self, address: str) -> bool:
        return address in self.quantities.addresses or address in self.hosts

    def has_day(self, day: str) -> bool:
        return day in self.quantities.days

    def costs_nothing(self) -> bool:
        return bool(_COSTS_NOTHING.search(self.text))


@lru_cache(maxsize=256)  # many questions are answered from few passages
def _source(text: str, body: str) -> Source:
    return Source(text, body)
