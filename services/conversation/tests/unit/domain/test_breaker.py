"""The circuit breaker's states."""

from __future__ import annotations

from conversation.domain.breaker import Breaker


def opened() -> Breaker:
    return Breaker(threshold=2, cooldown=10).failed(1).failed(2)


def test_it_opens_after_failures_in_a_row_only() -> None:
    breaker = Breaker(threshold=2, cooldown=10)
    assert breaker.failed(1).succeeded().failed(2).state == "closed"
    assert opened().state == "open"
    assert not opened().admits(11.9)


def test_after_the_cooldown_one_trial_goes_out() -> None:
    assert opened().admits(12)
    trial = opened().started(12)
    assert trial.state == "half_open"
    assert not trial.admits(13)


def test_the_trial_decides() -> None:
    trial = opened().started(12)
    assert trial.succeeded().state == "closed"
    assert trial.failed(13).state == "open"
    assert not trial.failed(13).admits(22)


def test_an_unfit_request_says_nothing_about_the_provider() -> None:
    assert Breaker(threshold=1).refused_request().state == "closed"
    assert opened().started(12).refused_request().state == "closed"
