"""The lints of our own must see what they are there to see."""

from __future__ import annotations

import ast
import runpy
from pathlib import Path

import pytest

LANES = runpy.run_path(str(Path(__file__).parents[2] / ".ci" / "lanes.py"))
SIZES = runpy.run_path(str(Path(__file__).parents[2] / ".ci" / "sizes.py"))
SERVICE = "services/gateway/src/gateway/outbound/somewhere.py"
BUS = "libs/chassis/src/chassis/bus.py"


@pytest.mark.parametrize(
    ("name", "code", "found"),
    [
        (SERVICE, "service.bus.client.publish('chat.turn_answered.w', b'{}')", 1),
        (SERVICE, "broker.publisher('chat.turn_answered.w')", 1),
        (BUS, "self.js.publish(subject, body)", 1),
        (SERVICE, "conn.commit()", 1),
        (SERVICE, "bus.publish(event)", 0),
        (BUS, "self.js.publish(subject, body, stream='CHAT')", 0),
    ],
)
def test_lanes(name: str, code: str, found: int) -> None:
    assert len(list(LANES["problems"](name, ast.parse(code)))) == found


@pytest.mark.parametrize(("lines", "found"), [(40, 0), (41, 1), (301, 2)])
def test_sizes(lines: int, found: int) -> None:
    source = "async def long():\n" + "    pass\n" * (lines - 1)
    assert len(list(SIZES["problems"](source, python=True))) == found
