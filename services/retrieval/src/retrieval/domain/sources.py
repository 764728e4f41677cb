"""A source and its documents on their way into the index."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from contracts.shapes import Audience, SourceKind, SyncEvery
from retrieval.domain.document import Digest
from retrieval.domain.passages import Scope
from retrieval.domain.vocabulary import Vocabulary

EVERY: dict[SyncEvery, timedelta] = {
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "week": timedelta(weeks=1),
}
MOST_SENTENCES = 12


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a source's documents come from; `object_key` names what was uploaded, `url` what is fetched."""

    source_id: str
    scope: Scope
    kind: SourceKind
    name: str
    media_type: str = ""
    object_key: str | None = None
    size_bytes: int = 0
    sha256: str = ""
    url: str | None = None
    audience: Audience = "public"
    max_pages: int | None = None
    max_depth: int | None = None
    sync_every: SyncEvery | None = None
    next_sync_at: datetime | None = None

    @property
    def file_name(self) -> str:
        """The name of its original for a download; pasted text is Markdown."""
        return f"{self.name.removesuffix('.md')}.md" if self.kind == "text" else self.name


@dataclass(frozen=True, slots=True)
class Reading:
    """One document as it was read now; without a digest it is unchanged.

    `place` tells documents of a source apart, such as the address of a page. `early`: the beginning of a
    document whose rest is still being read.
    """

    place: str
    digest: Digest | None
    url: str | None = None
    early: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """What the last sync left of a document.

    `revision` goes on counting after a removal; `here`: it is indexed now. `audience`: what a person decided
    for this document alone.
    """

    document_id: str
    revision: int
    content_hash: str
    here: bool
    audience: Audience | None = None


@dataclass(frozen=True, slots=True)
class Indexed:
    """A document that lies in the index, as its row is written."""

    document_id: str
    place: str
    title: str
    url: str | None
    revision: int
    content_hash: str
    passages: int
    pages: int | None
    vocabulary: Vocabulary
    body: bytes
    audience: Audience | None = None
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Tally:
    """A sync's problems and notes, in sentences."""

    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def plus(self, problems: tuple[str, ...] = (), notes: tuple[str, ...] = ()) -> Tally:
        """Each sentence once, in order."""
        return Tally(
            tuple(dict.fromkeys((*self.problems, *problems))), tuple(dict.fromkeys((*self.notes, *notes)))
        )

    @property
    def error(self) -> str | None:
        """The first of the problems, and how many more there are."""
        shown, more = self.problems[:MOST_SENTENCES], len(self.problems) - MOST_SENTENCES
        return " ".join((*shown, *([f"And {more} more."] if more > 0 else []))) or None

    @property
    def remarks(self) -> list[str]:
        shown, more = self.notes[:MOST_SENTENCES], len(self.notes) - MOST_SENTENCES
        return [*shown, *([f"And {more} more notes."] if more > 0 else [])]


def next_sync(every: SyncEvery | None, after: datetime) -> datetime | None:
    """The moment of the next scheduled sync, in whole seconds."""
    return None if every is None else (after + EVERY[every]).replace(microsecond=0)
