"""Who may sign for whom."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any


def may_sign(
    role: str,
    *,
    roles: Collection[str],
    conditional: Sequence[Mapping[str, Any]],
    groups: Collection[str],
    qualifications: Collection[str],
) -> bool:
    """A role of the list signs for anyone; a conditional one for its groups, with its qualification."""
    if role in roles:
        return True
    return any(
        entry["role"] == role
        and not set(entry["groups"]).isdisjoint(groups)
        and entry.get("qualification") in (None, *qualifications)
        for entry in conditional
    )
