"""Whether the passages say what a sentence claims: by its numbers, addresses, names and words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal

from contracts.shapes import Passage
from conversation.domain.answering.claims import is_polite, marked, negated, plain, promises
from conversation.domain.answering.evidence import Source, says_free, statement_terms, word_terms
from conversation.domain.answering.quantities import Quantities, is_day, quantities
from conversation.domain.answering.terms import term
from conversation.domain.nlu.language import guess_language

SHARED = 0.4
OF_A_PASSAGE = 0.25
SAME_STATEMENT = 0.75
Flaw = Literal["number", "address", "date", "name", "words", "negation", "promise"]
Need = tuple[Flaw, Callable[[Source], bool]]
_NAME = re.compile(r"(?<=[^\s.!?:\u201e\u201c\"] )[A-ZÀ-Þ][\w'\u2019-]{2,}")


@dataclass(frozen=True, slots=True)
class Verdict:
    """The judgement on one sentence: with a `flaw` it must not be shown.

    `passages` holds the places of those that support it; kind words are no `claim` and need none.
    """

    flaw: Flaw | None = None
    passages: tuple[int, ...] = ()
    claim: bool = True


class Evidence:
    """The passages an answer may rest on.

    `spoken` holds what may be named without a passage: the question, the names of bot and company.
    """

    def __init__(self, passages: Iterable[Passage], spoken: str = "") -> None:
        self.sources = [Source.of(passage) for passage in passages]
        self.spoken = Source(spoken)

    def judge(self, sentence: str) -> Verdict:
        """Whether the passages support one sentence, which may carry citation marks."""
        text = plain(sentence)
        if promises(text):
            return Verdict("promise")
        needs = list(_needs(text, quantities(text)))
        if not needs and is_polite(text):
            return Verdict(claim=False)
        cited = [n - 1 for n in marked(sentence) if 0 < n <= len(self.sources)]
        order = [*cited, *(n for n in range(len(self.sources)) if n not in cited)]
        holders: list[int] = []
        for flaw, held_by in needs:
            holder = next((n for n in [*holders, *order] if held_by(self.sources[n])), None)
            if holder is not None:
                holders.append(holder)
            elif not (flaw == "address" and held_by(self.spoken)):
                return Verdict(flaw)
        if self._strange_name(text):
            return Verdict("name")
        return self._weigh(text, cited, order, list(dict.fromkeys(holders)))

    def _strange_name(self, text: str) -> bool:
        """Whether it names somebody unknown; not asked in German, where every noun is capitalised."""
        names = _NAME.findall(text)
        return bool(names) and guess_language(text) != "de" and not all(map(self._known, names))

    def _known(self, name: str) -> bool:
        if is_day(name):
            return True
        parts = [part.casefold() for part in re.findall(r"[^\W_]+", name) if len(part) > 1]
        everywhere = [*self.sources, self.spoken]
        return all(any(part in one.words or term(part) in one.terms for one in everywhere) for part in parts)

    def _weigh(self, text: str, cited: list[int], order: list[int], holders: list[int]) -> Verdict:
        if not order:
            return Verdict("words")
        said = word_terms(text)
        related = [n for n in cited if n not in holders and self._shared(said, n) >= OF_A_PASSAGE]
        support = holders if self._covers(said, holders) else holders + related
        support = support or [self._closest(said, order)]
        covered = self._covers(said, support)
        if not said or (not covered and self._foreign(text, support)):
            return Verdict(passages=tuple(sorted(support)))
        if not covered:
            support = list(dict.fromkeys([*support, self._closest(said, order)]))
            if not self._covers(said, support):
                return Verdict("words")
        if _denied(statement_terms(text), negated(text), [self.sources[n] for n in support]):
            return Verdict("negation")
        return Verdict(passages=tuple(sorted(support)))

    def _shared(self, said: frozenset[str], number: int) -> float:
        return _share(said, self.sources[number].terms)

    def _closest(self, said: frozenset[str], order: list[int]) -> int:
        return max(order, key=lambda n: self._shared(said, n))

    def _foreign(self, text: str, support: Sequence[int]) -> bool:
        """Whether text and passage differ in language: then words cannot be compared, only numbers and
        names."""
        spoken, written = guess_language(text), self.sources[support[0]].language
        return spoken is not None and written is not None and spoken != written

    def _covers(self, said: frozenset[str], support: Sequence[int]) -> bool:
        known: frozenset[str] = frozenset().union(*(self.sources[n].terms for n in support))
        return _share(said, known) >= OF_A_PASSAGE and _share(said, known | self.spoken.terms) >= SHARED


def _needs(text: str, found: Quantities) -> Iterator[Need]:
    """Each thing that some passage must contain, with the flaw when none does."""
    for number, unit in found.amounts:
        yield "number", partial(Source.has_amount, number=number, unit=unit)
    for address in found.addresses:
        yield "address", partial(Source.has_address, address=address)
    for day in found.days:
        yield "date", partial(Source.has_day, day=day)
    if says_free(text):
        yield "number", Source.costs_nothing


def _share(said: frozenset[str], known: frozenset[str]) -> float:
    return len(said & known) / len(said) if said else 0.0


def _denied(said: frozenset[str], negative: bool, sources: Iterable[Source]) -> bool:
    """Whether every clause that says the same is negated where the sentence is not, or the other way
    round."""
    same = [
        negated(clause)
        for source in sources
        for words, clause in source.statements
        if _share(said, words) >= SAME_STATEMENT
    ]
    return bool(same) and negative not in same
