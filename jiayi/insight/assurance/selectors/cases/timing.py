"""Cases about time: days that do not hold what they should, entries long after, in a rush, at night."""

from jiayi.service.care import selectors as care

_RECORD = "visit.practitioner_id, visit.team_id, 'record' AS kind, visit.record_id AS thing_id, visit.resident_id"
_IN_TIME = 'visit."on" BETWEEN %(since)s AND %(until)s AND visit.practitioner_id IS NOT NULL'
_OVERLAPPING = """
    SELECT {record}, visit."on", day.is_over AS is_hit,
        CASE WHEN day.is_over THEN visit."on"::text ELSE '' END AS bucket,
        jsonb_build_object('mode', visit.mode, 'minutes_of_day', day.minutes, 'villages_of_day', day.villages)
            AS "values"
    FROM ({visits}) AS visit
    INNER JOIN (
        SELECT practitioner_id, "on", minutes, villages,
            minutes > %(day_minutes)s OR villages > %(villages)s AS is_over
        FROM (
            SELECT practitioner_id, "on", sum(coalesce((%(minutes)s::jsonb ->> mode)::numeric, 0)) AS minutes,
                count(DISTINCT region_code) FILTER (WHERE mode = 'home') AS villages
            FROM ({visits}) AS visit WHERE {in_time} GROUP BY practitioner_id, "on"
        ) AS counted
    ) AS day USING (practitioner_id, "on")
    WHERE {in_time} AND visit.mode IN ('clinic', 'home')
"""
_LATE = """
    SELECT {record}, visit."on", visit.entered_on - visit."on" > %(days)s AS is_hit,
        CASE WHEN visit.entered_on = visit."on" THEN '0' WHEN visit.entered_on - visit."on" <= 3 THEN '1-3'
            WHEN visit.entered_on - visit."on" <= 7 THEN '4-7' WHEN visit.entered_on - visit."on" <= 14 THEN '8-14'
            WHEN visit.entered_on - visit."on" <= 30 THEN '15-30' ELSE '31+' END AS bucket,
        jsonb_build_object('entered_on', visit.entered_on, 'days', visit.entered_on - visit."on") AS "values"
    FROM ({visits}) AS visit WHERE {in_time}
"""
_QUARTER_END = """
    SELECT {record}, visit."on",
        (date_trunc('quarter', visit.entered_on) + interval '3 months')::date - visit.entered_on <= %(days)s AS is_hit,
        '' AS bucket, jsonb_build_object('entered_on', visit.entered_on) AS "values"
    FROM ({visits}) AS visit WHERE {in_time}
"""
_NIGHT = """
    SELECT {record}, visit."on", entry.hour < %(from_hour)s OR entry.hour >= %(to_hour)s AS is_hit,
        entry.hour::text AS bucket,
        jsonb_build_object('entered_at', to_char(visit.entered_at AT TIME ZONE 'Asia/Shanghai', 'HH24:MI')) AS "values"
    FROM ({visits}) AS visit
    CROSS JOIN LATERAL (
        SELECT extract(hour FROM visit.entered_at AT TIME ZONE 'Asia/Shanghai')::integer AS hour
    ) AS entry
    WHERE {in_time} AND (visit.entered_at AT TIME ZONE 'Asia/Shanghai')::date = visit."on"
"""


def _filled(query: str) -> str:
    return query.format(record=_RECORD, in_time=_IN_TIME, visits=care.visits())


def overlapping_services() -> str:
    """Services face to face; a hit where all of the worker's day take more minutes than it has, or home visits too
    many villages (D5)."""
    return _filled(_OVERLAPPING)


def late_entry() -> str:
    """Records; a hit entered more than so many days after the service (D7)."""
    return _filled(_LATE)


def quarter_end_entry() -> str:
    """Records; a hit entered in the last days of a quarter (D7)."""
    return _filled(_QUARTER_END)


def night_entry() -> str:
    """Records entered on the day of the service; a hit outside working time (D15)."""
    return _filled(_NIGHT)
