"""Work equivalents: services done, by who did them, times what an item, its way and the patient's illnesses make them.

No distance counts: nowhere is it kept how far a home lies. What a home visit takes is in the factor of its way.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection

from jiayi.foundation.rulebook import value_on
from jiayi.registry.people import selectors as people
from jiayi.service.care import selectors as care
from jiayi.service.fulfilment import selectors as fulfilment

UNITS, MODES = "performance.work_units", "performance.mode_factors"
SEVERAL, ILLNESSES = "performance.several_illnesses", "performance.illnesses"
_WORK = """
SELECT team, person, item, mode, is_complex, count(*) FROM (
    SELECT service.team_id::text AS team, coalesce(visit.practitioner_id::text, '') AS person, item, service.mode,
        (SELECT count(*) FROM ({memberships}) AS ill
         WHERE ill.resident_id = service.resident_id AND ill."group" = ANY(%(illnesses)s)
            AND ill.since <= service."on" AND (ill.until IS NULL OR ill.until >= service."on")
        ) >= %(several)s AS is_complex
    FROM ({done}) AS service
    LEFT JOIN ({visits}) AS visit ON visit.record_id = service.service_id
    CROSS JOIN LATERAL unnest(service.items) AS item
    WHERE service."on" >= %(first)s AND service."on" <= %(last)s AND service.team_id = ANY(%(teams)s::uuid[])
        AND item = ANY(%(items)s)
) AS work
GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5
"""
Line = dict[str, Any]  # item, mode, is_complex, count, each and units (decimals as text)
Work = dict[tuple[str, str], list[Line]]  # by team and person ("": no record says who)


def work_of_year(teams: Sequence[str], until: date, schemes: Sequence[str]) -> Work:
    """What these teams did in the year up to a day."""
    worth, modes, several = (value_on(key, until, schemes) for key in (UNITS, MODES, SEVERAL))
    asked = {
        "first": until.replace(month=1, day=1), "last": until, "teams": list(teams), "items": list(worth),
        "illnesses": value_on(ILLNESSES, until, schemes), "several": int(several["from_count"]),
    }  # fmt: skip
    doors = {"done": fulfilment.done_services(), "visits": care.visits(), "memberships": people.memberships()}
    work: Work = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(_WORK.format(**doors), asked)
        for team, person, item, mode, is_complex, count in cursor:
            each = _exact(worth[item]) * _exact(modes.get(mode, 1)) * _exact(several["factor"] if is_complex else 1)
            work[team, person].append(_line(item, mode, is_complex, count, each))
    return work


def lines_of_team(work: Work, team: str) -> list[Line]:
    """All of a team's work, whoever did it."""
    counts: dict[tuple[str, str, bool, Decimal], int] = defaultdict(int)
    for (of, _person), lines in work.items():
        for line in lines if of == team else []:
            counts[line["item"], line["mode"], line["is_complex"], Decimal(line["each"])] += line["count"]
    return [
        _line(item, mode, is_complex, count, each) for (item, mode, is_complex, each), count in sorted(counts.items())
    ]


def units_in(lines: Iterable[Line]) -> Decimal:
    """Their sum, before anything was verified."""
    return sum((Decimal(line["units"]) for line in lines), Decimal(0))


def _line(item: str, mode: str, is_complex: bool, count: int, each: Decimal) -> Line:
    known = {"item": item, "mode": mode, "is_complex": is_complex, "count": count}
    return known | {"each": _text(each), "units": _text(each * count)}


def _text(number: Decimal) -> str:
    return f"{number.normalize():f}"


def _exact(number: float) -> Decimal:
    return Decimal(str(number))
