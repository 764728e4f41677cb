"""Removes documents that are gone at their source; their revisions stay for receipts."""

from __future__ import annotations

from dataclasses import dataclass

from chassis import clock
from chassis.db import Tx
from contracts.facts.knowledge import DocumentRemoved
from retrieval.domain.identity import original_key
from retrieval.domain.sources import Origin
from retrieval.handlers.index_documents import Overtaken
from retrieval.index_ports import Indexes
from retrieval.ports import Database, Originals, PassageIndex
from retrieval.source_ports import Documents


@dataclass(frozen=True, slots=True)
class RemoveDocuments:
    """Passages go first, then the rows with the facts: a crash between leaves the rows to do again."""

    database: Database
    documents: Documents
    indexes: Indexes
    originals: Originals
    index: PassageIndex

    async def all_but(self, origin: Origin, here: set[str]) -> None:
        """Remove every document of the source but these. Raises Overtaken."""
        async with self.database.read() as conn:
            gone = [one for one in await self.documents.ids(conn, origin) if one not in here]
            serving = await self.indexes.serving(conn, origin.scope)
        if not gone:
            return
        for document_id in gone:
            await self.index.replace(serving.of(origin.scope), document_id, [])
            if origin.url:
                await self.originals.delete(
                    original_key(origin.scope.workspace_id, origin.source_id, document_id)
                )
        async with self.database.transaction() as tx:
            emit_removed(tx, origin, await self.documents.remove(tx.conn, origin, gone))
            if (await self.indexes.serving(tx.conn, origin.scope)).generation != serving.generation:
                raise Overtaken


def emit_removed(tx: Tx, origin: Origin, removed: list[tuple[str, int]]) -> None:
    """`removed`: ids of documents with the revision each had."""
    for document_id, revision in removed:
        fact = DocumentRemoved(
            document_id=document_id,
            source_id=origin.source_id,
            bot_id=origin.scope.bot_id,
            removed_at=clock.now(),
        )
        tx.emit(
            fact,
            event_id=f"document:{document_id}:{revision}:removed",
            workspace_id=origin.scope.workspace_id,
        )
