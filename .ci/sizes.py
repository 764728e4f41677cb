"""The sizes of the house: no file over 300 lines, no function over 40. Migrations are lists, however long."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("libs", "services", "tests", "benches", ".ci")
ENDINGS = {".py", ".ts", ".tsx", ".css"}
NOT_OURS = {"node_modules", "static", "versions"}
FILE, FUNCTION = 300, 40


def problems(source: str, *, python: bool) -> Iterator[tuple[int, str]]:
    """Line and sentence of everything too long in one file."""
    lines = source.count("\n")
    if lines > FILE:
        yield FILE, f"{lines} lines, more than {FILE}: two files by what they do"
    for node in ast.walk(ast.parse(source)) if python else ():
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno is not None:
            length = node.end_lineno - node.lineno + 1
            if length > FUNCTION:
                yield node.lineno, f"{node.name} has {length} lines, more than {FUNCTION}"


def main() -> int:
    found = 0
    for path in sorted(file for folder in FOLDERS for file in (ROOT / folder).rglob("*")):
        if path.suffix in ENDINGS and NOT_OURS.isdisjoint(path.relative_to(ROOT).parts):
            for line, sentence in problems(path.read_text(), python=path.suffix == ".py"):
                print(f"{path.relative_to(ROOT)}:{line}: {sentence}")
                found += 1
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
