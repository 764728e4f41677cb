"""The AsyncAPI 3.0 document of the bus, made from the catalogue, the glimpses and the requests."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple, get_args

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from contracts.base import Fact
from contracts.catalogue import LINES, STREAMS, Line, Service
from contracts.envelope import Event
from contracts.glimpses import AccessEnded, AnyGlimpse, SourceProgress, Typing
from contracts.rpc import Rpc
from contracts.rpcs import RPCS

EXAMPLES = Path(__file__).parent / "examples"
VERSION = "0.1.0"
_REF = "#/components/schemas/{model}"


class _Glimpses(NamedTuple):
    """The glimpses on one subject; the gateway sees them all."""

    name: str
    address: str
    shown_by: tuple[Service, ...]
    models: tuple[type[BaseModel], ...]


_GLIMPSES = (
    _Glimpses(
        "glimpse.conversation",
        "glimpse.conversation.{workspace_id}.{conversation_id}",
        ("conversation", "gateway"),
        (*get_args(AnyGlimpse), Typing),
    ),
    _Glimpses(
        "glimpse.source", "glimpse.source.{workspace_id}.{source_id}", ("retrieval",), (SourceProgress,)
    ),
    _Glimpses("glimpse.access", "glimpse.access.{workspace_id}", ("gateway",), (AccessEnded,)),
)


def document() -> dict[str, Any]:
    """A JSON document: channels are subjects, operations say who publishes and who consumes."""
    channels: dict[str, Any] = {}
    operations: dict[str, Any] = {}
    messages: dict[str, Any] = {}
    for line in LINES:
        _add_fact(line, channels, operations, messages)
    for name, address, shown_by, models in _GLIMPSES:
        _add_channel(channels, messages, name, address, models)
        for service in shown_by:
            operations[f"{service}.send.{name}"] = _operation("send", name, service)
        operations[f"gateway.receive.{name}"] = _operation("receive", name, "gateway")
    for rpc in RPCS:
        _add_request(rpc, channels, operations, messages)
    return {
        "asyncapi": "3.0.0",
        "info": {"title": "Answerbus on the bus", "version": VERSION, "description": __doc__},
        "defaultContentType": "application/json",
        "channels": channels,
        "operations": operations,
        "components": {"messages": messages, "schemas": _schemas()},
    }


def examples(fact: type[Fact]) -> list[dict[str, Any]]:
    """The payloads kept under `examples/<type>/<case>.json`, by name of the case."""
    files = sorted((EXAMPLES / fact.type_name()).glob("*.json"))
    return [{"name": file.stem, "payload": json.loads(file.read_bytes())} for file in files]


def _add_fact(
    line: Line, channels: dict[str, Any], operations: dict[str, Any], messages: dict[str, Any]
) -> None:
    name = line.fact.type_name()
    stream = next(stream for stream in STREAMS if stream.name == line.stream)
    channels[line.kind] = {
        "address": f"{line.kind}.{{workspace_id}}",
        "description": f"JetStream stream {line.stream}, kept {stream.kept}.",
        "parameters": {"workspace_id": {"description": "Id of the workspace the fact belongs to."}},
        "messages": {name: {"$ref": f"#/components/messages/{name}"}},
    }
    envelope = {"$ref": _REF.format(model=Event.__name__)}
    data = {"properties": {"type": {"const": name}, "data": {"$ref": _REF.format(model=line.fact.__name__)}}}
    messages[name] = {
        "name": name,
        "summary": _summary(line.fact),
        "payload": {"allOf": [envelope, data]},
        "examples": examples(line.fact),
    }
    operations[f"{line.producer}.send.{line.kind}"] = _operation("send", line.kind, line.producer)
    for consumer in line.consumers:
        operations[f"{consumer}.receive.{line.kind}"] = _operation("receive", line.kind, consumer)


def _add_request(
    rpc: Rpc[Any, Any], channels: dict[str, Any], operations: dict[str, Any], messages: dict[str, Any]
) -> None:
    _add_channel(channels, messages, rpc.subject, rpc.subject, (rpc.ask,))
    reply = f"{rpc.subject}.reply"
    _add_channel(channels, messages, reply, None, (rpc.answer,))
    operation = _operation("receive", rpc.subject, rpc.service)
    operations[f"{rpc.service}.receive.{rpc.subject}"] = {
        **operation,
        "description": f"Answered within {rpc.timeout:g} s, or with a problem.",
        "reply": {"channel": {"$ref": f"#/channels/{_pointer(reply)}"}},
    }


def _add_channel(
    channels: dict[str, Any],
    messages: dict[str, Any],
    name: str,
    address: str | None,
    models: tuple[type[BaseModel], ...],
) -> None:
    keys = [model.__name__ for model in models]
    for key, model in zip(keys, models, strict=True):
        payload = {"$ref": _REF.format(model=key)}
        messages[key] = {"name": key, "summary": _summary(model), "payload": payload}
    parameters = [part[1:-1] for part in (address or "").split(".") if part.startswith("{")]
    channels[name] = {
        "address": address,
        "messages": {key: {"$ref": f"#/components/messages/{key}"} for key in keys},
        **({"parameters": {name: {} for name in parameters}} if parameters else {}),
    }


def _operation(action: str, channel: str, service: str) -> dict[str, Any]:
    return {
        "action": action,
        "channel": {"$ref": f"#/channels/{_pointer(channel)}"},
        "tags": [{"name": service}],
    }


def _pointer(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")


def _schemas() -> dict[str, Any]:
    models: list[type[BaseModel]] = [line.fact for line in LINES]
    models += [model for glimpses in _GLIMPSES for model in glimpses.models]
    models += [model for rpc in RPCS for model in (rpc.ask, rpc.answer)]
    unique = list(dict.fromkeys(models))
    _, made = models_json_schema([(model, "serialization") for model in unique], ref_template=_REF)
    envelope = Event.model_json_schema(ref_template=_REF, mode="serialization")
    envelope["properties"]["data"] = {"type": "object"}
    envelope.pop("$defs", None)
    return {**made["$defs"], Event.__name__: {**envelope, "title": Event.__name__}}


def _summary(model: type[BaseModel]) -> str:
    own = model.__dict__.get("__doc__") or ""
    return str(own).strip().split("\n")[0]
