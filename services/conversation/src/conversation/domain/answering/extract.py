"""Answers with the passages' own sentences, cited."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import groupby

from contracts.bot_settings import Length
from contracts.shapes import Outcome, Passage
from conversation.domain.answering.asking import Asking, asked_after, asking
from conversation.domain.answering.choice import Room, choose
from conversation.domain.answering.citations import cite
from conversation.domain.answering.cleaning import clean
from conversation.domain.answering.demands import lacking
from conversation.domain.answering.focus import Candidate, focus, similarity
from conversation.domain.answering.measures import excludes, ranges
from conversation.domain.answering.sentences import BELOW, Kind, Piece, sentences
from conversation.domain.answering.terms import terms
from conversation.domain.answering.writing import EXTRACTIVE_VERSION, NEAREST, Written
from conversation.domain.turns import Grounding

FAQ_ALIKE = 0.7
FAQ_LOOKED_AT = 3
ROOMS: dict[Length, Room] = {"short": Room(45, 0), "medium": Room(100, 40), "long": Room(140, 80)}
UNSURE_WORDS = 90
_LIST = re.compile(r"- |\d+\. ")
_BULLET = re.compile(r"[•·\u2013] ")
_LEANS = re.compile(
    r"(?:yes|no|only|never|it|they|that|this|these|those|if|then|up to|ja|nein|nur|nie|das|dies|sie|wenn|dann"
    r"|bis zu|s[ií]|solo|s[oó]lo|nunca|eso|esto|hasta|oui|non|seulement|jamais|cela|ça|jusqu'[aà])\b",
    re.IGNORECASE,
)


def extract(
    grounding: Grounding,
    length: Length = "medium",
    *,
    before: str = "",
    brief: bool = False,
    unsure: bool = False,
) -> Written:
    """An answer made only of the passages' sentences.

    `declined` when there is none, or none of those about the question shows what it plainly asks for.
    `before` is what the customer asked last; `brief`: of the best passage alone; `unsure`: it may not be the
    answer, and is offered as what is nearest.
    """
    written = _extract(grounding, length, before, brief=brief, unsure=unsure)
    if not unsure or written.outcome is not Outcome.ANSWERED:
        return written
    return replace(written, outcome=Outcome.HANDOFF_OFFERED, rule=NEAREST)


def _extract(grounding: Grounding, length: Length, before: str, *, brief: bool, unsure: bool) -> Written:
    asked = asked_after(before, asking(grounding.understood))
    faq = _faq_answer(grounding, asked)
    if faq is not None:
        passage = grounding.passages[faq]
        if answer := _tidy(passage.text):
            return _written(f"{answer} [1]", [(passage, answer)], "faq_answer")
    chosen = choose(focus(asked, grounding.passages), _room(length, brief=brief, unsure=unsure))
    parts = [(part[0].passage, quote) for part in _by_passage(chosen) if (quote := _tidy(_render(part)))]
    if not parts:
        return _declined("nothing_to_quote")
    said = [_introduced(grounding.passages[at].question, quote) for at, quote in parts]
    if missing := lacking(grounding.understood, " ".join(said)):
        return _declined(f"lacks_{missing}")
    text = "\n\n".join(f"{quote} [{number}]" for number, quote in enumerate(said, 1))
    return _written(text, [(grounding.passages[at], quote) for at, quote in parts], "extracted")


def _room(length: Length, *, brief: bool, unsure: bool) -> Room:
    room = ROOMS[length]
    if brief:
        return replace(room, other=0)
    return replace(room, total=UNSURE_WORDS) if unsure else room


def opened(written: Written, opening: str) -> Written:
    """The answer behind a kind word; a list, and what is only the nearest, begins a line of its own."""
    if not opening:
        return written
    gap = "\n\n" if written.rule == NEAREST or _LIST.match(written.text) else " "
    return replace(written, text=f"{opening}{gap}{written.text}")


def _introduced(question: str | None, quote: str) -> str:
    """With the entry's question, which is not the customer's, where the answer leans on it."""
    if question is None:
        return quote
    first = next(iter(sentences(quote)), "")
    if not _LEANS.match(quote) and set(terms(question)) & set(terms(first)):
        return quote
    asked = _tidy(question)
    return f"{asked if asked.endswith('?') else f'{asked}:'} {quote}"


def _tidy(text: str) -> str:
    """Knowledge is data too: no markup, no pictures, nobody else's voice. Lists stay lists."""
    lines: list[str] = []
    listing = False
    for line in text.strip().splitlines():
        if not (words := _BULLET.sub("- ", clean(line).strip())):
            continue
        below, item = listing and line[:1].isspace(), _LIST.match(words) is not None
        ends = listing and not (below or item)
        lines.append(f"{BELOW}{words}" if below else f"\n{words}" if ends else words)
        listing = below or item
    return "\n".join(lines)


def _faq_answer(grounding: Grounding, asked: Asking) -> int | None:
    """The FAQ entry whose question is the customer's: word for word, or among the best passages nearly so."""
    said = _words(grounding.understood)
    for index, passage in enumerate(grounding.passages):
        if passage.question is not None and _words(passage.question) == said:
            return index
    return _alike(grounding, asked)


def _alike(grounding: Grounding, asked: Asking) -> int | None:
    """An entry that says all of the question."""
    best, found, wanted = 0.0, None, set(terms(grounding.understood))
    for index, passage in enumerate(grounding.passages[:FAQ_LOOKED_AT]):
        if passage.question is not None and not _for_another_measure(asked, passage):
            alike = similarity(grounding.understood, passage.question)
            all_of_it = wanted <= {*terms(passage.question), *terms(passage.text)}
            if alike >= FAQ_ALIKE and alike > best and all_of_it:
                best, found = alike, index
    return found


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _for_another_measure(asked: Asking, passage: Passage) -> bool:
    return asked.selects and any(excludes(one, ranges(passage.text)) for one in asked.measures)


def _by_passage(chosen: list[Candidate]) -> list[list[Candidate]]:
    parts: dict[int, list[Candidate]] = {}
    for candidate in chosen:
        parts.setdefault(candidate.passage, []).append(candidate)
    return list(parts.values())


def _render(part: list[Candidate]) -> str:
    """Sentences run on; what stood in a list stays one, unless a single member is all of the part."""
    if len(part) == 1:
        return part[0].piece.text
    runs = groupby(part, key=lambda candidate: candidate.piece.kind)
    return "\n".join(_run(kind, [candidate.piece for candidate in run]) for kind, run in runs)


def _run(kind: Kind, run: list[Piece]) -> str:
    match kind:
        case "sentence":
            return " ".join(piece.text for piece in run)
        case "step":
            return "\n".join(f"{piece.number}. {piece.text}" for piece in run)
        case _:
            return "\n".join(f"- {piece.text}" for piece in run)


def _declined(rule: str) -> Written:
    return Written(Outcome.DECLINED, "", rule, "extractive", EXTRACTIVE_VERSION)


def _written(text: str, quoted: list[tuple[Passage, str]], rule: str) -> Written:
    return Written(
        Outcome.ANSWERED,
        text,
        rule,
        "extractive",
        EXTRACTIVE_VERSION,
        tuple(cite(passage, quote) for passage, quote in quoted),
        tuple(passage.passage_id for passage, _ in quoted),
        verdicts=(("grounding", "quoted"),),
    )
