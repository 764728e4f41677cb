"""What is imported before services are forked."""

from __future__ import annotations

import json
import subprocess
import sys

from answerbus.embedded.forkserver import PRELOADED, PRELOADED_LATER

_IMPORTING = """
import importlib, json, sys, threading
for name in json.loads(sys.argv[1]):
    importlib.import_module(name)
print(json.dumps([threading.active_count(), sorted(sys.modules)]))
"""


def test_all_of_it_is_there_and_brings_no_tables_and_no_threads() -> None:
    """Tables of two services may share a name, and threads do not survive a fork."""
    names = json.dumps([*PRELOADED, *PRELOADED_LATER])
    said = subprocess.run(
        [sys.executable, "-c", _IMPORTING, names], capture_output=True, text=True, check=True
    )
    threads, modules = json.loads(said.stdout)
    assert threads == 1
    assert [name for name in modules if name.endswith(".store.tables")] == []
