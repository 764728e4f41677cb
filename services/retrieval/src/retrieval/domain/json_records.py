"""JSON values: entries wherever they lie, other records as tables, other objects field by field."""

from __future__ import annotations

from typing import Any

from retrieval.domain.document import Block, Faq, Section
from retrieval.domain.faq import ANSWERS, QUESTIONS, Entries, first_text, inner_text, lowered, text_of
from retrieval.domain.fields import TEXTS, TITLES, fields_of, is_plain
from retrieval.domain.tables import table_lines

MOST_NAMES = 40
DEEPEST = 6
FILE = "The file"
Path = tuple[str, ...]


def entries_of(raw: Any) -> Entries:
    """Every entry of a JSON value: lists, `{"faqs": [...]}`, lists by category, `{question: answer}`."""
    entries = Entries()
    _walk(raw, FILE, entries, (), 0)
    return entries


def _walk(raw: Any, where: str, entries: Entries, path: Path, depth: int) -> None:
    if depth > DEEPEST:
        entries.problems.append(f"{where} is nested too deeply.")
    elif isinstance(raw, list) and _is_table(raw):
        rows = [fields_of(record) for record in raw]
        names = list(dict.fromkeys(name for row in rows for name in row))
        lines = table_lines([names, *([row.get(name, "") for name in names] for row in rows)])
        entries.sections.append(Section(path, (Block(lines, table=True),)))
    elif isinstance(raw, list):
        within = "Entry" if where == FILE else f"{where}, entry"
        for number, item in enumerate(raw, start=1):
            _walk(item, f"{within} {number}", entries, path, depth + 1)
    elif not isinstance(raw, dict):
        entries.problems.append(f"{where} is not an object with a question and an answer.")
    elif _is_entry(raw):
        entries.add(raw, where, path)
        for value in filter(_has_answers, raw.values()):
            _walk(value, where, entries, path, depth + 1)
    else:
        _walk_object(raw, where, entries, path, depth)


def _walk_object(raw: dict[str, Any], where: str, entries: Entries, path: Path, depth: int) -> None:
    values = lowered(raw)
    title, text = first_text(values, TITLES), first_text(values, TEXTS)
    named = (*path, title) if title else path
    groups = {key: value for key, value in raw.items() if _is_group(value)}
    own = {key: value for key, value in raw.items() if key not in groups}
    if groups:
        if title:
            entries.tell(text, own, named)
        for value in groups.values():
            _walk(value, where, entries, named, depth + 1)
    elif pairs := [(key, value) for key, value in raw.items() if " " in key.strip() and text_of(value)]:
        entries.faqs += [Faq(" ".join(key.split()), text_of(value)) for key, value in pairs]
    elif len(fields := fields_of(raw)) > 1:
        lines = "\n".join(f"{name}: {value}" for name, value in fields.items())
        entries.sections.append(Section(path, (Block(lines, table=True),)))
    else:
        entries.problems.append(f"{where} has no question.")


def _is_group(value: Any) -> bool:
    """What is walked on its own: records, entries, questions with answers."""
    if isinstance(value, list):
        return any(isinstance(one, (dict, list)) for one in value)
    return isinstance(value, dict) and (_is_entry(value) or not is_plain(value))


def _is_table(raw: list[Any]) -> bool:
    """Records without a word we know, but with names in common: a table's rows."""
    if len(raw) < 2 or not all(isinstance(item, dict) and is_plain(item) for item in raw):
        return False
    rows = [fields_of(item) for item in raw]
    shared = set(rows[0]).intersection(*rows)
    return bool(shared) and all(
        2 <= len(row) <= MOST_NAMES and not _is_entry(item) for row, item in zip(rows, raw, strict=True)
    )


def _is_entry(raw: dict[str, Any]) -> bool:
    """An entry has words of its own; an object that only groups others has lists or objects."""
    known = {*QUESTIONS, *ANSWERS, *TEXTS}
    keys = {
        key.strip().casefold()
        for key, value in raw.items()
        if not isinstance(value, dict) or inner_text(value)
    }
    if any(isinstance(value, list) and value and isinstance(value[0], dict) for value in raw.values()):
        return _is_answered(raw)
    return bool(keys & known)


def _is_answered(raw: Any) -> bool:
    values = lowered(raw) if isinstance(raw, dict) else {}
    return bool(first_text(values, QUESTIONS) and first_text(values, ANSWERS))


def _has_answers(value: Any) -> bool:
    """Whether it lists further entries below an entry."""
    return isinstance(value, list) and any(map(_is_answered, value))
