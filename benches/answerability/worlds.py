"""Knowledge, and questions that it answers, that it answered before something was taken out, and foreign."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from benches.eval_retrieval.product import digest_of
from benches.eval_retrieval.sets import Asked, Entry, lines, load_sets
from retrieval.domain.document import Digest

Kind = Literal["answered", "taken out", "left open", "foreign"]
ASKED = 6
"""Questions of each of banking77's intents."""
FOREIGN = 120


@dataclass(frozen=True, slots=True)
class Question:
    """Asked while the entries named `without` are not there; `far`: it is meant for somebody else."""

    history: tuple[str, ...]
    answered: bool
    without: frozenset[str] = frozenset()
    far: bool = False

    @property
    def kind(self) -> Kind:
        if self.answered:
            return "answered"
        return "foreign" if self.far else "taken out" if self.without else "left open"


@dataclass(frozen=True, slots=True)
class World:
    name: str
    documents: list[tuple[str, Digest]]
    questions: list[Question]

    @property
    def kind(self) -> str:
        """Worlds of a kind come from the same set."""
        return self.name.split(",")[0]


def banking(data: Path, phrasings: int, *, worded: bool) -> World:
    """Every intent by some phrasings of its question, asked for in other words, and again without them.

    The answer is the intent's name as a title, or `worded` as a sentence.
    """
    by_intent = defaultdict(list)
    for row in random.Random(1).sample(
        found := lines(data / "banking77/oos_inscope_train.jsonl"), len(found)
    ):
        by_intent[row["label"]].append(row["text"])
    entries = {
        label: [
            phrasing(label, text, at, worded=worded) for at, text in enumerate(texts[2 * ASKED :][:phrasings])
        ]
        for label, texts in sorted(by_intent.items())
    }
    known = [Question((text,), True) for label in entries for text in by_intent[label][:ASKED]]
    missing = [
        Question((text,), False, frozenset(one.id for one in entries[label]))
        for label in entries
        for text in by_intent[label][ASKED : 2 * ASKED]
    ]
    strange = foreign(general(data), titles(data))
    documents = _documents(one for found in entries.values() for one in found)
    return World(f"banking77, {phrasings} phrasings", documents, [*known, *missing, *strange])


def phrasing(label: str, text: str, number: int, *, worded: bool = False) -> Entry:
    name = label.replace("_", " ").rstrip("?")
    if worded:
        return Entry(f"{label}:{number}", text, f"This is about {name}.", question=text)
    return Entry(f"{label}:{number}", name, "", question=text)


def banking_judged(data: Path) -> tuple[World, list[str]]:
    """All phrasings of the training file and the validation files, with the file of each question."""
    rows = lines(data / "banking77/oos_inscope_train.jsonl")
    entries = (phrasing(row["label"], row["text"], at) for at, row in enumerate(rows))
    asked = [
        (name, row["text"])
        for name in ("inscope", "id-oos", "ood-oos")
        for row in lines(data / f"banking77/oos_{name}_valid.jsonl")
    ]
    questions = [Question((text,), name == "inscope") for name, text in asked]
    return World("banking77", _documents(entries), questions), [name for name, _ in asked]


def places(data: Path, folder: str, *, named: bool = True) -> Iterator[World]:
    """A bot for every place of a FAQ of many, asked with and without the entries that answer.

    A place that is not `named` has a FAQ as a company writes it, which does not say its own name.
    """
    entries, asked = _dialogues(data, folder)
    strange = foreign(general(data), bank(data))
    share = len(strange) // len(asked) + 1
    for at, (place, found) in enumerate(sorted(asked.items())):
        own = [one for one in entries if _place(one.id) == place]
        about = [*_both(found), *strange[at * share : (at + 1) * share]]
        if named:
            yield World(f"{folder}, {place}", _documents(own), about)
        else:
            unnamed = [replace(one, place="FAQ") for one in own]
            yield World(f"{folder}, {place}, FAQ", _documents(unnamed), about)


def whole(data: Path, folder: str) -> World:
    """One bot for all places."""
    entries, asked = _dialogues(data, folder)
    questions = [one for found in asked.values() for one in _both(found)]
    return World(f"{folder}, all places", _documents(entries), questions)


def _dialogues(data: Path, folder: str) -> tuple[list[Entry], dict[str, list[Asked]]]:
    found = next(one for one in load_sets(data) if one.name.startswith(folder))
    asked = defaultdict(list)
    for one in found.asked:
        about = {_place(key) for key in one.relevant}
        if len(about) == 1:
            asked[about.pop()].append(one)
    return found.entries, asked


def _place(key: str) -> str:
    return ":".join(key.split(":")[:2])


def _both(asked: Sequence[Asked]) -> list[Question]:
    return [
        Question(one.history, answered, frozenset() if answered else frozenset(one.relevant))
        for one in asked
        for answered in (True, False)
    ]


def general(data: Path) -> list[str]:
    """Harmless questions about anything."""
    rows = lines(data / "prompt_injection/deepset_train.jsonl")
    return [row["text"] for row in rows if row["label"] == 0 and len(row["text"]) < 160]


def titles(data: Path) -> list[str]:
    return [row["title"] for row in lines(data / "dstc10_t2/faq.jsonl")]


def bank(data: Path) -> list[str]:
    return [row["text"] for row in lines(data / "banking77/oos_inscope_train.jsonl")]


def foreign(*kinds: Sequence[str]) -> list[Question]:
    chosen = [random.Random(5).sample(sorted(set(texts)), FOREIGN // len(kinds)) for texts in kinds]
    return [Question((text,), False, far=True) for texts in zip(*chosen, strict=True) for text in texts]


def _documents(entries: Iterable[Entry]) -> list[tuple[str, Digest]]:
    return [(one.id, digest_of(one)) for one in entries]
