"""Compare the counters with the agreements they count, and set right what differs."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F, Q

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base.viewer import Viewer
from jiayi.service.agreements.models import Agreement
from jiayi.service.agreements.terms import IN_FORCE

from . import loads

_COUNTED = f"""
    SELECT team_id, household_id, responsible_person_id, resident_id FROM agreements_agreement
    WHERE state IN {IN_FORCE} AND kind <> 'supplementary'
"""
_TEAMS = f"""
    WITH counted AS ({_COUNTED})
    SELECT coalesce(load.team_id, counts.team_id), coalesce(load.households, 0), coalesce(counts.households, 0),
        coalesce(load.persons, 0), coalesce(counts.persons, 0)
    FROM agreements_teamload AS load
    FULL JOIN (
        SELECT team_id, count(DISTINCT household_id) AS households, count(DISTINCT resident_id) AS persons
        FROM counted GROUP BY team_id
    ) AS counts ON counts.team_id = load.team_id
    WHERE (coalesce(load.households, 0), coalesce(load.persons, 0))
        <> (coalesce(counts.households, 0), coalesce(counts.persons, 0))
"""
_DOCTORS = f"""
    WITH counted AS ({_COUNTED})
    SELECT coalesce(load.practitioner_id, counts.doctor_id), coalesce(load.persons, 0), coalesce(counts.persons, 0)
    FROM agreements_doctorload AS load
    FULL JOIN (
        SELECT responsible_person_id AS doctor_id, count(DISTINCT resident_id) AS persons
        FROM counted GROUP BY responsible_person_id
    ) AS counts ON counts.doctor_id = load.practitioner_id
    WHERE coalesce(load.persons, 0) <> coalesce(counts.persons, 0)
"""
_HOUSEHOLDS = f"""
    WITH counted AS ({_COUNTED})
    SELECT coalesce(row.household_id, counts.household_id), coalesce(row.team_id, counts.team_id),
        coalesce(row.persons, 0), coalesce(counts.persons, 0)
    FROM agreements_householdteam AS row
    FULL JOIN (
        SELECT household_id, team_id, count(DISTINCT resident_id) AS persons
        FROM counted WHERE household_id IS NOT NULL GROUP BY household_id, team_id
    ) AS counts ON counts.household_id = row.household_id AND counts.team_id = row.team_id
    WHERE coalesce(row.persons, 0) <> coalesce(counts.persons, 0)
"""
_SET_HOUSEHOLD = """
    INSERT INTO agreements_householdteam (household_id, team_id, persons, is_exclusive) VALUES (%s, %s, %s, false)
    ON CONFLICT (household_id, team_id) DO UPDATE SET persons = excluded.persons,
        is_exclusive = agreements_householdteam.is_exclusive AND agreements_householdteam.persons > 0
"""


@dataclass(frozen=True)
class LoadDifference:
    """A counter that was not what it counts; `what` names it."""

    what: str  # team_households, team_persons, doctor_persons, household_persons
    place_id: UUID
    was: int
    counted: int


def reconcile_loads(*, by: Viewer, on: dt.date) -> list[LoadDifference]:
    """Set every counter to what it counts; the differences found, which a healthy night has none of."""
    with transaction.atomic(), connection.cursor() as cursor:
        moved = _follow_moves()
        teams, doctors = _differing(cursor)
        loads.lock_teams(teams)
        loads.lock_doctors(doctors)
        # Read again under the locks: what was under way has ended, and nothing new can begin.
        found = [*_set_households(cursor, teams), *_set_teams(cursor, teams), *_set_doctors(cursor, doctors)]
        if found or moved:
            counts = {"on": on.isoformat(), "differences": len(found), "members_moved": moved}
            audit.record(by=by, act="agreements.reconcile_loads", subject_kind="load", details=counts)
    return found


def _follow_moves() -> int:
    """A member who has changed households since signing is counted with the new one from now on. How many did."""
    came = Q(household=None, resident__household__isnull=False)
    left = Q(household__isnull=False, resident__household=None)
    changed = Q(household__isnull=False) & ~Q(household=F("resident__household"))
    rows = Agreement.objects.filter(came | left | changed, state__in=IN_FORCE).annotate(now=F("resident__household"))
    found = list(rows.order_by("id").only("id"))
    for agreement in found:
        agreement.household_id = agreement.now
    Agreement.objects.bulk_update(found, ["household"], batch_size=500)
    return len(found)


def _differing(cursor) -> tuple[set[UUID], set[UUID]]:
    cursor.execute(_TEAMS)
    teams = {row[0] for row in cursor.fetchall()}
    cursor.execute(_HOUSEHOLDS)
    teams |= {row[1] for row in cursor.fetchall()}
    cursor.execute(_DOCTORS)
    return teams, {row[0] for row in cursor.fetchall()}


def _set_households(cursor, teams: set[UUID]) -> list[LoadDifference]:
    cursor.execute(_HOUSEHOLDS)
    rows = [row for row in cursor.fetchall() if row[1] in teams]
    cursor.executemany(_SET_HOUSEHOLD, [(household, team, counted) for household, team, _, counted in rows])
    return [LoadDifference("household_persons", household, was, counted) for household, _, was, counted in rows]


def _set_teams(cursor, teams: set[UUID]) -> list[LoadDifference]:
    cursor.execute(_TEAMS)
    rows = [row for row in cursor.fetchall() if row[0] in teams]
    cursor.executemany(
        "UPDATE agreements_teamload SET households = %s, persons = %s WHERE team_id = %s",
        [(row[2], row[4], row[0]) for row in rows],
    )
    found = []
    for team, households, counted_households, persons, counted_persons in rows:
        if households != counted_households:
            found.append(LoadDifference("team_households", team, households, counted_households))
        if persons != counted_persons:
            found.append(LoadDifference("team_persons", team, persons, counted_persons))
    return found


def _set_doctors(cursor, doctors: set[UUID]) -> list[LoadDifference]:
    cursor.execute(_DOCTORS)
    rows = [row for row in cursor.fetchall() if row[0] in doctors]
    cursor.executemany(
        "UPDATE agreements_doctorload SET persons = %s WHERE practitioner_id = %s", [(row[2], row[0]) for row in rows]
    )
    return [LoadDifference("doctor_persons", doctor, was, counted) for doctor, was, counted in rows]
