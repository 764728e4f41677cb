"""Puts a customer's question into the context of the conversation."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from retrieval.domain.particles import KNOWN, any_of, words_in

MAX_CHARS = 1_500
MAX_BEFORE = 120
"""How many characters of each earlier message are embedded: they cost the model's time."""
FEW_WORDS = 3
"""A question with so few topic words may be about something that was named before."""
LEANING = 0.7
"""BM25 weight of carried words when the question does not stand alone."""
FAINT = 0.2
"""BM25 weight of carried words when it does."""
FADING = 0.9
"""How much less a message counts than the one after it."""
CARRIED = 8

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_FIRST_CITED = re.compile(r"(?<=\[1\])\n\n")
_EXPLETIVE = re.compile(
    r"\b(?:is|are|was|were|will|can|could) there\b|\bthere (?:is|are|was|were)\b"
    r"|\b(?:does|will|would|did) it (?:cost|take)\b|\bis it (?:possible|allowed|ok|okay)\b",
    re.I,
)
_WHAT_ABOUT = any_of(one.what_about for one in KNOWN)
_OPENER = re.compile(rf"[\s¿]*(?:(?:{any_of(one.openers for one in KNOWN)}|{_WHAT_ABOUT})\b[\s,]*)+", re.I)
_ABOUT = re.compile(_WHAT_ABOUT, re.I)
_AT_THE_END = re.compile(r"\b(?:das|es|dies)(?: (?:auch|denn|dann|genau))*\W*$", re.I)
"""What points back only at the end of a German question: elsewhere it is an article."""
_PIECE_WORDS = 4
_BEFORE_A_NUMBER = frozenset(
    ["at", "by", "for", "from", "in", "of", "on", "per", "than", "to", "with", "within"]
)
_BEGINS_PIECE = words_in(one.begins_piece for one in KNOWN)
_ASKS_WHICH = words_in(one.asks_which for one in KNOWN)
_POINTING = words_in(one.pointing for one in KNOWN)
_SHORTLY_POINTING = words_in(one.pointing_shortly for one in KNOWN)
_PLAIN = words_in(one.plain for one in KNOWN)
_WHERE = words_in(one.where for one in KNOWN)
_COMPANY = words_in(one.company for one in KNOWN)
_BEING_THERE = words_in(one.being_there for one in KNOWN)

Spell = Callable[[str], Sequence[tuple[str, int]]]
"""The words of a text with their terms."""
Rarity = Callable[[int], float]
"""How rare a term is among the names in a bot's knowledge; 0 when no name has it."""


@dataclass(frozen=True, slots=True)
class Query:
    """What is searched for.

    `text` is the question alone; the vector searched with is the mean of those of `embedded`. `terms`: texts
    with the weight of their words in BM25. `named`: every term of a name in the conversation with its
    freshness (0..1). `read_as`: words assumed for mistyped ones.
    """

    text: str
    embedded: tuple[str, ...]
    terms: tuple[tuple[str, float], ...]
    named: Mapping[int, float]
    read_as: tuple[str, ...] = ()

    def worded(self, text: str) -> Query:
        """The same question in other words, which leave alone what is embedded."""
        return replace(self, text=text, terms=((text, 1.0), *self.terms[1:]))


def in_context(question: str, earlier: Sequence[str], spell: Spell, rarity: Rarity) -> Query:
    """The query for `question` after `earlier` messages of both sides, newest first.

    Words that name something in the knowledge (in titles and headings) are carried over from the whole
    conversation. A question that leans on the last exchange is embedded together with it; any other is
    embedded alone, because what came before may be another topic.
    """
    text = tidy(question)
    named = {term: 1.0 for _, term in spell(text) if rarity(term) > 0}
    carried = _carried(earlier, spell, rarity, named)
    words = _words(text)
    leans = _leans(text, words)
    share = FAINT if _alone(words, leans) else LEANING
    exchange = " ".join(tidy(message)[:MAX_BEFORE] for message in earlier[:2])
    terms = [(text, 1.0)]
    if carried:
        terms += [(word, share * named[term]) for term, word in carried.items()]
    elif exchange:
        terms.append((exchange, share))
    before = " ".join([*carried.values(), exchange])
    embedded = (text, f"{before} {text}") if leans and before else (text,)
    return Query(text, embedded, tuple(terms), named)


def _carried(earlier: Sequence[str], spell: Spell, rarity: Rarity, named: dict[int, float]) -> dict[int, str]:
    """The rarest and latest words of names, by term; fills `named` with all of them."""
    found: dict[int, tuple[float, str]] = {}
    freshness = 1.0
    for message in earlier:
        freshness *= FADING
        for word, term in spell(message):
            value = rarity(term)
            if value > 0 and term not in named:
                named[term] = freshness
                found[term] = value * freshness, word
    best = sorted(found.items(), key=lambda one: (-one[1][0], one[1][1]))[:CARRIED]
    return {term: word for term, (_, word) in best}


def remembered(reply: str) -> str:
    """What of a reply belongs to the context of the next question: up to its first citation's paragraph.

    What is quoted beside that may be about something else, and would be found again and again.
    """
    return _FIRST_CITED.split(reply, maxsplit=1)[0]


def tidy(text: str) -> str:
    """A message in the form in which it is embedded."""
    return " ".join(text.split())[:MAX_CHARS]


def _leans(question: str, words: list[str]) -> bool:
    opener, about = _OPENER.match(question), content_words(words)
    if opener and (_ABOUT.search(opener.group()) or len(about) <= FEW_WORDS):
        return True
    if not about or _is_piece(words, about) or _AT_THE_END.search(question):
        return True
    pointing = _POINTING | _SHORTLY_POINTING if len(about) <= FEW_WORDS + 1 else _POINTING
    return any(word in pointing for word in words)


def _is_piece(words: list[str], about: list[str]) -> bool:
    """Whether it is only a piece of a question, such as "in dollars?" or "which sizes?"."""
    if len(about) > 1 or len(words) < 2:
        return False
    if words[0] in _BEGINS_PIECE:
        return len(words) <= _PIECE_WORDS
    asks_which = words[:-1] == ["how", "many"] or (len(words) == 2 and words[0] in _ASKS_WHICH)
    return asks_which and words[-1:] == about


def where_company(question: str, company: str) -> str | None:
    """Where the company is, in words that name it, if the question asks for nothing but where "you" are."""
    words = _words(question)
    where = next((word for word in words if word in _WHERE), None)
    if not company or where is None or _COMPANY.isdisjoint(words):
        return None
    return f"{where} {company}" if set(content_words(words)) <= _BEING_THERE | _COMPANY else None


def stands_alone(question: str) -> bool:
    """Whether a question names its own topic."""
    words = _words(question)
    return _alone(words, _leans(question, words))


def _alone(words: list[str], leans: bool) -> bool:
    return not leans and len(content_words(words)) > FEW_WORDS


def _words(question: str) -> list[str]:
    words = [word.lower() for word in _WORD.findall(_EXPLETIVE.sub(" ", question))]
    return [word for place, word in enumerate(words) if word != "one" or not _counts(words, place)]


def _counts(words: list[str], place: int) -> bool:
    """Whether "one" is a number, as in "within one city", and does not stand for something else."""
    around = words[max(place - 1, 0) : place + 2]
    return len(around) == 3 and around[0] in _BEFORE_A_NUMBER and around[2] not in _PLAIN | _POINTING


def content_words(words: list[str]) -> list[str]:
    """The words that carry a topic, in lower case."""
    topical = (word for word in words if word not in _PLAIN and word not in _POINTING)
    return [word for word in topical if len(word) > 1 or word.isdigit()]
