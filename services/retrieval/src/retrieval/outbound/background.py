"""Threads for work that nobody waits for."""

from __future__ import annotations

import os
import threading
from contextlib import suppress

NICENESS = 10


def yield_to_others() -> None:
    """Lower the priority of the calling thread and of threads it starts (Linux has one per thread)."""
    thread = threading.get_native_id()
    with suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, thread, max(NICENESS, os.getpriority(os.PRIO_PROCESS, thread)))
