"""The AsyncAPI document as a page: who says what to whom, then every message with its fields."""

from __future__ import annotations

import json
from collections.abc import Iterator
from html import escape
from typing import Any

_HEAD = """<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Answerbus events</title><link rel="icon" href="/assets/favicon.png">
<link rel="stylesheet" href="/assets/site.css"></head><body><main>
<h1>Answerbus on the bus</h1>
<p>Facts are stored in JetStream as CloudEvents, glimpses are shown while something happens, requests are
answered at once. The same as <a href="/asyncapi.json">AsyncAPI 3.0 JSON</a>.</p>"""


def render(document: dict[str, Any]) -> str:
    """A whole HTML page; every text of the document is escaped."""
    return "".join(
        [_HEAD, *_overview(document), *_messages(document), *_schemas(document), "</main></body></html>"]
    )


def _overview(document: dict[str, Any]) -> Iterator[str]:
    yield "<h2>Who says what to whom</h2><div class=scroll><table><thead><tr>"
    yield "<th>Subject</th><th>Said by</th><th>Heard by</th><th>Messages</th></tr></thead><tbody>"
    said: dict[str, dict[str, list[str]]] = {}
    for operation in document["operations"].values():
        channel = operation["channel"]["$ref"].removeprefix("#/channels/")
        by_action = said.setdefault(channel, {"send": [], "receive": []})
        by_action[operation["action"]] += [tag["name"] for tag in operation["tags"]]
    for name, channel in document["channels"].items():
        if channel["address"] is None:
            continue
        messages = ", ".join(
            f'<a href="#message-{escape(key)}">{escape(key)}</a>' for key in channel["messages"]
        )
        senders, receivers = (", ".join(said.get(name, {}).get(way, [])) for way in ("send", "receive"))
        sender = escape(senders) or "gateway"
        yield f"<tr><td><code>{escape(channel['address'])}</code></td><td>{sender}</td>"
        yield f"<td>{escape(receivers)}</td><td>{messages}</td></tr>"
    yield "</tbody></table></div>"


def _messages(document: dict[str, Any]) -> Iterator[str]:
    yield "<h2>Messages</h2>"
    for name, message in document["components"]["messages"].items():
        yield f'<h3 id="message-{escape(name)}"><code>{escape(name)}</code></h3>'
        yield f"<p>{escape(message['summary'])}</p>"
        yield f"<p>Schema: {_type(_data_of(message['payload']))}</p>"
        for example in message.get("examples", []):
            body = json.dumps(example["payload"], indent=2, ensure_ascii=False)
            yield f"<details><summary>Example: {escape(example['name'])}</summary>"
            yield f"<pre>{escape(body)}</pre></details>"


def _data_of(payload: dict[str, Any]) -> dict[str, Any]:
    if "allOf" not in payload:
        return payload
    data: dict[str, Any] = payload["allOf"][1]["properties"]["data"]
    return data


def _schemas(document: dict[str, Any]) -> Iterator[str]:
    yield "<h2>Schemas</h2>"
    for name, schema in sorted(document["components"]["schemas"].items()):
        yield f'<h3 id="schema-{escape(name)}">{escape(name)}</h3>'
        yield f"<p>{escape(schema.get('description', ''))}</p>"
        if "enum" in schema:
            yield f"<p>{_type(schema)}</p>"
        if schema.get("properties"):
            yield from _fields(schema)


def _fields(schema: dict[str, Any]) -> Iterator[str]:
    required = set(schema.get("required", []))
    yield "<div class=scroll><table><thead><tr><th>Field</th><th>Type</th><th>Required</th></tr></thead>"
    yield "<tbody>"
    for name, field in schema["properties"].items():
        always = "yes" if name in required else ""
        yield f"<tr><td><code>{escape(name)}</code></td><td>{_type(field)}</td><td>{always}</td></tr>"
    yield "</tbody></table></div>"


def _type(schema: dict[str, Any]) -> str:
    if "$ref" in schema:
        name = escape(schema["$ref"].rpartition("/")[2])
        return f'<a href="#schema-{name}">{name}</a>'
    if "anyOf" in schema:
        return " or ".join(_type(option) for option in schema["anyOf"])
    if "enum" in schema or "const" in schema:
        values = schema.get("enum", [schema.get("const")])
        return ", ".join(f"<code>{escape(json.dumps(value))}</code>" for value in values)
    if schema.get("type") == "array":
        return f"list of {_type(schema.get('items', {}))}"
    form = f" ({schema['format']})" if "format" in schema else ""
    return escape(f"{schema.get('type', 'any')}{form}")
