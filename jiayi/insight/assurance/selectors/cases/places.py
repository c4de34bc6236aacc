"""Cases about who was not there, and about visits where the team has no area."""

from jiayi.registry.organization import selectors as organization
from jiayi.registry.people import selectors as people
from jiayi.service.agreements import selectors as agreements
from jiayi.service.care import selectors as care

_RECORD = "visit.practitioner_id, visit.team_id, 'record' AS kind, visit.record_id AS thing_id, visit.resident_id"
_IN_TIME = 'visit."on" BETWEEN %(since)s AND %(until)s AND visit.practitioner_id IS NOT NULL'
_DEPARTED = """
    SELECT {record}, visit."on", absent.why IS NOT NULL AS is_hit, coalesce(absent.why, '') AS bucket,
        jsonb_build_object('why', absent.why, 'since', absent.since, 'mode', visit.mode) AS "values"
    FROM ({visits}) AS visit
    LEFT JOIN LATERAL (
        SELECT gone.why, gone."on" AS since FROM ({departed}) AS gone
        WHERE gone.resident_id = visit.resident_id AND gone."on" < visit."on"
            AND (gone.why = 'died' OR visit.mode IN ('clinic', 'home'))
        UNION ALL
        SELECT 'elsewhere', stay.since FROM ({away}) AS stay
        WHERE stay.resident_id = visit.resident_id AND visit.mode IN ('clinic', 'home')
            AND stay.since < visit."on" AND coalesce(stay.until > visit."on", true)
        UNION ALL
        SELECT 'in_hospital', signed.in_hospital_from FROM ({signed}) AS signed
        WHERE signed.resident_id = visit.resident_id AND visit.mode IN ('clinic', 'home')
            AND signed.state = 'suspended' AND signed.in_hospital_from < visit."on"
            AND coalesce(signed.resumes_on > visit."on", true)
        LIMIT 1
    ) AS absent ON true
    WHERE {in_time}
"""
# How far from the nearest village of the team's area the position lies, less the village's reach and the position's
# error; nothing where no position was kept, or a village of the area has no point. A sphere of the earth's mean radius.
_METRES = """
    SELECT min(greatest(2 * 6371008.8 * asin(least(1, sqrt(
        power(sin(radians(place.latitude - point.latitude)::float8 / 2), 2)
        + cos(radians(place.latitude)::float8) * cos(radians(point.latitude)::float8)
        * power(sin(radians(place.longitude - point.longitude)::float8 / 2), 2)
    ))) - point.reach - place.accuracy, 0)) AS metres
    FROM ({positions}) AS place
    INNER JOIN ({areas}) AS area ON area.team_id = visit.team_id
        AND visit."on" >= area.starts_on AND coalesce(visit."on" <= area.ends_on, true)
    LEFT JOIN ({points}) AS point ON point.region_code = area.region_code
    WHERE place.record_id = visit.record_id AND place.taken_on = visit."on"
    HAVING count(*) FILTER (WHERE point.region_code IS NULL) = 0
"""
_OUTSIDE = """
    SELECT {record}, visit."on",
        NOT EXISTS (
            SELECT 1 FROM ({areas}) AS area WHERE area.team_id = visit.team_id AND area.region_code = visit.region_code
                AND visit."on" >= area.starts_on AND coalesce(visit."on" <= area.ends_on, true)
        ) OR coalesce(away.metres > %(metres)s, false) AS is_hit, '' AS bucket,
        jsonb_strip_nulls(
            jsonb_build_object('village', visit.region_code, 'metres_outside', round(away.metres))
        ) AS "values"
    FROM ({visits}) AS visit LEFT JOIN LATERAL ({metres}) AS away ON true
    WHERE {in_time} AND visit.mode = 'home' AND visit.team_id IS NOT NULL
"""


def _filled(query: str) -> str:
    doors = {
        "areas": organization.area_periods(),
        "points": organization.village_points(),
        "positions": care.positions(),
    }
    return query.format(
        **doors,
        metres=_METRES.format(**doors),
        record=_RECORD,
        in_time=_IN_TIME,
        visits=care.visits(),
        departed=people.departed(),
        away=people.away(),
        signed=agreements.signed_agreements(),
    )


def after_departure() -> str:
    """Records; a hit of somebody who had died, or face to face with somebody who moved, was away or in hospital (D8).

    The day itself counts for nobody: one may be served in the morning and leave in the afternoon.
    """
    return _filled(_DEPARTED)


def outside_area() -> str:
    """Home visits; a hit in a village that was not of the team's area that day, or where a position that was kept with
    consent lies too far from all villages of the area (D10)."""
    return _filled(_OUTSIDE)
