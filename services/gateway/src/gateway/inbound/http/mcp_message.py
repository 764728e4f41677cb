"""Looks at what is sent to `/mcp` before the MCP library does, which would answer in words of its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic_core import from_json

from gateway.inbound.http.shapes import no_nul

PARSE_ERROR, INVALID_REQUEST = -32700, -32600
BATCH = "Batches are not taken here: send one JSON-RPC message per request."
NO_OBJECT = 'Send a JSON-RPC 2.0 message, such as {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}.'


def what_is_wrong(body: bytes) -> dict[str, Any] | None:
    """The JSON-RPC error to answer with; None for a message."""
    try:
        message = from_json(body)
    except ValueError as error:
        return _error(PARSE_ERROR, f"The body is not JSON: {error}.")
    if isinstance(message, list):
        return _error(INVALID_REQUEST, BATCH)
    if not isinstance(message, dict):
        return _error(INVALID_REQUEST, NO_OBJECT)
    wrong = _wrong_field(message)
    return _error(INVALID_REQUEST, wrong, message.get("id")) if wrong else None


def _error(code: int, sentence: str, asked: Any = None) -> dict[str, Any]:
    known = asked if _is_id(asked) else None
    return {"jsonrpc": "2.0", "id": known, "error": {"code": code, "message": sentence}}


def _is_id(value: Any) -> bool:
    return type(value) in (str, int)


def _wrong_field(message: Mapping[str, Any]) -> str | None:
    if message.get("jsonrpc") != "2.0":
        return 'jsonrpc: Input should be "2.0".'
    if "id" in message and not _is_id(message["id"]):
        return "id: Input should be a string or a whole number; a notification has none."
    if "method" not in message:
        return None if message.keys() & {"result", "error"} else "method: Field required."
    if not isinstance(message["method"], str):
        return "method: Input should be a string."
    if not isinstance(message.get("params", {}), dict):
        return "params: Input should be an object."
    try:
        no_nul(message)
    except ValueError as error:
        return str(error)
    return None
