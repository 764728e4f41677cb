"""The page about contracts says what the catalogue says."""

from __future__ import annotations

from pathlib import Path

import pytest

from contracts.catalogue import LINES, STREAMS
from contracts.requests import HEALTH
from contracts.rpcs import RPCS
from contracts.subject_table import BEGIN, END, put_into, render

PAGE = Path(__file__).resolve().parents[3] / "docs" / "architecture" / "contracts.md"


def test_page_is_current() -> None:
    page = PAGE.read_text()
    assert page == put_into(page), f"run `python -m contracts.subject_table {PAGE.name}` on the page"


def test_everything_is_in_the_tables() -> None:
    tables = render()
    for line in LINES:
        assert f"| `{line.subjects}` | {line.stream} | {line.producer} |" in tables
    for rpc in set(RPCS) - set(HEALTH.values()):
        assert f"| `{rpc.subject}` |" in tables
    for stream in STREAMS:
        assert f"| {stream.name} |" in tables


def test_only_what_is_between_the_marks_is_renewed() -> None:
    renewed = put_into(f"before\n{BEGIN}\nold\n{END}\nafter")
    assert renewed.startswith(f"before\n{BEGIN}")
    assert renewed.endswith(f"{END}\nafter")
    assert "old" not in renewed
    with pytest.raises(ValueError, match="no <!--"):
        put_into(f"before {BEGIN}")
