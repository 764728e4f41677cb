"""Plain text: paragraphs below whatever looks like a heading."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from textwrap import dedent

from retrieval.domain.document import Block, Faq, Parsed, Section

_UNDERLINE = re.compile(r"\s*(?:={3,}|-{3,}|~{3,})\s*")
_NUMBERED = re.compile(r"(?P<number>\d{1,3}(?:\.\d{1,3}){0,4})\.?\s+(?P<title>\S.{0,90})")
_ITEM = re.compile(r"[-*•–]\s|\d+[.)]\s")
_ASKED = re.compile(r"\s*(?:Q|Question|Frage)\s*[:.]\s*(?P<text>\S.*)", re.I)
_ANSWERED = re.compile(r"\s*(?:A|Answer|Antwort)\s*[:.]\s*(?P<text>\S.*)", re.I | re.S)


def parse_text(text: str) -> Parsed:
    """Sections by heading, and every `Q: … A: …` as a question with its answer.

    What looks like a heading and has nothing below is text, unless it is the first line and names the rest.
    """
    sections = [_Section(())]
    faqs: list[Faq] = []
    for level, heading, body in _parts(text):
        here = sections[-1]
        if heading:
            if len(sections) > 2 or sections[0].blocks or _NUMBERED.match(here.name):
                _unless_empty(sections, level)
            sections.append(_Section((*here.path[: level - 1], heading)))
        elif faq := _faq(body):
            faqs.append(faq)
            here.asked = True
        else:
            here.blocks.append(Block(body))
    _unless_empty(sections, 1)
    return Parsed(tuple(Section(one.path, tuple(one.blocks)) for one in sections if one.blocks), tuple(faqs))


@dataclass(slots=True)
class _Section:
    path: tuple[str, ...]
    blocks: list[Block] = field(default_factory=list)
    asked: bool = False

    @property
    def name(self) -> str:
        return self.path[-1] if self.path else ""


def _unless_empty(sections: list[_Section], level: int) -> None:
    """A last heading that nothing stands below becomes text of what is above it."""
    last = sections[-1]
    if len(last.path) >= level and len(sections) > 1 and not last.blocks and not last.asked:
        sections.pop()
        sections[-1].blocks.append(Block(last.name))


def _parts(text: str) -> Iterator[tuple[int, str, str]]:
    """(level, heading, "") for a heading, (0, "", text) for a paragraph."""
    for paragraph in re.split(r"\n\s*\n", text):
        lines = [line.rstrip() for line in dedent(paragraph).splitlines() if line.strip()]
        if not lines:
            continue
        level, heading, used = _heading(lines)
        if heading:
            yield level, heading, ""
        if body := "\n".join(_unwrap(lines[used:])):
            yield 0, "", body


def _heading(lines: list[str]) -> tuple[int, str, int]:
    first = lines[0].strip()
    if len(lines) > 1 and _UNDERLINE.fullmatch(lines[1]) and len(first) <= 100:
        return (1 if "=" in lines[1] else 2), first, 2
    if len(first) > 80 or first[-1] in ".!?;,:":
        return 0, "", 0
    if numbered := _NUMBERED.fullmatch(first):
        if len(lines) > 1 and _NUMBERED.fullmatch(lines[1].strip()):
            return 0, "", 0
        return numbered["number"].count(".") + 1, first, 1
    letters = [char for char in first if char.isalpha()]
    loud = len(letters) > 3 and first.upper() == first
    if loud or (len(lines) == 1 and letters and letters[0].isupper() and len(first.split()) <= 10):
        return 1, first, 1
    return 0, "", 0


def _unwrap(lines: list[str]) -> list[str]:
    """Joins lines that an editor wrapped; list items and rows stay apart."""
    joined: list[str] = []
    for line in lines:
        text = line.strip()
        item = _ITEM.match(text)
        if joined and len(joined[-1]) > 50 and not item:
            joined[-1] += f" {text}"
        else:
            joined.append(line if item else text)
    return joined


def _faq(body: str) -> Faq | None:
    lines = body.split("\n")
    asked = _ASKED.fullmatch(lines[0])
    answered = _ANSWERED.fullmatch("\n".join(lines[1:])) if asked else None
    return Faq(asked["text"], answered["text"]) if asked and answered else None
