"""Old shapes become new ones here, and nowhere else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Upcast = Callable[[dict[str, Any]], dict[str, Any]]

UPCASTS: dict[tuple[str, int], Upcast] = {}
"""(kind, old version) to a function that gives the data of the next version."""


class UnknownVersion(ValueError):
    """This event has a type or version that this release does not know."""


def upcast(
    kind: str,
    version: int,
    current: int,
    data: dict[str, Any],
    upcasts: Mapping[tuple[str, int], Upcast] = UPCASTS,
) -> dict[str, Any]:
    """Bring `data` from `version` to `current`, one step at a time. Raises UnknownVersion."""
    if version > current:
        raise UnknownVersion(f"{kind}.v{version} is newer than this release knows (v{current}).")
    for step in range(version, current):
        if (kind, step) not in upcasts:
            raise UnknownVersion(f"There is no way from {kind}.v{step} to v{step + 1}.")
        data = upcasts[kind, step](data)
    return data
