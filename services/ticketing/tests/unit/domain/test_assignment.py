from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ticketing.domain.assignment import Agent, least_busy, share_out

NOW = datetime(2026, 3, 1, tzinfo=UTC)
AGENTS = st.lists(
    st.builds(
        Agent,
        user_id=st.text("abc", min_size=1, max_size=3),
        name=st.just("x"),
        open_tickets=st.integers(0, 3),
        last_assigned_at=st.none() | st.integers(0, 3).map(lambda n: NOW - timedelta(hours=n)),
    ),
    max_size=6,
    unique_by=lambda agent: agent.user_id,
)


def test_fewest_tickets_then_longest_idle_then_lowest_id() -> None:
    busy = Agent("a", "Busy", open_tickets=2)
    recent = Agent("b", "Recent", open_tickets=1, last_assigned_at=NOW)
    idle = Agent("d", "Idle", open_tickets=1, last_assigned_at=NOW - timedelta(hours=1))
    twin = Agent("c", "Twin", open_tickets=1, last_assigned_at=NOW - timedelta(hours=1))
    fresh = Agent("e", "Fresh", open_tickets=1)
    assert least_busy([busy]) == busy
    assert least_busy([busy, recent]) == recent
    assert least_busy([busy, recent, idle]) == idle
    assert least_busy([busy, recent, idle, twin]) == twin
    assert least_busy([busy, recent, idle, twin, fresh]) == fresh
    assert least_busy([]) is None


@given(AGENTS, st.integers(0, 20))
def test_sharing_out_gives_every_ticket_and_levels_the_load(agents: list[Agent], tickets: int) -> None:
    chosen = share_out(tickets, agents, NOW)
    assert len(chosen) == (tickets if agents else 0)
    load = {agent.user_id: agent.open_tickets for agent in agents}
    for agent in chosen:
        assert load[agent.user_id] == min(load.values())
        load[agent.user_id] += 1
