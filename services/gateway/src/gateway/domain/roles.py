"""What each role of a user may do."""

from __future__ import annotations

from contracts.shapes import Role

MANAGERS: frozenset[Role] = frozenset({"owner", "admin"})
DESK: frozenset[Role] = frozenset({"owner", "admin", "agent"})
"""Who may act for customers."""
EVERYBODY: frozenset[Role] = frozenset({"owner", "admin", "agent", "analyst"})


def may_grant(granter: Role, role: Role) -> bool:
    """Owners make owners; admins everybody else."""
    return granter == "owner" or (granter == "admin" and role != "owner")


def leaves_no_owner(role: Role, becomes: Role | None, active_owners: int) -> bool:
    """Whether a user of `role` who becomes `becomes` (None: is removed) was the last owner."""
    return role == "owner" and becomes != "owner" and active_owners <= 1
