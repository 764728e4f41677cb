"""How fast this machine is while something else is measured: the CPU time of a loop that never changes.

Virtual machines share their cores with strangers; what is measured on them stretches with this.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from threading import Event, Thread

STEPS = 60_000
PAUSE = 0.3


def lap() -> float:
    """Milliseconds of CPU."""
    used, seen, total = time.process_time(), dict[int, int](), 0
    for step in range(STEPS):
        seen[step % 997] = total
        total += step ^ (total & 7)
    return (time.process_time() - used) * 1000


@asynccontextmanager
async def beside() -> AsyncIterator[list[float]]:
    """Runs in a process of its own during the block; then the list holds the median lap."""
    program = (sys.executable, "-m", "benches.yardstick")
    pipes = {"stdin": asyncio.subprocess.PIPE, "stdout": asyncio.subprocess.PIPE}
    process = await asyncio.create_subprocess_exec(*program, **pipes)
    found: list[float] = []
    try:
        yield found
    finally:
        out, _ = await process.communicate(b"")
        found.append(float(out))


def main() -> None:
    """Until standard input ends."""
    over = Event()
    Thread(target=lambda: (sys.stdin.read(), over.set()), daemon=True).start()
    laps = [lap()]
    while not over.wait(PAUSE):
        laps.append(lap())
    print(round(statistics.median(laps), 2))


if __name__ == "__main__":
    main()
