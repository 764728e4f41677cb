from __future__ import annotations

import pytest

from chassis.logs import reason_of


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (OSError("The connection broke.\n(Background on this error at: …)"), "The connection broke."),
        (TimeoutError(), "TimeoutError"),
    ],
)
def test_a_reason_is_one_line_and_never_empty(error: Exception, reason: str) -> None:
    assert reason_of(error) == reason
