"""Cleans a model's answer while it streams: `[n]` must name a passage, numbers follow first use."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from contracts.shapes import Citation, Passage
from conversation.domain.focus import similarity
from conversation.domain.prompt import NO_ANSWER
from conversation.domain.sentences import sentences

MAX_QUOTE = 400
_MARK = re.compile(r"\s*\[(\d{1,3}(?:\s*,\s*\d{1,3})*)\]")
_UNFINISHED = re.compile(r"\s*(?:\[[\d\s,]*)?$")


@dataclass(slots=True)
class CitedText:
    """`feed` gives what may be shown now; what could still become a mark or the refusal waits."""

    passages: tuple[Passage, ...]
    text: str = ""
    order: list[int] = field(default_factory=list)
    declined: bool = False
    _waiting: str = ""

    def feed(self, piece: str) -> str:
        """The characters that this piece makes final."""
        self._waiting += piece
        if not self.text:
            start = self._waiting.lstrip()
            if NO_ANSWER.startswith(start) or start.startswith(NO_ANSWER):
                self.declined = start.startswith(NO_ANSWER)
                return ""
        end = _UNFINISHED.search(self._waiting)
        cut = end.start() if end else len(self._waiting)
        ready, self._waiting = self._waiting[:cut], self._waiting[cut:]
        return self._show(ready)

    def finish(self) -> str:
        """What was still waiting when the stream ended."""
        rest, self._waiting = self._waiting.rstrip(), ""
        return "" if self.declined else self._show(rest)

    def citations(self) -> tuple[Citation, ...]:
        """One per cited passage, `[1]` first."""
        return tuple(self._cite(self.passages[index]) for index in self.order)

    def passage_ids(self) -> tuple[str, ...]:
        return tuple(self.passages[index].passage_id for index in self.order)

    def _show(self, ready: str) -> str:
        shown = _MARK.sub(self._mark, ready)
        if not self.text:
            shown = shown.lstrip()
        self.text += shown
        return shown

    def _mark(self, match: re.Match[str]) -> str:
        known = [int(n) - 1 for n in match[1].split(",") if 0 < int(n) <= len(self.passages)]
        for index in known:
            if index not in self.order:
                self.order.append(index)
        marks = "".join(f"[{self.order.index(index) + 1}]" for index in known)
        space = match[0][: len(match[0]) - len(match[0].lstrip())]
        return space + marks if marks else ""

    def _cite(self, passage: Passage) -> Citation:
        parts = sentences(" ".join(passage.text.split())) or [passage.text]
        quote = max(parts, key=lambda part: similarity(self.text, part))
        return Citation(
            document_id=passage.document_id,
            revision=passage.revision,
            title=passage.question or passage.title,
            url=passage.url,
            page=passage.page,
            quote=quote[:MAX_QUOTE],
        )
