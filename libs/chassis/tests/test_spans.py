"""Spans without the SDK's collections tell exporters what its own would."""

from __future__ import annotations

from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.sdk.trace.sampling import ALWAYS_OFF, ALWAYS_ON, Sampler
from opentelemetry.trace import SpanKind, StatusCode

from chassis.spans import SpanMaker


def maker(sampler: Sampler) -> tuple[SpanMaker, InMemorySpanExporter]:
    exporter = InMemorySpanExporter()
    return SpanMaker(Resource({}), sampler, [SimpleSpanProcessor(exporter)]), exporter


def test_a_span_is_exported_once_under_its_parent() -> None:
    spans, exporter = maker(ALWAYS_ON)
    parent = spans.begin("turn", None, SpanKind.SERVER, None)
    child = spans.begin("find", parent.get_span_context(), SpanKind.INTERNAL, {"limit": 6})
    child.record_exception(ValueError("No."))
    child.set_status(StatusCode.ERROR, "No.")
    for span in (child, child, parent):
        span.end()
    found, above = exporter.get_finished_spans()
    assert (found.name, above.name, above.parent) == ("find", "turn", None)
    assert found.parent == above.context
    assert found.context.trace_id == above.context.trace_id
    assert found.attributes == {"limit": 6}
    assert [event.name for event in found.events] == ["exception"]
    assert not found.status.is_ok
    assert not child.is_recording()


def test_what_is_not_sampled_is_not_exported_nor_what_is_below_it() -> None:
    spans, exporter = maker(ALWAYS_OFF)
    parent = spans.begin("turn", None, SpanKind.SERVER, None)
    spans.begin("find", parent.get_span_context(), SpanKind.INTERNAL, None).end()
    parent.end()
    assert exporter.get_finished_spans() == ()
