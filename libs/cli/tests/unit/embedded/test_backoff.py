from answerbus.embedded.backoff import Backoff


def test_the_first_restart_is_immediate_and_each_further_one_later() -> None:
    backoff = Backoff()
    assert [backoff.after(1.0) for _ in range(7)] == [0.0, 0.2, 0.5, 1.0, 2.0, 5.0, 5.0]


def test_half_a_minute_of_steady_running_is_forgiven() -> None:
    backoff = Backoff()
    for _ in range(4):
        backoff.after(1.0)
    assert backoff.after(30.0) == 0.0
    assert backoff.after(29.9) == 0.2
