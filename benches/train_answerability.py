"""Learns when found passages answer a question, and judges that on questions it has not seen.

    make train-answerability EVAL_DATA=<folder>

`banking77` in scope is a FAQ of many phrasings; a third of its intents at a time is taken out of the
knowledge, and what asks for it has no answer. `dstc11_t5` is a FAQ of many places, asked with and without the
entries that answer. Learned from training files and the choosing half of the dialogues alone; judged on
banking77's validation files (in scope, near out of scope, other domains) and the other half. Licences:
CC-BY-4.0 (banking77), CDLA-Sharing-1.0 (dstc11_t5).
"""

from __future__ import annotations

import asyncio
import random
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import astuple
from pathlib import Path

import numpy as np

from answerbus.embedded.model import ensure_model
from benches.eval_retrieval.__main__ import KEPT
from benches.eval_retrieval.product import Product
from benches.eval_retrieval.sets import Asked, Entry, lines, load_sets
from benches.eval_retrieval.vectors import KeptVectors
from benches.reliability import area, calibration_error, draw
from benches.sections import write_section
from retrieval.domain.confidence import Signals, confidence
from retrieval.outbound.embedder import FastembedEmbedder

PHRASINGS, QUESTIONS, FOLDS = 40, 6, 3
Seen = list[Signals]
Judged = tuple[str, list[float], list[bool]]


