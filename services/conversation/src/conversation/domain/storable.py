"""What models and tools write may hold characters that can neither be stored nor sent."""

from __future__ import annotations

from typing import Any


def storable(text: str) -> str:
    """The text without NUL, which PostgreSQL refuses, and without halves of characters, which UTF-8 does."""
    return text.replace("\x00", "").encode(errors="ignore").decode()


def storable_values(value: Any) -> Any:
    """The same for every text in what was read from JSON, names included."""
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, dict):
        return {storable_values(key): storable_values(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [storable_values(inner) for inner in value]
    return value
