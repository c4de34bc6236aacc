"""When the next visit of a programme is due: the decision's days, from the visits that count."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import F, Min, Prefetch, QuerySet, Window, prefetch_related_objects

from jiayi.foundation.rulebook import decide, rulebook
from jiayi.registry.organization import selectors as organization
from jiayi.registry.people import selectors as people
from jiayi.registry.tasks import services as tasks
from jiayi.service.care import due_tasks
from jiayi.service.care.models import Enrolment, Record, RecordVersion
from jiayi.service.care.rules import scheduling
from jiayi.service.care.terms import EnrolmentState, RecordState

SOURCES = (due_tasks.programme_visits,)
DECIDED = [
    "enrolled_on",
    "state",
    "missed_contacts",
    "remind_on",
    "last_on",
    "from_on",
    "due_on",
    "to_on",
    "reasons",
    "updated_at",
]
Known = dict[tuple[str, tuple[str, ...], str], Mapping[str, Any]]


Place = tuple[UUID, str]  # a resident in a programme


def reschedule_residents(*, visits: Iterable[tuple[UUID, str, dt.date]], on: dt.date) -> None:
    """After visits: each resident is in the programme from then on, found again if lost, and has a next day."""
    first_on: dict[Place, dt.date] = {}
    for resident_id, programme, visit_on in visits:
        known = first_on.get((resident_id, programme), visit_on)
        first_on[resident_id, programme] = min(known, visit_on)
    if not first_on:
        return
    found = _open_ones(first_on)
    if missing := first_on.keys() - found.keys():
        visited = _visited(missing)
        found |= new_enrolments(enrolled_on={place: first_on[place] for place in missing & visited}, on=on)
    reschedule(enrolments=found.values(), on=on)


def _open_ones(places: Collection[Place]) -> dict[Place, Enrolment]:
    """Their enrolments that go on, locked in one order for all."""
    rows = Enrolment.objects.select_for_update(of=("self",)).select_related("resident").order_by("pk")
    rows = rows.exclude(state=EnrolmentState.CLOSED)
    ids, programmes = {resident_id for resident_id, _ in places}, {programme for _, programme in places}
    rows = rows.filter(resident_id__in=ids, programme__in=programmes)
    return {place: row for row in rows if (place := (row.resident_id, row.programme)) in places}


def _visited(places: Collection[Place]) -> set[Place]:
    """Those of which some visit counts: who has none any more is not taken in for it."""
    rows = Record.objects.filter(resident_id__in={one for one, _ in places}, state=RecordState.CURRENT)
    known = rows.values_list("resident_id", "programmes").distinct()
    return {(resident_id, programme) for resident_id, programmes in known for programme in programmes}


def new_enrolments(*, enrolled_on: Mapping[Place, dt.date], on: dt.date) -> dict[Place, Enrolment]:
    """Rows for residents in programmes; those that are open already, where somebody was quicker."""
    if not enrolled_on:
        return {}
    facts = people.facts_of({resident_id for resident_id, _ in enrolled_on}, on)
    teams = organization.teams_of_regions({one.region_code for one in facts.values()}, on)
    rows = [
        Enrolment(
            resident_id=resident_id,
            programme=programme,
            region_id=facts[resident_id].region_code,
            team_id=teams.get(facts[resident_id].region_code),
            enrolled_on=day,
        )
        for (resident_id, programme), day in enrolled_on.items()
    ]
    Enrolment.objects.bulk_create(rows, ignore_conflicts=True)
    return _open_ones(enrolled_on.keys())


def reschedule(*, enrolments: Iterable[Enrolment], on: dt.date) -> None:
    """Decide anew when these enrolments' next visits are due, and state their tasks."""
    rows = list(enrolments)
    decide_days(rows, on)
    Enrolment.objects.bulk_create(rows, update_conflicts=True, unique_fields=["id"], update_fields=DECIDED)
    state_tasks(rows, on)


def decide_days(rows: Sequence[Enrolment], on: dt.date) -> None:
    """Put the days of their next visits into these rows, saved or not yet."""
    visits = _visits_of(rows)
    prefetch_related_objects(rows, "resident")
    schemes = organization.schemes_of({row.region_id for row in rows}, on)
    known: Known = {}
    for row in rows:
        _decide_days(row, visits.get((row.resident_id, row.programme)), schemes[row.region_id], on, known)


