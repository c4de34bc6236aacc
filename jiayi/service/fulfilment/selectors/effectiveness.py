"""Whether agreements are effective: what was done in the agreement year, judged by agreements.effective."""

import datetime as dt
import functools
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from jiayi.foundation.rulebook import decide, find_value
from jiayi.registry.organization import selectors as organization
from jiayi.registry.people import selectors as people
from jiayi.service.agreements import selectors as agreements
from jiayi.service.care.terms import Evidence
from jiayi.service.fulfilment.models import DoneService
from jiayi.service.fulfilment.rules import Service, counted_services
from jiayi.service.fulfilment.terms import Opinion

SHARE = "fulfilment.staff_entry_share"
_RUNNING_YEARS = """
    SELECT agreement_id, resident_id, region_code, counted_from, agreement_ends_on, year_starts_on
    FROM ({years}) AS years
    WHERE agreement_id = ANY(%(agreements)s) AND state IN ('active', 'suspended')
        AND %(on)s BETWEEN starts_on AND ends_on
"""


@dataclass(frozen=True)
class Effectiveness:
    """What agreements.effective says of an agreement, and from how many services."""

    is_effective: bool
    missing: list[dict[str, Any]]  # item, due, done
    reasons: list[dict[str, Any]]
    services: int  # counted
    uncounted: int  # done, but proved by staff entry alone and beyond the share, or disputed


@dataclass(frozen=True)
class _Year:
    agreement_id: UUID
    resident_id: UUID
    region_code: str
    counted_from: dt.date
    ends_on: dt.date
    starts_on: dt.date


def effectiveness_of(agreement_ids: Collection[UUID], on: dt.date) -> dict[UUID, Effectiveness]:
    """By agreement that runs on the day what the decision says; in as many queries for one as for thousands."""
    years = _running_years(agreement_ids, on)
    residents = {year.resident_id for year in years}
    facts = people.facts_of(residents, on)
    done = services_by_resident(residents, min((year.starts_on for year in years), default=on), on)
    stacks = {one.region_code: one.schemes for one in facts.values()}
    schemes_of = functools.cache(lambda region: stacks.get(region) or tuple(organization.schemes_for(region, on)))
    judge = functools.cache(functools.partial(_judged, on))
    found = {}
    for year in years:
        schemes = schemes_of(year.region_code)
        services = [one for one in done[year.resident_id] if one.on >= year.starts_on]
        counted = counted_services([one for one in services if one.evidence], _share(on, schemes))
        groups = tuple(facts[year.resident_id].groups) if year.resident_id in facts else ()
        fulfilled = frozenset(Counter(item for one in counted for item in one.items).items())
        outcome = judge(schemes, groups, year.counted_from, year.ends_on, fulfilled)
        found[year.agreement_id] = Effectiveness(
            outcome["effective"], outcome["missing"], outcome["reasons"], len(counted), len(services) - len(counted)
        )
    return found


def services_by_resident(
    residents: Collection[UUID], since: dt.date, until: dt.date
) -> defaultdict[UUID, list[Service]]:
    """What was done for each, both days included; a disputed service has no evidence. One query."""
    rows = DoneService.objects.filter(resident_id__in=residents, is_void=False, on__range=(since, until))
    found: defaultdict[UUID, list[Service]] = defaultdict(list)
    for one in rows.only("resident_id", "on", "evidence", "opinion", "items", "any_item").order_by("on", "id"):
        items = tuple(one.items) or ((one.any_item,) if one.any_item else ())
        found[one.resident_id].append(Service(one.on, grade_of(one), items))
    return found


def grade_of(done: DoneService) -> str:
    """The grade of evidence with what the resident said: confirmed staff entry is confirmed by both, what is disputed
    proves nothing."""
    if done.opinion == Opinion.DISPUTED:
        return ""
    confirmed = done.opinion == Opinion.CONFIRMED and done.evidence == Evidence.C
    return str(Evidence.B) if confirmed else done.evidence


def _running_years(agreement_ids: Collection[UUID], on: dt.date) -> list[_Year]:
    with connection.cursor() as cursor:
        query = _RUNNING_YEARS.format(years=agreements.promised_years())
        cursor.execute(query, {"agreements": list(agreement_ids), "on": on})
        return [_Year(*row) for row in cursor.fetchall()]


def _share(on: dt.date, schemes: Sequence[str]) -> float:
    found = find_value(SHARE, on, schemes)
    return float(found.value) if found else 1.0


def _judged(
    on: dt.date,
    schemes: tuple[str, ...],
    groups: tuple[str, ...],
    counted_from: dt.date,
    ends_on: dt.date,
    fulfilled: frozenset[tuple[str, int]],
) -> dict[str, Any]:
    facts = {"groups": list(groups), "signed_on": counted_from, "ends_on": ends_on, "fulfilled": dict(fulfilled)}
    return decide("agreements.effective", on=on, schemes=schemes, facts=facts)
