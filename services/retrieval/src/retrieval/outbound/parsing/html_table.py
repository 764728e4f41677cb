"""Turns tables of web pages into lines that explain themselves."""

from __future__ import annotations

from selectolax.lexbor import LexborNode

from retrieval.domain.tables import Cell, merged_lines, spread

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
    said = [[_said(cell) for cell in cells] for cells in rows]
    if sideways:
        grid = spread(said)
        return "\n".join(f"{row[0]}: {'; '.join(filter(None, dict.fromkeys(row[1:])))}" for row in grid)
    return merged_lines(said)


def _cells(row: LexborNode) -> list[LexborNode]:
    return [cell for cell in row.iter() if cell.tag in ("td", "th")]


def _said(cell: LexborNode) -> Cell:
    text = " ".join(cell.text(deep=True, separator=" ").split())
    return Cell(text or _pictured(cell), _span(cell, "colspan"), _span(cell, "rowspan"))


def _pictured(cell: LexborNode) -> str:
    """What the icons in a cell stand for, such as a tick for `yes`."""
    named = (one.attributes for one in cell.css("img[alt], [aria-label], [title]"))
    said = (one.get("alt") or one.get("aria-label") or one.get("title") or "" for one in named)
    return " ".join(filter(None, (" ".join(words.split()) for words in said)))


def _span(cell: LexborNode, name: str) -> int:
    value = cell.attributes.get(name) or "1"
    return max(1, min(int(value), MOST_SPAN)) if value.isdigit() else 1
