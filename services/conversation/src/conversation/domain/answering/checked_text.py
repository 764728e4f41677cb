"""Checks a model's answer sentence by sentence while it streams: only what the passages support is shown."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from contracts.shapes import Citation, Passage
from conversation.domain.answering.citations import cite
from conversation.domain.answering.claims import MARK, marked, plain
from conversation.domain.answering.cleaning import clean
from conversation.domain.answering.focus import closest
from conversation.domain.answering.grounding import Evidence, Verdict
from conversation.domain.answering.prompt import NO_ANSWER
from conversation.domain.answering.sentences import ends_of_sentences, sentences

_MARKS_FIRST = re.compile(r"(?:\[\d{1,3}(?:\s*,\s*\d{1,3})*\]\s*)+")
LONGEST = 2_000
"""Characters of a sentence: what is longer is none."""
FOR_AN_END = 100
"""Characters that tell whether a sentence ended, half of them what stands before the end."""
_END = re.compile(r"[.!?…\n]")
"""What nothing ends without: most pieces of a stream are words."""
_COULD_GO_ON = re.compile(r"\[[\d\s,]*$")


@dataclass(slots=True)
class CheckedText:
    """Takes the stream by `feed` and gives back the sentences that may be shown.

    `order` holds the places of the cited passages: mark `[1]` is the first one. `removed` counts removed
    sentences by the reason, `claims` the supported ones that stayed.
    """

    passages: tuple[Passage, ...]
    evidence: Evidence
    text: str = ""
    order: list[int] = field(default_factory=list)
    declined: bool = False
    claims: int = 0
    removed: Counter[str] = field(default_factory=Counter)
    _waiting: str = ""
    _gap: str = ""

    def feed(self, piece: str) -> str:
        """The characters that this piece makes final."""
        self._waiting += piece
        if not self.text and self._refuses():
            return ""
        whole: list[str] = []
        if self._may_have_ended(len(piece)):
            whole, self._waiting = _whole_sentences(self._waiting)
        if len(self._waiting) > LONGEST + FOR_AN_END:
            self._waiting = self._waiting[: LONGEST + 1] + self._waiting[-FOR_AN_END:]
        return "".join(self._show(sentence) for sentence in whole)

    def finish(self) -> str:
        """What was still waiting when the stream ended."""
        if not self.text and NO_ANSWER in self._waiting:
            self.declined = True
        rest, self._waiting = self._waiting.rstrip(), ""
        if self.declined:
            return ""
        whole, last = _whole_sentences(rest)
        return "".join(self._show(sentence) for sentence in [*whole, last])

    @property
    def rule(self) -> str:
        """The receipt's rule: `unsupported` when the model claimed something and none of it was supported."""
        if self.claims or (self.text.endswith("?") and not self.removed):
            return "written"
        return "unsupported" if self.removed else "model_declined"

    def citations(self) -> tuple[Citation, ...]:
        """One per cited passage, `[1]` first."""
        return tuple(self._cite(self.passages[index]) for index in self.order)

    def passage_ids(self) -> tuple[str, ...]:
        return tuple(self.passages[index].passage_id for index in self.order)

    def verdicts(self) -> tuple[tuple[str, str], ...]:
        """Counts for the receipt, which holds no text."""
        gone = ", ".join(f"{count} {why}" for why, count in sorted(self.removed.items()))
        return (("grounding", f"{self.claims} supported" + (f", removed {gone}" if gone else "")),)

    def _refuses(self) -> bool:
        start = self._waiting.lstrip()
        self.declined = start.startswith(NO_ANSWER)
        return NO_ANSWER.startswith(start) or self.declined

    def _may_have_ended(self, fresh: int) -> bool:
        """Whether some sentence ended in or just before the last `fresh` characters, which is told without
        reading all that waits anew."""
        last = self._waiting[-fresh - FOR_AN_END :]
        if not _END.search(last):
            return False
        before = FOR_AN_END // 2 if len(last) < len(self._waiting) else 0
        return any(end > before for end in _ends(last))

    def _show(self, sentence: str) -> str:
        if not sentence.strip():
            self._gap += sentence
            return ""
        if len(sentence) > LONGEST:
            self.removed["length"] += 1
            return ""
        cleaned = clean(sentence).replace(NO_ANSWER, "")
        if not plain(cleaned):
            self.removed["markup"] += bool(plain(sentence))
            return ""
        verdict = self.evidence.judge(cleaned)
        if verdict.flaw is not None:
            self.removed[verdict.flaw] += 1
            return ""
        self.claims += verdict.claim
        return self._add(self._marked(cleaned, verdict), cleaned)

    def _add(self, shown: str, sentence: str) -> str:
        """The space after a sentence is shown with the next one, if there is one."""
        added = f"{self._gap}{shown}" if self.text else shown.lstrip()
        self._gap = sentence[len(sentence.rstrip()) :]
        self.text += added
        return added

    def _marked(self, sentence: str, verdict: Verdict) -> str:
        """The sentence with marks of its supporting passages, in the model's places if it cited the same
        ones."""
        given = {number - 1 for number in marked(sentence)}
        fresh = [index for index in verdict.passages if index not in self.order]
        self.order += fresh
        if given == set(verdict.passages):
            return MARK.sub(self._renumbered, sentence).rstrip()
        bare = MARK.sub("", sentence).rstrip()
        marks = self._marks(verdict.passages) if fresh or (given and verdict.claim) else ""
        return f"{bare} {marks}".rstrip()

    def _renumbered(self, match: re.Match[str]) -> str:
        space = match[0][: match[0].index("[")]
        return space + self._marks([int(number) - 1 for number in match[1].split(",")])

    def _marks(self, indexes: Iterable[int]) -> str:
        return "".join(f"[{self.order.index(index) + 1}]" for index in indexes)

    def _cite(self, passage: Passage) -> Citation:
        parts = sentences(" ".join(passage.text.split())) or [passage.text]
        return cite(passage, closest(self.text, parts))


def _whole_sentences(text: str) -> tuple[list[str], str]:
    """The finished sentences, each with the space after it, and the rest, which may still grow."""
    found: list[str] = []
    start = 0
    for end in _ends(text):
        marks = _MARKS_FIRST.match(text, end)
        stop = marks.end() if marks else end
        could_go_on = _COULD_GO_ON.match(text, stop) or (marks and stop == len(text))
        if stop > start and not could_go_on:
            found.append(text[start:stop])
            start = stop
    return found, text[start:]


def _ends(text: str) -> Iterator[int]:
    """Ends of sentences and of lines."""
    at = 0
    for line in text.splitlines(keepends=True):
        for end in ends_of_sentences(line):
            yield at + end
        at += len(line)
        if line.endswith("\n"):
            yield at
