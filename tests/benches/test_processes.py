"""What a run costs counts every process of it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from benches.processes import cpu_seconds

BURN = "import time\nwhile time.process_time() < 0.4: pass"


def test_a_child_that_ended_meanwhile_keeps_what_it_used() -> None:
    before = cpu_seconds([os.getpid()])
    subprocess.run([sys.executable, "-c", BURN], check=True, cwd=Path(__file__).parent)
    assert cpu_seconds([os.getpid()]) - before >= 0.35
