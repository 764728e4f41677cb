"""docs/quality.md and docs/performance.md are written by several programs, each its own section."""

from __future__ import annotations

from pathlib import Path

TARGET = Path(__file__).parents[1] / "docs" / "quality.md"


def write_section(name: str, title: str, text: str, target: Path = TARGET) -> None:
    """Put `text` under a heading between the marks of `name`; all else in the file stays as it is."""
    begin, end = f"<!-- {name} -->", f"<!-- end of {name} -->"
    section = f"{begin}\n## {title}\n\n{text.strip()}\n{end}"
    page = target.read_text(encoding="utf-8") if target.exists() else ""
    before, found, rest = page.partition(begin)
    after = rest.partition(end)[2] if found else "\n"
    kept = before if found else f"{before.rstrip()}\n\n"
    target.write_text(kept + section + after, encoding="utf-8")
