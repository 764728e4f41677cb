"""Public retrieval sets in one shape, whatever layout they come in."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

KNOWLEDGE = (
    "snippets.jsonl",
    "faq.jsonl",
    "corpus.jsonl",
    "sections.jsonl",
    "documents.jsonl",
    "passages.jsonl",
)
DIALOGUES = ("dev.jsonl", "val.jsonl", "test.jsonl", "dialogues.jsonl", "queries.jsonl", "questions.jsonl")


@dataclass(frozen=True, slots=True)
class Entry:
    """`question` is set for an entry of a FAQ; `place` is what it is about, such as a hotel."""

    id: str
    title: str
    text: str
    place: str = ""
    question: str | None = None

    @property
    def whole(self) -> str:
        return " ".join(filter(None, (self.place, self.title, self.text)))


@dataclass(frozen=True, slots=True)
class Asked:
    """`history` ends with the question; `relevant` grades the ids of entries."""

    id: str
    history: tuple[str, ...]
    relevant: dict[str, float]

    @property
    def choosing(self) -> bool:
        """Whether it belongs to the half on which parameters were chosen; whole dialogues stay together."""
        return sha256(self.history[0].encode()).digest()[-1] % 2 == 0


@dataclass(frozen=True, slots=True)
class EvalSet:
    name: str
    entries: list[Entry]
    asked: list[Asked]


def load_sets(folder: Path) -> Iterator[EvalSet]:
    """Every set in the folder that has a knowledge file and questions with known answers."""
    for path in sorted(one for one in folder.iterdir() if one.is_dir()):
        knowledge = next((path / name for name in KNOWLEDGE if (path / name).exists()), None)
        if knowledge is None:
            continue
        rows = lines(knowledge)
        entries = [_entry(row, _asks(rows)) for row in rows]
        known = {one.id for one in entries}
        judged = _qrels(path)
        asked = [one for row in _questions(path) if (one := _asked(row, judged, known)) is not None]
        if not asked:
            continue
        faq = [one for one in entries if one.question]
        mixed = 0 < len(faq) < len(entries)
        whole = EvalSet(path.name, entries, asked)
        yield _only(EvalSet(f"{path.name}, FAQ turns", faq, asked)) if mixed else whole


def _only(whole: EvalSet) -> EvalSet:
    """Turns that FAQ entries answer, among the FAQ entries."""
    known = {one.id for one in whole.entries}
    asked = [
        Asked(one.id, one.history, relevant)
        for one in whole.asked
        if (relevant := {key: grade for key, grade in one.relevant.items() if key in known})
    ]
    return EvalSet(whole.name, whole.entries, asked)


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def _asks(rows: list[dict[str, Any]]) -> bool:
    """Whether the titles of a knowledge file are questions."""
    titles = [str(row["title"]).rstrip() for row in rows if row.get("title")]
    return sum(title.endswith("?") for title in titles) > len(titles) / 2


def _entry(row: dict[str, Any], asks: bool) -> Entry:
    title, text = str(row.get("title") or ""), str(row.get("text") or row.get("answer") or "")
    question = row.get("question") or (title if asks and title else None)
    place = str(row.get("entity") or row.get("section") or row.get("heading") or "")
    return Entry(_id(row), title or str(question or ""), text, place, question and str(question))


def _id(row: dict[str, Any]) -> str:
    return str(next(row[name] for name in ("_id", "id", "doc_id", "docid", "query_id") if name in row))


def _questions(path: Path) -> list[dict[str, Any]]:
    found = next((path / name for name in DIALOGUES if (path / name).exists()), None)
    return lines(found) if found else []


def _asked(row: dict[str, Any], judged: dict[str, dict[str, float]], known: set[str]) -> Asked | None:
    relevant = judged.get(_id(row)) or _listed(row)
    relevant = {key: grade for key, grade in relevant.items() if key in known and grade > 0}
    history = tuple(str(text) for _, text in row.get("history") or ())
    question = str(row.get("text") or row.get("question") or row.get("query") or "")
    if not relevant or not (history or question):
        return None
    return Asked(_id(row), history or (question,), relevant)


def _listed(row: dict[str, Any]) -> dict[str, float]:
    listed = row.get("relevant") or row.get("positive") or row.get("answers") or ()
    if isinstance(listed, dict):
        return {str(key): float(grade) for key, grade in listed.items()}
    return {str(key): 1.0 for key in ([listed] if isinstance(listed, str | int) else listed)}


def _qrels(path: Path) -> dict[str, dict[str, float]]:
    """BEIR's judgements: `qrels/test.tsv` (query, entry, grade), or the same as jsonl."""
    places = [path / "qrels" / "test.tsv", *sorted((path / "qrels").glob("*.tsv")), path / "qrels.tsv"]
    judged: dict[str, dict[str, float]] = {}
    if table := next((one for one in places if one.exists()), None):
        for row in table.read_text(encoding="utf-8").splitlines():
            parts = row.split("\t")
            if len(parts) >= 3 and parts[-1].strip().lstrip("-").isdigit():
                judged.setdefault(parts[0], {})[parts[-2]] = float(parts[-1])
    for table in (path / "qrels.jsonl", path / "qrels" / "test.jsonl"):
        for row in lines(table) if table.exists() else ():
            query, entry = (row.get(f"{kind}-id") or row.get(f"{kind}_id") for kind in ("query", "corpus"))
            judged.setdefault(str(query), {})[str(entry)] = float(row.get("score", 1))
    return judged
