"""Answers each of several questions of a message in its turn."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from contracts.bot_settings import Tone
from contracts.shapes import Outcome
from conversation.domain.answering.asking import leans
from conversation.domain.answering.demands import lacking
from conversation.domain.answering.extract import extract
from conversation.domain.answering.terms import terms
from conversation.domain.answering.writing import Written
from conversation.domain.phrases import say
from conversation.domain.turns import Grounding

_MARK = re.compile(r"\[(\d+)\]")


def extract_each(grounding: Grounding, least: float, language: str, tone: Tone) -> Written | None:
    """Each question's answer behind the other, and which ones have none; None when all have none.

    `least`: the confidence that a question must have.
    """
    answers: list[Written] = []
    missed: list[str] = []
    before = ""
    for one in grounding.several:
        own = replace(
            grounding, question=one.whole, passages=one.passages, confidence=one.confidence, several=()
        )
        found = extract(own, "short", before=before, brief=True) if one.confidence >= least else None
        before = one.whole
        if found is None or found.outcome is not Outcome.ANSWERED:
            missed.append(one.alone)
        elif all(found.citations != said.citations for said in answers):
            answers.append(found)
    lacks: list[str] = []
    for question in missed:
        beside = _beside(question, grounding, answers)
        if beside is None:
            lacks += [] if leans(question) else [say("not_found", language, tone, value=_bare(question))]
        elif not _is_said(beside, answers):
            answers.append(beside)
    return _joined(answers, lacks)


def _beside(question: str, grounding: Grounding, answers: Sequence[Written]) -> Written | None:
    """What a passage that answers another question says, if it has all that this one names and asks for."""
    cited = {key for one in answers for key in one.cited_passage_ids}
    beside = (one for part in grounding.several for one in part.passages if one.passage_id in cited)
    says = next((one for one in beside if _says(f"{one.heading} {one.question} {one.text}", question)), None)
    if says is None:
        return None
    return extract(replace(grounding, question=question, passages=(says,), several=()), "short", brief=True)


def _is_said(found: Written, answers: Sequence[Written]) -> bool:
    said = "\n".join(quoted.quote for one in answers for quoted in one.citations)
    return all(quoted.quote in said for quoted in found.citations)


def _says(told: str, question: str) -> bool:
    named = set(terms(question))
    return bool(named) and named <= set(terms(told)) and lacking(question, told) is None


def _joined(answers: Sequence[Written], lacks: Sequence[str]) -> Written | None:
    if not answers:
        return None
    texts: list[str] = []
    cited = 0
    for one in answers:
        texts.append(_renumbered(one.text, cited))
        cited += len(one.citations)
    return replace(
        answers[0],
        text="\n\n".join((*texts, *lacks)),
        rule="extracted_each",
        citations=tuple(citation for one in answers for citation in one.citations),
        cited_passage_ids=tuple(key for one in answers for key in one.cited_passage_ids),
    )


def _renumbered(text: str, by: int) -> str:
    return _MARK.sub(lambda mark: f"[{int(mark[1]) + by}]", text)


def _bare(question: str) -> str:
    return question.strip("¿ ").rstrip("?!. ")
