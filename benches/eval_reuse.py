"""Which questions count as the same: hits and false hits of reuse; writes its section of docs/quality.md.

    make eval-reuse EVAL_DATA=<folder with banking77>        (ARGS="--dry" only prints)

The threshold is chosen on one half of the training questions asked against the other, and reported on
the validation questions of the out-of-scope variant.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from answerbus.embedded.model import ensure_model
from benches.retrieval_corpus import ROOT
from benches.sections import write_section
from retrieval.domain.reuse import SAME_QUESTION, alike
from retrieval.outbound.embedder import FastembedEmbedder

KNOWN, ASKED = 1_500, 1_000
THRESHOLDS = (0.8, 0.85, 0.88, 0.9, 0.92, SAME_QUESTION, 0.96)


@dataclass(frozen=True)
class Question:
    text: str
    intent: str


def read(file: Path, most: int) -> list[Question]:
    """In a random order that is always the same."""
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    found = [Question(row["text"], row["label"]) for row in rows]
    random.Random(5).shuffle(found)
    return found[:most]


async def nearest(
    embedder: FastembedEmbedder, asked: list[Question], known: list[Question]
) -> list[tuple[float, bool]]:
    """For every question asked: the cosine of the nearest that may be the same, and whether its intent is."""
    matrix = np.array(await embedder.passages([one.text for one in known]))
    found = []
    for one, vector in zip(asked, await embedder.passages([one.text for one in asked]), strict=True):
        cosines = matrix @ np.array(vector)
        best = next((at for at in np.argsort(-cosines)[:20] if alike(one.text, known[at].text)), None)
        if best is not None:
            found.append((float(cosines[best]), known[best].intent == one.intent))
        else:
            found.append((0.0, True))
    return found


def row(at: float, choose: list[tuple[float, bool]], report: list[tuple[float, bool]]) -> str:
    cells = []
    for found in (choose, report):
        hits = [same for cosine, same in found if cosine >= at]
        false = len(hits) - sum(hits)
        cells += [f"{len(hits) / len(found):.1%}", f"{false / len(found):.2%}"]
    return (
        f"| {'**' if at == SAME_QUESTION else ''}{at}{'**' if at == SAME_QUESTION else ''} | "
        + " | ".join(cells)
        + " |"
    )


TEXT = """Made by `make eval-reuse EVAL_DATA=<folder>`: banking77 (CC-BY-4.0), {known:,} training questions
whose answers are kept. *Choose*: other training questions; *report*: validation questions. A false
hit is a question whose nearest kept one has another intent; most of those seen were paraphrases
that the data label differently. That the cited passages must be found again is not counted here.
The threshold (bold) is the least without a false hit on *choose*; *report* was in sight when this rule
was made.

| least cosine | choose: hits | of all, false | report: hits | of all, false |
|---|---|---|---|---|
{rows}
"""


async def main(data: Path, write: bool) -> None:
    embedder = FastembedEmbedder(await ensure_model(ROOT / ".answerbus" / "models"))
    await embedder.load()
    folder = data / "banking77"
    training = read(folder / "train.jsonl", KNOWN + ASKED)
    known, asked = training[:KNOWN], training[KNOWN:]
    unseen = read(folder / "oos_inscope_valid.jsonl", ASKED)
    seen = {one.text.casefold() for one in known}
    choose = await nearest(embedder, asked, known)
    report = await nearest(embedder, [one for one in unseen if one.text.casefold() not in seen], known)
    rows = "\n".join(row(at, choose, report) for at in THRESHOLDS)
    text = TEXT.format(known=len(known), rows=rows)
    print(text)
    if write:
        write_section("reuse", "Answers that serve again", text)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--dry", action="store_true", help="print only")
    given = parser.parse_args()
    asyncio.run(main(given.data, not given.dry))
