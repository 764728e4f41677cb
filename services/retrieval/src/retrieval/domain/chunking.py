"""Cuts a parsed file into passages that make sense alone and fit the model."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from retrieval.domain.document import Block, Digest, Draft, Faq, Parsed, Section, Unreadable
from retrieval.domain.duplicates import without_duplicates
from retrieval.domain.sentences import pieces, sentences

MOST = 210
"""Word pieces in a passage, without its heading: the model reads 256 in all."""
FEWEST = 30
"""A remainder shorter than this joins the passage before it if that still fits."""
MOST_HEADING = 40
MOST_PASSAGES = 20_000
SEPARATOR = " › "
CELLS = "; "
REPEATED = "Passages left out because others say the same"


@dataclass(frozen=True, slots=True)
class _Unit:
    """A sentence or a table row. `glue` separates it from the unit before. `ahead`: the size of what must
    stay together from here on, such as a table's name and first row."""

    text: str
    size: int
    page: int | None
    glue: str
    ahead: int = 0
    inside: bool = False


def digest(parsed: Parsed, title: str) -> Digest:
    """Every passage of a file. Raises Unreadable when there is none, or far too many."""
    every = [draft for faq in parsed.faqs for draft in _of_faq(faq)]
    every += [draft for section in parsed.sections for draft in _of_section(section, parsed.title)]
    drafts = without_duplicates(every)
    if not drafts:
        raise Unreadable("There is no text in this file to answer from.")
    if len(drafts) > MOST_PASSAGES:
        raise Unreadable(
            f"This file makes {len(drafts):,} passages and the limit is {MOST_PASSAGES:,}; "
            "please split it into several files."
        )
    twice = len(every) - len(drafts)
    notes = (*parsed.notes, *((f"{REPEATED}: {twice:,}.",) if twice else ()))
    return Digest(parsed.title or title, tuple(drafts), parsed.pages, parsed.problems, notes)


def _of_faq(faq: Faq) -> Iterator[Draft]:
    question = _shorten(faq.question, MOST // 2)
    units = list(_units((Block(faq.answer),), MOST - pieces(question)))
    for part in _pack(units, MOST - pieces(question)):
        yield Draft(_join(part), question=question, keywords=faq.keywords)


def _of_section(section: Section, title: str) -> Iterator[Draft]:
    """Text below no heading counts as below the file's own title."""
    heading = heading_of(section.path or (title,))
    for part in _pack(list(_units(section.blocks, MOST)), MOST):
        yield Draft(_join(part), heading, page=part[0].page, anchor=section.anchor)


def heading_of(path: tuple[str, ...]) -> str:
    """The heading path as one line; when it is too long the outermost headings are dropped."""
    kept = [_shorten(part, MOST_HEADING) for part in path if part]
    while len(kept) > 1 and pieces(SEPARATOR.join(kept)) > MOST_HEADING:
        kept.pop(0)
    return SEPARATOR.join(kept)


def _units(blocks: tuple[Block, ...], most: int) -> Iterator[_Unit]:
    for block in blocks:
        if block.table:
            yield from _rows(block, most)
            continue
        for line_number, line in enumerate(_lines(block)):
            glue = f"\n{_indent(line)}" if line_number else "\n\n"
            for sentence in sentences(line):
                for text in _fitting(sentence, most):
                    yield _Unit(text, pieces(text), block.page, glue)
                    glue = " "


def _lines(block: Block) -> Iterator[str]:
    return filter(None, map(str.rstrip, block.text.splitlines()))


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]


def _rows(block: Block, most: int) -> Iterator[_Unit]:
    """A table that fits into one passage stays whole; a row is only cut when it is too long alone."""
    rows = [part for line in _lines(block) for part in _row(line.lstrip(), most)]
    sizes = [pieces(row) for row in rows]
    whole = sum(sizes) if sum(sizes) <= most else 0
    for at, (row, size) in enumerate(zip(rows, sizes, strict=True)):
        yield _Unit(row, size, block.page, "\n" if at else "\n\n", 0 if at else whole, bool(at and whole))


def _row(line: str, most: int) -> Iterator[str]:
    """Parts of a row that is too long, each beginning with its first cell."""
    if pieces(line) <= most:
        yield line
        return
    first, *cells = line.split(CELLS)
    label = first if pieces(first) <= most // 4 else ""
    room = most - pieces(label)
    part: list[str] = []
    for cell in (text for one in (cells if label else [first, *cells]) for text in _fitting(one, room)):
        if part and pieces(CELLS.join([*part, cell])) > room:
            yield CELLS.join(filter(None, [label, *part]))
            part = []
        part.append(cell)
    yield CELLS.join(filter(None, [label, *part]))


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
            full = size + max(unit.size, unit.ahead) > most or (
                size >= goal and unit.glue != " " and not unit.inside
            )
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
