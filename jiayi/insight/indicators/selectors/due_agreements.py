"""The agreements behind a renewal rate."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from jiayi.foundation.base.viewer import Viewer
from jiayi.insight.indicators.facts import sql
from jiayi.insight.indicators.permissions import DRILL
from jiayi.insight.indicators.terms import Measure

from .regions import require_region
from .villages import holding_due, page_parameters, region_of_agreement

_DUE = """
WITH due AS MATERIALIZED ({facts})
SELECT due.agreement_id, due.resident_id, due.team_id, due.ends_on, due.standing, due.reason, due.following_id
FROM due
WHERE %(population)s = ANY(due.populations) AND due.standing = %(standing)s
    AND (due.is_of_year OR NOT %(only_year)s)
    AND (%(reason)s = '' OR due.reason = %(reason)s)
    AND (%(team)s::uuid IS NULL OR due.team_id = %(team)s)
    AND (%(after_id)s::uuid IS NULL OR (due.region_code, due.name_pinyin, due.agreement_id) > (
        SELECT last.region_code, last.name_pinyin, last.agreement_id
        FROM due AS last WHERE last.agreement_id = %(after_id)s))
ORDER BY due.region_code, due.name_pinyin, due.agreement_id
LIMIT %(limit)s
"""


@dataclass(frozen=True)
class DueAgreement:
    """An agreement whose term ended, and what came of it."""

    agreement_id: UUID
    resident_id: UUID
    team_id: UUID
    ends_on: date
    standing: str
    reason: str
    following_id: UUID | None


def due_agreements(
    viewer: Viewer,
    region_code: str,
    population: str,
    standing: str,
    *,
    on: date,
    only_year: bool,
    reason: str = "",
    team_id: UUID | None = None,
    after_id: UUID | None = None,
    limit: int = 50,
) -> list[DueAgreement]:
    """Agreements of a standing (terms.Renewal) by village and the resident's name; one page from after_id."""
    require_region(viewer, region_code, DRILL)
    measure = Measure.RENEWAL_YEAR if only_year else Measure.RENEWAL_ROLLING
    holding = holding_due(region_code, on, measure, population, standing, reason, team_id)
    parameters: dict[str, Any] = {
        **page_parameters(region_code, on, holding, region_of_agreement(after_id), limit),
        "population": population,
        "standing": standing,
        "reason": reason,
        "only_year": only_year,
        "team": team_id,
        "after_id": after_id,
        "limit": limit,
    }
    with connection.cursor() as cursor:
        cursor.execute(_DUE.format(facts=sql("renewal_due")), parameters)
        return [DueAgreement(*row) for row in cursor]
