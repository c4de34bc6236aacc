"""What an adoption would change for teams: whose members would no longer be those that schemes ask for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from uuid import UUID

from jiayi.registry.organization.selectors.composition import Composition, composition_under
from jiayi.registry.organization.terms import StacksIf, TeamFacts


@dataclass(frozen=True, slots=True)
class CompositionIf:
    """A team whose composition is refused now, or would be."""

    team: TeamFacts
    before: Composition
    after: Composition


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
