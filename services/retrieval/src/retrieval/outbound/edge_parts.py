"""The embedded index in several parts, so that maintenance of one stops nobody in the others."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from retrieval.domain.passages import SIZE, Scope
from retrieval.outbound.edge_shard import FencedShard
from retrieval.outbound.fence import tenant

FULL = 25_000
"""A part with so many passages takes no new bots: all of its segments are rewritten in a second or two."""


class EdgeParts:
    """Every generation of a bot's index lies whole in one part; parts differ by the length of vectors."""

    def __init__(self, folder: Path) -> None:
        """Opens the parts on disk: `vectors`, `vectors+1`, `vectors-768`. Raises the engine's errors."""
        self._folder = folder
        self._by_size: dict[int, list[FencedShard]] = {}
        self._by_tenant: dict[str, FencedShard] = {}
        for size, number in sorted(_found(folder) | {(SIZE, 0)}):
            self._open(size, number)

    def __iter__(self) -> Iterator[FencedShard]:
        return (part for parts in list(self._by_size.values()) for part in list(parts))

    def of(self, scope: Scope) -> FencedShard | None:
        return self._by_tenant.get(tenant(scope))

    def for_writing(self, scope: Scope) -> FencedShard:
        """The part for this bot; a new bot goes where there is room."""
        name = tenant(scope)
        if name not in self._by_tenant:
            parts = self._by_size.get(scope.size, [])
            roomy = next((part for part in parts if part.passages < FULL), None)
            self._by_tenant[name] = roomy or self._open(scope.size, len(parts))
        return self._by_tenant[name]

    def _open(self, size: int, number: int) -> FencedShard:
        name = self._folder.name + (f"-{size}" if size != SIZE else "") + (f"+{number}" if number else "")
        part = FencedShard(self._folder.with_name(name), size)
        self._by_size.setdefault(size, []).append(part)
        self._by_tenant.update(dict.fromkeys(part.tenants(), part))
        return part


def _found(folder: Path) -> set[tuple[int, int]]:
    """The vector size and number of each part on disk."""
    parts = re.compile(rf"{re.escape(folder.name)}(?:-(\d+))?(?:\+(\d+))?")
    names = (parts.fullmatch(one.name) for one in folder.parent.glob(f"{folder.name}*"))
    return {(int(name[1] or SIZE), int(name[2] or 0)) for name in names if name}
