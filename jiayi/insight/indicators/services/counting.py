"""Count one day: the facts of every resident and every agreement due, once, and the cells from them."""

from datetime import date, datetime

from django.db import connection

from jiayi.insight.indicators.facts import sql
from jiayi.insight.indicators.models import CoverageSnapshot
from jiayi.insight.indicators.selectors import fact_parameters, participating_kinds, region_rules

_PERSONS = "CREATE TEMPORARY TABLE person ON COMMIT DROP AS {person}"
_COVERAGE = """
INSERT INTO indicators_coveragecell (snapshot_id, region_code, team_id, population, residents, refused, signed)
SELECT %(snapshot)s, person.region_code, person.team_id, population,
    count(*), count(*) FILTER (WHERE person.has_refused), count(person.team_id)
FROM person CROSS JOIN LATERAL unnest(person.populations) AS population
GROUP BY person.region_code, person.team_id, population
"""
_OUTCOMES = """
WITH counted AS ({rows})
INSERT INTO indicators_outcomecell
    (snapshot_id, measure, region_code, team_id, population, standing, reason, count)
SELECT %(snapshot)s, measure, region_code, team_id, population, standing, reason, count(*)
FROM counted
GROUP BY measure, region_code, team_id, population, standing, reason
"""
_RENEWAL = """
SELECT measure, due.region_code, due.team_id, population, due.standing, due.reason
FROM ({renewal_due}) AS due
CROSS JOIN LATERAL unnest(due.populations) AS population
CROSS JOIN LATERAL unnest(
    CASE WHEN due.is_of_year THEN ARRAY['renewal_year', 'renewal_rolling'] ELSE ARRAY['renewal_rolling'] END
) AS measure
"""
_PLACES = """
SELECT 'household' AS measure, region_code, NULL::uuid AS team_id, 'all' AS population, standing, '' AS reason
FROM ({household}) AS household
UNION ALL SELECT 'village', region_code, NULL, 'all', standing, '' FROM ({village}) AS village
UNION ALL SELECT 'institution', region_code, NULL, 'all', standing, '' FROM ({institution}) AS institution
UNION ALL SELECT 'record', region_code, NULL, 'elderly', CASE WHEN has_record THEN 'kept' ELSE 'missing' END, ''
FROM person WHERE 'elderly' = ANY(person.populations)
"""


def count_day(on: date, at: datetime) -> CoverageSnapshot:
    """A snapshot as of a day, not yet the current one; within the caller's transaction."""
    snapshot = CoverageSnapshot.objects.create(as_of=on, computed_at=at)
    parameters = fact_parameters("", on, region_rules("", on)) | {
        "snapshot": snapshot.pk,
        "kinds": participating_kinds(on),
    }
    texts = {name: sql(name) for name in ("household", "village", "institution", "renewal_due")}
    with connection.cursor() as cursor:
        cursor.execute(_PERSONS.format(person=sql("coverage_person")), parameters)
        cursor.execute(_COVERAGE, parameters)
        for rows in (_RENEWAL, _PLACES):
            cursor.execute(_OUTCOMES.format(rows=rows.format(**texts)), parameters)
        cursor.execute("DROP TABLE person")
    return snapshot
