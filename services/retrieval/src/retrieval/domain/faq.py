"""Reads questions and answers in the many shapes that people keep them in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from retrieval.domain.document import Block, Faq, Parsed, Section, Unreadable
from retrieval.domain.tables import table_lines

QUESTIONS = ("question", "q", "prompt", "query", "frage", "pregunta")
ANSWERS = ("answer", "a", "response", "reply", "antwort", "respuesta")
TITLES = ("title", "heading", "headline", "name", "topic", "subject", "label", "titel", "titulo", "titre")
TEXTS = ("text", "content", "body", "description", "details", "message", "summary", "html", "value", "plain")
KEYWORDS = ("keywords", "tags", "keyword")
MOST_NAMED = 5
MOST_NAMES = 40
DEEPEST = 6


@dataclass(slots=True)
class Entries:
    """Collects the entries that can be read and names those that cannot."""

    faqs: list[Faq] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def add(self, row: Mapping[str, Any], where: str) -> None:
        """Read one question with its answer, or one title with its text."""
        values = {str(key).strip().casefold(): value for key, value in row.items()}
        question, answer = _first(values, QUESTIONS), _first(values, ANSWERS)
        title, text = _first(values, TITLES), _first(values, TEXTS)
        question, answer = question or (title if answer else ""), answer or (text if question else "")
        if question and answer:
            self.faqs.append(Faq(question, answer, _keywords(values)))
        elif text and not question:
            self.sections.append(Section((title,) if title else (), (Block(text),)))
        else:
            self.problems.append(f"{where} has no {'answer' if question or title else 'question'}.")

    def parsed(self, what: str, notes: tuple[str, ...] = ()) -> Parsed:
        """Raises Unreadable when nothing at all could be read."""
        if not self.faqs and not self.sections:
            first = " ".join(self.problems[:MOST_NAMED])
            raise Unreadable(f"No question with an answer was found in this {what}. {first}".rstrip())
        return Parsed(tuple(self.sections), tuple(self.faqs), problems=named(self.problems), notes=notes)


def named(problems: Sequence[str]) -> tuple[str, ...]:
    """The first problems, and how many more there are."""
    more = len(problems) - MOST_NAMED
    return (*problems[:MOST_NAMED], *((f"{more:,} more were left out.",) if more > 0 else ()))


def entries_of(raw: Any) -> Entries:
    """Every entry of a JSON value: lists, `{"faqs": [...]}`, lists by category, `{question: answer}`."""
    entries = Entries()
    _walk(raw, "The file", entries, 0)
    return entries


def _walk(raw: Any, where: str, entries: Entries, depth: int) -> None:
    if depth > DEEPEST:
        entries.problems.append(f"{where} is nested too deeply.")
    elif isinstance(raw, list) and _is_table(raw):
        names = list(dict.fromkeys(key for record in raw for key in record))
        lines = table_lines([names, *([_text(record.get(name)) for name in names] for record in raw)])
        entries.sections.append(Section((), (Block(lines, table=True),)))
    elif isinstance(raw, list):
        for number, item in enumerate(raw, start=1):
            _walk(item, f"Entry {number}", entries, depth + 1)
    elif not isinstance(raw, dict):
        entries.problems.append(f"{where} is not an object with a question and an answer.")
    elif _is_entry(raw):
        entries.add(raw, where)
    else:
        _walk_object(raw, where, entries, depth)


def _is_table(raw: list[Any]) -> bool:
    """Whether records with no known column name all share the same few names, like table rows."""
    if len(raw) < 2 or not all(isinstance(item, dict) and 2 <= len(item) <= MOST_NAMES for item in raw):
        return False
    return all(item.keys() == raw[0].keys() and not _is_entry(item) and _is_flat(item) for item in raw)


def _is_flat(raw: dict[str, Any]) -> bool:
    return not any(isinstance(value, (list, dict)) for value in raw.values())


def _walk_object(raw: dict[str, Any], where: str, entries: Entries, depth: int) -> None:
    below = {key: value for key, value in raw.items() if isinstance(value, (list, dict))}
    if below:
        for value in below.values():
            _walk(value, where, entries, depth + 1)
        return
    pairs = [(key, value) for key, value in _texts(raw) if " " in key.strip()]
    if not pairs:
        entries.problems.append(f"{where} has no question.")
    entries.faqs += [Faq(" ".join(key.split()), value) for key, value in pairs]


def _texts(raw: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for key, value in raw.items():
        if text := _text(value):
            yield key, text


def _is_entry(raw: dict[str, Any]) -> bool:
    """Whether an object has text of its own; one with only lists or objects groups others."""
    known = {*QUESTIONS, *ANSWERS, *TEXTS}
    keys = {
        key.strip().casefold() for key, value in raw.items() if not isinstance(value, dict) or _inner(value)
    }
    if any(isinstance(value, list) and value and isinstance(value[0], dict) for value in raw.values()):
        return False
    return bool(keys & known)


def _first(values: Mapping[str, Any], names: Sequence[str]) -> str:
    return next((text for name in names if (text := _text(values.get(name)))), "")


def _text(value: Any) -> str:
    if isinstance(value, list):
        return "\n".join(text for item in value if not isinstance(item, dict) and (text := _text(item)))
    if isinstance(value, dict):
        return _inner(value)
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return ""
    return str(value).strip()


def _inner(value: dict[str, Any]) -> str:
    """The text in `{"text": …}`, where that stands in place of a text."""
    values = {str(key).strip().casefold(): inner for key, inner in value.items()}
    if any(name in values for name in (*QUESTIONS, *ANSWERS, *TITLES)):
        return ""
    return next((text for name in TEXTS if (text := values.get(name)) and isinstance(text, str)), "").strip()


def _keywords(values: Mapping[str, Any]) -> tuple[str, ...]:
    found: list[str] = []
    for name in KEYWORDS:
        value = values.get(name)
        parts = value if isinstance(value, list) else str(value or "").replace(";", ",").split(",")
        found += [text for part in parts if (text := _text(part))]
    return tuple(found[:20])
