"""CPU and memory of a running stack, over all its processes and their children."""

from __future__ import annotations

from collections.abc import Iterable

import psutil


def tree(pids: Iterable[int]) -> list[psutil.Process]:
    found: dict[int, psutil.Process] = {}
    for pid in pids:
        process = psutil.Process(pid)
        for member in (process, *process.children(recursive=True)):
            found[member.pid] = member
    return list(found.values())


def cpu_seconds(pids: Iterable[int]) -> float:
    """User and system time that these processes and their children, ended ones too, have used so far."""
    total = 0.0
    for process in tree(pids):
        try:
            times = process.cpu_times()
        except psutil.NoSuchProcess:
            continue
        total += times.user + times.system + times.children_user + times.children_system
    return total


def resident_megabytes(pids: Iterable[int]) -> float:
    """Proportional set size, so that shared pages count once."""
    total = 0
    for process in tree(pids):
        try:
            total += process.memory_full_info().pss
        except (psutil.NoSuchProcess, psutil.AccessDenied):
            continue
    return total / (1 << 20)
