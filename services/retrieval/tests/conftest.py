from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from answerbus.embedded.model import ensure_model


@pytest.fixture(scope="session")
def model_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real sentence encoder, built once."""
    return asyncio.run(ensure_model(tmp_path_factory.mktemp("model")))
