"""Lists as lines of text: items behind a number or bullet, what belongs to an item indented below it."""

from __future__ import annotations

from dataclasses import dataclass, field

BULLET = "•"
INDENT = "   "
DEEPEST = 4
"""Lists nested deeper than this are indented no further."""


def listed(text: str, depth: int = 0, number: int | None = None) -> str:
    """The lines of an item; `depth` counts the lists around its own, `number` is None for a bullet."""
    mark = BULLET if number is None else f"{number}."
    return f"{INDENT * min(depth, DEEPEST)}{mark} {below(text, depth + 1).lstrip()}"


def below(text: str, depth: int) -> str:
    """Further lines of an item in `depth` lists."""
    return "\n".join(f"{INDENT * min(depth, DEEPEST)}{line}" for line in text.splitlines())


MOST_DIGITS = 4


def number_in(text: str | None) -> int | None:
    """What a file says an item's number is; None when it says none that can be believed."""
    return int(text) if text and text.isdecimal() and len(text) <= MOST_DIGITS else None


@dataclass(slots=True)
class Listing:
    """Lists within lists while they are read. `last` holds the number of each list's newest item."""

    lines: list[str] = field(default_factory=list)
    last: list[int | None] = field(default_factory=list)
    begun: bool = False

    def enter(self, first: int | None = None) -> None:
        """A list begins, numbered from `first` or with bullets."""
        self.last.append(None if first is None else first - 1)

    def leave(self) -> None:
        self.last.pop()
        self.begun = False

    def item(self, number: int | None = None) -> None:
        """An item begins; `number` when it says its own."""
        if self.last and self.last[-1] is not None:
            self.last[-1] = self.last[-1] + 1 if number is None else number
        self.begun = True

    def add(self, text: str) -> None:
        depth = len(self.last)
        self.lines.append(listed(text, depth - 1, self.last[-1]) if self.begun else below(text, depth))
        self.begun = False

    def taken(self) -> str:
        """What was read so far, and start afresh."""
        text, self.lines = "\n".join(self.lines), []
        return text
