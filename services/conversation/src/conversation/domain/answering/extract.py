"""Answers with sentences quoted from the passages, each cited."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import groupby

from contracts.bot_settings import Length
from contracts.shapes import Outcome, Passage
from contracts.wishes import wish
from conversation.domain.answering.asking import FEWEST_TERMS, asked_after, asking
from conversation.domain.answering.choice import Room, choose
from conversation.domain.answering.citations import cite
from conversation.domain.answering.cleaning import clean
from conversation.domain.answering.demands import counts, lacking
from conversation.domain.answering.faq import matching_entry
from conversation.domain.answering.focus import Candidate, Focus, focus
from conversation.domain.answering.sentences import BELOW, Kind, Piece, sentences
from conversation.domain.answering.terms import terms
from conversation.domain.answering.writing import EXTRACTIVE_VERSION, NEAREST, Written
from conversation.domain.turns import Grounding

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
    """An answer made only of sentences from the passages.

    It is `declined` when nothing can be quoted, or the quotes lack what the question demands, such as a
    price. `before` is the customer's previous question. `brief` quotes the best passage alone. `unsure`: the
    passages may not contain the answer, so the quotes are offered as the nearest that was found.
    """
    written = _extract(grounding, length, before, brief=brief, unsure=unsure)
    if not unsure or written.outcome is not Outcome.ANSWERED:
        return written
    return replace(written, outcome=Outcome.HANDOFF_OFFERED, rule=NEAREST)


def _extract(grounding: Grounding, length: Length, before: str, *, brief: bool, unsure: bool) -> Written:
    asked = asked_after(before, asking(grounding.understood))
    entry = matching_entry(grounding, asked)
    if entry is not None and (answer := _tidy(entry.text)):
        return _written(f"{answer} [1]", [(entry, answer)], "faq_answer")
    room, ranked = _room(length, brief=brief, unsure=unsure), focus(asked, grounding.passages)
    parts = _quotes(ranked, room)
    if not parts:
        return _declined("nothing_to_quote")
    said = _said(parts, grounding)
    missing = lacking(grounding.understood, " ".join(said))
    leaning = asked.before and len(asked.terms) <= FEWEST_TERMS and missing != "place"
    if leaning or (missing and missing == wish(grounding.understood)):
        better = _better(ranked, grounding, " ".join(said))
        if missing or better:
            parts = _quotes(better, room)
            said = _said(parts, grounding)
            missing = lacking(grounding.understood, " ".join(said))
    if missing:
        return _declined(f"lacks_{missing}")
    text = "\n\n".join(f"{quote} [{number}]" for number, quote in enumerate(said, 1))
    return _written(text, [(grounding.passages[at], quote) for at, quote in parts], "extracted")


def _quotes(ranked: list[Focus], room: Room) -> list[tuple[int, str]]:
    """The passages to quote, by their place, each with its quote."""
    parts = _by_passage(choose(ranked, room))
    return [(part[0].passage, quote) for part in parts if (quote := _tidy(_render(part)))]


def _said(parts: list[tuple[int, str]], grounding: Grounding) -> list[str]:
    return [_introduced(grounding.passages[at].question, quote) for at, quote in parts]


def _better(ranked: list[Focus], grounding: Grounding, said: str) -> list[Focus]:
    """The passages that count or show what the question demands and `said` does not."""
    question = grounding.understood
    texts = [(one, grounding.passages[one.passage].text) for one in ranked]
    counting = [] if counts(question, said) else [one for one, text in texts if counts(question, text)]
    if counting or lacking(question, said) is None:
        return counting
    return [one for one, text in texts if lacking(question, text) is None]


def _room(length: Length, *, brief: bool, unsure: bool) -> Room:
    room = ROOMS[length]
    if brief:
        return replace(room, other=0)
    return replace(room, total=UNSURE_WORDS) if unsure else room


def opened(written: Written, opening: str) -> Written:
    """The answer after an opening sentence; a list, and quotes that may not answer, start a new paragraph."""
    if not opening:
        return written
    gap = "\n\n" if written.rule == NEAREST or _LIST.match(written.text) else " "
    return replace(written, text=f"{opening}{gap}{written.text}")


def _introduced(question: str | None, quote: str) -> str:
    """The quote, after its FAQ question where it cannot be understood without it ("Yes, until noon")."""
    if question is None:
        return quote
    first = next(iter(sentences(quote)), "")
    if not _LEANS.match(quote) and set(terms(question)) & set(terms(first)):
        return quote
    asked = _tidy(question)
    return f"{asked if asked.endswith('?') else f'{asked}:'} {quote}"


def _tidy(text: str) -> str:
    """The text as it may be shown: without markup, pictures or lines in another's name; lists stay lists."""
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


def _by_passage(chosen: list[Candidate]) -> list[list[Candidate]]:
    parts: dict[int, list[Candidate]] = {}
    for candidate in chosen:
        parts.setdefault(candidate.passage, []).append(candidate)
    return list(parts.values())


def _render(part: list[Candidate]) -> str:
    """One passage's quote: sentences in a row, list items as a list unless there is only one."""
    if len(part) == 1:
        return part[0].piece.shown or part[0].piece.text
    runs = groupby(part, key=lambda candidate: candidate.piece.kind)
    return "\n".join(_run(kind, [candidate.piece for candidate in run]) for kind, run in runs)


def _run(kind: Kind, run: list[Piece]) -> str:
    match kind:
        case "sentence":
            return " ".join(piece.text for piece in run)
        case "step":
            return "\n".join(f"{piece.number}. {piece.text}" for piece in run)
        case _:
            return "\n".join(f"- {piece.shown or piece.text}" for piece in run)


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