def state_tasks(rows: Iterable[Enrolment], on: dt.date) -> None:
    """Open the tasks of these rows as they are saved, and close what is due no more."""
    tasks.restate_tasks(subject_ids=[row.id for row in rows], sources=SOURCES, on=on, outcome="recorded")


@dataclass(frozen=True, slots=True)
class Visits:
    """The visits of a resident that count for a programme; their values only where the schedule reads them."""

    first_on: dt.date
    last_on: dt.date
    next_within_days: int | None
    values: list[Mapping[str, Any]]


def _visits_of(rows: Sequence[Enrolment]) -> dict[tuple[UUID, str], Visits]:
    residents: dict[str, list[UUID]] = {}
    for row in rows:
        residents.setdefault(row.programme, []).append(row.resident_id)
    found: dict[tuple[UUID, str], Visits] = {}
    for programme, ids in residents.items():
        records = Record.objects.filter(
            resident_id__in=ids, programmes__contains=[programme], state=RecordState.CURRENT, counts=True
        )
        schedule = rulebook().programmes[programme].schedule
        of_all = _with_values(records) if scheduling.reads_values(schedule, programme) else _ends(records)
        found |= {(resident_id, programme): visits for resident_id, visits in of_all.items()}
    return found


def _ends(records: QuerySet[Record]) -> dict[UUID, Visits]:
    """The first day and the last visit of each resident, by one statement however long the history is."""
    first_on = Window(Min("visit_on"), partition_by="resident_id")
    rows = records.annotate(first_on=first_on).order_by("resident_id", "-visit_on", "-id").distinct("resident_id")
    found = rows.values_list("resident_id", "first_on", "visit_on", "next_within_days")
    return {resident_id: Visits(first, last, within, []) for resident_id, first, last, within in found}


def _with_values(records: QuerySet[Record]) -> dict[UUID, Visits]:
    """Every visit of each resident with its current values, the earliest first."""
    current = RecordVersion.objects.filter(number=F("record__version")).defer("outcomes")
    of_all: dict[UUID, list[Record]] = {}
    for record in records.prefetch_related(Prefetch("versions", current)).order_by("visit_on", "id"):
        of_all.setdefault(record.resident_id, []).append(record)
    return {
        resident_id: Visits(
            first_on=mine[0].visit_on,
            last_on=mine[-1].visit_on,
            next_within_days=mine[-1].next_within_days,
            values=[_current_values(record) for record in mine],
        )
        for resident_id, mine in of_all.items()
    }


def _decide_days(row: Enrolment, visits: Visits | None, schemes: tuple[str, ...], on: dt.date, known: Known) -> None:
    if visits and (row.last_on is None or visits.last_on > row.last_on):
        row.state, row.missed_contacts, row.remind_on = EnrolmentState.ACTIVE, 0, None
    row.last_on = visits.last_on if visits else None
    if visits:
        row.enrolled_on = min(row.enrolled_on, visits.first_on)
    schedule = rulebook().programmes[row.programme].schedule
    given = scheduling.facts_of(
        schedule,
        programme=row.programme,
        enrolled_on=row.enrolled_on,
        last_on=row.last_on,
        next_within_days=visits.next_within_days if visits else None,
        birth_date=row.resident.birth_date,
        values=visits.values if visits else [],
        risk=row.risk,
    )
    outcome = _decided(schedule, given, schemes, on, known)
    row.from_on, row.due_on, row.to_on = (outcome.get(key) for key in ("from_on", "due_on", "to_on"))
    row.reasons = outcome.get("reasons", [])


def _decided(
    schedule: str, given: Mapping[str, Any] | None, schemes: tuple[str, ...], on: dt.date, known: Known
) -> Mapping[str, Any]:
    """The outcome; nothing where the programme lacks what its schedule asks (a pregnancy without its first day).

    `known`: what was decided before in the same run; of many people most have the same facts.
    """
    if given is None:
        return {}
    key = (schedule, schemes, repr(sorted(given.items())))
    if key not in known:
        known[key] = decide(schedule, on=on, schemes=schemes, facts=given)
    return known[key]


def _current_values(record: Record) -> Mapping[str, Any]:
    """What the record says now, and which visit of its programme it was."""
    values: dict[str, Any] = next(iter(record.versions.all())).values
    form = rulebook().forms.get(record.form)
    return values | {"stage": form.stage} if form and form.stage else values
