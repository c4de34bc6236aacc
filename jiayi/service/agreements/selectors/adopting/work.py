"""The load of teams by the norms of two stacks, from one count of what they have promised."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from jiayi.registry.organization.terms import StacksIf, TeamFacts
from jiayi.service.agreements.selectors.workload import TeamWorkload
from jiayi.service.agreements.selectors.workload.measured import load_of_team, scale_of, years_of
from jiayi.service.agreements.selectors.workload.promised import promised_by


@dataclass(frozen=True, slots=True)
class WorkIf:
    """A team's load as things are decided now, and with the adoption."""

    before: TeamWorkload
    after: TeamWorkload


def work_if(teams: Sequence[TeamFacts], stacks: Mapping[UUID, StacksIf], *, on: dt.date, day: dt.date) -> list[WorkIf]:
    """The load of these teams: promises as of `on`, norms of `day`. Who may see them is the caller's to say."""
    used = {schemes for one in stacks.values() for schemes in (one.before, one.after)}
    scales = {schemes: scale_of(schemes, day) for schemes in used}
    promised = promised_by([team.id for team in teams], on, years=years_of(used, day))
    return [
        WorkIf(
            load_of_team(team, promised[team.id], scales[stacks[team.id].before]),
            load_of_team(team, promised[team.id], scales[stacks[team.id].after]),
        )
        for team in teams
    ]
