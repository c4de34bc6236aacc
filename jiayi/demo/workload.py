"""Members' real hours in two teams, so that one has promised too much and one nearly; and an adoption tried out."""

import math
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from jiayi.foundation.rulebook import RulebookView
from jiayi.registry.organization import selectors as organization
from jiayi.registry.organization import services
from jiayi.service.agreements import selectors as agreements
from jiayi.service.agreements.decisions.workload import norms_of
from jiayi.service.agreements.selectors import TeamWorkload
from jiayi.surfaces.workstation.services import start_simulation

from .county import BY, COUNTY

SHARES = (1.15, 0.95)  # of the members' time that the two heaviest teams have promised
TRIED_OUT = (("household-village",), ("village-centre", "shandong-2022"))


def enter_hours(on: date) -> None:
    """The members of the two teams with the most work have little time beside their other duties."""
    heaviest = sorted(agreements.workloads(BY, on=on), key=lambda one: -one.measure.expected_hours)
    for load, share in zip(heaviest, SHARES, strict=False):
        _enter(load, share, on)


def _enter(load: TeamWorkload, share: float, on: date) -> None:
    team = organization.team_facts(load.id, on)
    if team is None or not load.measure.expected_hours:
        return
    people = {member.practitioner_id for member in team.members}
    weeks = norms_of(RulebookView(on, organization.schemes_for(team.region_code, on))).weeks
    tenths = load.measure.expected_hours / share / weeks * 10
    each, rest = divmod(math.ceil(tenths), len(people))
    hours = {person: Decimal(each + (place < rest)) / 10 for place, person in enumerate(sorted(people))}
    services.change_team_members(
        by=BY,
        team_id=team.id,
        members=[(member.practitioner_id, member.role) for member in team.members],
        leader_id=team.leader_id,
        on=on,
        weekly_hours=hours,
    )


def try_adoptions_out(on: date, at: datetime) -> None:
    """What two other schemes would change for the county from next year, kept for the bureau to look at."""
    for schemes in TRIED_OUT:
        start_simulation(
            by=replace(BY, actor_name="县卫健局"),
            region_code=COUNTY,
            schemes=schemes,
            starts_on=date(on.year + 1, 1, 1),
            on=on,
            at=at,
            note="演示：明年起是否采用，请比较。",
        )
