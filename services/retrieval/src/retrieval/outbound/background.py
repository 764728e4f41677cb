"""Threads for work that nobody waits for."""

from __future__ import annotations

import os
import threading
from contextlib import suppress

NICENESS = 10


def yield_to_others() -> None:
    """Lower the calling thread's priority, and that of threads it starts: on Linux each has its own.

    One that is lower already stays, since only root may raise it; where a thread has none, nothing changes.
    """
    thread = threading.get_native_id()
    with suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, thread, max(NICENESS, os.getpriority(os.PRIO_PROCESS, thread)))
