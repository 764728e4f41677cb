"""How a delivery ends: a value, not an exception."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Done:
    """The effect is committed, or was before."""


@dataclass(frozen=True, slots=True)
class Retry:
    """Not yet: deliver again after `delay` seconds, until the event is `give_up_after` seconds old."""

    reason: str
    delay: float = 0.2
    give_up_after: float | None = None


@dataclass(frozen=True, slots=True)
class Dead:
    """Never: bury it in the dead letters with the reason."""

    reason: str


Outcome = Done | Retry | Dead
DONE = Done()
