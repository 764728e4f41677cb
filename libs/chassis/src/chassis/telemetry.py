"""Traces: one per turn, over every hop. Spans go to OTLP, to files, to both, or nowhere."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from opentelemetry import context as otel_context
from opentelemetry import trace
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter, SpanExportResult
from opentelemetry.sdk.trace.sampling import ParentBased, TraceIdRatioBased
from opentelemetry.trace import Span, SpanKind, StatusCode
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

MAX_FILE_BYTES = 64 << 20
Attributes = Mapping[str, str | int | float]
_PROPAGATOR = TraceContextTextMapPropagator()
_TRACER = trace.get_tracer("answerbus")


class FileSpanExporter(SpanExporter):
    """Appends spans as JSON lines to `<directory>/<service>.jsonl`; keeps one older file."""

    def __init__(self, directory: Path, service: str) -> None:
        directory.mkdir(parents=True, exist_ok=True)
        self._path = directory / f"{service}.jsonl"
        self._service = service

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        lines = "".join(json.dumps(_row(self._service, span)) + "\n" for span in spans)
        try:
            if self._path.exists() and self._path.stat().st_size > MAX_FILE_BYTES:
                self._path.replace(self._path.with_suffix(".1.jsonl"))
            with self._path.open("a") as file:
                file.write(lines)
        except OSError:
            return SpanExportResult.FAILURE
        return SpanExportResult.SUCCESS


def _row(service: str, span: ReadableSpan) -> dict[str, Any]:
    context = span.get_span_context()
    assert context is not None
    return {
        "service": service,
        "name": span.name,
        "trace_id": f"{context.trace_id:032x}",
        "span_id": f"{context.span_id:016x}",
        "parent_id": f"{span.parent.span_id:016x}" if span.parent else None,
        "start_ns": span.start_time,
        "end_ns": span.end_time,
        "ok": span.status.status_code is not StatusCode.ERROR,
        "attributes": dict(span.attributes or {}),
    }


def configure(
    service: str, *, ratio: float, directory: Path | None, otlp_endpoint: str | None
) -> TracerProvider:
    """Install the process's tracer. Exporters run in their own thread and never stop a service."""
    provider = TracerProvider(
        resource=Resource.create({"service.name": service}),
        sampler=ParentBased(TraceIdRatioBased(ratio)),
    )
    if directory is not None:
        exporter = FileSpanExporter(directory, service)
        provider.add_span_processor(BatchSpanProcessor(exporter, schedule_delay_millis=1000))
    if otlp_endpoint is not None:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter

        otlp = OTLPSpanExporter(endpoint=f"{otlp_endpoint.rstrip('/')}/v1/traces")
        provider.add_span_processor(BatchSpanProcessor(otlp))
    trace.set_tracer_provider(provider)
    return provider


@contextmanager
def span(
    name: str,
    *,
    parent: str | None = None,
    kind: SpanKind = SpanKind.INTERNAL,
    attributes: Attributes | None = None,
) -> Iterator[Span]:
    """Run a block in a span; `parent` is a traceparent when the cause came from another process."""
    context = _PROPAGATOR.extract({"traceparent": parent}) if parent else None
    with _TRACER.start_as_current_span(name, context=context, kind=kind, attributes=attributes) as current:
        yield current


def traceparent() -> str | None:
    """The W3C traceparent of the current span, to travel with an event or a request."""
    carrier: dict[str, str] = {}
    _PROPAGATOR.inject(carrier)
    return carrier.get("traceparent")


@contextmanager
def detached() -> Iterator[None]:
    """Run a block outside any trace: housekeeping belongs to no turn."""
    token = otel_context.attach(otel_context.Context())
    try:
        yield
    finally:
        otel_context.detach(token)
