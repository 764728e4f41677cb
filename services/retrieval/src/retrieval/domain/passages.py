"""What the vector index stores of a passage, and what a search finds in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import sqrt

from contracts.shapes import Audience, Passage
from retrieval.domain.document import Draft

SIZE = 384
"""How many numbers a vector of the packaged model has."""
Vector = Sequence[float]
Terms = Mapping[int, float]
Key = int | str
"""Whatever an index calls a point."""
Scores = dict[Key, float]
"""Best first."""


def mean_vector(vectors: Sequence[Vector]) -> Vector:
    """The normalised mean."""
    if len(vectors) == 1:
        return vectors[0]
    total = [sum(values) for values in zip(*vectors, strict=True)]
    length = sqrt(sum(value * value for value in total)) or 1.0
    return [value / length for value in total]


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose knowledge a call is about: nothing outside it is ever found.

    A bot has one index, and a second one with a higher `generation` while that is being built; `size`: how
    many numbers its vectors have.
    """

    workspace_id: str
    bot_id: str
    generation: int = 0
    size: int = SIZE


@dataclass(frozen=True, slots=True)
class StoredPassage:
    workspace_id: str
    bot_id: str
    source_id: str
    document_id: str
    passage_id: str
    revision: int
    content_hash: str
    title: str
    heading: str
    text: str
    question: str | None = None
    url: str | None = None
    page: int | None = None
    audience: Audience = "public"

    @property
    def words(self) -> str:
        return "\n".join(filter(None, (self.heading, self.question, self.text)))

    @property
    def answer(self) -> tuple[str, str]:
        """FAQ entries with the same answer share this key; any other passage has its own."""
        return (self.title, self.text) if self.question else (self.passage_id, "")

    def scored(self, score: float, dense: float, bm25: float, boost: float = 0.0) -> Passage:
        """The public shape with the scores of one search; not validated again."""
        return Passage.model_construct(
            passage_id=self.passage_id,
            document_id=self.document_id,
            source_id=self.source_id,
            revision=self.revision,
            content_hash=self.content_hash,
            title=self.title,
            heading=self.heading,
            text=self.text,
            question=self.question,
            url=self.url,
            page=self.page,
            audience=self.audience,
            score=round(score, 4),
            dense_score=round(dense, 4),
            bm25_score=round(bm25, 4),
            boost_score=round(boost, 4),
        )


@dataclass(frozen=True, slots=True)
class Card:
    """What all passages of a document share; `url` is without an anchor."""

    source_id: str
    document_id: str
    revision: int
    content_hash: str
    title: str
    url: str | None
    audience: Audience

    def passage(self, scope: Scope, passage_id: str, draft: Draft) -> StoredPassage:
        return StoredPassage(
            workspace_id=scope.workspace_id,
            bot_id=scope.bot_id,
            source_id=self.source_id,
            document_id=self.document_id,
            passage_id=passage_id,
            revision=self.revision,
            content_hash=self.content_hash,
            title=self.title,
            heading=draft.heading,
            text=draft.text,
            question=draft.question,
            url=f"{self.url}#{draft.anchor}" if self.url and draft.anchor else self.url,
            page=draft.page,
            audience=self.audience,
        )


@dataclass(frozen=True, slots=True)
class IndexedPassage:
    """A passage with both of its vectors: normalised floats, and BM25 weights by term."""

    stored: StoredPassage
    dense: Vector
    sparse: Terms


@dataclass(frozen=True, slots=True)
class Sought:
    """What is looked for in an index: what is near to the vector, says these terms, or bears these names.

    Scores of terms and of names are dot products. Internal passages are found only by an audience that is
    `internal`, and then beside the public ones.
    """

    vector: Vector
    terms: Terms
    names: Terms = field(default_factory=dict)
    audience: Audience = "public"


@dataclass(frozen=True, slots=True)
class Hits:
    """The best by cosine, by BM25 and by the names asked for."""

    dense: Scores
    bm25: Scores
    names: Scores = field(default_factory=dict)
