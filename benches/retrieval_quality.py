"""How well retrieval finds what the demo company's customers ask for; writes docs/quality.md.

    python -m benches.retrieval_quality [--dense-weight 0.75] [--misses]

The three files of the demo company are read by the service's own sandbox and indexed in a scratch folder. A
question counts as found when one of the first passages holds every text that its answer must contain.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import mean, median
from time import perf_counter, process_time
from typing import Any

from answerbus.demo.load import FILES
from answerbus.embedded.model import ensure_model
from benches.sections import write_section
from contracts.shapes import BotSettings
from retrieval.domain.identity import content_hash, document_id, passage_ids
from retrieval.domain.passages import Card, IndexedPassage, Scope
from retrieval.domain.vocabulary import Vocabulary
from retrieval.handlers.find_passages import Answer, Finder
from retrieval.handlers.index_documents import weights_of
from retrieval.handlers.known_words import Known
from retrieval.outbound.bm25 import Bm25Lexicon
from retrieval.outbound.edge_index import EdgeIndex
from retrieval.outbound.embedder import FastembedEmbedder
from retrieval.outbound.sandbox import SandboxReader
from retrieval.settings import Settings
from retrieval.testing.index_stores import OneLanguage, OneModel

ROOT = Path(__file__).parents[1]
CONTENT = ROOT / "libs/cli/src/answerbus/demo/content"
MODELS = ROOT / ".answerbus" / "models"
SCOPE = Scope("wsp_demo", "bot_demo")
LIMIT = 10
THRESHOLD = BotSettings().escalation.offer_below


@dataclass
class Words:
    """Stands in for the vocabulary that the service keeps in its database."""

    vocabulary: Vocabulary

    async def of(self, *_: object) -> Known:
        return Known(0, self.vocabulary)


@dataclass(frozen=True)
class Judged:
    asked: dict[str, Any]
    place: int | None
    right_page: bool
    answer: Answer
    milliseconds: float


async def fill(index: EdgeIndex, embedder: FastembedEmbedder, lexicon: Bm25Lexicon) -> Vocabulary:
    parts = []
    for name in FILES:
        digest = await SandboxReader().read((CONTENT / name).read_bytes(), name, "")
        document, hashed = document_id(name), content_hash(digest)
        names = passage_ids(document, hashed, digest.drafts)
        vectors = await embedder.passages([draft.embedded for draft in digest.drafts])
        card = Card(name, document, 1, hashed, digest.title, None, "public")
        passages = [
            IndexedPassage(
                card.passage(SCOPE, passage_id, draft), vector, weights_of(lexicon, digest.title, draft)
            )
            for passage_id, draft, vector in zip(names, digest.drafts, vectors, strict=True)
        ]
        await index.replace(SCOPE, document, passages)
        parts.append(Vocabulary.of(one.sparse.keys() for one in passages))
    return Vocabulary.merged(parts)


async def judge(finder: Finder, asked: dict[str, Any], earlier: list[str]) -> Judged:
    started = perf_counter()
    answer = await finder.find(SCOPE, asked["question"], LIMIT, earlier=earlier)
    elapsed = (perf_counter() - started) * 1000
    place = next((at for at, one in enumerate(answer.passages, 1) if _holds(one, asked)), None)
    page = place is not None and answer.passages[place - 1].page == asked["page"]
    return Judged(asked, place, page, answer, elapsed)


def _holds(passage: Any, asked: dict[str, Any]) -> bool:
    text = " ".join(f"{passage.heading} {passage.question or ''} {passage.text}".split()).casefold()
    return all(" ".join(part.split()).casefold() in text for part in asked["must_contain"])


def figures(judged: list[Judged]) -> dict[str, float]:
    """Of the answerable questions."""
    places = [one.place for one in judged if one.asked["answerable"]]
    return {
        "recall@1": mean(place == 1 for place in places),
        "recall@3": mean(place is not None and place <= 3 for place in places),
        "recall@5": mean(place is not None and place <= 5 for place in places),
        "MRR": mean(1 / place if place else 0 for place in places),
    }


def confidences(judged: list[Judged]) -> dict[str, float]:
    sure = [one.answer.confidence >= THRESHOLD for one in judged if one.asked["answerable"]]
    unsure = [one.answer.confidence < THRESHOLD for one in judged if not one.asked["answerable"]]
    return {f"answerable ≥ {THRESHOLD}": mean(sure), f"not answerable < {THRESHOLD}": mean(unsure)}


async def measure(dense_weight: float) -> tuple[list[Judged], list[Judged], float]:
    """Every question alone, every question after two others, and the CPU of one in milliseconds."""
    embedder, lexicon = FastembedEmbedder(await ensure_model(MODELS)), Bm25Lexicon()
    await embedder.load()
    questions = [json.loads(line) for line in (CONTENT / "questions.jsonl").read_text().splitlines()]
    with tempfile.TemporaryDirectory() as folder:
        index = EdgeIndex(Path(folder) / "vectors")
        await index.open()
        words: Any = Words(await fill(index, embedder, lexicon))
        finder = Finder(OneModel(embedder), OneLanguage(lexicon), index, words, dense_weight)
        cpu = process_time()
        alone = [await judge(finder, asked, []) for asked in questions]
        cpu = (process_time() - cpu) * 1000 / len(questions)
        asked_before = [
            [questions[at - 7]["question"], questions[at - 13]["question"]] for at in range(len(questions))
        ]
        after = [await judge(finder, one, asked_before[at]) for at, one in enumerate(questions)]
        await index.close()
    embedder.close()
    return alone, after, cpu


def table(rows: dict[str, dict[str, float]]) -> str:
    names = list(next(iter(rows.values())))
    lines = [f"| | {' | '.join(names)} |", f"|---|{'---|' * len(names)}"]
    lines += [
        f"| {what} | {' | '.join(f'{row[name]:.3f}' for name in names)} |" for what, row in rows.items()
    ]
    return "\n".join(lines)


def report(alone: list[Judged], after: list[Judged], cpu: float, dense_weight: float) -> str:
    answerable = [one for one in alone if one.asked["answerable"]]
    paged = [one for one in answerable if one.asked["page"] and one.place == 1]
    return f"""Made by `make eval`: {len(answerable)} questions that the demo company's three files answer,
