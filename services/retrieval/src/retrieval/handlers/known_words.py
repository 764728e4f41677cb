"""The words of each bot's knowledge, kept at hand."""

from __future__ import annotations

from collections import OrderedDict

from retrieval.domain.passages import Scope
from retrieval.domain.vocabulary import Vocabulary
from retrieval.ports import Database, Documents

MOST_BOTS = 200


class KnownWords:
    """Loads a bot's vocabulary again only when its knowledge has changed."""

    def __init__(self, database: Database, documents: Documents) -> None:
        self._database = database
        self._documents = documents
        self._known: OrderedDict[Scope, tuple[int, Vocabulary]] = OrderedDict()

    async def of(self, scope: Scope, version: int | None = None) -> Vocabulary:
        """`version` is the bot's knowledge version when the caller has read it anyway."""
        known = self._known.get(scope)
        if known is not None and known[0] == version:
            self._known.move_to_end(scope)
            return known[1]
        async with self._database.read() as conn:
            now = await self._documents.version(conn, scope)
            if known is None or known[0] != now:
                known = now, Vocabulary.merged(await self._documents.vocabularies(conn, scope))
        self._known[scope] = known
        if len(self._known) > MOST_BOTS:
            self._known.popitem(last=False)
        return known[1]
