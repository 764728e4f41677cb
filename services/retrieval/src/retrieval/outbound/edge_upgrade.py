"""Converts an index that an earlier version wrote, before it is used.

Its points were named by UUIDs, which cost a search half a millisecond to read; now they are numbers, the
first half of those. And it did not mark what customers may find.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import qdrant_edge as engine

from chassis import logs
from retrieval.domain.passages import Key
from retrieval.outbound.fence import SHOWN, TENANT, shown

BATCH = 128
TIDY_AFTER = 40
"""In batches: keeps segments as small as daily writing makes them."""
MOST_BOTS = 1_000_000

log = logs.get(__name__)


def number_of(key: Key) -> int:
    """A point's number, by its key or by `identity.point_id`."""
    return key if isinstance(key, int) else int(key[:16], 16)


def restore(folder: Path) -> None:
    """Undo a swap that a crash interrupted: the old index serves again."""
    before = _before(folder)
    if before.exists() and not folder.exists():
        before.rename(folder)
    shutil.rmtree(before, ignore_errors=True)


def upgraded(old: Any, folder: Path, opened: Callable[[Path], Any]) -> Any:
    """The new shard, in place of `old`; `opened` makes one in a folder. 100,000 points take 30 s."""
    if SHOWN in old.info().payload_schema:
        return old
    log.info("index.upgrading", folder=str(folder), points=old.info().points_count)
    unfinished = folder.with_name(f"{folder.name}.upgraded")
    shutil.rmtree(unfinished, ignore_errors=True)
    new = opened(unfinished)
    for number, records in enumerate(_records(old), 1):
        new.update(engine.UpdateOperation.upsert_points([_renamed(one) for one in records]))
        if number % TIDY_AFTER == 0:
            new.flush()
            new.optimize()
    for shard in (new, old):
        shard.flush()
        shard.close()
    folder.rename(_before(folder))
    unfinished.rename(folder)
    restore(folder)
    return opened(folder)


def _before(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}.before")


def _records(shard: Any) -> Iterator[list[Any]]:
    """Bot by bot, so that what is searched together lies together."""
    for bot in shard.facet(engine.FacetRequest(TENANT, limit=MOST_BOTS, exact=True)).hits:
        mine = engine.Filter(must=[engine.FieldCondition(TENANT, engine.MatchValue(bot.value))])
        after: Any = None
        while True:
            asked = engine.ScrollRequest(after, BATCH, mine, with_payload=True, with_vector=True)
            records, after = shard.scroll(asked)
            yield records
            if after is None:
                break


def _renamed(one: Any) -> Any:
    name = one.id if isinstance(one.id, int) else one.id.int >> 64
    kept = one.payload
    kept[SHOWN] = shown(kept["workspace_id"], kept[TENANT], kept["audience"])
    return engine.Point(name, one.vector, kept)