async def look(kept: KeptVectors, name: str, entries: Sequence[Entry], asked: Sequence[Asked]) -> Seen:
    print(f"{name}: {len(entries):,} entries, {len(asked):,} questions", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        product = Product(Path(folder) / "vectors", kept)
        await product.learn(name, entries)
        await kept.learn([one.history[-1] for one in asked], f"{name}, questions")
        seen = [(await product.ask(one, 6)).signals for one in asked]
        await product.close()
    return seen


def phrasing(row: dict[str, str], number: int) -> Entry:
    return Entry(f"{row['label']}:{number}", row["label"].replace("_", " "), "", question=row["text"])


def ask(row: dict[str, str]) -> Asked:
    return Asked(row["text"], (row["text"],), {})


async def banking_folds(kept: KeptVectors, data: Path) -> tuple[Seen, Seen]:
    rows = random.Random(1).sample(found := lines(data / "banking77/oos_inscope_train.jsonl"), len(found))
    intents = sorted({row["label"] for row in rows})
    answerable: Seen = []
    unanswerable: Seen = []
    for fold in range(FOLDS):
        held = set(intents[fold::FOLDS])
        by_intent = {label: [row for row in rows if row["label"] == label] for label in intents}
        knowledge = [row for label in intents if label not in held for row in by_intent[label][:PHRASINGS]]
        known = [row for label in intents if label not in held for row in by_intent[label][-QUESTIONS:]]
        unknown = [row for label in held for row in by_intent[label][-2 * QUESTIONS :]]
        entries = [phrasing(row, at) for at, row in enumerate(knowledge)]
        answerable += await look(kept, f"banking77, fold {fold}", entries, [ask(row) for row in known])
        unanswerable += await look(kept, f"banking77, fold {fold}", entries, [ask(row) for row in unknown])
    return answerable, unanswerable


async def banking_judged(kept: KeptVectors, data: Path) -> dict[str, Seen]:
    entries = [phrasing(row, at) for at, row in enumerate(lines(data / "banking77/oos_inscope_train.jsonl"))]
    parts = {
        name: lines(data / f"banking77/oos_{name}_valid.jsonl") for name in ("inscope", "id-oos", "ood-oos")
    }
    seen = await look(kept, "banking77", entries, [ask(row) for rows in parts.values() for row in rows])
    result, start = {}, 0
    for name, rows in parts.items():
        result[name] = seen[start : start + len(rows)]
        start += len(rows)
    return result


async def dialogues(kept: KeptVectors, data: Path, *, choosing: bool) -> tuple[Seen, Seen]:
    """A turn with its entries in the knowledge, and the same turn without anything that asks the same."""
    found = next(one for one in load_sets(data) if one.name.startswith("dstc11"))
    asked = [one for one in found.asked if one.choosing == choosing]
    title = {one.id: one.title for one in found.entries}
    told = {title[key] for one in asked for key in one.relevant}
    without = [one for one in found.entries if one.title not in told]
    return await look(kept, "dstc11", found.entries, asked), await look(
        kept, "dstc11 without", without, asked
    )


def fit(sets: Sequence[tuple[Seen, Seen]]) -> tuple[float, list[float]]:
    """Intercept and coefficients; sets weigh the same, and in each what has an answer and what has none."""
    x = np.array([astuple(one) for pair in sets for part in pair for one in part])
    y = np.concatenate([np.r_[np.ones(len(good)), np.zeros(len(bad))] for good, bad in sets])
    share = np.concatenate(
        [np.r_[np.full(len(good), 1 / len(good)), np.full(len(bad), 1 / len(bad))] for good, bad in sets]
    )
    share /= share.sum()
    mean, spread = x.mean(0), x.std(0) + 1e-9
    z, weights, intercept = (x - mean) / spread, np.zeros(x.shape[1]), 0.0
    for _ in range(6_000):
        error = share * (1 / (1 + np.exp(-(z @ weights + intercept))) - y)
        weights = weights - 0.5 * (z.T @ error + 0.002 * weights)
        intercept -= 0.5 * error.sum()
    found = weights / spread
    return round(float(intercept - found @ mean), 2), [round(float(one), 2) for one in found]


def judged(name: str, good: Seen, bad: Seen, model: tuple[float, list[float]]) -> Judged:
    sure = [confidence(one, *model) for one in (*good, *bad)]
    true = [True] * len(good) + [False] * len(bad)
    near = area([one.cosine for one in good], [one.cosine for one in bad])
    own = area(sure[: len(good)], sure[len(good) :])
    figures = f"{near:.3f} | {own:.3f} | {calibration_error(sure, true):.3f}"
    line = f"| {name} | {len(good)} | {len(bad)} | {figures} |"
    return line, sure, true


TEXT = """
| questions | answerable | not | AUROC top cosine | AUROC confidence | calibration error |
|---|---|---|---|---|---|
{rows}

All held-out questions together: calibration error {error:.3f}.

![How often a question was answerable, by confidence](images/answerability.svg)

Made by `make train-answerability EVAL_DATA=<folder>` with the coefficients that it learned and printed; they
become the product's when put into `domain/confidence.py`. Learned with a third of banking77's intents
at a time taken out of the knowledge, from its training file, and from the choosing half of the dialogues; no
out-of-scope file was learned from.
"""


async def main(data: Path) -> None:
    embedder = FastembedEmbedder(await ensure_model(KEPT / "models"))
    await embedder.load()
    kept = KeptVectors(embedder, KEPT / "eval")
    model = fit([await banking_folds(kept, data), await dialogues(kept, data, choosing=True)])
    print(f"INTERCEPT = {model[0]}\nCOEFFICIENTS = {tuple(model[1])}", flush=True)
    banking = await banking_judged(kept, data)
    places = await dialogues(kept, data, choosing=False)
    out = [*banking["id-oos"], *banking["ood-oos"]]
    rows = [
        judged("banking77, near-domain", banking["inscope"], banking["id-oos"], model),
        judged("banking77, other domains", banking["inscope"], banking["ood-oos"], model),
        judged("banking77, all", banking["inscope"], out, model),
        judged("dstc11_t5, the half not learned from", *places, model),
    ]
    sure, true = ([one for row in rows[2:] for one in row[part]] for part in (1, 2))
    draw(sure, true, Path(__file__).parents[1] / "docs/images/answerability.svg")
    text = TEXT.format(rows="\n".join(row[0] for row in rows), error=calibration_error(sure, true))
    print(text)
    write_section("answerability", "Is there an answer?", text)
    embedder.close()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
