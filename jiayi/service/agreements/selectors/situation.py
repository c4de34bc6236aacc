"""What the signing page starts from: the resident's household, the teams that may sign, the packages on offer."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook import find_value
from jiayi.registry.organization import selectors as organization
from jiayi.registry.organization.terms import MemberFacts, TeamFacts
from jiayi.registry.people import selectors as people
from jiayi.registry.people.terms import ResidentFacts
from jiayi.service.agreements import permissions
from jiayi.service.agreements.models import Agreement, Refusal
from jiayi.service.agreements.selectors.asking import listed_codes
from jiayi.service.agreements.selectors.packages import BASIC, PackageOffer, packages_on_offer
from jiayi.service.agreements.terms import IN_FORCE, DocumentShown, Kind, Party, SignWay, Unit

_MOST_TEAMS = 200


@dataclass(frozen=True)
class Situation:
    """Facts of one day for one resident; `signed` holds the principal agreements in force by resident,
    `refused` who does not want to sign."""

    resident: ResidentFacts
    members: tuple[ResidentFacts, ...]
    signed: dict[UUID, Agreement]
    refused: frozenset[UUID]
    teams: tuple[Any, ...]
    team: TeamFacts | None
    offers: tuple[PackageOffer, ...]
    schemes: tuple[str, ...]
    guardian_age: int

    @property
    def id(self) -> UUID:
        return self.resident.id

    @property
    def household_id(self) -> UUID | None:
        return self.resident.household_id

    def adults(self) -> list[ResidentFacts]:
        return [one for one in self.members if one.age >= self.guardian_age and one.alive]

    def minors(self) -> list[ResidentFacts]:
        return [one for one in self.members if one.age < self.guardian_age]

    def signing(self, unit: str, chosen: Collection[str]) -> list[ResidentFacts]:
        """Who would stand on the paper: the resident alone, or the members whose ids are chosen."""
        if unit != Unit.HOUSEHOLD:
            return [self.resident]
        return [one for one in self.members if str(one.id) in set(chosen)]

    def has_minors(self, unit: str, chosen: Collection[str]) -> bool:
        """Whether one of them signs by a guardian."""
        return any(one in self.minors() for one in self.signing(unit, chosen))

    def team_members(self) -> list[MemberFacts]:
        """The chosen team's members, each person once."""
        found = {one.practitioner_id: one for one in reversed(self.team.members)} if self.team else {}
        return sorted(found.values(), key=lambda one: one.name)

    def listed(self, today: dt.date) -> dict[str, list[str]]:
        """The documents and ways of signing that a scheme lists, by field."""
        return listed_codes(self.schemes, today)

    def _usual_document(self, household: bool, today: dt.date) -> str:
        usual = DocumentShown.HOUSEHOLD_BOOK if household else DocumentShown.IDENTITY_CARD
        accepted = self.listed(today).get("document_shown", [usual])
        return usual if usual in accepted else accepted[0]

    def usual(self, today: dt.date) -> dict[str, Any]:
        """What most papers say: the unit of the scheme, everyone who can sign, the team of the village, the basics."""
        own = self.signed.get(self.id)
        by_household = find_value("agreement.unit", today, self.schemes)
        household = bool(self.household_id and by_household and by_household.value == Unit.HOUSEHOLD)
        kind = Kind.RENEWAL if own else Kind.FIRST
        willing = [one for one in self.members if one.lives_here and one.id not in self.refused]
        fitting = [one for one in willing if (one.id in self.signed) == bool(own)]
        guardian = min(self.adults(), key=lambda one: (not one.is_head, one.birth_date), default=None)
        return {
            "unit": Unit.HOUSEHOLD if household else Unit.PERSON,
            "resident_ids": [str(one.id) for one in fitting],
            "kind": kind,
            "document_shown": self._usual_document(household, today),
            "signed_on": today,
            "sign_way": SignWay.FULL_NOTICE,
            "team_id": str(self.team.id) if self.team else "",
            "party": Party.TEAM,
            "packages": [BASIC],
            "guardian_id": str(guardian.id) if guardian and self.minors() else "",
        }


def situation_of(viewer: Viewer, resident_id: UUID, *, on: dt.date, team_id: UUID | None = None) -> Situation:
    """The situation on a day, with a team as chosen or the usual one; NotVisible out of reach."""
    resident = people.resident_for(viewer, resident_id)
    household = people.members(viewer, resident.household_id) if resident.household_id else [resident]
    facts = people.facts_of([one.id for one in household], on)
    members = tuple(facts[one.id] for one in household if one.id in facts)
    signed = _signed([one.id for one in members])
    teams = _teams(viewer, on)
    schemes = tuple(organization.schemes_for(resident.region_id, on))
    limit = find_value("resident.guardian_age", on, schemes)
    team = _team(teams, team_id, signed.get(resident.id), resident.region_id, on)
    own = team.institution_id if team else None
    return Situation(
        resident=facts[resident.id],
        members=members,
        signed=signed,
        refused=_refused([one.id for one in members]),
        teams=teams,
        team=team,
        offers=tuple(packages_on_offer(on, institution_id=own, schemes=schemes)),
        schemes=schemes,
        guardian_age=(limit.value["years"] or 0) if limit else 0,
    )


def _signed(resident_ids: list[UUID]) -> dict[UUID, Agreement]:
    rows = Agreement.objects.filter(resident_id__in=resident_ids, state__in=IN_FORCE)
    rows = rows.exclude(kind=Kind.SUPPLEMENTARY).select_related("team").order_by("starts_on")
    return {row.resident_id: row for row in rows}


def _refused(resident_ids: list[UUID]) -> frozenset[UUID]:
    rows = Refusal.objects.filter(resident_id__in=resident_ids, withdrawn_on=None)
    return frozenset(rows.values_list("resident_id", flat=True))


def _teams(viewer: Viewer, on: dt.date) -> tuple[Any, ...]:
    """Teams the viewer may sign for, or assist."""
    scopes = [viewer.scope(permissions.SIGN), viewer.scope(permissions.ASSIST)]
    rows = organization.teams(viewer, on=on, is_open=True)
    found = []
    for scope in scopes:
        for prefix in scope.region_prefixes:
            found += list(rows.filter(institution__region__code__startswith=prefix)[:_MOST_TEAMS])
        found += list(rows.filter(institution_id__in=scope.institution_ids)[:_MOST_TEAMS])
        found += list(rows.filter(id__in=scope.team_ids)[:_MOST_TEAMS])
    return tuple({team.id: team for team in found}.values())


def _team(
    teams: tuple[Any, ...], chosen: UUID | None, signed: Agreement | None, region_code: str, on: dt.date
) -> TeamFacts | None:
    """The team chosen, else that of the agreement in force, of the village, or the first that may sign."""
    able = [team.id for team in teams]
    wanted = [chosen, signed.team_id if signed else None, organization.team_of_region(region_code, on), *able]
    usual = next((one for one in wanted if one in able), None)
    return organization.team_facts(usual, on) if usual else None
