"""What a bot's knowledge is indexed with, and how that changes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from contracts.bot_knowledge import PACKAGED_MODEL
from contracts.shapes import BotSettings
from retrieval.domain.passages import SIZE, Card, Scope

Step = Literal["nothing", "stop", "build"]


@dataclass(frozen=True, slots=True)
class Recipe:
    """A model for vectors and a language for words; without a language each document has its own."""

    model: str = PACKAGED_MODEL
    language: str | None = None

    @classmethod
    def of(cls, settings: BotSettings) -> Recipe:
        return cls(settings.embedding_model or PACKAGED_MODEL, settings.knowledge_language)


@dataclass(frozen=True, slots=True)
class BotIndex:
    """One generation of a bot's index; a bot that never changed anything has generation 0.

    `error` says why it could not be made, in a sentence.
    """

    generation: int = 0
    recipe: Recipe = Recipe()
    size: int = SIZE
    progress: float = 1.0
    error: str | None = None

    def of(self, scope: Scope) -> Scope:
        """The scope in which its points lie."""
        return replace(scope, generation=self.generation, size=self.size)


FIRST = BotIndex()


@dataclass(frozen=True, slots=True)
class Kept:
    """A document to be written into an index that is being built.

    `stamp` changes when it must be written again. `body` as in domain.revisions, None for documents indexed
    before bodies were kept.
    """

    card: Card
    body: bytes | None

    @property
    def stamp(self) -> str:
        return f"{self.card.content_hash}:{self.card.audience}"


def next_step(wanted: Recipe, serving: Recipe, building: Recipe | None) -> Step:
    """What to do when this recipe is asked for; `stop` means to keep the serving index."""
    if building == wanted:
        return "nothing"
    if serving == wanted:
        return "stop" if building else "nothing"
    return "build"
