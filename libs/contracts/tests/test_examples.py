from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from contracts.catalogue import LINES, Line
from contracts.codec import decode
from contracts.envelope import schema_uri, subject_of

FOLDER = Path(str(files("contracts") / "examples"))
EXAMPLES = sorted(FOLDER.glob("*/*.json"))


def name(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


def kept(example: Any, written: Any) -> bool:
    """Whether everything the example says is said again; defaults may come to it."""
    if isinstance(example, dict):
        return all(key in written and kept(value, written[key]) for key, value in example.items())
    if isinstance(example, list):
        return len(example) == len(written) and all(map(kept, example, written))
    return bool(example == written)


@pytest.mark.parametrize("line", LINES, ids=lambda line: line.kind)
def test_every_fact_of_the_catalogue_is_shown(line: Line) -> None:
    assert list((FOLDER / line.fact.type_name()).glob("*.json"))


@pytest.mark.parametrize("path", EXAMPLES, ids=name)
def test_every_example_is_read_and_written_again(path: Path) -> None:
    event = decode(path.read_bytes())
    assert decode(event.to_json()) == event
    assert kept(json.loads(path.read_bytes()), json.loads(event.to_json()))


@pytest.mark.parametrize("path", EXAMPLES, ids=name)
def test_every_envelope_follows_from_its_fact(path: Path) -> None:
    event = decode(path.read_bytes())
    fact = type(event.data)
    assert (event.type, path.parent.name) == (fact.type_name(), fact.type_name())
    assert event.subject == subject_of(fact.kind, event.workspaceid)
    assert event.dataschema == schema_uri(fact)
    assert event.time.utcoffset() is not None
    if event.conversationid is not None:
        assert event.data.conversation_id == event.conversationid


@pytest.mark.parametrize("path", EXAMPLES, ids=name)
def test_unknown_fields_are_ignored_when_reading(path: Path) -> None:
    raw = json.loads(path.read_bytes())
    newer = json.loads(path.read_bytes())
    newer["futureattribute"] = 1
    _sprinkle(newer["data"])
    assert decode(json.dumps(newer).encode()) == decode(json.dumps(raw).encode())


@pytest.mark.parametrize("path", EXAMPLES, ids=name)
def test_unknown_fields_are_refused_when_writing(path: Path) -> None:
    event = decode(path.read_bytes())
    written = dict(event.data)
    with pytest.raises(ValidationError, match="Extra inputs are not permitted"):
        type(event.data)(**written, future_field=1)


def _sprinkle(value: Any) -> None:
    """Add a field of the future to every object that is a shape of ours."""
    if isinstance(value, list):
        for item in value:
            _sprinkle(item)
    elif isinstance(value, dict):
        for key, item in list(value.items()):
            if key not in ("timings_ms", "guard_verdicts", "blocks"):
                _sprinkle(item)
        value["future_field"] = {"anything": [1, None]}
