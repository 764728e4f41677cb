"""Spans that one task writes and nobody else reads before they end: without the SDK's locks and limits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import Event, ReadableSpan, SpanProcessor
from opentelemetry.sdk.trace.id_generator import RandomIdGenerator
from opentelemetry.sdk.trace.sampling import Decision, Sampler
from opentelemetry.sdk.util.instrumentation import InstrumentationScope
from opentelemetry.trace import NonRecordingSpan, Span, SpanContext, SpanKind, Status, StatusCode, TraceFlags

from chassis import clock

_SCOPE = InstrumentationScope("answerbus")
_IDS = RandomIdGenerator()
_DROPPED, _SAMPLED = TraceFlags(TraceFlags.DEFAULT), TraceFlags(TraceFlags.SAMPLED)
Attributes = Mapping[str, Any]


class OwnSpan(Span, ReadableSpan):
    """What exporters read is what the SDK's own span would tell them."""

    _attributes: dict[str, Any]
    _events: list[Event]

    def __init__(
        self,
        name: str,
        context: SpanContext,
        parent: SpanContext | None,
        kind: SpanKind,
        attributes: Attributes | None,
        maker: SpanMaker,
    ) -> None:
        ReadableSpan.__init__(
            self,
            name,
            context,
            parent,
            maker.resource,
            dict(attributes or {}),
            [],
            kind=kind,
            start_time=clock.now_ns(),
            instrumentation_scope=_SCOPE,
        )
        self._maker = maker

    def get_span_context(self) -> SpanContext:
        context = self._context
        assert context is not None
        return context

    def is_recording(self) -> bool:
        return self._end_time is None

    def set_attribute(self, key: str, value: Any) -> None:
        self._attributes[key] = value

    def set_attributes(self, attributes: Attributes) -> None:
        self._attributes.update(attributes)

    def add_event(
        self, name: str, attributes: Attributes | None = None, timestamp: int | None = None
    ) -> None:
        self._events.append(Event(name, attributes, timestamp or clock.now_ns()))

    def update_name(self, name: str) -> None:
        self._name = name

    def set_status(self, status: Status | StatusCode, description: str | None = None) -> None:
        self._status = status if isinstance(status, Status) else Status(status, description)

    def record_exception(
        self,
        exception: BaseException,
        attributes: Attributes | None = None,
        timestamp: int | None = None,
        escaped: bool = False,  # noqa: ARG002 # part of the interface
    ) -> None:
        """Without the stack: formatting it costs more than a request, and logs have it under this trace."""
        said = {"exception.type": type(exception).__qualname__, "exception.message": str(exception)}
        self.add_event("exception", {**said, **(attributes or {})}, timestamp)

    def end(self, end_time: int | None = None) -> None:
        if self._end_time is None:
            self._end_time = end_time or clock.now_ns()
            for processor in self._maker.processors:
                processor.on_end(self)


class SpanMaker:
    """Begins spans under a parent, or samples where a trace begins."""

    def __init__(self, resource: Resource, sampler: Sampler, processors: Sequence[SpanProcessor]) -> None:
        self.resource = resource
        self.processors = processors
        self._sampler = sampler

    def begin(
        self, name: str, parent: SpanContext | None, kind: SpanKind, attributes: Attributes | None
    ) -> Span:
        if parent is None:
            trace_id = _IDS.generate_trace_id()
            sampled = self._sampler.should_sample(None, trace_id, name).decision is Decision.RECORD_AND_SAMPLE
        else:
            trace_id, sampled = parent.trace_id, parent.trace_flags.sampled
        flags = _SAMPLED if sampled else _DROPPED
        context = SpanContext(trace_id, _IDS.generate_span_id(), False, flags)
        if not sampled:
            return NonRecordingSpan(context)
        return OwnSpan(name, context, parent, kind, attributes, self)
