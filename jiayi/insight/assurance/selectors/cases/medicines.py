"""Cases about what records say of treatment, against what the counter gave out and what hospitals report."""

from jiayi.service.care import selectors as care
from jiayi.service.insurance import selectors as insurance
from jiayi.service.prescriptions import selectors as prescriptions

_RECORD = "visit.practitioner_id, visit.team_id, 'record' AS kind, visit.record_id AS thing_id, visit.resident_id"
_IN_TIME = 'visit."on" BETWEEN %(since)s AND %(until)s AND visit.practitioner_id IS NOT NULL'
# Of each order that ran on the day: days given before it, of the days since the first; never more than was given.
_SUPPLY = """
    SELECT {record}, visit."on", held.given < %(below)s * held.elapsed AS is_hit, '' AS bucket,
        jsonb_build_object('given_days', held.given, 'elapsed_days', held.elapsed) AS "values"
    FROM ({visits}) AS visit
    INNER JOIN ({said}) AS said ON said.record_id = visit.record_id AND said.adherence = 'regular'
    CROSS JOIN LATERAL (
        SELECT sum(supplied.days) AS given, visit."on" - min(supplied."on") AS elapsed
        FROM ({supplied}) AS supplied
        WHERE supplied.resident_id = visit.resident_id AND supplied."on" < visit."on"
            AND supplied.ends_on >= visit."on" AND coalesce(supplied.stopped_on > visit."on", true)
        GROUP BY supplied.prescription_id ORDER BY sum(supplied.days)::numeric / (visit."on" - min(supplied."on"))
        LIMIT 1
    ) AS held
    WHERE {in_time} AND held.elapsed >= %(days)s
"""
_ADMITTED = """
    SELECT practitioner_id, team_id, kind, thing_id, resident_id, "on",
        admitted_on IS NOT NULL AND number >= %(records)s AND bad = 0 AS is_hit, '' AS bucket,
        jsonb_build_object('admitted_on', admitted_on, 'hospital', hospital) AS "values"
    FROM (
        SELECT {record}, visit."on", admitted."on" AS admitted_on, admitted.institution_name AS hospital,
            count(*) OVER person AS number,
            count(*) FILTER (WHERE said.classification NOT IN ('controlled', 'stable')) OVER person AS bad
        FROM ({visits}) AS visit
        INNER JOIN ({said}) AS said ON said.record_id = visit.record_id AND said.classification IS NOT NULL
        LEFT JOIN LATERAL (
            SELECT stay."on", stay.institution_name FROM ({admissions}) AS stay
            WHERE stay.resident_id = visit.resident_id AND stay."on" BETWEEN %(since)s AND %(until)s
            ORDER BY stay."on" LIMIT 1
        ) AS admitted ON true
        WHERE {in_time}
        WINDOW person AS (PARTITION BY visit.resident_id)
    ) AS told
"""


def _filled(query: str) -> str:
    return query.format(
        record=_RECORD,
        in_time=_IN_TIME,
        visits=care.visits(),
        said=care.conclusions(),
        supplied=prescriptions.supplied_days(),
        admissions=insurance.admissions(),
    )


def supply_gap() -> str:
    """Records that say "regular" while an order runs; a hit where far too few days were given out (D14)."""
    return _filled(_SUPPLY)


def controlled_yet_admitted() -> str:
    """Records with a class; a hit where all of a person's say "controlled" though a hospital admitted them (D11)."""
    return _filled(_ADMITTED)
