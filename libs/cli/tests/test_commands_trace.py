"""The waterfall of a turn, from spans as the services write them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import typer
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator
from typer.testing import CliRunner, Result

from answerbus.commands import add_commands
from answerbus.commands.waterfall import Row, bar, find_traces, waterfall
from chassis.telemetry import FileSpanExporter

TURN = "trn_abc"


def ask(*arguments: str) -> Result:
    app = typer.Typer()
    add_commands(app)
    return CliRunner().invoke(app, ["trace", *arguments], env={"COLUMNS": "160"}, catch_exceptions=False)


def tracer(folder: Path, service: str) -> Any:
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(FileSpanExporter(folder, service)))
    return provider.get_tracer("test")


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    """A turn over three services, and another turn that nobody asks for."""
    folder, carrier = tmp_path / "traces", {}
    gateway, retrieval = tracer(folder, "gateway"), tracer(folder, "retrieval")
    with (
        gateway.start_as_current_span("POST /v1/conversations/{conversation_id}/messages"),
        gateway.start_as_current_span("publish", attributes={"answerbus.turn_id": TURN}),
    ):
        TraceContextTextMapPropagator().inject(carrier)
    context = TraceContextTextMapPropagator().extract(carrier)
    attributes = {"messaging.message.id": f"turn:{TURN}:submitted"}
    with (
        retrieval.start_as_current_span("consume chat.turn_submitted", context, attributes=attributes),
        retrieval.start_as_current_span("retrieval.search"),
    ):
        pass
    other = {"messaging.message.id": f"turn:{TURN}d:submitted"}
    with tracer(folder, "analytics").start_as_current_span("consume another", attributes=other):
        pass
    return tmp_path


def test_every_hop_is_shown_under_its_cause(data_dir: Path) -> None:
    shown = ask(TURN, "--data-dir", str(data_dir)).stdout
    lines = shown.splitlines()
    assert "4 spans of 2 services" in lines[0]
    assert [line.split()[0] for line in lines[2:]] == ["gateway", "gateway", "retrieval", "retrieval"]
    spans = ["POST /v1/conv", "  publish", "    consume chat.turn_submitted", "      retrieval.search"]
    for line, span in zip(lines[2:], spans, strict=True):
        assert f" {span}" in line
        assert "█" in line
    assert "another" not in shown


def test_line_that_is_being_written_and_rolled_file_are_no_obstacle(data_dir: Path) -> None:
    traces = data_dir / "traces"
    (traces / "retrieval.jsonl").rename(traces / "retrieval.1.jsonl")
    (traces / "retrieval.jsonl").write_text(f'{{"service": "retrieval", "name": "{TURN}')
    assert "4 spans of 2 services" in ask(TURN, "--data-dir", str(data_dir)).stdout


def test_unknown_turn_and_missing_folder_are_sentences(data_dir: Path, tmp_path: Path) -> None:
    unknown = ask("trn_unknown", "--data-dir", str(data_dir))
    assert (unknown.exit_code, "No trace of trn_unknown" in unknown.stderr) == (1, True)
    unnamed = ask("", "--data-dir", str(data_dir))
    assert (unnamed.exit_code, "Name the turn" in unnamed.stderr) == (1, True)
    missing = ask(TURN, "--data-dir", str(tmp_path / "nowhere"))
    assert (missing.exit_code, "There are no traces" in missing.stderr) == (1, True)


def test_span_whose_cause_was_not_kept_begins_a_row_of_its_own() -> None:
    spans = [
        {"service": "a", "name": "late", "span_id": "2", "parent_id": "gone", "start_ns": 3_000_000},
        {"service": "b", "name": "first", "span_id": "1", "parent_id": None, "start_ns": 1_000_000},
    ]
    rows = waterfall([{**span, "end_ns": span["start_ns"] + 500_000, "ok": True} for span in spans])
    assert [(row.name, row.depth, row.offset, row.duration) for row in rows] == [
        ("first", 0, 0.0, 0.5),
        ("late", 0, 2.0, 0.5),
    ]


@pytest.mark.parametrize(
    ("offset", "duration", "total", "expected"),
    [
        (0, 10, 10, "█" * 10),
        (5, 5, 10, " " * 5 + "█" * 5),
        (10, 0, 10, " " * 9 + "█"),
        (0, 0, 0, "█"),
    ],
)
def test_bar_stays_inside_its_width(offset: float, duration: float, total: float, expected: str) -> None:
    assert bar(Row("a", "b", 0, offset, duration, True), total, 10) == expected


def test_no_trace_in_an_empty_folder(tmp_path: Path) -> None:
    assert find_traces(tmp_path, TURN) == []