and {len(alone) - len(answerable)} that they do not.
A question is found when a passage holds all of its answer.

{table({"asked alone": figures(alone), "after two turns about other things": figures(after)})}

The first passage names the right page for {mean(one.right_page for one in paged):.0%} of the handbook's
questions that were found first.

Confidence, with {THRESHOLD} as the least to answer without saying that it may not be the answer:

{table({"asked alone": confidences(alone)})}

Dense weight {dense_weight}; one search takes {median(one.milliseconds for one in alone):.1f} ms
({cpu:.1f} ms of CPU) on the machine that wrote this page.

Parsing, the dense weight and the context rule were chosen while these questions were in sight, so the
figures are on the bright side of the truth. Some of them taught the confidence.
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dense-weight", type=float, default=Settings.model_fields["dense_weight"].default)
    parser.add_argument("--misses", action="store_true", help="show what was not among the first three")
    arguments = parser.parse_args()
    alone, after, cpu = asyncio.run(measure(arguments.dense_weight))
    text = report(alone, after, cpu, arguments.dense_weight)
    write_section("retrieval-demo", "Retrieval for the demo company", text)
    print(text)
    for one in alone if arguments.misses else []:
        missed = one.asked["answerable"] and (one.place is None or one.place > 3)
        unsure = one.asked["answerable"] != (one.answer.confidence >= THRESHOLD)
        if missed or unsure:
            first = one.answer.passages[0]
            print(
                one.place, one.answer.confidence, one.asked["question"], "|", first.heading or first.question
            )


if __name__ == "__main__":
    main()
