"""Who may say and hear what on NATS, made from the catalogue."""

from __future__ import annotations

from chassis.bus import inbox_prefix
from chassis.erasure import ANNOUNCEMENT
from chassis.history import history_name
from chassis.topology import UPLOADS
from contracts.catalogue import BATCHED, BY_KIND, LINES, PENDING, STREAMS, Service, durables
from contracts.rpcs import RPCS

_GLIMPSES: dict[Service, tuple[list[str], list[str]]] = {
    "gateway": (["glimpse.access.>", "glimpse.conversation.>"], ["glimpse.>"]),
    "conversation": (["glimpse.conversation.>"], []),
    "retrieval": (["glimpse.source.>"], []),
    "ticketing": ([], []),
    "analytics": ([], []),
}
_READING_OBJECTS = [
    f"$JS.API.STREAM.*.OBJ_{UPLOADS}",
    f"$JS.API.STREAM.*.*.OBJ_{UPLOADS}",
    f"$JS.API.DIRECT.GET.OBJ_{UPLOADS}.>",
    f"$JS.API.DIRECT.GET.OBJ_{UPLOADS}",
    f"$JS.API.CONSUMER.*.OBJ_{UPLOADS}",
    f"$JS.API.CONSUMER.*.OBJ_{UPLOADS}.>",
    f"$JS.ACK.OBJ_{UPLOADS}.>",
    f"$JS.FC.OBJ_{UPLOADS}.>",
    "$JS.API.STREAM.NAMES",
]
_OBJECTS: dict[Service, list[str]] = {
    "gateway": [f"$O.{UPLOADS}.>", *_READING_OBJECTS],
    "retrieval": [f"$O.{UPLOADS}.>", *_READING_OBJECTS],
}


def nats_permissions(service: Service) -> dict[str, list[str]]:
    """`{"publish": [...], "subscribe": [...]}` for one service's NATS user."""
    publish, subscribe = (list(subjects) for subjects in _GLIMPSES[service])
    publish += [line.subjects for line in LINES if line.producer == service]
    publish += [f"dead.{service}", "$JS.API.INFO"]
    publish += [rpc.subject for rpc in RPCS if service in rpc.callers]
    publish += (
        _erasing(service)
        + _scheduling(service)
        + _reading(service)
        + _rereading(service)
        + _OBJECTS.get(service, [])
    )
    subscribe += [f"{inbox_prefix(service)}.>", f"rpc.{service}.>"]
    publish += [
        f"{inbox_prefix(caller)}.>" for rpc in RPCS if rpc.service == service for caller in rpc.callers
    ]
    return {"publish": sorted(set(publish)), "subscribe": sorted(set(subscribe))}


def _erasing(service: Service) -> list[str]:
    """Who says that a company is gone takes its messages out of every stream."""
    if BY_KIND[ANNOUNCEMENT].producer != service:
        return []
    return [f"$JS.API.STREAM.MSG.{verb}.{stream.name}" for stream in STREAMS for verb in ("GET", "DELETE")]


def _scheduling(service: Service) -> list[str]:
    """Who says facts of a stream with schedules may lay messages there for later, and take them back."""
    streams = {line.stream for line in LINES if line.producer == service}
    waiting = [stream for stream in STREAMS if stream.schedules and stream.name in streams]
    return [
        subject for stream in waiting for subject in (f"{PENDING}.>", f"$JS.API.STREAM.PURGE.{stream.name}")
    ]


def _reading(service: Service) -> list[str]:
    subjects: list[str] = []
    for durable in durables():
        if durable.service == service:
            place = f"{durable.stream}.{durable.name}"
            subjects += [
                f"$JS.API.CONSUMER.INFO.{place}",
                f"$JS.API.CONSUMER.MSG.NEXT.{place}",
                f"$JS.ACK.{place}.>",
            ]
    return subjects


def _rereading(service: Service) -> list[str]:
    """Services that fold whole streams may read them again from the beginning, under one name."""
    if service not in BATCHED:
        return []
    name = history_name(service)
    streams = {durable.stream for durable in durables() if durable.service == service}
    verbs = ("CREATE", "INFO", "DELETE", "MSG.NEXT")
    return [f"$JS.API.CONSUMER.{verb}.{stream}.{name}" for stream in sorted(streams) for verb in verbs]
