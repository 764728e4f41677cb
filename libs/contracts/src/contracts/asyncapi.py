"""The AsyncAPI 3.0 document of the bus, made from the catalogue, the glimpses and the requests."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
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
    made = _Document()
    for line in LINES:
        made.add_fact(line)
    for glimpses in _GLIMPSES:
        made.add_glimpses(glimpses)
    for rpc in RPCS:
        made.add_request(rpc)
    return {
        "asyncapi": "3.0.0",
        "info": {"title": "Answerbus on the bus", "version": VERSION, "description": __doc__},
        "defaultContentType": "application/json",
        "channels": made.channels,
        "operations": made.operations,
        "components": {"messages": made.messages, "schemas": _schemas()},
    }


def examples(fact: type[Fact]) -> list[dict[str, Any]]:
    """The payloads kept under `examples/<type>/<case>.json`, by name of the case."""
    files = sorted((EXAMPLES / fact.type_name()).glob("*.json"))
    return [{"name": file.stem, "payload": json.loads(file.read_bytes())} for file in files]


@dataclass(frozen=True, slots=True)
class _Document:
    """The parts of the document that grow with every subject, by name."""

    channels: dict[str, Any] = field(default_factory=dict)
    operations: dict[str, Any] = field(default_factory=dict)
    messages: dict[str, Any] = field(default_factory=dict)

    def add_fact(self, line: Line) -> None:
        name = line.fact.type_name()
        stream = next(stream for stream in STREAMS if stream.name == line.stream)
        self.channels[line.kind] = {
            "address": f"{line.kind}.{{workspace_id}}",
            "description": f"JetStream stream {line.stream}, kept {stream.kept}.",
            "parameters": {"workspace_id": {"description": "Id of the workspace the fact belongs to."}},
            "messages": {name: {"$ref": f"#/components/messages/{name}"}},
        }
        data = {"type": {"const": name}, "data": {"$ref": _REF.format(model=line.fact.__name__)}}
        self.messages[name] = {
            "name": name,
            "summary": _summary(line.fact),
            "payload": {"allOf": [{"$ref": _REF.format(model=Event.__name__)}, {"properties": data}]},
            "examples": examples(line.fact),
        }
        self._add_operation("send", line.kind, line.producer)
        for consumer in line.consumers:
            self._add_operation("receive", line.kind, consumer)

    def add_glimpses(self, glimpses: _Glimpses) -> None:
        self._add_channel(glimpses.name, glimpses.address, glimpses.models)
        for service in glimpses.shown_by:
            self._add_operation("send", glimpses.name, service)
        self._add_operation("receive", glimpses.name, "gateway")

    def add_request(self, rpc: Rpc[Any, Any]) -> None:
        self._add_channel(rpc.subject, rpc.subject, (rpc.ask,))
        reply = f"{rpc.subject}.reply"
        self._add_channel(reply, None, (rpc.answer,))
        self._add_operation(
            "receive",
            rpc.subject,
            rpc.service,
            description=f"Answered within {rpc.timeout:g} s, or with a problem.",
            reply={"channel": {"$ref": f"#/channels/{_pointer(reply)}"}},
        )

    def _add_channel(self, name: str, address: str | None, models: tuple[type[BaseModel], ...]) -> None:
        for model in models:
            key = model.__name__
            payload = {"$ref": _REF.format(model=key)}
            self.messages[key] = {"name": key, "summary": _summary(model), "payload": payload}
        parameters = [part[1:-1] for part in (address or "").split(".") if part.startswith("{")]
        self.channels[name] = {
            "address": address,
            "messages": {
                model.__name__: {"$ref": f"#/components/messages/{model.__name__}"} for model in models
            },
            **({"parameters": {name: {} for name in parameters}} if parameters else {}),
        }

    def _add_operation(self, action: str, channel: str, service: str, **more: Any) -> None:
        self.operations[f"{service}.{action}.{channel}"] = {
            "action": action,
            "channel": {"$ref": f"#/channels/{_pointer(channel)}"},
            "tags": [{"name": service}],
            **more,
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
