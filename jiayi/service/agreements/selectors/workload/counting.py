"""Counts over the agreements in force of many teams, each one aggregate that PostgreSQL can share among processes.

The shapes are deliberate: grouping by few values with filtered counts, and what starts later counted apart from what
runs, keep the plans parallel; at a million residents that is a third of the time (bench/workloads.py).
"""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from jiayi.registry.people import selectors as people
from jiayi.service.agreements.models import Agreement, AgreementPackage
from jiayi.service.agreements.terms import RUNNING, Kind, State

LONGEST_POSTPARTUM = 366  # days after which no scheme counts a woman as maternal
_MEMBER = "resident__group_memberships__"
Audience = tuple[str, ...]  # groups that an item is meant for
Condition = tuple[UUID, str, dt.date | None, int]  # team, group, day of delivery, persons
# A walk over the index from one value to the next: as many steps as there are versions, not rows.
_VERSIONS = """
    WITH RECURSIVE held AS (
        (SELECT package, version FROM agreements_agreementpackage ORDER BY package, version LIMIT 1)
        UNION ALL
        SELECT following.package, following.version FROM held CROSS JOIN LATERAL (
            SELECT package, version FROM agreements_agreementpackage AS later
            WHERE (later.package, later.version) > (held.package, held.version)
            ORDER BY package, version LIMIT 1
        ) AS following
    )
    SELECT package, version FROM held
"""


def in_force(team_ids: Collection[UUID]) -> list[QuerySet[Agreement]]:
    """Agreements that run or rest, and apart from them those that will start and follow none with the same team."""
    of_teams = Agreement.objects.filter(team_id__in=list(team_ids)).order_by()
    running = Agreement.objects.filter(resident=OuterRef("resident"), team=OuterRef("team"), state__in=RUNNING)
    running = running.exclude(kind=Kind.SUPPLEMENTARY)
    coming = of_teams.filter(Q(kind=Kind.SUPPLEMENTARY) | ~Exists(running), state=State.SCHEDULED)
    return [of_teams.filter(state__in=RUNNING), coming]


def principal(agreements: QuerySet[Agreement]) -> QuerySet[Agreement]:
    return agreements.exclude(kind=Kind.SUPPLEMENTARY)


def persons_by_age(
    agreements: QuerySet[Agreement], on: dt.date, years: Iterable[int]
) -> Iterator[tuple[UUID, int, int]]:
    """Team, age and persons; ages are those of `years` (0 with them), each up to the next."""
    firsts = sorted({0, *years})
    at_least = {
        f"from_{year}": Count("id", filter=Q(resident__birth_date__lte=people.latest_birth(on, year * 12)))
        for year in firsts[1:]
    }
    for row in agreements.values("team_id").annotate(from_0=Count("id"), **at_least):
        reached = [row[f"from_{year}"] for year in firsts] + [0]
        for place, year in enumerate(firsts):
            yield row["team_id"], year, reached[place] - reached[place + 1]


def persons_by_condition(agreements: QuerySet[Agreement], on: dt.date) -> Iterator[Condition]:
    """Team, group, day of delivery (else None) and persons, each once a group."""
    begun = {f"{_MEMBER}since__lte": on}
    is_open = begun | {f"{_MEMBER}until": None, f"{_MEMBER}delivered_on": None}
    counted = agreements.filter(**is_open).values_list("team_id", f"{_MEMBER}group").annotate(persons=Count("id"))
    for team_id, group, persons in counted:
        yield team_id, group, None, persons
    for team_id, group, delivered_on, _resident in _ending(agreements, on, begun, is_open):
        yield team_id, group, delivered_on, 1


def _ending(
    agreements: QuerySet[Agreement], on: dt.date, begun: Mapping[str, Any], is_open: Mapping[str, Any]
) -> Collection[tuple[UUID, str, dt.date | None, UUID]]:
    """The few whose membership has a last day that is not past, or a delivery: those not counted as open already."""
    recent = Q(**{f"{_MEMBER}delivered_on": None}) | Q(
        **{f"{_MEMBER}delivered_on__gte": on - dt.timedelta(days=LONGEST_POSTPARTUM)}
    )
    lasting = Q(**{f"{_MEMBER}until": None}) | Q(**{f"{_MEMBER}until__gte": on})
    ends = Q(**{f"{_MEMBER}until__isnull": False}) | Q(**{f"{_MEMBER}delivered_on__isnull": False})
    columns = ("team_id", f"{_MEMBER}group", f"{_MEMBER}delivered_on", "resident_id")
    found = set(agreements.filter(recent, lasting, ends, **begun).values_list(*columns))
    residents = {row[3] for row in found}
    open_too = agreements.filter(resident_id__in=residents, **is_open).values_list("resident_id", f"{_MEMBER}group")
    counted = set(open_too) if residents else set()
    return [row for row in found if (row[3], row[1]) not in counted]


def agreements_by_package(
    agreements: QuerySet[Agreement], audiences: Sequence[Audience]
) -> Iterator[tuple[UUID, str, str, dict[Audience, int]]]:
    """Team, package, version, and how many agreements hold it: of everybody (under no groups) and of each audience."""
    meant = {
        f"meant_{place}": Count("id", filter=Q(groups__overlap=list(groups))) for place, groups in enumerate(audiences)
    }
    columns = ("team_id", "packages__package", "packages__version")
    rows = agreements.filter(packages__isnull=False).values(*columns).annotate(everybody=Count("id"), **meant)
    for row in rows:
        held = {groups: row[f"meant_{place}"] for place, groups in enumerate(audiences)}
        yield row["team_id"], row["packages__package"], row["packages__version"], held | {(): row["everybody"]}


def package_versions() -> dict[tuple[str, str], AgreementPackage]:
    """Of each package and version ever promised one as it was promised, with its items: a version never changes."""
    with connection.cursor() as cursor:
        cursor.execute(_VERSIONS)
        known = cursor.fetchall()
    samples = [AgreementPackage.objects.filter(package=package, version=version)[:1] for package, version in known]
    found = samples[0].union(*samples[1:], all=True) if samples else []
    return {(one.package, one.version): one for one in found}
