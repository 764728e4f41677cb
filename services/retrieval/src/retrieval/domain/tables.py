"""Tables as lines in which every cell has its column's name."""

from __future__ import annotations

from collections.abc import Sequence


def table_lines(rows: Sequence[Sequence[str]]) -> str:
    """One line per row, every cell named by the first row: `Size: M; Largest weight: 5 kg`.

    A row keeps its meaning wherever the table is cut. A table of one row is that row.
    """
    clean = [[" ".join(cell.split()) for cell in row] for row in rows]
    if len(clean) < 2:
        return "\n".join("; ".join(filter(None, row)) for row in clean)
    header, *body = clean
    return "\n".join(line for row in body if (line := _line(header, row)))


def _line(header: Sequence[str], row: Sequence[str]) -> str:
    named = zip((*header, *[""] * (len(row) - len(header))), row, strict=False)
    return "; ".join(f"{name}: {cell}" if name else cell for name, cell in named if cell)
