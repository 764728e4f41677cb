"""What every test in a real browser needs."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

CHROMIUM_ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find_chromium() -> str | None:
    """Path of a Chromium on this machine, else of the one that playwright downloaded."""
    for name in _NAMES:
        if path := shutil.which(name):
            return path
    cache = Path.home() / ".cache" / "ms-playwright"
    found = sorted(cache.glob("chromium-*/chrome-linux*/chrome"))
    return str(found[-1]) if found else None


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of the browser to launch with CHROMIUM_ARGS."""
    path = find_chromium()
    if path is None:
        pytest.skip("NO BROWSER: the pages are untested here. Install one: apt-get install -y chromium")
    return path
