"""The demo company and those that answers are developed with, asked what they say and what they do not."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from answerbus.demo.load import CONTENT, FILES
from benches.answerability.worlds import Question, World, bank, foreign, general, titles
from benches.eval_conversation import sets
from benches.eval_conversation.facts import says
from retrieval.domain.document import Digest
from retrieval.outbound.sandbox import SandboxReader

KEPT_ASIDE = 9
"""One in so many of the bank's questions is left for the judging of answers."""
ELSEWHERE = 300
"""How many questions meant for other companies each of them gets."""
TOPICS = 3
"""How much a customer asks before, when it is not the first question."""


@dataclass(frozen=True, slots=True)
class Company:
    files: Sequence[Path]
    asked: Sequence[sets.Asked]
    dialogues: Sequence[list[sets.Asked]]


async def companies(data: Path) -> list[World]:
    """Their files and development questions."""
    known = {
        one.knowledge.stem: Company([one.knowledge], one.asked, one.dialogues) for one in sets.companies()
    }
    demo = [CONTENT / name for name in FILES]
    known["demo company"] = Company(demo, sets.development(), sets.dialogues("dev"))
    everybody = strangers(data)
    return [await world(name, own, [*everybody, *elsewhere(name, known)]) for name, own in known.items()]


def elsewhere(name: str, known: Mapping[str, Company]) -> list[Question]:
    """Some of what the customers of the other companies ask."""
    others = (company.asked for other, company in known.items() if other != name)
    answered = [one.question for asked in others for one in asked if one.facts]
    chosen = random.Random(name).sample(answered, min(ELSEWHERE, len(answered)))
    return [Question((question,), False, far=True) for question in chosen]


def strangers(data: Path) -> list[Question]:
    banking = [text for at, text in enumerate(bank(data)) if at % KEPT_ASIDE]
    return foreign(general(data), titles(data), banking)


async def world(name: str, company: Company, strange: Sequence[Question]) -> World:
    """Questions with an answer are asked again without any passage that states it."""
    documents = [one for path in company.files for one in await _read(path)]
    texts = {
        key: f"{one.heading} {one.question or ''} {one.text}"
        for key, read in documents
        for one in read.drafts
    }
    questions = []
    for history, facts in _told(company):
        questions.append(Question(history, bool(facts)))
        told = frozenset(key for key, text in texts.items() if says(text, facts))
        if facts and told:
            questions.append(Question(history, False, told))
    return World(f"companies, {name}", documents, [*questions, *strange])


def _told(company: Company) -> Iterator[tuple[tuple[str, ...], sets.Facts]]:
    """What is asked at first, after other topics, and in a dialogue; each with the facts of its answer."""
    for at, one in enumerate(company.asked):
        before = [company.asked[at - back].question for back in range(TOPICS, 0, -1)]
        yield (one.question,), one.facts
        yield (*before, one.question), one.facts
    for turns in company.dialogues:
        for at, turn in enumerate(turns):
            yield tuple(one.question for one in turns[: at + 1]), turn.facts


async def _read(path: Path) -> list[tuple[str, Digest]]:
    """A document for each passage, so that single ones can be taken out."""
    body = await asyncio.to_thread(path.read_bytes)
    read = await SandboxReader().read(body, path.name, "")
    return [(f"{path.name}:{at}", Digest(read.title, (draft,))) for at, draft in enumerate(read.drafts)]
