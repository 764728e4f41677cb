"""Cuts a parsed file into passages that each make sense alone and fit the model."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from retrieval.domain.document import Block, Digest, Draft, Faq, Parsed, Section, Unreadable
from retrieval.domain.sentences import pieces, sentences

MOST = 210
"""Word pieces of a passage beside its heading; the model reads 256 in all."""
FEWEST = 30
"""A remainder shorter than this joins the passage before it when that still fits."""
MOST_HEADING = 40
MOST_PASSAGES = 20_000
SEPARATOR = " › "


@dataclass(frozen=True, slots=True)
class _Unit:
    """A sentence or a table's row. `glue` is what separates it from the unit before it."""

    text: str
    size: int
    page: int | None
    glue: str


def digest(parsed: Parsed, title: str) -> Digest:
    """Every passage of a file. Raises Unreadable when there is none, or far too many."""
    drafts = [draft for faq in parsed.faqs for draft in _of_faq(faq)]
    drafts += [draft for section in parsed.sections for draft in _of_section(section)]
    if not drafts:
        raise Unreadable("There is no text in this file to answer from.")
    if len(drafts) > MOST_PASSAGES:
        raise Unreadable(
            f"This file makes {len(drafts):,} passages and the limit is {MOST_PASSAGES:,}; "
            "please split it into several files."
        )
    return Digest(parsed.title or title, tuple(drafts), parsed.pages, parsed.problems, parsed.notes)


def _of_faq(faq: Faq) -> Iterator[Draft]:
    question = _shorten(faq.question, MOST // 2)
    units = list(_units((Block(faq.answer),), MOST - pieces(question)))
    for part in _pack(units, MOST - pieces(question)):
        yield Draft(_join(part), question=question, keywords=faq.keywords)


def _of_section(section: Section) -> Iterator[Draft]:
    heading = heading_of(section.path)
    for part in _pack(list(_units(section.blocks, MOST)), MOST):
        yield Draft(_join(part), heading, page=part[0].page, anchor=section.anchor)


def heading_of(path: tuple[str, ...]) -> str:
    """The path as one line; the outermost headings give way when it is too long."""
    kept = [_shorten(part, MOST_HEADING) for part in path if part]
    while len(kept) > 1 and pieces(SEPARATOR.join(kept)) > MOST_HEADING:
        kept.pop(0)
    return SEPARATOR.join(kept)


def _units(blocks: tuple[Block, ...], most: int) -> Iterator[_Unit]:
    for block in blocks:
        for line_number, line in enumerate(filter(None, map(str.strip, block.text.splitlines()))):
            glue = "\n" if line_number else "\n\n"
            for sentence in sentences(line):
                for text in _fitting(sentence, most):
                    yield _Unit(text, pieces(text), block.page, glue)
                    glue = " "


def _fitting(sentence: str, most: int) -> Iterator[str]:
    if pieces(sentence) <= most:
        yield sentence
        return
    words: list[str] = []
    size = 0
    for word in _words(sentence):
        weight = pieces(word)
        if words and size + weight > most:
            yield " ".join(words)
            words, size = [], 0
        words.append(word)
        size += weight
    yield " ".join(words)


def _words(sentence: str) -> Iterator[str]:
    for word in sentence.split():
        yield from (word[at : at + 100] for at in range(0, len(word), 100))


def _pack(units: list[_Unit], most: int) -> list[list[_Unit]]:
    parts: list[list[_Unit]] = []
    for run in _by_page(units):
        goal = _goal(run, most)
        part: list[_Unit] = []
        size = 0
        for unit in run:
            full = size + unit.size > most or (size >= goal and unit.glue != " ")
            if part and full:
                parts.append(part)
                part, size = [], 0
            part.append(unit)
            size += unit.size
        _end(parts, part, size, most)
    return parts


def _by_page(units: list[_Unit]) -> Iterator[list[_Unit]]:
    run: list[_Unit] = []
    for unit in units:
        if run and unit.page != run[-1].page:
            yield run
            run = []
        run.append(unit)
    if run:
        yield run


def _goal(run: list[_Unit], most: int) -> float:
    total = sum(unit.size for unit in run)
    return total / -(-total // most) if total else most


def _end(parts: list[list[_Unit]], part: list[_Unit], size: int, most: int) -> None:
    if not part:
        return
    if parts and size < FEWEST and parts[-1][-1].page == part[0].page:
        before = sum(unit.size for unit in parts[-1])
        if before + size <= most:
            parts[-1] += part
            return
    parts.append(part)


def _join(part: list[_Unit]) -> str:
    text = part[0].text
    for unit in part[1:]:
        text += unit.glue + unit.text
    return text


def _shorten(text: str, most: int) -> str:
    return next(_fitting(text, most), "")
