"""Divide what a team receives among its members: by work, with a floor; written with the approval."""

from collections import defaultdict
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import connection

from jiayi.foundation.rulebook import decide, value_on
from jiayi.insight.performance.models import MemberShare, Settlement
from jiayi.registry.organization import selectors as organization
from jiayi.service.care import selectors as care
from jiayi.service.fulfilment import selectors as fulfilment

UNITS, MODES = "performance.work_units", "performance.mode_factors"
_BY_PERSON = """
SELECT service.team_id, visit.practitioner_id, item, service.mode, count(*)
FROM ({done}) AS service
INNER JOIN ({visits}) AS visit ON visit.record_id = service.service_id
CROSS JOIN LATERAL unnest(service.items) AS item
WHERE service."on" >= %(first)s AND service."on" <= %(last)s AND service.team_id = ANY(%(teams)s::uuid[])
GROUP BY 1, 2, 3, 4
"""


def share_among_members(settlement: Settlement, on: date) -> list[MemberShare]:
    """One share for each member of each team that receives something now; what a team gives back is the team's."""
    paid = {UUID(team): fen for team, fen in settlement.balance.items() if fen > 0}
    units = _units_by_person(list(paid), settlement)
    rows = []
    for team_id, team in sorted(organization.team_facts_of(paid, settlement.decided_on).items()):
        roles = {one.practitioner_id: one.role for one in reversed(team.members)}
        if team.leader_id in roles:
            roles[team.leader_id] = "leader"
        known = {str(one): {"role": role, "units": float(units[team_id, one])} for one, role in sorted(roles.items())}
        if not known:
            continue
        facts = {"amount_fen": paid[team_id], "members": known}
        outcome = decide(
            "performance.members", on=settlement.decided_on, schemes=tuple(settlement.schemes), facts=facts
        )
        rows += [
            MemberShare(
                settlement=settlement,
                team_id=team_id,
                practitioner_id=UUID(one),
                role=known[one]["role"],
                units=units[team_id, UUID(one)],
                amount_fen=fen,
                reasons=outcome["reasons"],
            )
            for one, fen in outcome["amounts"].items()
        ]
    return MemberShare.objects.bulk_create(rows)


def _units_by_person(teams: list[UUID], settlement: Settlement) -> dict[tuple[UUID, UUID], Decimal]:
    """Work equivalents of the year so far by team and person, as records name who did it."""
    on, schemes = settlement.decided_on, settlement.schemes
    worth, modes = value_on(UNITS, on, schemes), value_on(MODES, on, schemes)
    found: dict[tuple[UUID, UUID], Decimal] = defaultdict(lambda: Decimal("0.00"))
    parameters = {"first": on.replace(month=1, day=1), "last": on, "teams": teams}
    with connection.cursor() as cursor:
        cursor.execute(_BY_PERSON.format(done=fulfilment.done_services(), visits=care.visits()), parameters)
        for team, person, item, mode, count in cursor:
            if item in worth and person is not None:
                each = Decimal(str(worth[item])) * Decimal(str(modes.get(mode, 1)))
                found[team, person] += (each * count).quantize(Decimal("0.01"))
    return found
