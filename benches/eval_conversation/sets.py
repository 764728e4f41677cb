"""The questions: the demo company's own, and those of public FAQ dialogues."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from answerbus.demo.load import CONTENT

HERE = Path(__file__).parent / "sets"
COMPANIES = HERE / "companies"
Facts = tuple[tuple[str, ...], ...]
"""All of them must be said, each in one of its wordings."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question out of scope has no facts."""

    question: str
    facts: Facts


@dataclass(frozen=True, slots=True)
class PublicTurn:
    """A dialogue's user turns, about one place at last; any of `gold` answers the last one."""

    entity: str
    questions: tuple[str, ...]
    gold: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    key: str
    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Company:
    knowledge: Path
    asked: list[Asked]
    dialogues: list[list[Asked]]


def held_out() -> list[Asked]:
    return [_asked(row) for row in _rows(HERE / "held_out.jsonl")]


def development() -> list[Asked]:
    """The questions that ship with the demo company: parsing and writing were chosen in sight of them."""
    return [
        Asked(row["question"], tuple((fact,) for fact in row["must_contain"]))
        for row in _rows(CONTENT / "questions.jsonl")
    ]


def dialogues(name: str) -> list[list[Asked]]:
    """`held_out` or `dev`."""
    return _dialogues(HERE / f"dialogues_{name}.jsonl")


def companies() -> list[Company]:
    """Other companies than the demo one, to develop with; each brings a file of knowledge of another kind."""
    files = sorted(path for path in COMPANIES.iterdir() if path.suffix != ".jsonl")
    return [
        Company(
            path,
            [_asked(row) for row in _rows(path.with_suffix(".jsonl"))],
            _dialogues(path.with_name(f"{path.stem}_dialogues.jsonl")),
        )
        for path in files
    ]


def public_faq(data: Path, folder: str) -> tuple[dict[str, list[Entry]], list[PublicTurn]]:
    """The FAQ of every place that is asked about, and what is asked; `folder` is one of `PUBLIC`."""
    snippets, turns = PUBLIC[folder]
    entries: dict[str, list[Entry]] = {}
    for row in _rows(data / folder / snippets):
        if ":review:" not in row["_id"]:
            entries.setdefault(_entity(row["_id"]), []).append(Entry(row["_id"], row["title"], row["text"]))
    asked = []
    for row in _rows(data / folder / turns):
        gold = tuple(key for key in row["relevant"] if ":review:" not in key)
        if len({_entity(key) for key in gold}) == 1:
            said = tuple(text for speaker, text in row["history"] if speaker == "U")
            asked.append(PublicTurn(_entity(gold[0]), said, gold))
    return {key: entries[key] for key in {turn.entity for turn in asked}}, asked


PUBLIC = {"dstc11_t5": ("snippets.jsonl", "dev.jsonl"), "dstc10_t2": ("faq.jsonl", "val.jsonl")}


def banking(data: Path, name: str) -> list[str]:
    return [row["text"] for row in _rows(data / "banking77" / name)]


def _entity(key: str) -> str:
    return ":".join(key.split(":")[:2])


def _dialogues(path: Path) -> list[list[Asked]]:
    return [[_asked(turn) for turn in row["turns"]] for row in _rows(path)]


def _asked(row: dict[str, Any]) -> Asked:
    return Asked(row["question"], tuple(tuple(wordings) for wordings in row["facts"]))


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
