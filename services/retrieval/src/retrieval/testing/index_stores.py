"""One model, one language, one index: for tests and measurements that have no more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from retrieval.domain.indexes import FIRST, BotIndex
from retrieval.domain.passages import Scope
from retrieval.index_ports import ModelMissing
from retrieval.ports import Embedder, Lexicon


@dataclass
class OneModel:
    """An embedder under every name but those that are `gone`."""

    embedder: Embedder
    gone: set[str] = field(default_factory=set)

    async def of(self, model: str) -> Embedder:
        if reason := self.missing(model):
            raise ModelMissing(reason)
        return self.embedder

    def missing(self, model: str) -> str | None:
        return f"The weights of {model} could not be fetched." if model in self.gone else None


@dataclass
class OneLanguage:
    """A lexicon for every language; all texts are in English."""

    lexicon: Lexicon

    def of(self, language: str) -> Lexicon:
        return self.lexicon

    def of_document(self, text: str, otherwise: str = "en") -> str:
        return otherwise

    def of_question(self, text: str, among: Sequence[str]) -> str:
        return "en"


@dataclass
class OneIndex:
    """The index that serves, and none that is being made."""

    index: BotIndex = FIRST

    async def serving(self, conn: Any, scope: Scope) -> BotIndex:
        return self.index

    async def languages(self, conn: Any, scope: Scope) -> list[str]:
        return ["en"]
