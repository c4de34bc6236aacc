"""Follow-ups of the past: people with hypertension or diabetes are visited every quarter, better here, worse there."""

import functools
import json
import random
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection
from psycopg.types.json import Jsonb

from jiayi.foundation.core.dates import completed_years
from jiayi.foundation.rulebook import decide, rulebook, value_on
from jiayi.registry.organization import selectors as organization
from jiayi.registry.organization.terms import AreaFacts
from jiayi.service.care.rules import judging, storing

from .absences import Absences
from .check_ups import days_of, forms_of
from .habits import Habits, at_ten
from .known_care import Done, count_care
from .known_rates import KnownRates
from .residents import Person, Rules
from .styles import Style
from .writing import row_id

QUARTER, DAYS_OF_A_YEAR = 90, 360
FORGOTTEN_FOR = 45  # days: older referrals were all followed
# How many visits of the past are written for each size: all of three years in a small county, fewer in large ones.
VISITS = {"small": 12, "medium": 4, "large": 1}
_TABLES = {
    "care_record": (
        "id created_at updated_at resident_id region_code form programmes visit_on mode evidence is_restricted state "
        "version counts team_id practitioner_id next_within_days return_due_on returned_on return_note submission_id "
        "entered_on"
    ),
    "care_recordversion": (
        "record_id number values outcomes copied confirmed measured schemes rulebook_version note "
        "entered_by_name entered_at"
    ),
    "care_observation": (
        "id created_at updated_at resident_id code number text unit at source record_id device is_voided"
    ),
}


@dataclass(frozen=True)
class Visit:
    """One follow-up: when, how, by whom, what was measured, and when it was entered."""

    person: Person
    form: str
    on: date
    entered_at: datetime
    mode: str
    values: dict[str, Any]
    outcomes: dict[str, Any]
    next_within_days: int | None


# How well ten visits are proved (care.terms.Evidence): by device or clinic system, by both, by staff entry alone.
_GRADES = "aaabbbbbcc"


