"""The configuration that the embedded nats-server is started with."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from answerbus.embedded.ports import LOOPBACK

ADMIN = "admin"
MAX_PAYLOAD = 1 << 20
MAX_STORE = 20 << 30

Permissions = Mapping[str, list[str]]
"""`{"publish": [subjects], "subscribe": [subjects]}`, as `chassis.permissions` makes them."""


def server_config(
    port: int,
    monitor_port: int,
    store: Path,
    passwords: Mapping[str, str],
    users: Mapping[str, Permissions],
) -> dict[str, Any]:
    """The configuration as a JSON object, which nats-server reads as its own format."""
    return {
        "server_name": "answerbus-embedded",
        "listen": f"{LOOPBACK}:{port}",
        "http": f"{LOOPBACK}:{monitor_port}",
        "max_payload": MAX_PAYLOAD,
        "ping_interval": "5s",
        "write_deadline": "5s",
        "logtime_utc": True,
        # streams reserve their sizes at once, which may be more than a laptop's disk has free
        "jetstream": {"store_dir": str(store), "sync_interval": "always", "max_file_store": MAX_STORE},
        "authorization": {"users": [_user(name, passwords[name], users.get(name)) for name in passwords]},
    }


def _user(name: str, password: str, permissions: Permissions | None) -> dict[str, Any]:
    user: dict[str, Any] = {"user": name, "password": password}
    if permissions is not None:
        user["permissions"] = {lane: {"allow": permissions[lane]} for lane in ("publish", "subscribe")}
    return user
