"""Traces: one per turn, over every hop. Spans go to OTLP, to files, to both, or nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from opentelemetry import context as otel_context
from opentelemetry import trace
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import ReadableSpan, SpanProcessor, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter, SpanExportResult
from opentelemetry.sdk.trace.sampling import ParentBased, TraceIdRatioBased
from opentelemetry.trace import (
    INVALID_SPAN_CONTEXT,
    NonRecordingSpan,
    Span,
    SpanContext,
    SpanKind,
    StatusCode,
    TraceFlags,
)
from pydantic_core import to_json

from chassis.spans import SpanMaker

MAX_FILE_BYTES = 64 << 20
Attributes = Mapping[str, str | int | float]
_TRACEPARENT = re.compile(r"00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})")


class FileSpanExporter(SpanExporter):
    """Appends spans as JSON lines to `<directory>/<service>.jsonl`; keeps one older file."""

    def __init__(self, directory: Path, service: str) -> None:
        directory.mkdir(parents=True, exist_ok=True)
        self._path = directory / f"{service}.jsonl"
        self._service = service

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        lines = b"".join(to_json(_row(self._service, span)) + b"\n" for span in spans)
        try:
            if self._path.exists() and self._path.stat().st_size > MAX_FILE_BYTES:
                self._path.replace(self._path.with_suffix(".1.jsonl"))
            with self._path.open("ab") as file:
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
    resource = Resource.create({"service.name": service})
    sampler = ParentBased(TraceIdRatioBased(ratio))
    provider, processors = TracerProvider(resource=resource, sampler=sampler), list[SpanProcessor]()
    if directory is not None:
        exporter = FileSpanExporter(directory, service)
        processors.append(BatchSpanProcessor(exporter, schedule_delay_millis=1000))
    if otlp_endpoint is not None:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter

        otlp = OTLPSpanExporter(endpoint=f"{otlp_endpoint.rstrip('/')}/v1/traces")
        processors.append(BatchSpanProcessor(otlp))
    for processor in processors:
        provider.add_span_processor(processor)
    trace.set_tracer_provider(provider)
    _Making.by = SpanMaker(resource, sampler, processors)
    return provider


class _Making:
    """Who makes this process's spans, once that is configured."""

    by: SpanMaker | None = None


@contextmanager
def span(
    name: str,
    *,
    parent: str | None = None,
    kind: SpanKind = SpanKind.INTERNAL,
    attributes: Attributes | None = None,
) -> Iterator[Span]:
    """Run a block in a span; `parent` is a traceparent when the cause came from another process."""
    cause = _remote(parent) or _here()
    if _Making.by is None:
        current: Span = NonRecordingSpan(cause or INVALID_SPAN_CONTEXT)
    else:
        current = _Making.by.begin(name, cause, kind, attributes)
    token = otel_context.attach(trace.set_span_in_context(current))
    try:
        yield current
    except Exception as error:
        current.record_exception(error)
        current.set_status(StatusCode.ERROR, f"{type(error).__name__}: {error}")
        raise
    finally:
        otel_context.detach(token)
        current.end()


def _remote(parent: str | None) -> SpanContext | None:
    """The W3C header taken apart here: the SDK's propagator costs as much as the span itself."""
    found = _TRACEPARENT.fullmatch(parent) if parent else None
    if found is None:
        return None
    return SpanContext(int(found[1], 16), int(found[2], 16), True, TraceFlags(int(found[3], 16)))


def _here() -> SpanContext | None:
    here = trace.get_current_span().get_span_context()
    return here if here.is_valid else None


def traceparent() -> str | None:
    """The W3C traceparent of the current span, to travel with an event or a request."""
    here = _here()
    if here is None:
        return None
    return f"00-{here.trace_id:032x}-{here.span_id:016x}-{here.trace_flags:02x}"


@contextmanager
def detached() -> Iterator[None]:
    """Run a block outside any trace: housekeeping belongs to no turn."""
    token = otel_context.attach(otel_context.Context())
    try:
        yield
    finally:
        otel_context.detach(token)
