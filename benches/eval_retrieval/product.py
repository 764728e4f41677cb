"""The product's own way from entries to rankings: its chunking, index, context, fusion and diversity."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benches.eval_retrieval.measures import DEPTH
from benches.eval_retrieval.sets import Asked, Entry
from benches.eval_retrieval.vectors import KeptVectors
from retrieval.domain.chunking import digest
from retrieval.domain.document import Block, Digest, Draft, Faq, Parsed, Section
from retrieval.domain.identity import content_hash, document_id, passage_ids
from retrieval.domain.passages import Card, IndexedPassage, Scope
from retrieval.domain.vocabulary import Vocabulary
from retrieval.handlers.find_passages import Answer, Finder
from retrieval.handlers.index_documents import weights_of
from retrieval.handlers.known_words import Known
from retrieval.outbound.bm25 import Bm25Lexicon
from retrieval.outbound.edge_index import EdgeIndex
from retrieval.settings import Settings
from retrieval.testing.index_stores import OneLanguage, OneModel

SCOPE = Scope("wsp_eval", "bot_eval")
SPARE = 3


@dataclass
class Words:
    """Stands in for the vocabularies that the service keeps in its database."""

    vocabulary: Vocabulary = field(default_factory=Vocabulary)

    async def of(self, *_: object) -> Known:
        return Known(0, self.vocabulary)


class Product:
    """A bot whose knowledge is a set's entries."""

    def __init__(self, folder: Path, embedder: KeptVectors) -> None:
        self._embedder, self._lexicon, self._words = embedder, Bm25Lexicon(), Words()
        self._index = EdgeIndex(folder)
        standing: Any = embedder
        words: Any = self._words
        weight = Settings.model_fields["dense_weight"].default
        self._finder = Finder(OneModel(standing), OneLanguage(self._lexicon), self._index, words, weight)
        self._turns = Settings.model_fields["context_turns"].default

    async def learn(self, name: str, entries: Sequence[Entry]) -> None:
        await self._index.open()
        documents = [(one.id, digest_of(one)) for one in entries]
        indexed = await passages_of(self._embedder, self._lexicon, name, documents)
        await self._index.replace(SCOPE, "doc_eval", indexed)
        self._words.vocabulary = Vocabulary.of(one.sparse.keys() for one in indexed)

    async def ask(self, asked: Asked, limit: int = SPARE * DEPTH) -> Answer:
        """The question after what both sides said before, as far back as a turn remembers."""
        *before, question = asked.history
        earlier = before[::-1][: 2 * self._turns]
        return await self._finder.find(SCOPE, question, limit, earlier=earlier)

    async def close(self) -> None:
        await self._index.close()


async def passages_of(
    embedder: KeptVectors, lexicon: Bm25Lexicon, name: str, documents: Sequence[tuple[str, Digest]]
) -> list[IndexedPassage]:
    """Documents by their ids, embedded as the product does."""
    await embedder.learn(
        [draft.embedded for _, read in documents for draft in read.drafts], f"{name}, passages"
    )
    found = []
    for key, read in documents:
        vectors = await embedder.passages([draft.embedded for draft in read.drafts])
        names = passage_ids(document_id(key), content_hash(read), read.drafts)
        card = Card("src_eval", key, 1, "0", read.title, None, "public")
        found += [
            IndexedPassage(card.passage(SCOPE, one, draft), vector, weights_of(lexicon, read.title, draft))
            for one, draft, vector in zip(names, read.drafts, vectors, strict=True)
        ]
    return found


def digest_of(entry: Entry) -> Digest:
    """A FAQ entry stands below what it is about; anything else is a section below its title."""
    if entry.question and not entry.text:
        return Digest(entry.title, (Draft("", question=entry.question),))
    if entry.question:
        read = digest(Parsed(faqs=(Faq(entry.question, entry.text),)), entry.place)
        drafts = tuple(Draft(one.text, entry.place, one.question) for one in read.drafts)
        return Digest(entry.place, drafts)
    path = tuple(filter(None, (entry.place, entry.title)))
    return digest(Parsed((Section(path, (Block(entry.text or entry.title),)),)), entry.title)
