"""What is taken out of the streams when somebody is forgotten."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import pytest
from nats.js.errors import NotFoundError

from contracts.facts.chat import TurnSubmitted
from gateway.outbound.remains import StoredRemains


@dataclass
class FakeStreams:
    """One stream that has messages; the others are empty."""

    chat: dict[int, bytes] = field(default_factory=dict)

    async def get_msg(self, stream: str, *, seq: int, subject: str, next: bool) -> Any:
        found = min((each for each in self.chat if stream == "CHAT" and each >= seq), default=None)
        if found is None:
            raise NotFoundError()
        return SimpleNamespace(seq=found, data=self.chat[found])

    async def delete_msg(self, stream: str, seq: int) -> None:
        del self.chat[seq]


def body(data: object, **more: object) -> bytes:
    event = {"type": TurnSubmitted.type_name(), "workspaceid": "wsp_1", "data": data, **more}
    return json.dumps(event).encode()


@pytest.mark.parametrize(
    "odd",
    [
        body({"conversation_id": ["cnv_1"]}),
        body({"conversation_id": {}}),
        body({"text": "Hi"}, conversationid=["cnv_1"]),
        body(7),
        body("cnv_1"),
        body(["cnv_1"]),
        b"[1]",
        b"{not json",
        b"\xff",
    ],
)
async def test_an_odd_message_does_not_stop_that_somebody_is_forgotten(odd: bytes) -> None:
    somebody_else = body({"conversation_id": "cnv_2", "contact_id": "cnt_2"})
    theirs = (
        body({"conversation_id": "cnv_1"}),
        body({"contact_id": "cnt_1"}),
        body({}, conversationid="cnv_1"),
    )
    streams = FakeStreams(dict(enumerate((odd, somebody_else, *theirs), start=1)))
    bus: Any = SimpleNamespace(js=streams)
    await StoredRemains(bus).of_contact("wsp_1", "cnt_1", ["cnv_1"])
    assert list(streams.chat.values()) == [odd, somebody_else]
