"""The load of teams, measured by the norms of the schemes that each follows."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q

from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook import RulebookView, decide, find_value
from jiayi.registry.organization import selectors as organization
from jiayi.registry.organization.terms import TeamFacts
from jiayi.service.agreements import permissions
from jiayi.service.agreements.decisions import workload as decision
from jiayi.service.agreements.rules import workload as rules
from jiayi.service.agreements.rules.workload import Measure, Member, Norms

from .promised import Promised, promised_by

DECISION = "agreements.workload"
Stack = tuple[str, ...]


@dataclass(frozen=True)
class TeamWorkload:
    """A team and its load; `warning` is a code of agreements.workload, "" where the load is bearable."""

    id: UUID
    name: str
    institution_id: UUID
    institution: str
    region_code: str
    measure: Measure
    warning: str
    promised: Promised


@dataclass(frozen=True)
class Scale:
    """The norms of one stack of schemes on a day, read once for all teams that follow it."""

    view: RulebookView
    norms: Norms
    maternal_days: int | None

    def measure(self, promised: Promised) -> Measure:
        return rules.measure(
            ages=promised.ages,
            conditions=promised.conditions_on(self.view.on, self.maternal_days),
            items=promised.items,
            members=[Member(one.roles, one.weekly_hours, one.teams) for one in promised.members],
            norms=self.norms,
        )


def scale_of(schemes: Stack, on: dt.date) -> Scale:
    """The scale of a stack on a day."""
    view = RulebookView(on, schemes)
    return Scale(view, decision.norms_of(view), view.get("group.maternal_days"))


def years_of(stacks: Collection[Stack], on: dt.date) -> set[int]:
    """The ages at which one of the stacks begins another weight."""
    found = (find_value(decision.AGES, on, schemes) for schemes in stacks)
    return {band["from_years"] for value in found if value for band in value.value}


def workloads(viewer: Viewer, *, on: dt.date, region: str = "", institution: UUID | None = None) -> list[TeamWorkload]:
    """The load of every open team within reach, in no order; the same few queries for one team or a county's."""
    teams = organization.teams(viewer, on=on, region=region, institution=institution, is_open=True)
    reach = _reach(viewer)
    listed = list(teams.filter(reach).order_by().values_list("id", flat=True)) if reach is not None else []
    facts = organization.team_facts_of(listed, on)
    stacks = organization.schemes_of({team.region_code for team in facts.values()}, on)
    return measured(list(facts.values()), {team.id: stacks[team.region_code] for team in facts.values()}, on)


def measured(teams: Sequence[TeamFacts], stacks: Mapping[UUID, Stack], on: dt.date) -> list[TeamWorkload]:
    """The load of these teams, each by its stack."""
    scales = {schemes: scale_of(schemes, on) for schemes in set(stacks.values())}
    work = promised_by([team.id for team in teams], on, years=years_of(scales, on))
    return [load_of_team(team, work[team.id], scales[stacks[team.id]]) for team in teams]


def load_of_team(team: TeamFacts, promised: Promised, scale: Scale) -> TeamWorkload:
    """What a team has promised, measured by a scale."""
    found = scale.measure(promised)
    return TeamWorkload(
        id=team.id,
        name=team.name,
        institution_id=team.institution_id,
        institution=team.institution_name,
        region_code=team.region_code,
        measure=found,
        warning=decision.warning_of(found, scale.view),
        promised=promised,
    )


@dataclass(frozen=True)
class ExplainedWorkload:
    """One team's load with the decision on it and its reasons."""

    team: TeamFacts
    load: TeamWorkload
    outcome: dict[str, Any]


def workload_of(viewer: Viewer, team_id: UUID, *, on: dt.date) -> ExplainedWorkload:
    """The load of a team, explained; NotVisible where the viewer may not see the work of teams there."""
    team = organization.team_facts(team_id, on)
    if team is None:
        raise NotVisible
    permissions.require_team(viewer, permissions.READ_WORKLOAD, team)
    return explained(team, on)


def explained(team: TeamFacts, on: dt.date) -> ExplainedWorkload:
    """The load of a team, whoever asks."""
    schemes = tuple(organization.schemes_for(team.region_code, on))
    [load] = measured([team], {team.id: schemes}, on)
    return ExplainedWorkload(team, load, outcome_of(load.promised, schemes, on))


def outcome_of(promised: Promised, schemes: Stack, on: dt.date) -> dict[str, Any]:
    """The decision agreements.workload on what a team has promised."""
    maternal_days = find_value("group.maternal_days", on, schemes)
    members = [
        {"roles": list(one.roles), "weekly_hours": one.weekly_hours, "teams": one.teams} for one in promised.members
    ]
    facts = {
        "ages": dict(promised.ages),
        "conditions": dict(promised.conditions_on(on, maternal_days.value if maternal_days else None)),
        "items": dict(+promised.items),
        "members": members,
    }
    return decide(DECISION, on=on, schemes=schemes, facts=facts)


def _reach(viewer: Viewer) -> Q | None:
    """Teams whose work the viewer may see; None where there are none."""
    scope = viewer.scope(permissions.READ_WORKLOAD)
    if scope.is_empty:
        return None
    found = Q() if scope.everything else Q(id__in=scope.team_ids) | Q(institution_id__in=scope.institution_ids)
    for prefix in () if scope.everything else scope.region_prefixes:
        found |= Q(institution__region__code__startswith=prefix)
    return found
