"""The prompts that come with the service; a new wording is a new file."""

from __future__ import annotations

from importlib.resources import files


def prompt(name: str) -> str:
    """The text of a prompt, such as `answer_v2`. Raises FileNotFoundError."""
    return files("conversation").joinpath("prompts", f"{name}.md").read_text(encoding="utf-8")
