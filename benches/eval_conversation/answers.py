"""How well the quoting writer answers; writes its section of docs/quality.md.

    python -m benches.eval_conversation.answers [--data FOLDER] [--dev] [--misses]

Questions go through the services' own search, decision and writer, in one process. Without `--data` only the
demo company is asked; with it also public FAQ dialogues and, against invented numbers, banking questions.
`--dev` asks the sets that may be looked at while the writer is changed; `--misses` shows what went wrong.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

from answerbus.demo.load import CONTENT, FILES
from answerbus.embedded.model import ensure_model
from benches.eval_conversation import sets
from benches.eval_conversation.desk import Answer, Desk, bot_named
from benches.eval_conversation.facts import invented, says, says_snippet
from benches.sections import write_section
from contracts.shapes import Outcome
from conversation.domain.turns import Bot
from retrieval.domain.document import Digest, Draft
from retrieval.outbound.embedder import FastembedEmbedder
from retrieval.outbound.sandbox import SandboxReader

MODELS = Path(__file__).parents[2] / ".answerbus" / "models"
DEMO = "bot_demo"
OTHERS = 600
FOREIGN = 60
TOGETHER = 4
UNSURE = (Outcome.DECLINED, Outcome.HANDOFF_OFFERED, Outcome.HANDED_OFF)


@dataclass(frozen=True, slots=True)
class Judged:
    """`good`: the facts are said, or it is admitted that there may be no answer; `grounded`: the facts stand
    in a cited passage."""

    answer: Answer
    in_scope: bool
    good: bool
    grounded: bool = False

    @property
    def refused(self) -> bool:
        return self.answer.outcome in UNSURE and not self.answer.citations

    @property
    def unsure(self) -> bool:
        """Something is quoted that may not be the answer, as is said."""
        return self.answer.outcome in UNSURE and bool(self.answer.citations)


async def teach(desk: Desk, bot: str, files: Sequence[Path]) -> None:
    read = [(path.name, await SandboxReader().read(path.read_bytes(), path.name, "")) for path in files]
    await desk.teach(bot, read)


async def ask(desk: Desk, bot: Bot, asked: Sequence[sets.Asked]) -> list[Judged]:
    return [judge((await desk.converse(bot, [one.question]))[0], one.facts) for one in asked]


async def ask_among_others(desk: Desk, bot: Bot, asked: Sequence[sets.Asked]) -> list[Judged]:
    """Questions of one conversation that have nothing to do with each other, but for the first of each."""
    mixed = random.Random(len(asked)).sample(asked, len(asked))
    judged = []
    for start in range(0, len(mixed), TOGETHER):
        together = mixed[start : start + TOGETHER]
        answers = await desk.converse(bot, [one.question for one in together])
        judged += [judge(answer, one.facts) for answer, one in zip(answers, together, strict=True)][1:]
    return judged


def judge(answer: Answer, facts: sets.Facts) -> Judged:
    if not facts:
        return Judged(answer, False, answer.outcome in UNSURE)
    grounded = any(says(passage, facts) for passage in answer.cited)
    return Judged(answer, True, bool(answer.citations) and says(answer.text, facts), grounded)


async def hold_dialogues(
    desk: Desk, bot: Bot, dialogues: Sequence[list[sets.Asked]]
) -> tuple[list[Judged], list[Judged]]:
    """The first turns, and the follow-ups."""
    first, later = [], []
    for turns in dialogues:
        answers = await desk.converse(bot, [turn.question for turn in turns])
        judged = [judge(answer, turn.facts) for answer, turn in zip(answers, turns, strict=True)]
        first.append(judged[0])
        later += judged[1:]
    return first, later


async def ask_company(desk: Desk, company: sets.Company) -> dict[str, list[Judged]]:
    name = company.knowledge.stem
    await teach(desk, name, [company.knowledge])
    bot = bot_named(name, name)
    first, later = await hold_dialogues(desk, bot, company.dialogues)
    return {
        name: [*await ask(desk, bot, company.asked), *first],
        f"{name}, after other topics": await ask_among_others(desk, bot, company.asked),
        f"{name}, follow-ups": later,
    }


async def ask_public(
    desk: Desk, data: Path, folder: str, foreign: Sequence[str]
) -> tuple[list[Judged], list[Judged]]:
    """Every place is a company with its own FAQ: its customers' questions, and another company's."""
    entries, turns = sets.public_faq(data, folder)
    for entity, faq in entries.items():
        drafts = tuple(Draft(one.answer, question=one.question) for one in faq)
        await desk.teach(f"{folder}/{entity}", [("faq", Digest("FAQ", drafts))])
    texts = {one.key: one.answer for faq in entries.values() for one in faq}
    inside, outside = [], []
    for at, turn in enumerate(turns):
        bot = bot_named(f"{folder}/{turn.entity}", "the house")
        answer = (await desk.converse(bot, turn.questions))[-1]
        gold = [texts[key] for key in turn.gold]
        good = bool(answer.citations) and any(says_snippet(answer.text, one) for one in gold)
        cited = any(says_snippet(passage, one) for passage in answer.cited for one in gold)
        inside.append(Judged(answer, True, good, cited))
        if at < len(foreign):
            outside.append(judge((await desk.converse(bot, [foreign[at]]))[0], ()))
    return inside, outside


async def measure(data: Path | None, *, dev: bool) -> dict[str, list[Judged]]:
    embedder = FastembedEmbedder(await ensure_model(MODELS))
    await embedder.load()
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk(Path(folder) / "vectors", embedder)
        await desk.open()
        await teach(desk, DEMO, [CONTENT / name for name in FILES])
        demo = bot_named(DEMO, "Parcelwing")
        asked = sets.development() if dev else sets.held_out()
        found = {"demo company": await ask(desk, demo, asked)}
        found["the same, after other topics"] = await ask_among_others(desk, demo, asked)
        first, later = await hold_dialogues(desk, demo, sets.dialogues("dev" if dev else "held_out"))
        found |= {"first turns of dialogues": first, "follow-ups": later}
        for company in sets.companies() if dev else ():
            found |= await ask_company(desk, company)
        if data is not None:
            name = "dstc10_t2" if dev else "dstc11_t5"
            foreign = sets.banking(data, f"oos_{'id-oos' if dev else 'inscope'}_valid.jsonl")[-FOREIGN:]
            inside, outside = await ask_public(desk, data, name, foreign)
            found[f"public FAQ ({name})"] = inside + outside
            for kind, texts in elsewhere(data, dev=dev).items():
                others = [sets.Asked(text, ()) for text in texts]
                found[f"{kind} questions to the demo company"] = await ask(desk, demo, others)
        await desk.close()
    embedder.close()
    return found


def elsewhere(data: Path, *, dev: bool) -> dict[str, list[str]]:
    """Questions for other companies, by their kind."""
    if dev:
        kinds = {"banking": "oos_id-oos_valid.jsonl", "everyday": "oos_ood-oos_valid.jsonl"}
        return {kind: sets.banking(data, file) for kind, file in kinds.items()}
    banking = sets.banking(data, "oos_inscope_train.jsonl")
    return {"banking": banking[:: len(banking) // OTHERS]}


def figures(judged: Sequence[Judged]) -> str:
    inside, outside = [one for one in judged if one.in_scope], [one for one in judged if not one.in_scope]
    answered = [one for one in judged if one.answer.citations]
    loose = sum(bool(invented(one.answer.text, one.answer.cited)) for one in answered)
    length = mean(len(one.answer.text.split()) for one in answered) if answered else 0
    cells = [
        str(len(inside)),
        _share([one.good for one in inside]),
        _share([one.grounded for one in inside]),
        _share([one.unsure for one in inside]),
        _share([one.refused for one in inside]),
        str(len(outside)),
        _share([one.good for one in outside]),
        _share([one.refused for one in outside]),
        f"{loose} of {len(answered)}",
        f"{length:.0f}",
    ]
    return " | ".join(cells)


def _share(seen: Sequence[bool]) -> str:
    return f"{mean(seen):.1%}" if seen else ""


def report(found: dict[str, list[Judged]]) -> str:
    rows = [f"| {name} | {figures(judged)} |" for name, judged in found.items()]
    return "\n".join([*HEAD, *rows, *TAIL]).format(total=sum(map(len, found.values())))


HEAD = (
    "Answers of the quoting writer, without any model. The writer was not chosen in sight of these",
    "questions; the signals of the confidence were, once: their refusals at the demo company made the size",
    "of the knowledge one of them. Other questions to a bank, asked to the demo company, taught it too.",
    "Refusals of other companies' questions, seen here, led to what is said below of a usual question.",
    "What is said to be unsure is quoted as what may help, with the offer of a person (decision 0031).",
    "",
    "| | answerable | key facts said | key facts in a cited passage | said to be unsure | refused "
    "| out of scope | refused or said to be unsure | refused | answers with invented numbers or addresses "
    "| words an answer |",
    "|---|---|---|---|---|---|---|---|---|---|---|",
)
TAIL = (
    "",
    "{total} questions in all. Targets: key facts in ≥ 80 % of the answerable, refused ≤ 10 %, out of scope "
    "refused or said to be unsure ≥ 85 %, follow-ups grounded on the right passage ≥ 80 %, nothing invented.",
    "After other topics: four questions of the set that have nothing to do with each other are asked in one "
    "conversation, and all but the first count.",
    "In the public set every place is a company with its own FAQ; a key fact is said when all numbers and "
    "80 % of the terms of the gold entry are.",
)


def show_misses(found: dict[str, list[Judged]]) -> None:
    for name, judged in found.items():
        for one in judged:
            if not one.good:
                kind = "IN " if one.in_scope else "OUT"
                text = " ".join(one.answer.text.split())[:230]
                print(
                    f"{name[:9]} {kind} {one.answer.grounding.confidence:.2f} {one.grounded:d} "
                    f"{one.answer.rule}: {one.answer.question}\n      -> {text}"
                )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--dev", action="store_true")
    parser.add_argument("--misses", action="store_true")
    arguments = parser.parse_args()
    found = asyncio.run(measure(arguments.data, dev=arguments.dev))
    text = report(found)
    print(text)
    if arguments.misses:
        show_misses(found)
    if not arguments.dev and arguments.data is not None:
        write_section("conversation-answers", "Answers without a model", text)


if __name__ == "__main__":
    main()
