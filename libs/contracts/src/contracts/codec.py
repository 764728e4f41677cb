"""Bytes to events. Every failure is a MalformedEvent or an UnknownVersion with a sentence."""

from __future__ import annotations

import re
from typing import Any

from pydantic import ValidationError
from pydantic_core import from_json

from contracts.catalogue import BY_KIND
from contracts.envelope import AnyEvent
from contracts.upcast import UnknownVersion, upcast

_TYPE = re.compile(r"(?P<kind>[a-z_]+\.[a-z_]+)\.v(?P<version>[1-9][0-9]{0,3})")


class MalformedEvent(ValueError):
    """This body is not an event: not JSON, no envelope, or data of the wrong shape."""


def decode(body: bytes) -> AnyEvent:
    """Read one event; old versions are upcast. Raises MalformedEvent or UnknownVersion."""
    raw = _object(body)
    kind, version = _type_of(raw)
    fact = BY_KIND[kind].fact
    data = raw.get("data")
    if not isinstance(data, dict):
        raise MalformedEvent(f"The data of {kind} is not a JSON object.")
    data = upcast(kind, version, fact.version, data)
    try:
        return AnyEvent.read({**raw, "type": fact.type_name(), "data": fact.read(data)})
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise MalformedEvent(f"{kind}: {where}: {first['msg']}.") from error


def _object(body: bytes) -> dict[str, Any]:
    try:
        raw = from_json(body)
    except ValueError as error:
        raise MalformedEvent(f"The body is not JSON: {error}.") from error
    if not isinstance(raw, dict):
        raise MalformedEvent("The body is JSON but not an object.")
    return raw


def _type_of(raw: dict[str, Any]) -> tuple[str, int]:
    match = _TYPE.fullmatch(str(raw.get("type", "")))
    if match is None:
        raise MalformedEvent(f"The type {raw.get('type')!r} is not `<domain>.<event>.v<n>`.")
    if match["kind"] not in BY_KIND:
        raise UnknownVersion(f"No fact of the catalogue is called {match['kind']}.")
    return match["kind"], int(match["version"])
