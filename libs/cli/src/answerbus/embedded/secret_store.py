"""Passwords that are made once and kept."""

from __future__ import annotations

import secrets
from pathlib import Path

from answerbus.embedded.files import read_json, write_json


class SecretStore:
    """A file only its owner can read, with one random value per name."""

    def __init__(self, path: Path) -> None:
        self._path = path
        known = read_json(path)
        self._values: dict[str, str] = known if isinstance(known, dict) else {}

    def get(self, name: str) -> str:
        """The secret of this name, made and stored at the first call (256 random bits, URL-safe)."""
        if name not in self._values:
            self._values[name] = secrets.token_urlsafe(32)
            write_json(self._path, self._values)
        return self._values[name]
