"""Claim services of persons from a fund: what one fund pays, no other pays again (S2.6-15)."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db import connection, transaction

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.core.dates import add_months
from jiayi.insight.performance.models import ServiceClaim
from jiayi.insight.performance.permissions import PROPOSE
from jiayi.registry.organization import selectors as organization
from jiayi.service.fulfilment import selectors as fulfilment

_DONE = """
SELECT DISTINCT service.resident_id FROM ({done}) AS service
WHERE service.team_id = %(team)s AND %(item)s = ANY(service.items)
    AND service."on" >= %(first)s AND service."on" < %(last)s
ORDER BY 1
"""


@transaction.atomic
def claim_services(
    *, by: Viewer, team_id: UUID, fund: str, item: str, period: str, resident_ids: Sequence[UUID], on: date
) -> dict[UUID, str]:
    """By resident the fund that pays the item in the period: this one, or the one that had claimed it before."""
    team = organization.team_facts(team_id, on)
    if team is None or not by.scope(PROPOSE).holds_region(team.region_code):
        raise NotVisible
    ids = list(dict.fromkeys(resident_ids))
    ServiceClaim.objects.bulk_create(
        (
            ServiceClaim(resident_id=one, item=item, period=period, fund=fund, team_id=team_id, claimed_on=on)
            for one in ids
        ),
        ignore_conflicts=True,
    )
    found = ServiceClaim.objects.filter(resident_id__in=ids, item=item, period=period)
    paid = dict(found.values_list("resident_id", "fund"))
    refused = sum(one != fund for one in paid.values())
    audit.record(
        by=by,
        act="performance.claim_services",
        subject_kind="team",
        subject_ids=[team_id],
        resident_ids=ids,
        details={"fund": fund, "item": item, "period": period, "refused": refused},
    )
    return paid


def claim_done(*, by: Viewer, team_id: UUID, fund: str, item: str, period: str, on: date) -> dict[UUID, str]:
    """Claim an item for everybody for whom the team did it in a month (YYYY-MM); as claim_services answers."""
    first = date.fromisoformat(f"{period}-01")
    parameters = {"team": team_id, "item": item, "first": first, "last": add_months(first, 1)}
    with connection.cursor() as cursor:
        cursor.execute(_DONE.format(done=fulfilment.done_services()), parameters)
        ids = [resident_id for (resident_id,) in cursor]
    return claim_services(by=by, team_id=team_id, fund=fund, item=item, period=period, resident_ids=ids, on=on)
