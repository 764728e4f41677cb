"""Threads for work that nobody waits for."""

from __future__ import annotations

import os
import threading

NICENESS = 10


def yield_to_others() -> None:
    """Lower the calling thread's priority, and that of threads it starts: on Linux each has its own."""
    os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICENESS)
