from __future__ import annotations

import asyncio
import os
import subprocess
import sys

from analytics.testing.facts import random_history

from .conftest import Office


async def run(office: Office, *arguments: str) -> subprocess.CompletedProcess[str]:
    settings = office.settings
    environment = os.environ | {
        "ANSWERBUS_NATS_URL": settings.nats_url,
        "ANSWERBUS_DATABASE_URL": settings.database_url,
    }
    command = [sys.executable, "-m", "analytics", *arguments]
    return await asyncio.to_thread(  # a loop that stands still loses its connections to the bus
        subprocess.run, command, env=environment, capture_output=True, text=True, timeout=60
    )


async def test_the_command_rebuilds_and_says_what_it_read(office: Office) -> None:
    await office.tell(random_history(1, conversations=2))
    done = await run(office, "rebuild")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(f"Rebuilt from {office.told} facts (")
    assert (await office.sql("select count(*) from conversations")) == [(2,)]


async def test_an_unknown_command_is_refused(office: Office) -> None:
    done = await run(office, "rebuilt")
    assert done.returncode == 1
    assert done.stderr == "usage: python -m analytics [rebuild]\n"
