"""Work in the background gives way, and never because it may not."""

from __future__ import annotations

import os
import threading
from concurrent.futures import ThreadPoolExecutor

from retrieval.outbound.background import NICENESS, yield_to_others


def niceness_after(before: int) -> int:
    def work() -> int:
        thread = threading.get_native_id()
        os.setpriority(os.PRIO_PROCESS, thread, max(before, os.getpriority(os.PRIO_PROCESS, thread)))
        yield_to_others()
        return os.getpriority(os.PRIO_PROCESS, thread)

    with ThreadPoolExecutor(1) as threads:
        return threads.submit(work).result()


def test_a_thread_gives_way() -> None:
    assert niceness_after(0) >= NICENESS


def test_one_that_gave_way_already_stays_there_as_only_root_may_raise_it() -> None:
    assert niceness_after(19) == 19
