"""Retrieval on public sets, beside plain baselines computed in the same run; writes docs/quality.md.

    make eval-retrieval EVAL_DATA=<folder>        (ARGS="--only scifact --dry")

A set is a folder with its knowledge (snippets, faq, corpus, sections, documents or passages .jsonl) and its
questions (dev, val, test, dialogues, queries or questions .jsonl), each with a `history` of [speaker, text]
or a `text`; what is relevant stands in the question or in BEIR's `qrels`.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from rich.progress import track

from answerbus.embedded.model import ensure_model
from benches.eval_retrieval.measures import DEPTH, Figures, judge
from benches.eval_retrieval.plain import WINDOWS, PlainBm25, rankings
from benches.eval_retrieval.product import Product
from benches.eval_retrieval.sets import Asked, EvalSet, load_sets
from benches.eval_retrieval.vectors import KeptVectors
from benches.sections import write_section
from retrieval.outbound.embedder import FastembedEmbedder

KEPT = Path(__file__).parents[2] / ".answerbus"
Row = list[Figures]


@dataclass(frozen=True)
class Result:
    """Figures per question of the product and of each plain ranking."""

    found: EvalSet
    product: Row
    plain: dict[tuple[str, str], Row]

    def best(self, kind: str = "") -> tuple[tuple[str, str], Row]:
        """The best plain ranking whose name starts with `kind`, chosen after the fact on all questions."""
        rows = {name: row for name, row in self.plain.items() if name[0].startswith(kind)}
        return max(rows.items(), key=lambda one: Figures.mean(one[1]).ndcg)


async def evaluate(found: EvalSet, embedder: KeptVectors) -> Result:
    plain = await _plain(found, embedder)
    with tempfile.TemporaryDirectory() as folder:
        product = Product(Path(folder) / "vectors", embedder)
        await product.learn(found.name, found.entries)
        figures = []
        for asked in track(found.asked, description=f"{found.name}, product"):
            answer = await product.ask(asked)
            figures.append(judge([one.document_id for one in answer.passages], asked.relevant))
        await product.close()
    return Result(found, figures, plain)


async def _plain(found: EvalSet, embedder: KeptVectors) -> dict[tuple[str, str], Row]:
    texts, ids = [one.whole for one in found.entries], [one.id for one in found.entries]
    matrix = await embedder.learn(texts, f"{found.name}, entries")
    words = PlainBm25(texts)
    rows: dict[tuple[str, str], Row] = {}
    for window, size in _windows(found.asked).items():
        queries = [" ".join(one.history[-size:] if size else one.history) for one in found.asked]
        vectors = await embedder.learn(queries, f"{found.name}, {window}")
        for asked, query, vector in zip(found.asked, queries, vectors, strict=True):
            for kind, scores in rankings(words.scores(query), matrix @ vector):
                first = np.argsort(-scores, kind="stable")[:DEPTH]
                rows.setdefault((kind, window), []).append(judge([ids[at] for at in first], asked.relevant))
    return rows


def _windows(asked: Sequence[Asked]) -> dict[str, int | None]:
    if max(len(one.history) for one in asked) > 1:
        return WINDOWS
    return {"question": 1}


def report(results: Sequence[Result]) -> str:
    """Markdown."""
    lines = ["| set | ranking | nDCG@10 | recall@10 | MRR |", "|---|---|---|---|---|"]
    for result in results:
        lines.append(
            _line(
                f"{result.found.name} ({len(result.found.asked)} questions)", "**Answerbus**", result.product
            )
        )
        for kind in ("BM25", "dense", "RRF", "weighted sum"):
            (name, window), row = result.best(kind)
            lines.append(_line("", f"{name}, {window}", row))
    lines += ["", "| set | half | Answerbus | best plain | of all plain ones |", "|---|---|---|---|---|"]
    for result in results:
        name, best = result.best()
        for half, choosing in (("choose", True), ("report", False)):
            pick = [at for at, one in enumerate(result.found.asked) if one.choosing == choosing]
            if pick:
                mine, theirs = (Figures.mean([row[at] for at in pick]).ndcg for row in (result.product, best))
                lines.append(
                    f"| {result.found.name} | {half} | {mine:.3f} | {theirs:.3f} | {', '.join(name)} |"
                )
    return "\n".join(lines) + TEXT


def _line(name: str, ranking: str, row: Row) -> str:
    mean = Figures.mean(row)
    return f"| {name} | {ranking} | {mean.ndcg:.3f} | {mean.recall:.3f} | {mean.mrr:.3f} |"


TEXT = """

Made by `make eval-retrieval EVAL_DATA=<folder>`. Each plain ranking is shown with the window of the
conversation and the weight that suit it best *on these very questions*; the product has one setting for
all sets. Its parameters (weight of names, fading, number of words carried, what is a name, what is a
follow-up) were chosen on the *choose* half of the DSTC dialogues, the demo company and those made up.
Carrying names at all was first tried with both halves in
sight, so the *report* half is not wholly unseen. A place of the FAQ sets is the heading of its entries.
BM25: k1 0.9, b 0.4, Porter stems; dense: the product's int8 all-MiniLM-L6-v2 on
place, title and text; RRF: k 60; weighted sum: w · cosine + (1 - w) · BM25 / its maximum.
"""


async def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path)
    parser.add_argument("--only", default="", help="sets whose names contain this")
    parser.add_argument("--dry", action="store_true", help="print, write nothing")
    arguments = parser.parse_args()
    embedder = FastembedEmbedder(await ensure_model(KEPT / "models"))
    await embedder.load()
    kept = KeptVectors(embedder, KEPT / "eval")
    sets = [one for one in load_sets(arguments.data) if arguments.only in one.name]
    if not sets:
        parser.exit(1, f"There is no retrieval set in {arguments.data}.\n")
    text = report([await evaluate(one, kept) for one in sets])
    embedder.close()
    print(text)
    if not arguments.dry:
        write_section("retrieval-public", "Retrieval on public sets", text)


if __name__ == "__main__":
    asyncio.run(main())