class CareWriter:
    """Turns people into their follow-ups, and these into rows."""

    def __init__(
        self,
        rng: random.Random,
        rules: Mapping[str, Rules],
        on: date,
        *,
        visits: int,
        styles: Mapping[UUID, Style],
        absences: Absences,
        known: KnownRates,
    ) -> None:
        self._rng, self._rules, self._on, self._visits = rng, rules, on, visits
        self._known, self._died = known, absences.died
        self._habits = Habits(rng, styles, absences, on)
        self._areas = organization.areas_of_regions(rules, on)
        self._teams = organization.team_facts_of(styles, on)
        self._diligence: dict[UUID, float] = {}
        self._return_within = value_on("referral_return.within_days", on, [organization.NATIONAL])

    def write(self, households: Iterable[list[Person]]) -> int:
        """Write the follow-ups of everybody; how many there were."""
        rows: dict[str, list[tuple[Any, ...]]] = {table: [] for table in _TABLES}
        count = 0
        for person in (person for members in households for person in members):
            done = [self._add(rows, visit) for visit in self._visits_of(person)]
            count += len(done)
            if person.id not in self._died:
                count_care(self._known, person, done, self._on)
        for table, columns in _TABLES.items():
            names = ", ".join(f'"{name}"' for name in columns.split())
            with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in rows[table]:
                    copy.write_row(row)
        return count

    def _visits_of(self, person: Person) -> Iterator[Visit]:
        area = next(iter(self._areas.get(person.village, ())), None)
        if area is None:
            return
        for group, form in (("hypertension", "hypertension-follow-up"), ("diabetes", "diabetes-follow-up")):
            if group in person.groups:
                yield from self._course(person, form, area)
        yield from self._check_ups(person, area)

    def _course(self, person: Person, form: str, area: AreaFacts) -> Iterator[Visit]:
        """The visits of one disease, the earliest first; a careless team leaves some out."""
        style = self._habits.of(area.team_id)
        diligence = self._diligence.setdefault(area.team_id, self._rng.choice(style.diligence))
        level = self._rng.gauss(139, 11)
        day = self._on - timedelta(days=self._visits * QUARTER + self._rng.randrange(-20, 60))
        previous = None
        while day < self._on - timedelta(days=3):
            written_on = self._habits.written_day(style, day)
            if self._rng.random() < diligence and self._habits.sees(style, person, written_on):
                level += (134 - level) * 0.15 + self._rng.gauss(0, 4)
                previous = self._visit(person, form, written_on, level, previous, style)
                yield previous
            day += timedelta(days=QUARTER + self._rng.randrange(-14, 15))

    def _check_ups(self, person: Person, area: AreaFacts) -> Iterator[Visit]:
        """Those of the years of which follow-ups are written, of whoever could come."""
        style, years = self._habits.of(area.team_id), self._visits * QUARTER // DAYS_OF_A_YEAR
        for day in days_of(self._rng, person, style.name, years, self._on):
            if self._habits.sees(style, person, day) and self._habits.mode(style, person, day) != "phone":
                for form, values in forms_of(self._rng, person, day):
                    yield Visit(person, form, day, self._habits.entered_at(style, day), "clinic", values, {}, None)

    def _visit(self, person: Person, form: str, on: date, level: float, last: Visit | None, style: Style) -> Visit:
        values = self._measured(form, level)
        values = self._habits.made_up(style, values, last.values if last else None, person, on)
        previous = next(iter(last.outcomes.values()))["classification"] if last else None
        definition = rulebook().forms[form]
        facts = {"systolic": values["systolic"], "diastolic": values["diastolic"], "symptoms": values["symptoms"]}
        if form == "diabetes-follow-up":
            facts["fasting_glucose"] = values["fasting_glucose"]
        else:
            facts["age"] = completed_years(person.birth_date, on)
        if previous:
            facts["previous"] = previous
        rule = str(definition.decision and definition.decision.rule)
        outcome = _decided(rule, on.replace(day=1), self._rules[person.village].schemes, json.dumps(facts))
        found = judging.judgement(definition, values, {rule: outcome}, visit_on=on)
        values |= storing.plain({code: value for code, value in found.fills.items() if value is not None})
        if self._rng.random() < style.gaps:
            values.pop("adherence")
        mode, entered_at = self._habits.mode(style, person, on), self._habits.entered_at(style, on)
        return Visit(person, form, on, entered_at, mode, values, {rule: outcome}, found.next_within_days)

    def _measured(self, form: str, level: float) -> dict[str, Any]:
        systolic = max(min(round(level + self._rng.gauss(0, 5)), 178), 98)
        values: dict[str, Any] = {
            "symptoms": ["none"],
            "systolic": systolic,
            "diastolic": max(min(round(systolic * 0.6 + self._rng.gauss(0, 4)), 108, systolic - 20), 52),
            "adherence": self._rng.choice(("regular", "regular", "regular", "intermittent")),
        }
        if form == "diabetes-follow-up":
            values["hypoglycaemia"] = "none"
            values["fasting_glucose"] = round(max(min(self._rng.gauss(7.0, 1.1), 15.0), 4.4), 1)
        return values

    def _add(self, rows: dict[str, list[tuple[Any, ...]]], visit: Visit) -> Done:
        person, form = visit.person, rulebook().forms[visit.form]
        area = self._areas[person.village][0]
        at, entered_at = at_ten(visit.on), visit.entered_at
        doctor, grade = (area.responsible_person_id, area.responsible_person_name), _grade(visit)
        if self._habits.of(area.team_id).is_forging:
            leader = self._teams[area.team_id].members[0]
            doctor, grade = (leader.practitioner_id, leader.name), "c"
        record = row_id(self._rng, at)
        due = visit.on + timedelta(days=self._return_within) if self._is_referred(visit) else None
        is_old = bool(due and due < self._on - timedelta(days=FORGOTTEN_FOR))
        returned = due - timedelta(days=4) if due and due < self._on and (is_old or self._rng.random() < 0.5) else None
        rows["care_record"].append(
            (record, entered_at, entered_at, person.id, person.village, visit.form, form.programmes, visit.on)
            + (visit.mode, grade, False, "current", 1, visit.mode != "phone", area.team_id, doctor[0])
            + (visit.next_within_days, due, returned, "已到上级医院就诊，调整用药" if returned else "")
            + (row_id(self._rng, at), entered_at.date())
        )  # data, not for translation
        version = (record, 1, Jsonb(visit.values), Jsonb(storing.plain_deep(visit.outcomes)), [], [], Jsonb({}))
        schemes = list(self._rules[person.village].schemes)
        rows["care_recordversion"].append((*version, schemes, rulebook().version, "", doctor[1], entered_at))
        rows["care_observation"] += self._observations(visit, record, at)
        return Done(record, visit.form, visit.on, visit.mode, visit.values)

    def _is_referred(self, visit: Visit) -> bool:
        return any(outcome["referral"] != "none" for outcome in visit.outcomes.values())

    def _observations(self, visit: Visit, record: UUID, at: datetime) -> Iterator[tuple[Any, ...]]:
        fields = rulebook().forms[visit.form].fields
        for code, value in visit.values.items():
            one = fields[code]
            if one.observation and isinstance(value, int | float):
                head = (row_id(self._rng, at), at, at, visit.person.id, one.observation, Decimal(str(value)))
                yield (*head, "", one.unit or "", at, "record", record, "", False)


def _grade(visit: Visit) -> str:
    return _GRADES[visit.on.toordinal() % len(_GRADES)]


@functools.lru_cache(maxsize=50_000)
def _decided(rule: str, on: date, schemes: tuple[str, ...], facts: str) -> dict[str, Any]:
    return decide(rule, on=on, schemes=schemes, facts=json.loads(facts))
