"""Cases about measured values: identical ones, rounded ones, ones just below the limit, ones taken over."""

from jiayi.registry.people import selectors as people
from jiayi.service.care import selectors as care

_RECORD = "visit.practitioner_id, visit.team_id, 'record' AS kind, visit.record_id AS thing_id, visit.resident_id"
_IN_TIME = 'visit."on" BETWEEN %(since)s AND %(until)s AND visit.practitioner_id IS NOT NULL'
_PRESSURES = """
    SELECT record_id, max(number) FILTER (WHERE code = 'systolic') AS systolic,
        max(number) FILTER (WHERE code = 'diastolic') AS diastolic
    FROM ({measured}) AS measured WHERE code IN ('systolic', 'diastolic') GROUP BY record_id
"""
_UNIFORM = """
    SELECT practitioner_id, team_id, kind, thing_id, resident_id, "on", number >= %(pairs)s AS is_hit,
        CASE WHEN number >= %(pairs)s THEN trunc(systolic) || '/' || trunc(diastolic) ELSE '' END AS bucket,
        jsonb_build_object('systolic', systolic, 'diastolic', diastolic, 'same_on_day', number) AS "values"
    FROM (
        SELECT {record}, visit."on", pressure.systolic, pressure.diastolic,
            count(*) OVER (
                PARTITION BY visit.practitioner_id, visit."on", pressure.systolic, pressure.diastolic
            ) AS number
        FROM ({visits}) AS visit INNER JOIN ({pressures}) AS pressure USING (record_id)
        WHERE {in_time} AND pressure.systolic IS NOT NULL AND pressure.diastolic IS NOT NULL
    ) AS pressure
"""
_DIGITS = """
    SELECT {record}, visit."on", mod(trunc(measured.number), 5) = 0 AS is_hit,
        mod(trunc(measured.number), 10)::integer::text AS bucket,
        jsonb_build_object(measured.code, measured.number) AS "values"
    FROM ({visits}) AS visit INNER JOIN ({measured}) AS measured USING (record_id)
    WHERE {in_time} AND measured.code IN ('systolic', 'diastolic')
"""
_HUGGING = """
    SELECT {record}, visit."on", pressure.systolic < own.systolic AS is_hit,
        trunc(pressure.systolic - own.systolic)::integer::text AS bucket,
        jsonb_build_object('systolic', pressure.systolic, 'diastolic', pressure.diastolic, 'limit', own.systolic)
            AS "values"
    FROM ({visits}) AS visit
    INNER JOIN ({pressures}) AS pressure USING (record_id)
    INNER JOIN ({people}) AS one ON one.resident_id = visit.resident_id
    CROSS JOIN LATERAL (
        SELECT systolic FROM jsonb_to_recordset(%(limits)s) AS by_age (from_years integer, systolic integer)
        WHERE from_years <= extract(year FROM age(visit."on", one.birth_date)) ORDER BY from_years DESC LIMIT 1
    ) AS own
    WHERE {in_time} AND 'hypertension' = ANY(visit.programmes)
        AND pressure.systolic >= own.systolic - %(band)s AND pressure.systolic < own.systolic + %(band)s
"""
_COPIED = """
    SELECT practitioner_id, team_id, kind, thing_id, resident_id, "on", measured = before AS is_hit, '' AS bucket,
        measured AS "values"
    FROM (
        SELECT {record}, visit."on", content.measured, content.number,
            lag(content.measured) OVER (
                PARTITION BY visit.resident_id, visit.form ORDER BY visit."on", visit.record_id
            ) AS before
        FROM ({visits}) AS visit
        INNER JOIN (
            SELECT record_id, jsonb_object_agg(code, number) AS measured, count(DISTINCT code) AS number
            FROM ({measured}) AS measured GROUP BY record_id
        ) AS content USING (record_id)
        WHERE visit."on" BETWEEN %(since)s::date - 366 AND %(until)s
    ) AS visit
    WHERE {in_time} AND number >= %(values)s AND before IS NOT NULL
"""


def _filled(query: str) -> str:
    measured = care.measured_values()
    return query.format(
        record=_RECORD,
        in_time=_IN_TIME,
        visits=care.visits(),
        measured=measured,
        pressures=_PRESSURES.format(measured=measured),
        people=people.with_households(),
    )


def uniform_values() -> str:
    """Pressures; a hit where so many of a worker's day are the same pair (D6)."""
    return _filled(_UNIFORM)


def digit_preference() -> str:
    """Systolic and diastolic values; a hit that ends in 0 or 5 (D6)."""
    return _filled(_DIGITS)


def threshold_hugging() -> str:
    """Systolic values of hypertension follow-ups near the limit of the person's age; a hit below it (D6)."""
    return _filled(_HUGGING)


def copied_values() -> str:
    """Records with one of the same form before; a hit whose measured values are all the same (D6)."""
    return _filled(_COPIED)
