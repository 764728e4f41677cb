"""Turns tables of web pages into lines that explain themselves."""

from __future__ import annotations

from selectolax.lexbor import LexborNode

from retrieval.domain.tables import table_lines

MOST_SPAN = 50


def is_layout(table: LexborNode) -> bool:
    """Whether the table only arranges the page."""
    return table.css_first("table table, h1, h2, h3, h4, ul, ol, pre") is not None or not any(
        len(_cells(row)) > 1 for row in table.css("tr")
    )


def table_text(table: LexborNode) -> str:
    """One line per row; a table whose rows each begin with their own name reads `name: value`."""
    rows = [cells for row in table.css("tr") if (cells := _cells(row))]
    sideways = len(rows) > 1 and all(
        cells[0].tag == "th" and any(cell.tag == "td" for cell in cells) for cells in rows
    )
    filled = _filled(rows)
    if sideways:
        return "\n".join(f"{row[0]}: {'; '.join(filter(None, row[1:]))}" for row in filled)
    return table_lines(filled)


def _cells(row: LexborNode) -> list[LexborNode]:
    return [cell for cell in row.iter() if cell.tag in ("td", "th")]


def _filled(rows: list[list[LexborNode]]) -> list[list[str]]:
    """The texts by column: a cell over several rows is repeated, one over several columns is in the first."""
    below: dict[int, tuple[str, int]] = {}
    filled: list[list[str]] = []
    for cells in rows:
        texts: list[str] = []
        for cell in cells:
            _from_above(texts, below)
            text = " ".join(cell.text(deep=True, separator=" ").split())
            if (down := _span(cell, "rowspan")) > 1:
                below[len(texts)] = (text, down - 1)
            texts += [text, *[""] * (_span(cell, "colspan") - 1)]
        _from_above(texts, below)
        filled.append(texts)
    return filled


def _from_above(texts: list[str], below: dict[int, tuple[str, int]]) -> None:
    while (at := len(texts)) in below:
        text, left = below.pop(at)
        texts.append(text)
        if left > 1:
            below[at] = (text, left - 1)


def _span(cell: LexborNode, name: str) -> int:
    value = cell.attributes.get(name) or "1"
    return min(int(value), MOST_SPAN) if value.isdigit() else 1
