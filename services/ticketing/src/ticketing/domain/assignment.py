"""Who takes the next ticket."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

AGENT_ROLES = ("owner", "admin", "agent")
_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Agent:
    """A user who can take tickets, with how many are under way and when they last got one."""

    user_id: str
    name: str
    open_tickets: int = 0
    last_assigned_at: datetime | None = None
    email: str | None = None


def least_busy(agents: Iterable[Agent]) -> Agent | None:
    """Fewest tickets under way; of those whoever has waited longest; then the lowest id."""
    return min(agents, key=_busyness, default=None)


def share_out(tickets: int, agents: Iterable[Agent], now: datetime) -> list[Agent]:
    """Who takes each of `tickets` tickets, one after the other. Empty when there is nobody."""
    staff = {agent.user_id: agent for agent in agents}
    chosen: list[Agent] = []
    for _ in range(tickets):
        agent = least_busy(staff.values())
        if agent is None:
            break
        chosen.append(agent)
        staff[agent.user_id] = replace(agent, open_tickets=agent.open_tickets + 1, last_assigned_at=now)
    return chosen


def _busyness(agent: Agent) -> tuple[int, datetime, str]:
    return agent.open_tickets, agent.last_assigned_at or _NEVER, agent.user_id
