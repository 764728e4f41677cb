"""Knowledge made up for the speed of retrieval, and real text to ingest."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

import numpy as np

from retrieval.domain.passages import IndexedPassage, Scope, StoredPassage
from retrieval.domain.vocabulary import Vocabulary, name_weights
from retrieval.handlers.known_words import Known
from retrieval.outbound.bm25 import Bm25Lexicon

ROOT = Path(__file__).parents[1]
SIZE = 384
DOCUMENT = 500
WORDS = 60
THEMES = [
    "parcel",
    "depot",
    "invoice",
    "refund",
    "login",
    "router",
    "contract",
    "delivery",
    "battery",
    "payment",
    "address",
    "voucher",
]
VERBS = ["track", "change", "cancel", "return", "repair", "update", "confirm", "extend", "replace", "insure"]


@dataclass
class Words:
    """Stands in for the vocabularies that the service keeps in its database."""

    known: dict[Scope, Vocabulary]

    async def of(self, scope: Scope, _: int | None = None) -> Known:
        return Known(0, self.known[scope])


def scope(number: int) -> Scope:
    return Scope(f"wsp_{number}", f"bot_{number}")


def questions(count: int, seed: int) -> list[str]:
    """All different, so that nothing remembered answers them."""
    dice = random.Random(seed)
    return [
        f"How do I {dice.choice(VERBS)} the {dice.choice(THEMES)} for my {dice.choice(THEMES)} "
        f"number {seed}{at} before {dice.choice(('Monday', 'Friday', 'noon', 'Easter'))}?"
        for at in range(count)
    ]


def knowledge(owner: Scope, passages: int) -> Iterator[tuple[str, list[IndexedPassage]]]:
    """Documents of random unit vectors and of words as unevenly frequent as those of a language."""
    dice = np.random.default_rng(crc32(owner.bot_id.encode()))
    shares = 1 / np.arange(1, 4001)
    words = [*THEMES, *VERBS, *(f"word{at}" for at in range(4000 - len(THEMES) - len(VERBS)))]
    lexicon = Bm25Lexicon()
    for start in range(0, passages, DOCUMENT):
        count = min(DOCUMENT, passages - start)
        vectors = dice.standard_normal((count, SIZE), dtype=np.float32)
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        said = dice.choice(words, size=(count, WORDS), p=shares / shares.sum())
        document = f"doc_{owner.bot_id}_{start}"
        yield (
            document,
            [
                _indexed(lexicon, _stored(owner, document, start + at, text), vector)
                for at, (vector, text) in enumerate(zip(vectors.tolist(), map(" ".join, said), strict=True))
            ],
        )


def _indexed(lexicon: Bm25Lexicon, stored: StoredPassage, vector: list[float]) -> IndexedPassage:
    named = lexicon.terms(f"{stored.title} {stored.heading}")
    return IndexedPassage(stored, vector, {**lexicon.weights(stored.text), **name_weights(named)})


def _stored(owner: Scope, document: str, at: int, text: str) -> StoredPassage:
    return StoredPassage(
        workspace_id=owner.workspace_id,
        bot_id=owner.bot_id,
        source_id=f"src_{owner.bot_id}",
        document_id=document,
        passage_id=f"psg_{document}_{at}",
        revision=1,
        content_hash="0" * 64,
        title="Handbook",
        heading=f"{THEMES[at % len(THEMES)]} › {VERBS[at % len(VERBS)]}",
        text=text,
    )


def faq(entries: int) -> bytes:
    """A FAQ in JSON whose entries are made up of words of the project's own documents."""
    dice = random.Random(entries)
    words = [word for _, page in prose() if page.isascii() for word in page.decode().split()]

    def said(count: int) -> str:
        return " ".join(dice.choices(words, k=count))

    made = [{"question": f"How {said(8)}?", "answer": said(35)} for _ in range(entries)]
    return json.dumps({"faqs": made}).encode()


def prose() -> list[tuple[str, bytes]]:
    """Names and bytes of the real files that ship with the project: a PDF and Markdown."""
    handbook = ROOT / "libs/cli/src/answerbus/demo/content/parcelwing-handbook.pdf"
    pages = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    return [(one.name, one.read_bytes()) for one in (handbook, *pages)]
