"""Answers with the passages' own sentences: which ones, in which order, with which citations."""

from __future__ import annotations

import re
from dataclasses import dataclass

from contracts.shapes import Citation, Outcome, Passage
from conversation.domain.focus import Candidate, candidates, similarity
from conversation.domain.turns import Grounding
from conversation.domain.writing import EXTRACTIVE_VERSION, Written

MAX_PIECES = 4
MAX_LIST = 8
MIN_COVERED = 0.28
SURE = 0.6
NEAR_BEST = 0.62
FAQ_ALIKE = 0.6
MAX_QUOTE = 400
_LEANS_BACK = re.compile(
    r"^(?:it|this|these|those|they|such|otherwise|however|but|in this case|in that case|then|after "
    r"that|the same"
    r"|dies|diese\w*|das|jedoch|allerdings|sonst|andernfalls|in diesem fall|danach"
    r"|este|esta|sin embargo|cela|ceci|cependant)\b",
    re.IGNORECASE,
)
_LIMITS = re.compile(
    r"^(?:however|but|except|unless|only|otherwise|an exception|there is one exception|this does not"
    r"|this applies"
    r"|it does not|jedoch|allerdings|ausgenommen|ausnahme|nur|dies gilt|sin embargo|excepto|cependant"
    r"|toutefois"
    r"|sauf)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Part:
    """A run of pieces from one passage, ready to be quoted."""

    passage: int
    chosen: tuple[Candidate, ...]


def extract(grounding: Grounding) -> Written:
    """An answer made only of the passages' sentences, or `declined` when none is about the question."""
    faq = _faq_answer(grounding)
    if faq is not None:
        passage = grounding.passages[faq]
        text = f"{passage.text.strip()} [1]"
        return _written(grounding, text, (_cite(passage, passage.text),), (faq,), "faq_answer")
    ranked = candidates(grounding.question, grounding.passages)
    chosen = _choose(ranked, grounding.confidence)
    if not chosen:
        return Written(Outcome.DECLINED, "", "no_focus", "extractive", EXTRACTIVE_VERSION)
    parts = _parts(chosen)
    text = " ".join(_render(part, number) for number, part in enumerate(parts, 1)).strip()
    cited = tuple(
        _cite(grounding.passages[part.passage], " ".join(c.piece.text for c in part.chosen)) for part in parts
    )
    return _written(grounding, _tidy(text), cited, tuple(part.passage for part in parts), "extracted")


def _faq_answer(grounding: Grounding) -> int | None:
    """The best FAQ entry whose question is the customer's, if it is among the best passages."""
    best, found = FAQ_ALIKE, None
    for index, passage in enumerate(grounding.passages[:3]):
        if passage.question is not None:
            alike = similarity(grounding.question, passage.question) + (0.1 if index == 0 else 0.0)
            if alike > best:
                best, found = alike, index
    return found


def _choose(ranked: list[Candidate], confidence: float) -> list[Candidate]:
    if not ranked:
        return []
    best = max(ranked, key=lambda c: c.score)
    if best.covered < MIN_COVERED and confidence < SURE:
        return []
    place = {(c.passage, c.position): c for c in ranked}
    if best.piece.kind != "sentence":
        return _with_group(best, ranked)
    chosen = _with_neighbours(best, place)
    for other in sorted(ranked, key=lambda c: -c.score):
        if len(chosen) >= MAX_PIECES:
            break
        if other.score < NEAR_BEST * best.score or other.covered < NEAR_BEST * best.covered:
            continue
        if other.piece.kind == "sentence" and not _repeats(other, chosen) and _adds(other, chosen, best):
            room = MAX_PIECES - len(chosen)
            chosen += [c for c in _with_neighbours(other, place)[:room] if c not in chosen]
    return _with_introduced_list(chosen, ranked)


def _with_group(best: Candidate, ranked: list[Candidate]) -> list[Candidate]:
    """The items or rows of the best one's list that match as well as it does, or the whole short list."""
    group = [c for c in ranked if c.passage == best.passage and c.piece.group == best.piece.group]
    strong = [c for c in group if c.covered >= 0.85 * best.covered]
    picked = strong if len(strong) <= MAX_LIST else strong[:MAX_LIST]
    before = [
        c
        for c in ranked
        if c.passage == best.passage and c.position == group[0].position - 1 and c.piece.kind == "sentence"
    ]
    return ([c for c in before if c.piece.text.endswith(":") or len(picked) > 1 or c.covered > 0]) + picked


def _with_introduced_list(chosen: list[Candidate], ranked: list[Candidate]) -> list[Candidate]:
    """A chosen sentence that announces a list brings the list."""
    for candidate in chosen:
        if candidate.piece.text.endswith(":"):
            after = [
                c
                for c in ranked
                if c.passage == candidate.passage
                and c.position > candidate.position
                and c.piece.kind != "sentence"
            ]
            first = [c for c in after if c.piece.group == after[0].piece.group][:MAX_LIST]
            return [*chosen, *(c for c in first if c not in chosen)]
    return chosen


def _with_neighbours(candidate: Candidate, place: dict[tuple[int, int], Candidate]) -> list[Candidate]:
    """A sentence with the one it leans on before it and the condition that limits it after it."""
    run = [candidate]
    before = place.get((candidate.passage, candidate.position - 1))
    if before is not None and before.piece.kind == "sentence" and _LEANS_BACK.match(candidate.piece.text):
        run.insert(0, before)
    after = place.get((candidate.passage, candidate.position + 1))
    if after is not None and after.piece.kind == "sentence" and _LIMITS.match(after.piece.text):
        run.append(after)
    return run


def _repeats(candidate: Candidate, chosen: list[Candidate]) -> bool:
    for other in chosen:
        shared = len(candidate.terms & other.terms)
        if shared >= 0.7 * max(1, min(len(candidate.terms), len(other.terms))):
            return True
    return False


def _adds(candidate: Candidate, chosen: list[Candidate], best: Candidate) -> bool:
    """Another passage must be nearly as good as the best; the same passage may merely go on."""
    same = any(c.passage == candidate.passage for c in chosen)
    return same or candidate.score >= 0.85 * best.score


def _parts(chosen: list[Candidate]) -> list[_Part]:
    order: list[int] = []
    for candidate in chosen:
        if candidate.passage not in order:
            order.append(candidate.passage)
    return [
        _Part(p, tuple(sorted((c for c in chosen if c.passage == p), key=lambda c: c.position)))
        for p in order
    ]


def _render(part: _Part, number: int) -> str:
    lines: list[str] = []
    for candidate in part.chosen:
        if candidate.piece.kind == "sentence":
            lines.append(candidate.piece.text)
        else:
            lines.append(f"\n- {candidate.piece.text}")
    return " ".join(lines).replace(" \n", "\n") + f" [{number}]"


def _tidy(text: str) -> str:
    return re.sub(r"\n{2,}", "\n", text)


def _cite(passage: Passage, quote: str) -> Citation:
    return Citation(
        document_id=passage.document_id,
        revision=passage.revision,
        title=passage.title,
        url=passage.url,
        page=passage.page,
        quote=quote.strip()[:MAX_QUOTE],
    )


def _written(
    grounding: Grounding, text: str, citations: tuple[Citation, ...], cited: tuple[int, ...], rule: str
) -> Written:
    return Written(
        Outcome.ANSWERED,
        text,
        rule,
        "extractive",
        EXTRACTIVE_VERSION,
        citations,
        tuple(grounding.passages[index].passage_id for index in cited),
    )
