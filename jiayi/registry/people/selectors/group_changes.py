"""How many residents belong to each group under two stacks of schemes: read once, judged for every stack afterwards.

Residents are gathered into classes that differ in nothing the rules ask for: their village's stacks, the age at which
a rule makes a difference, what is recorded, and how long ago a delivery was.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from django.db import connection

from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.viewer import Viewer
from jiayi.registry.organization import selectors as organization
from jiayi.registry.organization.terms import ProposedAdoption, StacksIf
from jiayi.registry.people.permissions import RESIDENT_READ
from jiayi.registry.people.terms import GroupNorms, group_norms

from .group_filter import latest_birth

KEY, SPECIAL = "key", "special"  # in at least one group of the list
_CLASSES = """
    WITH village AS (SELECT * FROM unnest(%(codes)s::text[], %(kinds)s::int[]) AS listed (region_code, kind)),
    recorded AS (
        SELECT membership.resident_id, array_agg(DISTINCT membership.code ORDER BY membership.code) AS groups
        FROM (
            SELECT resident_id, CASE WHEN "group" = 'maternal' AND delivered_on IS NOT NULL THEN {postpartum}
                ELSE "group" END AS code
            FROM people_groupmembership
            WHERE since <= %(on)s AND (until IS NULL OR until >= %(on)s) AND "group" NOT IN ('elderly', 'child')
        ) AS membership
        WHERE membership.code IS NOT NULL
        GROUP BY membership.resident_id
    )
    SELECT village.kind, {age} AS age, recorded.groups, count(*)
    FROM people_resident AS resident
    INNER JOIN village ON village.region_code = resident.region_code
    LEFT JOIN recorded ON recorded.resident_id = resident.id
    WHERE resident.merged_into_id IS NULL AND resident.birth_date <= %(on)s
        AND (resident.resident_since IS NULL OR resident.resident_since <= %(on)s)
        AND (resident.status = 'living_here' OR resident.status_on > %(on)s)
    GROUP BY 1, 2, 3
"""


@dataclass(frozen=True, slots=True)
class GroupChange:
    """Residents of a group (or of the key or special list) before and after, and how many come and go."""

    group: str
    before: int = 0
    after: int = 0
    joining: int = 0
    leaving: int = 0


def group_changes(viewer: Viewer, proposed: ProposedAdoption, *, on: dt.date) -> list[GroupChange]:
    """Every group that has or would have members among the residents of a region as of a day. Three queries.

    The rules are those of the proposal's first day, the people those of `on`; NotVisible outside the viewer's reach.
    """
    if not viewer.scope(RESIDENT_READ).holds_region(proposed.region_code):
        raise NotVisible
    villages = organization.stacks_if(organization.village_schemes(proposed.region_code, on), proposed)
    kinds = list(dict.fromkeys(villages.values()))
    norms = cache(lambda schemes: group_norms(schemes, proposed.starts_on))
    used = [norms(schemes) for stacks in kinds for schemes in (stacks.before, stacks.after)]
    found: dict[str, Counter[str]] = {}
    for kind, age, recorded, persons in _read(villages, kinds, used, on):
        before, after = (norms(schemes).groups_of(age, recorded or ()) for schemes in _both(kinds[kind]))
        for group in before | after:
            counts = found.setdefault(group, Counter())
            counts["before"] += persons * (group in before)
            counts["after"] += persons * (group in after)
            counts["joining"] += persons * (group in after - before)
            counts["leaving"] += persons * (group in before - after)
    return [GroupChange(group, **counts) for group, counts in sorted(found.items())]


def _both(stacks: StacksIf) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return stacks.before, stacks.after


def _read(
    villages: Mapping[str, StacksIf], kinds: list[StacksIf], used: Iterable[GroupNorms], on: dt.date
) -> list[tuple[int, int, list[str] | None, int]]:
    """Class by class: the kind of village, months of age (the last that matters), recorded groups, persons."""
    norms = list(used)
    place = {stacks: number for number, stacks in enumerate(kinds)}
    months = sorted({month for one in norms for month in one.ages_that_matter}, reverse=True)
    days = sorted({one.maternal_days for one in norms if one.maternal_days is not None})
    parameters = {
        "on": on,
        "codes": list(villages),
        "kinds": [place[stacks] for stacks in villages.values()],
        **{f"born_{month}": latest_birth(on, month) for month in months},
    }
    steps = "".join(f" WHEN resident.birth_date <= %(born_{month})s THEN {month}" for month in months)
    since = "".join(f" WHEN delivered_on BETWEEN %(on)s::date - {day} AND %(on)s THEN 'maternal:{day}'" for day in days)
    age = f"CASE{steps} ELSE 0 END" if steps else "0"
    postpartum = f"CASE{since} END" if since else "NULL"
    with connection.cursor() as cursor:
        cursor.execute(_CLASSES.format(age=age, postpartum=postpartum), parameters)
        return cursor.fetchall()
