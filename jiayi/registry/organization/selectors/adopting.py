"""What an adoption would change for teams: whose members would no longer be those that schemes ask for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from uuid import UUID

from jiayi.foundation.base.viewer import Viewer
from jiayi.registry.organization.selectors.composition import Composition, composition_under
from jiayi.registry.organization.selectors.schemes import stacks_if
from jiayi.registry.organization.selectors.teams import team_facts_of, teams
from jiayi.registry.organization.terms import ProposedAdoption, StacksIf, TeamFacts


@dataclass(frozen=True, slots=True)
class CompositionIf:
    """A team whose composition is refused now, or would be."""

    team: TeamFacts
    before: Composition
    after: Composition


def teams_if(viewer: Viewer, proposed: ProposedAdoption, *, on: date) -> tuple[list[TeamFacts], dict[UUID, StacksIf]]:
    """The open teams of the region as of `on`, by name, and the stacks of where each stands. Four queries."""
    listed = teams(viewer, on=on, region=proposed.region_code, is_open=True)
    facts = team_facts_of(list(listed.order_by().values_list("id", flat=True)), on)
    stacks = stacks_if({team.region_code for team in facts.values()}, proposed)
    found = sorted(facts.values(), key=lambda team: (team.institution_name, team.name, team.id))
    return found, {team.id: stacks[team.region_code] for team in found}


def unmet_compositions(
    teams: Iterable[TeamFacts], stacks: Mapping[UUID, StacksIf], on: date
) -> tuple[list[CompositionIf], int]:
    """Those of the teams that are, or with their other stack would be, composed otherwise than schemes ask on the day,
    and how many were looked at. No query."""
    listed = list(teams)
    found = [_composition_if(team, stacks[team.id], on) for team in listed]
    return [one for one in found if not (one.before.allowed and one.after.allowed)], len(listed)


def _composition_if(team: TeamFacts, stacks: StacksIf, on: date) -> CompositionIf:
    decided = cache(lambda schemes: composition_under(team, schemes, on))
    return CompositionIf(team, decided(stacks.before), decided(stacks.after))
