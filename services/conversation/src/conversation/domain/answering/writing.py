"""What a writer is asked, and what it gives back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from contracts.shapes import Citation, Outcome
from conversation.domain.turns import Bot, Grounding, Line
from conversation.domain.usage import Usage

EXTRACTIVE_VERSION = "extractive-1"
NEAREST = "nearest"
"""The receipt's rule for quotes that may not be the answer."""


@dataclass(frozen=True, slots=True)
class WriteRequest:
    """A question to be answered in `language` (two letters) before `deadline`.

    `earlier` sums up what was said before `history`. A quoted answer starts with `kind_words`; `brief` keeps
    it to the best passage; `unsure`: the passages may not contain the answer.
    """

    turn_id: str
    question: str
    language: str
    grounding: Grounding
    history: tuple[Line, ...]
    bot: Bot
    deadline: datetime
    workspace_id: str = ""
    conversation_id: str = ""
    earlier: str = ""
    kind_words: str = ""
    brief: bool = False
    unsure: bool = False


@dataclass(frozen=True, slots=True)
class Delta:
    """The next characters of the answer."""

    text: str


@dataclass(frozen=True, slots=True)
class Restart:
    """What was written so far is void; another attempt begins."""


@dataclass(frozen=True, slots=True)
class Written:
    """A complete answer: `text` is what the deltas since the last restart add up to.

    `outcome` is answered, handoff_offered (quotes that may not be the answer), declined (the passages do not
    say) or failed (nobody could write). Cost in US dollars. `verdicts` go into the receipt: what was checked,
    and the result. `cached_from` is the turn whose answer is given again.
    """

    outcome: Outcome
    text: str
    rule: str
    writer: str
    prompt_version: str
    citations: tuple[Citation, ...] = ()
    cited_passage_ids: tuple[str, ...] = ()
    model: str | None = None
    prompt_tokens: int = 0
    completion_tokens: int = 0
    cost_usd: float = 0.0
    verdicts: tuple[tuple[str, str], ...] = ()
    cached_from: str | None = None

    @property
    def says(self) -> bool:
        """Whether there is anything to show."""
        return self.outcome in (Outcome.ANSWERED, Outcome.HANDOFF_OFFERED)

    @property
    def usage(self) -> Usage:
        return Usage(self.prompt_tokens, self.completion_tokens, self.cost_usd)


Chunk = Delta | Restart | Written
