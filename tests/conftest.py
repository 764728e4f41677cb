"""The running product, started once for all tests that only use it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.stack import Stack, stack

UNHURRIED = {"ANSWERBUS_MESSAGE_RATE": "0", "ANSWERBUS_CONVERSATION_RATE": "0"}


@pytest.fixture(scope="session")
def running(model_dir: Path) -> Iterator[Stack]:
    with (
        tempfile.TemporaryDirectory(prefix="answerbus-e2e-") as folder,
        stack(Path(folder), model=model_dir, **UNHURRIED) as up,
    ):
        yield up
