"""Lints that no off-the-shelf linter has: which door facts leave by, and who commits.

Facts leave through `chassis.bus` (with `stream=`, its PubAck checked); only it and the dead letters call
a NATS client's publish. Transactions are committed by `chassis.db` alone.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CLIENTS = {"client", "broker", "js", "nc", "jetstream", "connection", "_client", "_js", "_broker"}
PUBLISHING = {
    "libs/chassis/src/chassis/bus.py",
    "libs/chassis/src/chassis/dead_letters.py",
    "libs/chassis/src/chassis/batch_pull.py",  # asks JetStream for messages, says none
    "libs/chassis/src/chassis/pull.py",  # the same
}
COMMITTING = {"libs/chassis/src/chassis/db.py", "libs/chassis/src/chassis/migrate.py"}


def receiver(call: ast.Call) -> str:
    """The last name before the method: `self.bus.js.publish(...)` gives `js`."""
    value = call.func.value if isinstance(call.func, ast.Attribute) else None
    while isinstance(value, ast.Call):
        value = value.func
    return value.attr if isinstance(value, ast.Attribute) else getattr(value, "id", "")


def problems(name: str, tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and sentence of every breach in one module."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        method, keywords = node.func.attr, {keyword.arg for keyword in node.keywords}
        if method in {"publish", "publish_async", "publisher"} and receiver(node) in CLIENTS:
            if name not in PUBLISHING:
                yield node.lineno, "facts leave through chassis.bus.Bus.publish or Tx.emit, never a client"
            elif receiver(node) in {"js", "_js"} and "stream" not in keywords:
                yield node.lineno, "a fact is published with stream=, or a dead server reports success"
        if method == "commit" and name not in COMMITTING:
            yield node.lineno, "only chassis.db commits"


def main(folders: list[str]) -> int:
    found = 0
    for folder in folders:
        for path in sorted((ROOT / folder).glob("**/src/**/*.py")):
            name = path.relative_to(ROOT).as_posix()
            for line, sentence in problems(name, ast.parse(path.read_text())):
                print(f"{name}:{line}: {sentence}")
                found += 1
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or ["libs", "services"]))
