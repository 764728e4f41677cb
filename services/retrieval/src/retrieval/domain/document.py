"""What a parser makes of a file, and the passages it is cut into."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

_NUMBERING = re.compile(r"(?:^|(?<=› ))\d{1,3}(?:\.\d{1,3})*\.? ")


class Unreadable(Exception):
    """A file that cannot be indexed; the message is a sentence its owner can act on."""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a list, or with `table` a table's rows, one per line. `page` is 1-based."""

    text: str
    page: int | None = None
    table: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """The blocks below one heading; `path` names it and the headings above it, outermost first.

    `anchor` is the fragment of a web page's address that leads to the heading, without `#`.
    """

    path: tuple[str, ...]
    blocks: tuple[Block, ...]
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Faq:
    question: str
    answer: str
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Parsed:
    """A file's content.

    `problems` name the rows that could not be read, `notes` what is left out on purpose, each in a sentence.
    """

    sections: tuple[Section, ...] = ()
    faqs: tuple[Faq, ...] = ()
    title: str = ""
    pages: int | None = None
    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """A passage before it has an id. `heading` joins the path with ` › `, `anchor` as in Section."""

    text: str
    heading: str = ""
    question: str | None = None
    page: int | None = None
    keywords: tuple[str, ...] = ()
    anchor: str = ""

    @property
    def embedded(self) -> str:
        """What the model reads: without the numbers of headings, which mean nothing to it."""
        return "\n".join(filter(None, (unnumbered(self.heading), self.question, self.text)))

    @property
    def words(self) -> str:
        """What the BM25 index knows the passage by."""
        return "\n".join(filter(None, (self.embedded, " ".join(self.keywords))))


@lru_cache(maxsize=20_000)  # the same passages are found again and again
def unnumbered(heading: str) -> str:
    """A heading path without its numbers: `5 Prices › 5.1 Table` becomes `Prices › Table`."""
    return _NUMBERING.sub("", heading)


@dataclass(frozen=True, slots=True)
class Digest:
    """A whole file, ready to be embedded."""

    title: str
    drafts: tuple[Draft, ...]
    pages: int | None = None
    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def gist(self) -> str:
        """Enough of its text to detect the language."""
        return " ".join((self.title, *(draft.words for draft in self.drafts[:4])))


def unread(count: int, what: str) -> tuple[str, ...]:
    """The note that `count` of `what` (singular, such as `image`) were left out; none for zero."""
    if not count:
        return ()
    return (f"1 {what} was not read.",) if count == 1 else (f"{count:,} {what}s were not read.",)
