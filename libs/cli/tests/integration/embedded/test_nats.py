import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import nats
import nats.errors
import nats.js.errors
import pytest

from answerbus.embedded.nats import NatsServer
from answerbus.embedded.process import ExitedEarly

USERS = {"gateway": {"publish": ["chat.>"], "subscribe": ["_INBOX.gateway.>"]}}


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[NatsServer]:
    async with NatsServer(tmp_path, users=USERS) as server:
        yield server


async def test_every_message_is_synced_to_disk(server: NatsServer) -> None:
    async with httpx.AsyncClient() as client:
        config = (await client.get(f"{server.monitor_url}/jsz")).json()["config"]
    assert config["sync_always"] is True
    assert Path(config["store_dir"]).is_relative_to(server.directory)


async def test_a_folder_is_named_in_any_letters(tmp_path: Path) -> None:
    async with NatsServer(tmp_path / "Dänische Daten 日本", users=USERS) as server:
        assert (server.directory / "jetstream").is_dir()


async def test_a_user_may_do_what_it_was_given_and_nothing_else(server: NatsServer) -> None:
    refused: list[Exception] = []

    async def note(error: Exception) -> None:
        refused.append(error)

    client = await nats.connect(server.url("gateway"), error_cb=note)
    await client.publish("chat.turn_submitted.wsp_1", b"allowed")
    await client.flush()
    assert refused == []
    await client.publish("ticket.opened.wsp_1", b"not allowed")
    await client.subscribe("chat.>")
    await client.flush()
    async with asyncio.timeout(60):
        while len(refused) < 2:
            await asyncio.sleep(0.005)
    assert len(refused) == 2
    await client.close()


async def test_a_stranger_is_refused(server: NatsServer) -> None:
    with pytest.raises(nats.errors.Error):
        await nats.connect(f"nats://gateway:wrong@127.0.0.1:{server.port}", allow_reconnect=False)


async def test_what_was_acknowledged_survives_kill_9(server: NatsServer) -> None:
    client = await nats.connect(server.url(), reconnect_time_wait=0.05)
    js = client.jetstream()
    await js.add_stream(name="CHAT", subjects=["chat.>"])
    await js.publish("chat.x", b"kept", stream="CHAT")
    before = server.pid
    await server.kill()
    assert server.pid is None
    await server.restart()
    assert server.pid not in (None, before)
    await client.flush()
    assert (await js.get_msg("CHAT", 1)).data == b"kept"
    await client.close()


async def test_a_message_over_one_megabyte_is_refused(server: NatsServer) -> None:
    client = await nats.connect(server.url())
    with pytest.raises(nats.errors.MaxPayloadError):
        await client.publish("chat.x", b"x" * ((1 << 20) + 1))
    await client.close()


async def test_its_secrets_are_private(server: NatsServer) -> None:
    for name in ("secrets.json", "nats.conf"):
        assert (server.directory / name).stat().st_mode & 0o077 == 0


async def test_a_server_that_cannot_start_says_why(tmp_path: Path) -> None:
    (tmp_path / "jetstream").mkdir()
    (tmp_path / "jetstream" / "jetstream").write_text("a file where a folder belongs")
    with pytest.raises(ExitedEarly, match="storage directory is not a directory"):
        await NatsServer(tmp_path).start()
