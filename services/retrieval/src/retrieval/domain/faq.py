"""Reads questions and answers in the many shapes that people keep them in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from retrieval.domain.document import Block, Faq, Parsed, Section, Unreadable
from retrieval.domain.fields import KEYWORDS, TEXTS, TITLES, fields_beside

QUESTIONS = ("question", "q", "prompt", "query", "frage", "pregunta", "questions")
ANSWERS = ("answer", "a", "response", "reply", "antwort", "respuesta", "acceptedanswer")
MOST_NAMED = 5
MOST_KEYWORDS = 20


@dataclass(slots=True)
class Entries:
    """Collects the entries that can be read and names those that cannot."""

    faqs: list[Faq] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def add(self, row: Mapping[str, Any], where: str, path: tuple[str, ...] = ()) -> None:
        """Read one question with its answer, or one title with its text and whatever else it says.

        Other wordings of a question count as its keywords.
        """
        values = lowered(row)
        (question, *otherwise), answer = _wordings(values), first_text(values, ANSWERS)
        title, text = first_text(values, TITLES), first_text(values, TEXTS)
        question, answer = question or (title if answer else ""), answer or (text if question else "")
        if question and answer:
            self.faqs.append(Faq(question, answer, (*otherwise, *_keywords(values))[:MOST_KEYWORDS]))
        elif text and not question:
            self.tell(text, row, (*path, title) if title else path)
        else:
            self.problems.append(f"{where} has no {'answer' if question or title else 'question'}.")

    def tell(self, text: str, row: Mapping[str, Any], path: tuple[str, ...]) -> None:
        """A section of a text and of the fields beside it."""
        beside = "; ".join(f"{name}: {value}" for name, value in fields_beside(row).items())
        blocks = [*([Block(text)] if text else []), *([Block(beside, table=True)] if beside else [])]
        if blocks:
            self.sections.append(Section(path, tuple(blocks)))

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


def first_text(values: Mapping[str, Any], names: Sequence[str]) -> str:
    return next((text for name in names if (text := text_of(values.get(name)))), "")


def text_of(value: Any) -> str:
    """Texts and numbers, lists of them by line, and `{"text": ...}` in the place of a text."""
    if isinstance(value, list):
        return "\n".join(text for item in value if not isinstance(item, dict) and (text := text_of(item)))
    if isinstance(value, dict):
        return inner_text(value)
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return ""
    return str(value).strip()


def inner_text(value: Mapping[str, Any]) -> str:
    values = lowered(value)
    if any(name in values for name in (*QUESTIONS, *ANSWERS, *TITLES)):
        return ""
    return next((text for name in TEXTS if (text := values.get(name)) and isinstance(text, str)), "").strip()


def lowered(raw: Mapping[str, Any]) -> dict[str, Any]:
    return {str(key).strip().casefold(): value for key, value in raw.items()}


def _wordings(values: Mapping[str, Any]) -> list[str]:
    """The question, and other ways to ask it when it is a list; at least an empty text."""
    found = next((value for name in QUESTIONS if text_of(value := values.get(name))), "")
    return list(filter(None, map(text_of, found))) if isinstance(found, list) else [text_of(found)]


def _keywords(values: Mapping[str, Any]) -> tuple[str, ...]:
    found: list[str] = []
    for name in KEYWORDS:
        value = values.get(name)
        parts = value if isinstance(value, list) else str(value or "").replace(";", ",").split(",")
        found += [text for part in parts if (text := text_of(part))]
    return tuple(found)
