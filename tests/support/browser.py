"""Finds a Chromium, or installs one where that is allowed: `python -m tests.support.browser`."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
MISSING = "NO BROWSER: the pages are not tested here. Install one: apt-get install -y chromium"
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find() -> str | None:
    """Path of a Chromium on this machine, else of the one that playwright downloaded."""
    for name in _NAMES:
        if path := shutil.which(name):
            return path
    cache = Path.home() / ".cache" / "ms-playwright"
    found = sorted(cache.glob("chromium-*/chrome-linux*/chrome"))
    return str(found[-1]) if found else None


def install() -> str | None:
    """Try the distribution's package as root, then playwright's download; None when neither is allowed."""
    attempts: list[list[str]] = []
    if shutil.which("apt-get") and os.geteuid() == 0:
        attempts += [["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", "chromium"]]
    attempts.append([sys.executable, "-m", "playwright", "install", "chromium"])
    for command in attempts:
        if find() is None:
            print("Looking for a browser:", " ".join(command), flush=True)
            subprocess.run(command, check=False, stdout=subprocess.DEVNULL, timeout=400)
    return find()


if __name__ == "__main__":
    print(find() or install() or MISSING)
