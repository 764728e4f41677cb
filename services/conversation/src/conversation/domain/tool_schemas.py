"""Which part of a tool's schema is checked before a call. Whoever wrote the schema may not make it slow."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_NUMBER = (int, float)
_SIMPLE: dict[str, tuple[type, ...]] = {
    "type": (str, list),
    "minLength": _NUMBER,
    "maxLength": _NUMBER,
    "minimum": _NUMBER,
    "maximum": _NUMBER,
    "exclusiveMinimum": _NUMBER,
    "exclusiveMaximum": _NUMBER,
    "minItems": _NUMBER,
    "maxItems": _NUMBER,
    "minProperties": _NUMBER,
    "maxProperties": _NUMBER,
}
"""What takes no time, whatever the value, with the types it may have."""
_LONGER: dict[str, tuple[type, ...]] = {**_SIMPLE, "required": (list,), "enum": (list,)}
_MOST_ALTERNATIVES = 20


def checked_part(schema: Mapping[str, Any]) -> dict[str, Any]:
    """The schema without what may take longer to check than schema and arguments are long.

    Members of a list and alternatives are only asked for what is `_SIMPLE`. Patterns, references, conditions
    and the like, and whatever is malformed, are left to the tool's own server. It refuses nothing that the
    whole schema allows. Raises RecursionError when it is nested too deeply.
    """
    part = _kept(schema, _LONGER)
    properties = schema.get("properties", {})
    if isinstance(properties, Mapping):
        part["properties"] = {
            name: checked_part(one) if isinstance(one, Mapping) else True for name, one in properties.items()
        }
        if schema.get("additionalProperties") is False and "patternProperties" not in schema:
            part["additionalProperties"] = False
    either = schema.get("anyOf")
    if isinstance(either, list) and 0 < len(either) <= _MOST_ALTERNATIVES:
        part["anyOf"] = [_kept(one, _SIMPLE) if isinstance(one, Mapping) else True for one in either]
    items = schema.get("items")
    if isinstance(items, Mapping) and "prefixItems" not in schema:
        part["items"] = _kept(items, _SIMPLE)
    return part


def _kept(schema: Mapping[str, Any], kept: Mapping[str, tuple[type, ...]]) -> dict[str, Any]:
    return {key: value for key, value in schema.items() if type(value) in kept.get(key, ())}
