"""`answerbus trace`: one turn over every hop, as a waterfall."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer
from rich.table import Table

from answerbus.commands.running import DATA_DIR, DataDir
from answerbus.commands.terminal import Refused, console, in_sentences, printable
from answerbus.commands.waterfall import Row, bar, find_traces, waterfall

BAR_WIDTH, NARROW = 40, 110
TurnId = Annotated[str, typer.Argument(metavar="TURN_ID", help="Such as trn_…, from the message or the log.")]


def trace(turn_id: TurnId, data_dir: DataDir = DATA_DIR) -> None:
    """Show what every service did for one turn, and how long it took."""
    with in_sentences():
        if not turn_id.strip():
            raise Refused("Name the turn: its id is the turn_id of a message.")
        folder = data_dir / "traces"
        if not folder.is_dir():
            raise Refused(f"There are no traces in {data_dir}: has `answerbus up` run on this folder?")
        traces = find_traces(folder, turn_id)
        if not traces:
            raise Refused(
                f"No trace of {turn_id} is in {folder}. Spans are written a second after they end, "
                "and only the newest 128 MB of each service are kept."
            )
        for spans in traces:
            _print(spans[0]["trace_id"], waterfall(spans))


def _print(trace_id: str, rows: Sequence[Row]) -> None:
    out = console()
    total = max(row.offset + row.duration for row in rows)
    services = len({row.service for row in rows})
    table = Table("SERVICE", "SPAN", "START", "", "MS", box=None, pad_edge=False)
    table.columns[2].justify = table.columns[4].justify = "right"
    table.columns[3].no_wrap = True
    for row in rows:
        table.add_row(
            row.service,
            "  " * row.depth + printable(row.name) + ("" if row.ok else "  FAILED"),
            f"{row.offset:.1f}",
            bar(row, total, BAR_WIDTH if out.width > NARROW else BAR_WIDTH // 4),
            f"{row.duration:.1f}",
        )
    out.print(f"trace {trace_id}: {len(rows)} spans of {services} services in {total:.1f} ms")
    out.print(table)
