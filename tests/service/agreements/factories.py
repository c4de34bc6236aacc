"""A village with a team that may sign, and requests to sign with it; every value is made up."""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from jiayi.foundation.base.viewer import Scope
from jiayi.registry.organization.models import Practitioner, Team
from jiayi.registry.people.models import Resident
from jiayi.service.agreements import services
from jiayi.service.agreements.models import Agreement, AgreementPaper
from jiayi.service.agreements.terms import SigningRequest
from tests.registry.organization import factories as organization
from tests.registry.people import factories as people

VILLAGE = people.VILLAGE
TOWNSHIP = VILLAGE[:9]
COUNTY = VILLAGE[:6]
SIGNED_ON = dt.date(2026, 11, 2)
LONG_SINCE = dt.date(2020, 1, 1)


@dataclass(frozen=True)
class Signer:
    """A viewer with every permission named over regions and teams."""

    permissions: tuple[str, ...]
    prefixes: tuple[str, ...] = ()
    teams: tuple[UUID, ...] = ()
    practitioner_id: UUID | None = None
    actor_id: UUID | None = None
    actor_name: str = "孙大夫"

    def can(self, permission: str, region: str | None = None) -> bool:
        scope = self.scope(permission)
        return not scope.is_empty and (region is None or scope.holds_region(region))

    def scope(self, permission: str) -> Scope:
        if permission not in self.permissions:
            return Scope()
        return Scope(region_prefixes=self.prefixes, team_ids=self.teams)


DOCTORS = (
    "resident_read",
    "resident_write",
    "agreement_read",
    "agreement_sign",
    "agreement_terminate",
    "refusal_record",
    "task_read",
)
ASSISTANTS = ("resident_read", "agreement_read", "agreement_assist", "task_read")


def make_signer(*prefixes: str, permissions: tuple[str, ...] = DOCTORS, **fields: Any) -> Signer:
    """Someone who may sign in these regions (the township of the factories when none is named)."""
    return Signer(permissions, prefixes or (TOWNSHIP,), actor_id=uuid4(), **fields)


@dataclass(frozen=True)
class Village:
    """A village under its schemes, with the team of its area and somebody who may sign there."""

    team: Team
    by: Signer

    @property
    def doctor(self) -> Practitioner:
        return self.team.leader


def make_village(*schemes: str, **fields: Any) -> Village:
    """A village whose county adopted these schemes, served by one team."""
    people.make_region(VILLAGE)
    if schemes:
        organization.make_adoption(COUNTY, *schemes)
    team = make_team(**fields)
    organization.make_area(team, VILLAGE)
    return Village(team, make_signer())


def make_team(**fields: Any) -> Team:
    """A team at an institution of the township."""
    return organization.make_team(organization.make_institution(people.make_region(TOWNSHIP)), **fields)


def make_resident(**fields: Any) -> Resident:
    """An adult who has lived in the village for years."""
    return people.make_resident(**({"resident_since": LONG_SINCE} | fields))


def make_household(*, members: int = 3, **fields: Any):
    """A household of adults who have lived in the village for years."""
    household = people.make_household(members=members, **fields)
    household.members.update(resident_since=LONG_SINCE)
    return household


def request_for(place: Village | Team, *residents: Resident, **fields: Any) -> SigningRequest:
    """A request for a basic package, signed on the usual day."""
    team = place.team if isinstance(place, Village) else place
    usual: dict[str, Any] = {
        "team_id": team.id,
        "packages": ("basic",),
        "signed_on": SIGNED_ON,
        "resident_ids": tuple(resident.id for resident in residents),
    }
    return SigningRequest(**(usual | fields))


def sign(place: Village | Team, *residents: Resident, on: dt.date | None = None, by=None, **fields) -> AgreementPaper:
    """Sign on the usual day, entered on the day of signing."""
    asked = request_for(place, *residents, **fields)
    by = by or (place.by if isinstance(place, Village) else make_signer())
    return services.sign_agreement(by=by, asked=asked, on=on or asked.signed_on)


def agreement_of(resident: Resident, **fields: Any) -> Agreement:
    """The resident's latest agreement."""
    return Agreement.objects.filter(resident=resident, **fields).latest("created_at")
