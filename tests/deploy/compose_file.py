"""docker-compose.yml as Docker Compose reads it."""

from __future__ import annotations

import io
import re
import subprocess
from pathlib import Path
from typing import Any

import yaml
from dotenv import dotenv_values

ROOT = Path(__file__).resolve().parents[2]
FILE = ROOT / "docker-compose.yml"
EXAMPLE = ROOT / ".env.example"
DOCKERFILE = ROOT / "deploy" / "Dockerfile"
OURS = ("gateway", "conversation", "retrieval", "ticketing", "analytics")
_VARIABLE = re.compile(r"\$(?:(?P<dollar>\$)|\{(?P<name>\w+)(?::(?P<rule>[-?])(?P<word>[^}]*))?\})")


class MissingVariable(Exception):
    """Compose would refuse to start."""


def new_env() -> dict[str, str]:
    """What `deploy/new-env.sh` prints: .env.example with its secrets made up."""
    script = ["sh", str(ROOT / "deploy" / "new-env.sh")]
    printed = subprocess.run(script, check=True, capture_output=True, text=True).stdout
    return read_env(printed)


def read_env(text: str) -> dict[str, str]:
    values = dotenv_values(stream=io.StringIO(text), interpolate=False)
    return {name: value or "" for name, value in values.items()}


def raw() -> dict[str, Any]:
    return dict(yaml.safe_load(FILE.read_text()))


def load(env: dict[str, str]) -> dict[str, Any]:
    """The services with every variable put in. Raises MissingVariable."""
    services: dict[str, Any] = interpolate(raw()["services"], env)
    return services


def interpolate(value: Any, env: dict[str, str]) -> Any:
    if isinstance(value, dict):
        return {key: interpolate(entry, env) for key, entry in value.items()}
    if isinstance(value, list):
        return [interpolate(entry, env) for entry in value]
    return _VARIABLE.sub(lambda found: _value(found, env), value) if isinstance(value, str) else value


def _value(found: re.Match[str], env: dict[str, str]) -> str:
    if found["dollar"]:
        return "$"
    value = env.get(found["name"], "")
    if value or found["rule"] is None:
        return value
    if found["rule"] == "?":
        raise MissingVariable(f"{found['name']}: {found['word']}")
    return found["word"]


def environment(service: dict[str, Any], env: dict[str, str]) -> dict[str, str]:
    """What the container gets; a variable without a value is handed through when it is set."""
    given = service.get("environment", {})
    return {
        name: str(value) if value is not None else env[name]
        for name, value in given.items()
        if value is not None or name in env
    }


def mounted(service: dict[str, Any]) -> dict[str, Path]:
    """Files of ours by the path they have in the container."""
    mounts = [entry.split(":") for entry in service.get("volumes", []) if entry.startswith("./")]
    return {parts[1]: ROOT / parts[0] for parts in mounts}
