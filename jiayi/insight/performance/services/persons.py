"""Score the members of a team: by the residents each is responsible for, and by the work each did."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from jiayi.foundation.rulebook.schema import Scoring
from jiayi.insight.performance.models import MemberScore, TeamScore
from jiayi.registry.organization.terms import TeamFacts

from .judging import judge, measures_of
from .work import Work

Rates = Mapping[str, Any]  # by indicator


def roles_of(team: TeamFacts) -> dict[UUID, str]:
    """By member the first role, of the leader that of leading."""
    roles = {one.practitioner_id: str(one.role) for one in reversed(team.members)}
    if team.leader_id in roles:
        roles[team.leader_id] = "leader"
    return dict(sorted(roles.items(), key=lambda pair: str(pair[0])))


def add_members(
    score: TeamScore, team: TeamFacts, entry: Scoring, rates: Mapping[str, Rates], work: Work
) -> list[MemberScore]:
    """A score for each member; `rates` by person. Where nobody is under a person's care, the team's measure counts."""
    made = []
    for person, role in roles_of(team).items():
        own = {code: rate for code, rate in rates.get(str(person), {}).items() if rate.denominator}
        measures = [
            theirs | {"is_own": True} if theirs["points"] is not None else of_team | {"is_own": False}
            for theirs, of_team in zip(measures_of(entry, own), score.measures, strict=True)
        ]
        lines = work.get((str(score.team_id), str(person)), [])
        member = MemberScore(team_score=score, practitioner_id=person, role=role, measures=measures, unit_lines=lines)
        made.append(member)
    return MemberScore.objects.bulk_create(made)


def judge_members(score: TeamScore, on: date, schemes: Sequence[str]) -> None:
    """Judge them anew with what was entered for the team; the share found true is the team's."""
    members = list(score.members.all())
    for member in members:
        judge(member, score.entered, score.verified_share, on, schemes)
        member.share = round(float(member.units / score.units), 4) if score.units else None
    MemberScore.objects.bulk_update(
        members, ["dimensions", "units", "share", "score", "factor", "final", "needs_audit", "reasons"]
    )
