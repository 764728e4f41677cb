"""What clocks have to do with tokens."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chassis import clock
from gateway.domain.identity import Visit
from gateway.outbound.tokens import WIDGET_SECONDS, JwtTokens
from gateway.refusals import Unauthorized

VISIT = Visit("wsp_1", "bot_1", "cnv_1", "ctc_1")


def signed(tokens: JwtTokens, ahead: float, monkeypatch: pytest.MonkeyPatch) -> str:
    """A token of a replica whose clock is ahead by so many seconds."""
    with monkeypatch.context() as there:
        now = clock.now() + timedelta(seconds=ahead)
        there.setattr(clock, "now", lambda: now)
        return tokens.for_visit(VISIT)[0]


def test_a_token_of_a_replica_whose_clock_is_a_little_ahead_is_good(monkeypatch: pytest.MonkeyPatch) -> None:
    tokens = JwtTokens()
    assert tokens.read_visit(signed(tokens, 20, monkeypatch)) == VISIT
    with pytest.raises(Unauthorized):
        tokens.read_visit(signed(tokens, 600, monkeypatch))


def test_a_token_has_expired_on_the_second(monkeypatch: pytest.MonkeyPatch) -> None:
    tokens = JwtTokens()
    assert tokens.read_visit(signed(tokens, 5 - WIDGET_SECONDS, monkeypatch)) == VISIT
    with pytest.raises(Unauthorized, match="has expired"):
        tokens.read_visit(signed(tokens, -1 - WIDGET_SECONDS, monkeypatch))
