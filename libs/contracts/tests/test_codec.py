from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from contracts.catalogue import LINES
from contracts.codec import MalformedEvent, decode
from contracts.upcast import UnknownVersion, upcast

PLAIN = Path(str(files("contracts") / "examples" / "chat.turn_submitted.v1" / "plain.json")).read_bytes()
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
TYPES = st.sampled_from([line.fact.type_name() for line in LINES] + ["chat.turn_submitted.v2", "chat.x.v1"])


def changed(**values: Any) -> bytes:
    raw = json.loads(PLAIN) | values
    return json.dumps({key: value for key, value in raw.items() if value != "absent"}).encode()


def data_changed(**values: Any) -> bytes:
    data = json.loads(PLAIN)["data"] | values
    return changed(data={key: value for key, value in data.items() if value != "absent"})


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (b"", "not JSON"),
        (b"{", "not JSON"),
        (b"\xff\xfe", "not JSON"),
        (b'{"type": "\\ud800"}', "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b"[]", "not an object"),
        (b"null", "not an object"),
        (b"{}", "The type None"),
        (changed(type=7), "The type 7"),
        (changed(type="chat.turn_submitted"), "is not `<domain>"),
        (changed(type="chat.turn_submitted.v0"), "is not `<domain>"),
        (changed(type="chat.turn_submitted.v1\n"), "is not `<domain>"),
        (changed(data=None), "not a JSON object"),
        (changed(data=[]), "not a JSON object"),
        (changed(id="absent"), "id: Field required"),
        (changed(time="yesterday"), "time: "),
        (changed(time="2026-03-02T09:15:04"), "time: Input should have timezone info"),
        (changed(specversion="0.3"), "specversion: "),
        (data_changed(turn_id="absent"), "turn_id: Field required"),
        (data_changed(text=5), "text: Input should be a valid string"),
        (data_changed(submitted_at="2026-03-02T09:15:04"), "submitted_at: Input should have timezone info"),
    ],
)
def test_what_is_no_event_is_refused_with_a_sentence(body: bytes, sentence: str) -> None:
    with pytest.raises(MalformedEvent) as refused:
        decode(body)
    assert sentence in str(refused.value)
    assert len(str(refused.value)) < 400


@pytest.mark.parametrize("kind", ["chat.turn_submitted.v2", "chat.turn_submitted.v9999", "chat.turn_sung.v1"])
def test_what_this_release_does_not_know_is_named(kind: str) -> None:
    with pytest.raises(UnknownVersion, match=r"newer than this release|No fact of the catalogue"):
        decode(changed(type=kind))


def test_old_shapes_climb_one_version_at_a_time() -> None:
    steps = {
        ("chat.sung", 1): lambda data: data | {"song": data["title"]},
        ("chat.sung", 2): lambda data: {"song": data["song"], "key": "c"},
    }
    assert upcast("chat.sung", 1, 3, {"title": "x"}, steps) == {"song": "x", "key": "c"}
    assert upcast("chat.sung", 2, 3, {"song": "x"}, steps) == {"song": "x", "key": "c"}
    assert upcast("chat.sung", 3, 3, {"any": 1}, steps) == {"any": 1}
    with pytest.raises(UnknownVersion, match=r"no way from chat\.sung\.v3 to v4"):
        upcast("chat.sung", 1, 4, {"title": "x"}, steps)
    with pytest.raises(UnknownVersion, match="newer than this release"):
        upcast("chat.sung", 4, 3, {}, steps)


@settings(max_examples=300)
@given(st.binary())
@example(b"\x00")
@example(b'{"type":"chat.turn_submitted.v1","data":{}}')
def test_bytes_never_surprise(body: bytes) -> None:
    _only_known_errors(body)


@settings(max_examples=300)
@given(JSON)
def test_json_never_surprises(value: Any) -> None:
    _only_known_errors(json.dumps(value).encode())


@settings(max_examples=400)
@given(TYPES, JSON, st.dictionaries(st.sampled_from(list(json.loads(PLAIN))), JSON, max_size=3))
def test_half_right_envelopes_never_surprise(type_name: str, data: Any, broken: dict[str, Any]) -> None:
    _only_known_errors(json.dumps(json.loads(PLAIN) | {"type": type_name, "data": data} | broken).encode())


@settings(max_examples=300)
@given(st.dictionaries(st.sampled_from(list(json.loads(PLAIN)["data"])), JSON, min_size=1, max_size=2))
def test_half_right_facts_never_surprise(broken: dict[str, Any]) -> None:
    _only_known_errors(data_changed(**broken))


def _only_known_errors(body: bytes) -> None:
    try:
        decode(body)
    except (MalformedEvent, UnknownVersion) as error:
        assert str(error)
