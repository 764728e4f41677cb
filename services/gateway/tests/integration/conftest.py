"""The gateway on its stage."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from tests.support.gateway_stage import MIGRATIONS, Stage, open_stage


@pytest.fixture
async def stage(nats_url: Callable[[str], str], make_database: Callable[[Path], str]) -> AsyncIterator[Stage]:
    urls = {"nats_url": nats_url("gateway"), "admin_url": nats_url("admin")}
    async with open_stage(**urls, database_url=make_database(MIGRATIONS)) as opened:
        yield opened
