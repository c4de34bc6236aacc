"""What came of agreements, households, villages, institutions and records: counts of the kept snapshots."""

from collections import defaultdict
from dataclasses import dataclass, field
from uuid import UUID

from django.db import connection

from jiayi.foundation.base.viewer import Viewer
from jiayi.insight.indicators.models import CoverageSnapshot
from jiayi.insight.indicators.terms import LEFT_OUT, REACHED, Measure

from .regions import bounds, require_region

_COUNTS = """
SELECT left(cell.region_code, %(digits)s), cell.snapshot_id, cell.population, cell.standing, cell.reason,
    sum(cell.count)
FROM indicators_outcomecell AS cell
WHERE cell.snapshot_id = ANY(%(snapshots)s) AND cell.measure = %(measure)s
    AND cell.region_code >= %(from)s AND cell.region_code < %(to)s
    AND (%(populations)s::text[] IS NULL OR cell.population = ANY(%(populations)s))
GROUP BY 1, 2, 3, 4, 5
"""

_TEAMS = """
SELECT cell.team_id, cell.standing, cell.reason, sum(cell.count)
FROM indicators_outcomecell AS cell
WHERE cell.snapshot_id = %(snapshot)s AND cell.measure = %(measure)s AND cell.population = %(population)s
    AND cell.region_code >= %(from)s AND cell.region_code < %(to)s AND cell.team_id IS NOT NULL
GROUP BY 1, 2, 3
"""


@dataclass
class Tally:
    """Counts by (standing, reason); what is reached, what counts, what is left out."""

    counts: dict[tuple[str, str], int] = field(default_factory=dict)

    def of(self, *standings: str) -> int:
        """How many stand so."""
        return sum(count for (standing, _reason), count in self.counts.items() if standing in standings)

    @property
    def reached(self) -> int:
        return self.of(*REACHED)

    @property
    def left_out(self) -> int:
        return self.of(*LEFT_OUT)

    @property
    def counted(self) -> int:
        return sum(self.counts.values()) - self.left_out

    @property
    def rate(self) -> float | None:
        return self.reached / self.counted if self.counted else None


def outcomes(
    viewer: Viewer,
    region_code: str,
    measure: Measure | str,
    *,
    digits: int,
    snapshots: list[CoverageSnapshot],
    populations: list[str] | None = None,
) -> dict[tuple[str, int, str], Tally]:
    """Tallies below a region, by the first `digits` of the region's code, snapshot and population."""
    require_region(viewer, region_code)
    first, last = bounds(region_code)
    parameters = {
        "digits": digits,
        "snapshots": [snapshot.pk for snapshot in snapshots],
        "measure": str(measure),
        "from": first,
        "to": last,
        "populations": populations,
    }
    found: dict[tuple[str, int, str], Tally] = defaultdict(Tally)
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS, parameters)
        for code, snapshot, population, standing, reason, count in cursor:
            found[code, snapshot, population].counts[standing, reason] = count
    return dict(found)


def outcomes_by_team(
    viewer: Viewer, region_code: str, measure: Measure | str, *, snapshot: CoverageSnapshot, population: str
) -> dict[UUID, Tally]:
    """Tallies of a region by team."""
    require_region(viewer, region_code)
    first, last = bounds(region_code)
    parameters = {
        "snapshot": snapshot.pk,
        "measure": str(measure),
        "population": population,
        "from": first,
        "to": last,
    }
    found: dict[UUID, Tally] = defaultdict(Tally)
    with connection.cursor() as cursor:
        cursor.execute(_TEAMS, parameters)
        for team, standing, reason, count in cursor:
            found[team].counts[standing, reason] = count
    return dict(found)
