"""Teams near or beyond a cap of a stack of schemes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from jiayi.foundation.rulebook import find_value
from jiayi.service.agreements.selectors import TeamCount

NEAR = "team.near_limit_share"


@dataclass(frozen=True)
class FullTeam:
    """A team with the count that comes nearest to its cap, or passes it."""

    id: UUID
    name: str
    institution: str
    now: int
    limit: int
    unit: str

    @property
    def is_over(self) -> bool:
        return self.now > self.limit


def full_teams(
    teams: Iterable[Any], counts: Mapping[UUID, TeamCount], on: date, schemes: Sequence[str]
) -> list[FullTeam]:
    """Of these teams, those at the warning share of a cap or more under a stack on a day, the fullest first."""
    caps = {name: find_value(key, on, schemes) for name, key in _CAPS.items()}
    share = find_value(NEAR, on, schemes)
    found = [
        full
        for team in teams
        for name, cap in caps.items()
        if cap
        and (full := _team(team, counts.get(team.id, TeamCount()), name, cap.value["limit"]))
        and full.now >= full.limit * (share.value if share else 1)
    ]
    return sorted(found, key=lambda full: full.now / max(full.limit, 1), reverse=True)


_CAPS = {"households": "team.max_households", "persons": "team.max_persons"}


def _team(team: Any, count: TeamCount, name: str, limit: int) -> FullTeam:
    unit = pgettext("counted", "户") if name == "households" else _("人")
    return FullTeam(team.id, team.name, team.institution.name, getattr(count, name), limit, unit)
