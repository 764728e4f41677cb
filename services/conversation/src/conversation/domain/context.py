"""Everything a decision is based on, frozen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from contracts.bot_settings import Escalation
from conversation.domain.answering.unheard import names_the_unheard
from conversation.domain.nlu.language import guess_language
from conversation.domain.nlu.understanding import Understanding
from conversation.domain.persona import spoken
from conversation.domain.phrases import language_of
from conversation.domain.turns import Grounding, Turn

Fault = Literal["grounding_missing", "deadline_passed", "llm_failed", "lookup_failed"]


@dataclass(frozen=True, slots=True)
class Context:
    """`grounding` is None until the knowledge was searched. `fault`: what failed on the way. `unsaid`: the
    writer's rule when it found that the passages do not answer. `lookup_failed`: a tool did, which matters
    where nothing else answers."""

    turn: Turn
    seen: Understanding
    now: datetime
    grounding: Grounding | None = None
    fault: Fault | None = None
    unsaid: str | None = None
    lookup_failed: bool = False

    @property
    def escalation(self) -> Escalation:
        return self.turn.bot.settings.escalation

    @property
    def language(self) -> str:
        """The language to answer in: the message's own, where that can be told, else that of those before."""
        found = self.grounding.language if self.grounding else None
        return self.language_for(self.seen.language or found or self._spoken_before)

    @property
    def _spoken_before(self) -> str | None:
        said = (line.text for line in reversed(self.turn.history) if line.role == "contact")
        return next(filter(None, map(guess_language, said)), None)

    def language_for(self, found: str | None) -> str:
        """The language to answer in to a text recognised as `found`."""
        settings = self.turn.bot.settings
        return language_of(*spoken(settings.persona, found, self.turn.locale, settings.locale))

    @property
    def unanswerable(self) -> str | None:
        """The rule by which the knowledge does not answer, or None when it may."""
        if self.unsaid is not None or self.grounding is None:
            return self.unsaid
        if not self.grounding.passages:
            return "no_passages"
        low = self.grounding.confidence < self.turn.bot.settings.min_confidence
        return "low_confidence" if low else None

    @property
    def failure(self) -> Fault | None:
        """What failed, and leaves the turn without an answer."""
        if self.fault is None and self.lookup_failed and self.unanswerable is not None:
            return "lookup_failed"
        return self.fault

    @property
    def unsure(self) -> bool:
        """Whether the passages may not contain the answer."""
        return self.grounding is not None and self._confidence(self.grounding) < self.escalation.offer_below

    def _confidence(self, found: Grounding) -> float:
        """The search's own, but 0 for what no passage names, unless they are in another language."""
        unheard = names_the_unheard(found) and found.written_in in (None, self.language)
        return 0.0 if unheard else found.confidence
