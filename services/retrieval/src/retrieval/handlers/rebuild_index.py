"""Builds a new index of a bot's knowledge beside the one that serves, then swaps them."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from chassis import clock, logs
from chassis.bus import BUS_AWAY
from chassis.consume import MAX_DELIVERIES, Work
from chassis.db import CONNECTION_LOST, AlreadyHandled
from chassis.errors import Refusal, Unavailable
from chassis.outcome import DONE, Outcome, Retry
from contracts.envelope import Event
from contracts.facts.knowledge import IndexRequested
from retrieval.domain.document import Digest, Draft
from retrieval.domain.identity import point_id
from retrieval.domain.indexes import BotIndex, Kept
from retrieval.domain.passages import IndexedPassage, Scope, Vector
from retrieval.domain.revisions import drafts_in
from retrieval.domain.vocabulary import Vocabulary
from retrieval.handlers.embed_ahead import EMBED_BATCH
from retrieval.handlers.index_documents import weights_of
from retrieval.index_ports import Embedders, Indexes, Lexicons, ModelMissing
from retrieval.ports import Database, PassageIndex
from retrieval.source_ports import Documents

BATCH = 8
BUDGET_SECONDS = 1200.0
SWEEP_SECONDS = 20.0
GRACE = timedelta(seconds=15)
"""Searches that began with an index may still read it after the swap."""
OUR_FAULT = "Something went wrong on our side while indexing this bot's knowledge; please choose again."
TOO_OLD = "An older version indexed `{}` and kept no text of it: please sync its source, and choose again."

log = logs.get(__name__)


class Unwanted(Exception):
    """Another index was chosen meanwhile, or the bot is gone."""


class Impossible(Exception):
    """The index cannot be made; the message is a sentence that says why."""


@dataclass(frozen=True, slots=True)
class RebuildIndex:
    """Safe to kill anywhere: what the new index holds is noted before and after each document is written."""

    database: Database
    indexes: Indexes
    documents: Documents
    embedders: Embedders
    lexicons: Lexicons
    index: PassageIndex

    async def __call__(self, event: Event[IndexRequested], work: Work) -> Outcome:
        scope, generation = Scope(event.workspaceid, event.data.bot_id), event.data.generation
        try:
            return await self._build(scope, generation)
        except Unwanted:
            await self._take_out(scope, generation)
        except (ModelMissing, Impossible) as error:
            await self._fail(scope, generation, str(error))
        except (AlreadyHandled, Refusal, *CONNECTION_LOST, *BUS_AWAY):
            raise
        except Exception as error:
            if work.delivery < MAX_DELIVERIES:
                raise
            log.error("index.gave_up", bot_id=scope.bot_id, exc_info=error)
            await self._fail(scope, generation, OUR_FAULT)
        return DONE

    async def _build(self, scope: Scope, generation: int) -> Outcome:
        started = clock.monotonic()
        async with self.database.read() as conn:
            building = await self.indexes.building(conn, scope)
        if building is None or building.generation != generation:
            raise Unwanted
        embedder = await self.embedders.of(building.recipe.model)
        [probe] = await embedder.queries(["size"])
        new = replace(building, size=len(probe))
        while True:
            part, left = await self._next(scope, new)
            if part:
                await self._write(scope, new, part)
                new = _further(new, len(part), left)
            elif await self._swapped(scope, new):
                return DONE
            if clock.monotonic() - started > BUDGET_SECONDS:
                return Retry("There is more to index than one delivery may take.")

    async def _next(self, scope: Scope, new: BotIndex) -> tuple[list[Kept], int]:
        """The next documents to write, noted as begun. Raises Unwanted."""
        async with self.database.transaction() as tx:
            if not await self.indexes.advance(tx.conn, scope, new):
                raise Unwanted
            part, left = await self.indexes.pending(tx.conn, scope, new.generation, BATCH)
            if part:
                await self.indexes.enter(tx.conn, scope, new.generation, part)
        return part, left

    async def _write(self, scope: Scope, new: BotIndex, part: Sequence[Kept]) -> None:
        opened = [(one, _drafts(one)) for one in part]
        vectors = await self._vectors(scope, new, [pair for _, drafts in opened for pair in drafts])
        for one, drafts in opened:
            card = one.card
            language = new.recipe.language or self.lexicons.of_document(
                Digest(card.title, tuple(draft for _, draft in drafts)).gist
            )
            lexicon = self.lexicons.of(language)
            passages = [
                IndexedPassage(
                    card.passage(scope, name, draft), vectors[name], weights_of(lexicon, card.title, draft)
                )
                for name, draft in drafts
            ]
            await self.index.replace(new.of(scope), card.document_id, passages)
            vocabulary = Vocabulary.of(passage.sparse.keys() for passage in passages)
            async with self.database.transaction() as tx:
                await self.indexes.entered(tx.conn, scope, new.generation, one, language, vocabulary)

    async def _vectors(
        self, scope: Scope, new: BotIndex, drafts: Sequence[tuple[str, Draft]]
    ) -> dict[str, Vector]:
        """By passage id: copied from the serving index if its model is the same, embedded otherwise."""
        async with self.database.read() as conn:
            serving = await self.indexes.serving(conn, scope)
        known: dict[str, Vector] = {}
        if serving.recipe.model == new.recipe.model:
            points = {point_id(name, serving.generation): name for name, _ in drafts}
            found = await self.index.vectors(serving.of(scope), list(points))
            known = {points[key]: vector for key, vector in found.items()}
        missing = [(name, draft.embedded) for name, draft in drafts if name not in known]
        embedder = await self.embedders.of(new.recipe.model)
        for start in range(0, len(missing), EMBED_BATCH):
            names, texts = zip(*missing[start : start + EMBED_BATCH], strict=True)
            known.update(zip(names, await embedder.passages(texts), strict=True))
        return known

    async def _swapped(self, scope: Scope, new: BotIndex) -> bool:
        """Swap the indexes; False while there is more to write. First removes documents that are gone."""
        async with self.database.read() as conn:
            stale = await self.indexes.stale(conn, scope, new.generation)
        for document_id in stale:
            await self.index.replace(new.of(scope), document_id, [])
        async with self.database.transaction() as tx:
            if stale:
                await self.indexes.leave(tx.conn, scope, new.generation, stale)
                return False
            await self.documents.changed(tx.conn, scope)
            return await self.indexes.swap(tx.conn, scope, new.generation, clock.now())

    async def _take_out(self, scope: Scope, generation: int) -> None:
        """Remove an unwanted generation, unless it already serves since an earlier delivery."""
        async with self.database.read() as conn:
            serving = await self.indexes.serving(conn, scope)
        if serving.generation != generation:
            await self.index.drop(replace(scope, generation=generation))

    async def _fail(self, scope: Scope, generation: int, reason: str) -> None:
        async with self.database.transaction() as tx:
            await self.indexes.fail(tx.conn, scope, generation, reason, clock.now())


@dataclass(frozen=True, slots=True)
class DropIndexes:
    """Removes indexes that are no longer searched from the engine."""

    database: Database
    indexes: Indexes
    index: PassageIndex

    async def sweep(self) -> None:
        async with self.database.read() as conn:
            retired = await self.indexes.retired(conn, clock.now() - GRACE)
        for scope in retired:
            await self.index.drop(scope)
            async with self.database.transaction() as tx:
                await self.indexes.dropped(tx.conn, scope)

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            try:
                await self.sweep()
            except (Unavailable, *CONNECTION_LOST) as error:
                log.warning("drop.later", reason=str(error))
            await asyncio.sleep(SWEEP_SECONDS)


def _drafts(one: Kept) -> list[tuple[str, Draft]]:
    if one.body is None:
        raise Impossible(TOO_OLD.format(one.card.title))
    return drafts_in(one.body)


def _further(new: BotIndex, written: int, left: int) -> BotIndex:
    """The progress after a batch; `left` counted the batch as well."""
    share = written / max(left, 1)
    return replace(new, progress=min(1.0, new.progress + (1 - new.progress) * share))
