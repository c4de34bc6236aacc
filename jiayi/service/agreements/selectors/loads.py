"""How full teams and doctors are."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook import find_value
from jiayi.registry.organization import selectors as organization
from jiayi.service.agreements import permissions
from jiayi.service.agreements.models import DoctorLoad, TeamLoad


@dataclass(frozen=True)
class Fill:
    """A count against its cap; `limit` is None where the scheme sets none, `mode` "" then."""

    now: int
    limit: int | None
    mode: str

    @property
    def share(self) -> float | None:
        """How full, 1.0 at the cap."""
        return self.now / self.limit if self.limit else None


@dataclass(frozen=True)
class TeamFill:
    """A team's households and persons, and the persons of each member who signs."""

    households: Fill
    persons: Fill
    doctors: dict[UUID, Fill]


def loads(viewer: Viewer, team_id: UUID, *, on: dt.date) -> TeamFill:
    """How full a team is under its region's schemes; NotVisible where the viewer may not see its agreements."""
    team = organization.team_facts(team_id, on)
    if team is None:
        raise NotVisible
    permissions.require_team(viewer, permissions.READ, team)
    schemes = organization.schemes_for(team.region_code, on)
    load = TeamLoad.objects.filter(team_id=team_id).first() or TeamLoad(team_id=team_id)
    roles = {member.practitioner_id: member.role for member in team.members}
    held = dict(DoctorLoad.objects.filter(practitioner_id__in=roles).values_list("practitioner_id", "persons"))
    return TeamFill(
        households=_fill(load.households, "team.max_households", on, schemes),
        persons=_fill(load.persons, "team.max_persons", on, schemes),
        doctors={
            identity: _fill(persons, _doctor_key(roles[identity]), on, schemes) for identity, persons in held.items()
        },
    )


def _doctor_key(role: str) -> str:
    return "village_doctor.max_persons" if role == "village_doctor" else "doctor.max_persons"


def _fill(now: int, key: str, on: dt.date, schemes: list[str]) -> Fill:
    found = find_value(key, on, schemes)
    return Fill(now, found.value["limit"], found.value["mode"]) if found else Fill(now, None, "")
