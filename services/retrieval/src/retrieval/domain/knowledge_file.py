"""A bot's passages and vectors as JSON lines: a head, a line per passage, and an end with their number."""

from __future__ import annotations

import json
import sys
from array import array
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace
from typing import Any

from retrieval.domain.passages import SIZE, IndexedPassage, Scope, StoredPassage, Vector

FORMAT = "answerbus knowledge 1"


class NotKnowledge(Exception):
    """A file that cannot be taken in; the message is a sentence its owner can act on."""


def head(scope: Scope) -> str:
    return json.dumps({"format": FORMAT, **asdict(scope)})


def line(one: IndexedPassage) -> str:
    sparse = [list(one.sparse.keys()), list(one.sparse.values())]
    row = {"passage": asdict(one.stored), "dense": _packed(one.dense), "sparse": sparse}
    return json.dumps(row, ensure_ascii=False)


def end(passages: int) -> str:
    return json.dumps({"passages": passages})


def opened(lines: Iterable[str], scope: Scope) -> tuple[Scope, Iterator[IndexedPassage]]:
    """Which index a file holds, and its passages one by one.

    Raises NotKnowledge, for a truncated file only at its end: passages read before may be kept, since writing
    one twice leaves one.
    """
    rows = _rows(lines)
    first = next(rows, {})
    if first.get("format") != FORMAT:
        raise NotKnowledge("This is not a file that `answerbus knowledge export` wrote.")
    if (first.get("workspace_id"), first.get("bot_id")) != (scope.workspace_id, scope.bot_id):
        raise NotKnowledge(
            f"This file holds the knowledge of bot {first.get('bot_id')} in workspace "
            f"{first.get('workspace_id')}, not of {scope.bot_id} in {scope.workspace_id}."
        )
    held = replace(scope, generation=first.get("generation", 0), size=first.get("size", SIZE))
    return held, _passages(rows)


def _passages(rows: Iterator[dict[str, Any]]) -> Iterator[IndexedPassage]:
    seen = 0
    for row in rows:
        if "passages" in row:
            if row["passages"] == seen:
                return
            break
        yield _passage(row)
        seen += 1
    raise NotKnowledge(f"This file is cut off after {seen:,} passages; please export it again.")


def _rows(lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    for number, text in enumerate(lines, 1):
        try:
            row = json.loads(text)
        except ValueError as error:
            raise NotKnowledge(f"Line {number} of this file is damaged; please export it again.") from error
        yield row if isinstance(row, dict) else {}


def _passage(row: dict[str, Any]) -> IndexedPassage:
    try:
        terms, weights = row["sparse"]
        stored = StoredPassage(**row["passage"])
        return IndexedPassage(stored, _unpacked(row["dense"]), dict(zip(terms, weights, strict=True)))
    except (KeyError, TypeError, ValueError) as error:
        raise NotKnowledge("A passage of this file is damaged; please export it again.") from error


def _packed(vector: Vector) -> str:
    return b64encode(_little(array("f", vector)).tobytes()).decode()


def _unpacked(text: str) -> list[float]:
    numbers = array("f")
    numbers.frombytes(b64decode(text, validate=True))
    return _little(numbers).tolist()


def _little(numbers: array[float]) -> array[float]:
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers
