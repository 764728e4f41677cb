"""Markdown by heading path."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from retrieval.domain.document import Block, Parsed, Section
from retrieval.domain.listing import Listing
from retrieval.domain.tables import table_lines
from retrieval.outbound.parsing.html import parse_html

_NOTE = re.compile(r"^\[\^([\w-]{1,40})\]:", re.MULTILINE)
_MARK = re.compile(r"\[\^([\w-]{1,40})\]:?")
_FRONT_MATTER = re.compile(r"\A(---|\+\+\+)\s*\n.*?\n\1\s*\n", re.S)
_LISTS = ("bullet_list_open", "ordered_list_open")
_TAG = re.compile(r"<!--.*?-->|</?[a-zA-Z][^>]{0,500}>", re.S)
_SPACES = re.compile(r" {2,}")
_BREAK = re.compile(r"<br\s*/?>", re.I)
_GRAMMAR = MarkdownIt("commonmark").enable(["table", "strikethrough"])
"""Built once: for a small file that takes longer than reading it."""


def parse_markdown(text: str) -> Parsed:
    """Sections by heading; a single top heading is the title and not repeated in every path."""
    tokens = _GRAMMAR.parse(_without_note_marks(_FRONT_MATTER.sub("", text)))
    sections: list[Section] = []
    path: dict[int, str] = {}
    blocks: list[Block] = []
    for level, content in _walk(tokens):
        if isinstance(content, str):
            _close(sections, path, blocks)
            path = {above: name for above, name in path.items() if above < level}
            path[level] = content
            blocks = []
        elif content.text:
            blocks.append(content)
    _close(sections, path, blocks)
    return _titled(
        sections, [token for token in tokens if token.type == "heading_open" and token.tag == "h1"]
    )


def _without_note_marks(text: str) -> str:
    """Footnotes stay where they are written; the marks that lead to them go."""
    notes = set(_NOTE.findall(text))
    return _MARK.sub(lambda mark: "" if mark[1] in notes else mark[0], text) if notes else text


def _close(sections: list[Section], path: dict[int, str], blocks: list[Block]) -> None:
    if blocks:
        sections.append(Section(tuple(path[level] for level in sorted(path)), tuple(blocks)))


def _titled(sections: list[Section], tops: list[Token]) -> Parsed:
    title = sections[-1].path[0] if len(tops) == 1 and sections and sections[-1].path else ""
    if not title:
        return Parsed(tuple(sections))
    below = [
        Section(section.path[1:] if section.path[:1] == (title,) else section.path, section.blocks)
        for section in sections
    ]
    return Parsed(tuple(below), title=title)


def _walk(tokens: Sequence[Token]) -> Iterator[tuple[int, str | Block]]:
    """(level, heading) and (0, block) in order."""
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if token.type == "heading_open":
            yield int(token.tag[1]), inline(tokens[at + 1])
            at += 2
        elif token.type == "table_open" or token.type in _LISTS:
            end = _end(tokens, at)
            inner = tokens[at : end + 1]
            yield 0, _table(inner) if token.type == "table_open" else Block(_list(inner))
            at = end
        elif token.type == "inline":
            yield 0, Block(inline(token))
        elif token.type in ("fence", "code_block"):
            yield 0, Block(token.content.strip())
        elif token.type == "html_block":
            yield from ((0, block) for block in _html(token.content))
        at += 1


def _html(content: str) -> Iterator[Block]:
    if "<table" in content.casefold():
        yield from (block for section in parse_html(content).sections for block in section.blocks)
    else:
        yield Block(_TAG.sub(" ", content).strip())


def _end(tokens: Sequence[Token], start: int) -> int:
    closing = tokens[start].type.replace("_open", "_close")
    return next(
        at
        for at in range(start + 1, len(tokens))
        if tokens[at].type == closing and tokens[at].level == tokens[start].level
    )


def _table(tokens: Sequence[Token]) -> Block:
    rows: list[list[str]] = []
    for token in tokens:
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            rows[-1].append(inline(token))
    return Block(table_lines(rows), table=True)


def _list(tokens: Sequence[Token]) -> str:
    listing = Listing()
    for token in tokens:
        if token.type in _LISTS:
            listing.enter(int(token.attrGet("start") or 1) if token.type == "ordered_list_open" else None)
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            listing.leave()
        elif token.type == "list_item_open":
            listing.item()
        elif token.type == "inline":
            listing.add(inline(token))
        elif token.type in ("fence", "code_block"):
            listing.add(token.content.strip())
    return listing.taken()


def inline(token: Token) -> str:
    """The visible text of a line: no markup, images by their description, nothing that is struck out."""
    parts: list[str] = []
    struck = 0
    for child in token.children or []:
        struck += {"s_open": 1, "s_close": -1}.get(child.type, 0)
        if struck:
            continue
        if child.type in ("text", "code_inline", "image"):
            parts.append(child.content)
        elif child.type == "softbreak":
            parts.append(" ")
        elif child.type == "hardbreak" or (child.type == "html_inline" and _BREAK.fullmatch(child.content)):
            parts.append("\n")
    return _SPACES.sub(" ", "".join(parts)).strip()
