"""Learns the coefficients of `retrieval.domain.confidence` from public dialogues and questions.

    EVAL_DATA=<folder> python -m benches.train_confidence

Needs `dstc11_t5` (dialogues with the FAQ entry that answers them) and `banking77` (questions
in and out of scope) below EVAL_DATA. A turn is answerable when its entry is found among the first three. The
same turn with its entries taken out of the knowledge, and questions of another company, are not.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
from collections.abc import Iterator
from dataclasses import astuple
from pathlib import Path
from typing import Any

import numpy as np

from answerbus.embedded.model import ensure_model
from benches.retrieval_quality import MODELS
from retrieval.domain.confidence import Signals, signals
from retrieval.domain.context import Query, in_context
from retrieval.domain.fusion import fuse
from retrieval.domain.passages import Hit
from retrieval.domain.vocabulary import Vocabulary
from retrieval.outbound.bm25 import Bm25Lexicon
from retrieval.outbound.embedder import FastembedEmbedder
from retrieval.settings import Settings

DATA = Path(os.environ.get("EVAL_DATA", ""))
WEIGHT = Settings.model_fields["dense_weight"].default
CANDIDATES = 40
FIRST = 3
TURNS = 400
KNOWN = 5
EXPECTED = (5.0, 3.0, 1.5, 1.5, 1.0)
TRUST = 0.05
WITHHELD = 2.0
Seen = tuple[Signals, bool]


class Knowledge:
    """A corpus held in memory, searched as the index would."""

    def __init__(self, embedder: FastembedEmbedder, texts: list[str]) -> None:
        self.lexicon = Bm25Lexicon()
        self.embedder = embedder
        self.weights = [self.lexicon.weights(text) for text in texts]
        self.terms = [self.lexicon.terms(text) for text in texts]
        self.vocabulary = Vocabulary.of(self.terms)
        self.postings: dict[int, list[int]] = {}
        for at, terms in enumerate(self.terms):
            for term in terms:
                self.postings.setdefault(term, []).append(at)

    async def load(self, texts: list[str]) -> None:
        self.vectors = np.array(await self.embedder.passages(texts), np.float32)

    async def look(self, query: Query, without: frozenset[int] = frozenset()) -> tuple[Signals, list[int]]:
        """The signals of a search, and the passages found, best first."""
        asked_vectors = np.array(await self.embedder.queries(query.embedded), np.float32)
        dense = (self.vectors @ asked_vectors.T).max(axis=1)
        rare: dict[int, float] = {}
        for text, share in query.terms:
            for term in self.lexicon.terms(text):
                rare[term] = max(rare.get(term, 0.0), share * self.vocabulary.rarity(term))
        scores: dict[int, float] = {}
        for term, weight in rare.items():
            for at in self.postings.get(term, ()):
                scores[at] = scores.get(at, 0.0) + weight * self.weights[at][term]
        by_cosine = [int(at) for at in np.argsort(-dense)[: CANDIDATES + len(without)] if at not in without]
        by_words = sorted((at for at in scores if at not in without), key=lambda at: -scores[at])
        ranked = fuse(
            [Hit(str(at), float(dense[at])) for at in by_cosine[:CANDIDATES]],
            [Hit(str(at), scores[at]) for at in by_words[:CANDIDATES]],
            WEIGHT,
            sum(rare.values()),
        )
        found = [int(one.key) for one in ranked]
        asked = {term: self.vocabulary.rarity(term) for term in self.lexicon.terms(query.text)}
        return signals(ranked, [self.terms[at] for at in found[:FIRST]], asked), found


def lines(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (DATA / name).read_text().splitlines()]


def turns(dialogues: list[dict[str, Any]], known: dict[str, int]) -> Iterator[tuple[Query, list[str]]]:
    """Each turn in its context, with the ids of the entries that answer it."""
    for one in dialogues:
        answers = [key for key in one["relevant"] if key in known]
        users = [text for role, text in one["history"] if role == "U"]
        if one["target"] and answers and users:
            yield in_context(users[-1], users[-2:-4:-1]), answers


async def dialogues_of(embedder: FastembedEmbedder, entries: list[dict[str, str]], size: int) -> list[Seen]:
    """`size` entries of one place make a passage: 1 is a FAQ, more are like the sections of a document."""
    passages = grouped(entries, size)
    texts = ["\n".join(f"{one['title']} {one['text']}" for one in passage) for passage in passages]
    texts = [f"{(one[0]['entity'] or '').title()}\n{text}" for one, text in zip(passages, texts, strict=True)]
    knowledge = Knowledge(embedder, texts)
    await knowledge.load(texts)
    known = {one["_id"]: at for at, passage in enumerate(passages) for one in passage}
    titles = [{one["title"] for one in passage} for passage in passages]
    asked = {one["_id"]: one["title"] for one in entries}
    seen: list[Seen] = []
    for query, answers in turns(lines("dstc11_t5/dev.jsonl"), known):
        got, found = await knowledge.look(query)
        if {known[answer] for answer in answers} & set(found[:FIRST]):
            seen.append((got, True))
        told = {asked[answer] for answer in answers}
        without = frozenset(at for at, here in enumerate(titles) if told & here)
        seen.append(((await knowledge.look(query, without))[0], False))
    for one in random.Random(1).sample(lines("banking77/train.jsonl"), TURNS // 4):
        seen.append(((await knowledge.look(in_context(str(one["text"]), [])))[0], False))
    return seen


def grouped(entries: list[dict[str, str]], size: int) -> list[list[dict[str, str]]]:
    places: dict[str, list[dict[str, str]]] = {}
    for one in entries:
        places.setdefault(one["entity"] or "", []).append(one)
    return [place[at : at + size] for place in places.values() for at in range(0, len(place), size)]


async def banking_of(embedder: FastembedEmbedder) -> list[Seen]:
    """Some questions of each intent are known; others ask for it, or for what is out of scope."""
    labels: list[str] = []
    texts: list[str] = []
    others: list[tuple[str, str]] = []
    for one in random.Random(3).sample(lines("banking77/oos_inscope_train.jsonl"), 4000):
        text, label = str(one["text"]), str(one["label"])
        if labels.count(label) < KNOWN:
            labels.append(label)
            texts.append(text)
        else:
            others.append((text, label))
    knowledge = Knowledge(embedder, texts)
    await knowledge.load(texts)
    seen: list[Seen] = []
    for text, label in random.Random(2).sample(others, TURNS):
        got, found = await knowledge.look(in_context(text, []))
        if label in [labels[at] for at in found[:FIRST]]:
            seen.append((got, True))
    for name in ("id-oos", "ood-oos"):
        asked = lines(f"banking77/oos_{name}_valid.jsonl")[:TURNS]
        seen += [((await knowledge.look(in_context(str(one["text"]), [])))[0], False) for one in asked]
    return seen


def fit(rows: list[Seen]) -> tuple[float, list[float], float]:
    """Intercept, coefficients and area under the curve.

    FAQ entries share few words with the questions about them, documents many, and there are no documents in
    these sets: the coefficients are drawn towards EXPECTED. An answer withheld costs WITHHELD wrong ones.
    """
    x = np.array([astuple(one) for one, _ in rows])
    y = np.array([good for _, good in rows], float)
    share = np.where(y == 1, WITHHELD / y.mean(), 1 / (1 - y.mean())) / (1 + WITHHELD)
    expected = np.array(EXPECTED)
    weights, intercept = expected.copy(), -4.0
    for _ in range(20_000):
        error = share * (1 / (1 + np.exp(-(x @ weights + intercept))) - y)
        weights = np.maximum(0, weights - 0.3 * (x.T @ error / len(y) + TRUST * (weights - expected)))
        intercept -= 0.3 * error.mean()
    order = np.argsort(np.argsort(x @ weights))
    good = y == 1
    area = (order[good].sum() - good.sum() * (good.sum() - 1) / 2) / (good.sum() * (~good).sum())
    return round(float(intercept), 2), [round(float(one), 2) for one in weights], round(float(area), 3)


async def main() -> None:
    embedder = FastembedEmbedder(await ensure_model(MODELS))
    await embedder.load()
    eleven = [one for one in lines("dstc11_t5/snippets.jsonl") if ":faq:" in str(one["_id"])]
    sets = {
        "questions and answers": await dialogues_of(embedder, eleven, 1),
        "sections": await dialogues_of(embedder, eleven, 4),
        "long sections": await dialogues_of(embedder, eleven, 7),
        "banking77": await banking_of(embedder),
    }
    for name, rows in sets.items():
        print(name, len(rows), sum(good for _, good in rows), "alone:", fit(rows))
    intercept, weights, area = fit([row for rows in sets.values() for row in rows])
    print(f"INTERCEPT = {intercept}\nCOEFFICIENTS = {tuple(weights)}\narea under the curve {area}")
    embedder.close()


asyncio.run(main())
