"""Suspects that a text tries to instruct the model: a reason for caution, never for a refusal."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from math import prod

from conversation.domain.nlu.injection_rules import RULES, Rule

LONGEST = 16_000
_WORD = re.compile(r"[^\W_]+|<|\[|!\[|\u200b|\u2060|[\U000e0000-\U000e007f]")


@dataclass(frozen=True, slots=True)
class Suspicion:
    """`score` runs from 0 to 1; `rules` names what was noticed, for the receipt."""

    score: float = 0.0
    rules: tuple[str, ...] = ()

    @property
    def suspicious(self) -> bool:
        return self.score >= 0.5


def suspect(text: str) -> Suspicion:
    """How much the text looks like instructions, by the weights of the rules that fit."""
    read = text[:LONGEST]
    said = set(_WORD.findall(read.casefold()))
    return _joined(rule for rule in RULES if not rule.needs.isdisjoint(said) and rule.form.search(read))


def _joined(rules: Iterable[Rule]) -> Suspicion:
    found = tuple(rules)
    return Suspicion(
        round(1 - prod(1 - rule.weight for rule in found), 3), tuple(rule.name for rule in found)
    )
