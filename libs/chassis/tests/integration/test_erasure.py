"""What is erased is not even on the disk any more."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nats
import pytest
from nats.js import JetStreamContext

from chassis.bus import Bus
from chassis.erasure import erase_messages
from chassis.objects import ObjectMissing, Objects
from chassis.topology import UPLOADS
from tests.support.on_disk import files_with

CANARY = b"canary-of-the-lighthouse"


def on_disk(folder: Path, word: bytes = CANARY) -> bool:
    return bool(files_with(folder / "nats", word))


async def test_messages_go_with_their_bytes(nats_url: Callable[[str], str], tmp_path: Path) -> None:
    client = await nats.connect(nats_url("admin"))
    js = client.jetstream()
    for number in range(3):
        await js.publish("chat.turn_submitted.wsp_1", CANARY + b"%d" % number, stream="CHAT")
    await js.publish("chat.turn_submitted.wsp_2", b"somebody else", stream="CHAT")
    assert on_disk(tmp_path)
    assert await erase_messages(js, "CHAT", "chat.*.wsp_1", lambda body: body.endswith(b"1")) == 1
    assert await erase_messages(js, "CHAT", "chat.*.wsp_1") == 2
    assert await erase_messages(js, "CHAT", "chat.*.wsp_1") == 0
    assert (await js.stream_info("CHAT")).state.messages == 1
    assert not on_disk(tmp_path)
    await client.close()


async def test_a_purge_would_leave_the_bytes(nats_url: Callable[[str], str], tmp_path: Path) -> None:
    """The control: why messages are deleted one by one."""
    client = await nats.connect(nats_url("admin"))
    js = client.jetstream()
    await js.publish("chat.turn_submitted.wsp_2", b"somebody else", stream="CHAT")
    await js.publish("chat.turn_submitted.wsp_1", CANARY, stream="CHAT")
    await js.publish("chat.turn_submitted.wsp_2", b"somebody else", stream="CHAT")
    await js.purge_stream("CHAT", subject="chat.*.wsp_1")
    assert on_disk(tmp_path)
    await client.close()


async def test_files_go_with_their_bytes_and_names(nats_url: Callable[[str], str], tmp_path: Path) -> None:
    bus = Bus(nats_url("retrieval"), "retrieval")
    gateway = Bus(nats_url("gateway"), "gateway")
    await bus.connect()
    await gateway.connect()
    files = Objects(gateway, UPLOADS)
    await files.put("wsp_1/lighthouse.txt", CANARY * 10_000)
    await files.put("wsp_2/other.txt", b"somebody else")
    assert await files.keys("wsp_1/") == ["wsp_1/lighthouse.txt"]
    assert on_disk(tmp_path)
    for _ in range(2):
        await Objects(bus, UPLOADS).delete("wsp_1/lighthouse.txt")
    assert not on_disk(tmp_path)
    assert not on_disk(tmp_path, b"wsp_1/lighthouse.txt")
    with pytest.raises(ObjectMissing):
        await files.get("wsp_1/lighthouse.txt")
    assert await files.keys("") == ["wsp_2/other.txt"]
    await bus.close()
    await gateway.close()


async def test_a_file_that_goes_meanwhile_holds_up_nobody_who_looks_for_others(
    nats_url: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The library's list asks for the last name first, and waits for one when there was one."""
    bus = Bus(nats_url("gateway"), "gateway")
    await bus.connect()
    files, look = Objects(bus, UPLOADS), JetStreamContext.get_last_msg
    await files.put("wsp_1/once.txt", b"once")

    async def gone_after_it(js: JetStreamContext, stream: str, subject: str, **more: Any) -> Any:
        found = await look(js, stream, subject, **more)
        monkeypatch.undo()
        await files.delete("wsp_1/once.txt")
        return found

    monkeypatch.setattr(JetStreamContext, "get_last_msg", gone_after_it)
    async with asyncio.timeout(60):
        assert await files.keys("wsp_2/") == []
    await bus.close()
