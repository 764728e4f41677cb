"""The running product, started once for all tests that only use it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.stack import Stack, stack

UNHURRIED = {"ANSWERBUS_MESSAGE_RATE": "0", "ANSWERBUS_CONVERSATION_RATE": "0"}
PATIENT = {**UNHURRIED, "ANSWERBUS_GROUNDING_PATIENCE": "20"}
"""A search that a busy machine holds up is waited for: nobody is told that there is no answer."""


@pytest.fixture(scope="session")
def running(model_dir: Path) -> Iterator[Stack]:
    with (
        tempfile.TemporaryDirectory(prefix="answerbus-e2e-") as folder,
        stack(Path(folder), model=model_dir, **PATIENT) as up,
    ):
        yield up
