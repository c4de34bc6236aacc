"""Divide what a team receives among its members: by work and score, with a floor; written with the approval."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from jiayi.foundation.rulebook import decide
from jiayi.insight.performance.models import MemberScore, MemberShare, Settlement
from jiayi.registry.organization import selectors as organization

from .persons import roles_of
from .work import units_in, work_of_year


@dataclass(frozen=True)
class _Member:
    role: str
    units: Decimal
    scored: MemberScore | None = None

    @property
    def facts(self) -> dict[str, Any]:
        own = {} if self.scored is None else {"score": self.scored.final or 0.0}
        return {"role": self.role, "units": float(self.units)} | own


def share_among_members(settlement: Settlement, on: date) -> list[MemberShare]:
    """One share for each member of each team that receives something now; what a team gives back is the team's."""
    paid = {UUID(team): fen for team, fen in settlement.balance.items() if fen > 0}
    rows = []
    for team_id, members in sorted(_members(paid, settlement).items()):
        facts = {"amount_fen": paid[team_id], "members": {str(one): who.facts for one, who in members.items()}}
        outcome = decide(
            "performance.members", on=settlement.decided_on, schemes=tuple(settlement.schemes), facts=facts
        )
        rows += [
            MemberShare(
                settlement=settlement,
                team_id=team_id,
                practitioner_id=one,
                role=who.role,
                units=who.units,
                member_score=who.scored,
                amount_fen=outcome["amounts"][str(one)],
                reasons=outcome["reasons"],
            )
            for one, who in members.items()
        ]
    return MemberShare.objects.bulk_create(rows)


def _members(paid: Mapping[UUID, int], settlement: Settlement) -> dict[UUID, dict[UUID, _Member]]:
    """By team those who were scored; of a prepayment, and of teams without scores of members, those of the day."""
    found: dict[UUID, dict[UUID, _Member]] = {}
    scored = MemberScore.objects.filter(team_score__assessment=settlement.assessment_id, team_score__team__in=paid)
    if settlement.assessment_id is not None:
        for one in scored.select_related("team_score").order_by("practitioner_id"):
            found.setdefault(one.team_score.team_id, {})[one.practitioner_id] = _Member(one.role, one.units, one)
    missing = [team for team in paid if team not in found]
    if not missing:
        return found
    work = work_of_year([str(one) for one in missing], settlement.decided_on, settlement.schemes)
    for team_id, team in organization.team_facts_of(missing, settlement.decided_on).items():
        members = {
            one: _Member(role, units_in(work.get((str(team_id), str(one)), [])).quantize(Decimal("0.01")))
            for one, role in roles_of(team).items()
        }
        if members:
            found[team_id] = members
    return found
