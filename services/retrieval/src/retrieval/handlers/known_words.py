"""Keeps what is needed of each bot's knowledge in memory: its words, its index, its languages."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from retrieval.domain.indexes import FIRST, BotIndex
from retrieval.domain.passages import Scope
from retrieval.domain.vocabulary import Vocabulary
from retrieval.index_ports import Indexes
from retrieval.ports import Bots, Database, Documents

MOST_BOTS = 200


@dataclass(frozen=True, slots=True)
class Known:
    """What a bot knew at `version`: its words, the index that serves, and its documents' languages.

    `reranker` is the cross-encoder that its settings name, and `company` whom it speaks for.
    """

    version: int
    vocabulary: Vocabulary
    index: BotIndex = FIRST
    languages: Sequence[str] = ()
    reranker: str | None = None
    company: str = ""


class KnownWords:
    """Loads a bot's words again only after its knowledge changed."""

    def __init__(self, database: Database, documents: Documents, indexes: Indexes, bots: Bots) -> None:
        self._database = database
        self._documents = documents
        self._indexes = indexes
        self._bots = bots
        self._known: OrderedDict[Scope, Known] = OrderedDict()

    async def of(self, scope: Scope, version: int | None = None) -> Known:
        """`version` is the bot's knowledge version when the caller has read it anyway."""
        known = self._known.get(scope)
        if known is not None and known.version == version:
            self._known.move_to_end(scope)
            return known
        async with self._database.read() as conn:
            now = await self._documents.version(conn, scope)
            while known is None or known.version != now:
                known = await self._load(conn, scope, now)
                now = await self._documents.version(conn, scope)
        self._known[scope] = known
        if len(self._known) > MOST_BOTS:
            self._known.popitem(last=False)
        return known

    async def _load(self, conn: Any, scope: Scope, version: int) -> Known:
        vocabulary = Vocabulary.merged(await self._documents.vocabularies(conn, scope))
        index = await self._indexes.serving(conn, scope)
        languages = [] if index.recipe.language else await self._indexes.languages(conn, scope)
        told = await self._bots.told(conn, scope)
        return Known(version, vocabulary, index, languages, told.reranker, told.company)
