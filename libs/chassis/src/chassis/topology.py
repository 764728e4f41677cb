"""Makes streams and durable consumers what the catalogue says, whatever they were before."""

from __future__ import annotations

import nats
from nats.js import JetStreamContext, api
from nats.js.errors import NotFoundError

from contracts.catalogue import STREAMS, Durable, Stream, durables

DUPLICATE_WINDOW = 120.0


async def provision(url: str, *, replicas: int = 1) -> list[str]:
    """Create or correct every stream and consumer; gives a sentence for each thing that changed."""
    client = await nats.connect(url, name="provisioner", connect_timeout=5, error_cb=_silent)
    try:
        js = client.jetstream(timeout=10)
        changes = [await _stream(js, stream, replicas) for stream in STREAMS]
        changes += [await _consumer(js, durable) for durable in durables()]
        changes += [await _bucket(js)]
        return [change for change in changes if change]
    finally:
        await client.close()


async def _silent(_: Exception) -> None:
    """Who called is told by the error that ends the waiting, not by a stack trace for each attempt."""


def stream_config(stream: Stream, replicas: int) -> api.StreamConfig:
    return api.StreamConfig(
        name=stream.name,
        subjects=list(stream.subjects),
        retention=api.RetentionPolicy.LIMITS,
        storage=api.StorageType.FILE,
        discard=api.DiscardPolicy.OLD if stream.schedules else api.DiscardPolicy.NEW,
        max_bytes=stream.max_bytes,
        max_age=stream.max_age,
        num_replicas=replicas,
        duplicate_window=DUPLICATE_WINDOW,
        allow_direct=True,
        allow_msg_schedules=stream.schedules or None,
        allow_rollup_hdrs=stream.schedules,
    )


def consumer_config(durable: Durable) -> api.ConsumerConfig:
    return api.ConsumerConfig(
        name=durable.name,
        durable_name=durable.name,
        ack_policy=api.AckPolicy.EXPLICIT,
        deliver_policy=api.DeliverPolicy.ALL,
        ack_wait=durable.ack_wait,
        max_deliver=-1,
        max_ack_pending=2000,
        max_waiting=512,
        filter_subject=durable.subjects[0] if len(durable.subjects) == 1 else None,
        filter_subjects=list(durable.subjects) if len(durable.subjects) > 1 else None,
    )


async def _stream(js: JetStreamContext, stream: Stream, replicas: int) -> str | None:
    wanted = stream_config(stream, replicas)
    try:
        found = (await js.stream_info(stream.name)).config
    except NotFoundError:
        await js.add_stream(wanted)
        return f"stream {stream.name} created"
    if _differs(wanted, found):
        await js.update_stream(wanted)
        return f"stream {stream.name} corrected"
    return None


async def _consumer(js: JetStreamContext, durable: Durable) -> str | None:
    wanted = consumer_config(durable)
    try:
        found = (await js.consumer_info(durable.stream, durable.name)).config
    except NotFoundError:
        await js.add_consumer(durable.stream, wanted)
        return f"consumer {durable.name} created"
    if _differs(wanted, found):
        await js.add_consumer(durable.stream, wanted)
        return f"consumer {durable.name} corrected"
    return None


def _differs(wanted: api.Base, found: api.Base) -> bool:
    return any(value is not None and value != getattr(found, name) for name, value in wanted.__dict__.items())


UPLOADS = "uploads"


async def _bucket(js: JetStreamContext) -> str | None:
    try:
        await js.object_store(UPLOADS)
    except NotFoundError:
        await js.create_object_store(UPLOADS)
        return f"object store {UPLOADS} created"
    return None
