"""One trace as rows: who did what, when it began, how long it took."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Span = dict[str, Any]
"""A line as `chassis.telemetry.FileSpanExporter` writes it."""


@dataclass(frozen=True, slots=True)
class Row:
    """`depth` counts the spans around this one; times in milliseconds, `offset` from the trace's start."""

    service: str
    name: str
    depth: int
    offset: float
    duration: float
    ok: bool


def find_traces(folder: Path, turn_id: str) -> list[list[Span]]:
    """The spans of every trace that is about the turn, the trace with the earliest start first."""
    about = {span["trace_id"] for span in _read(folder, {turn_id}) if _is_about(span, turn_id)}
    traces: dict[str, list[Span]] = {trace_id: [] for trace_id in about}
    for span in _read(folder, about):
        if span["trace_id"] in traces:
            traces[span["trace_id"]].append(span)
    return sorted(traces.values(), key=lambda spans: min(span["start_ns"] for span in spans))


def _is_about(span: Span, turn_id: str) -> bool:
    attributes = span["attributes"]
    message = str(attributes.get("messaging.message.id", ""))
    return attributes.get("answerbus.turn_id") == turn_id or message.startswith(f"turn:{turn_id}:")


def _read(folder: Path, words: set[str]) -> Iterator[Span]:
    for path in sorted(folder.glob("*.jsonl")):
        with path.open(encoding="utf-8", errors="replace") as file:
            for line in file:
                # parsing every line of 64 MB would take seconds; a line being written is not whole yet
                if any(word in line for word in words) and line.endswith("}\n"):
                    yield json.loads(line)


def waterfall(spans: Sequence[Span]) -> list[Row]:
    """Rows in the order of cause: a span, then what it caused, by start."""
    known = {span["span_id"] for span in spans}
    caused: dict[str | None, list[Span]] = {}
    for span in sorted(spans, key=lambda span: span["start_ns"]):
        parent = span["parent_id"] if span["parent_id"] in known else None
        caused.setdefault(parent, []).append(span)
    begin = min(span["start_ns"] for span in spans)
    return [_row(span, depth, begin) for span, depth in _walk(caused, None, 0)]


def _walk(caused: dict[str | None, list[Span]], parent: str | None, depth: int) -> Iterator[tuple[Span, int]]:
    for span in caused.get(parent, []):
        yield span, depth
        yield from _walk(caused, span["span_id"], depth + 1)


def _row(span: Span, depth: int, begin: int) -> Row:
    offset, duration = span["start_ns"] - begin, span["end_ns"] - span["start_ns"]
    return Row(span["service"], span["name"], depth, offset / 1e6, duration / 1e6, span["ok"])


def bar(row: Row, total: float, width: int) -> str:
    """The row's share of `total` milliseconds in `width` characters; never empty, never longer."""
    scale = width / total if total > 0 else 0
    left = min(int(row.offset * scale), width - 1)
    length = max(1, min(round(row.duration * scale), width - left))
    return " " * left + "█" * length
