"""When the next visit of a programme is due: the decision's days, from the visits that count."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db.models import F, Prefetch, prefetch_related_objects

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


def reschedule_resident(*, resident_id: UUID, programme: str, visit_on: dt.date, on: dt.date) -> None:
    """After a visit: the resident is in the programme from then on, found again if lost, and has a next day."""
    open_ones = Enrolment.objects.select_for_update(of=("self",)).filter(resident_id=resident_id, programme=programme)
    enrolment = open_ones.exclude(state=EnrolmentState.CLOSED).first()
    if enrolment is None:
        visits = Record.objects.filter(resident_id=resident_id, programmes__contains=[programme])
        if not visits.filter(state=RecordState.CURRENT).exists():
            return
        enrolment = new_enrolment(resident_id=resident_id, programme=programme, enrolled_on=visit_on, on=on)
    reschedule(enrolments=[enrolment], on=on)


def new_enrolment(*, resident_id: UUID, programme: str, enrolled_on: dt.date, on: dt.date) -> Enrolment:
    """A row for the resident in the programme; the one that is open already, if somebody was quicker."""
    facts = people.facts_of([resident_id], on)[resident_id]
    row = Enrolment(
        resident_id=resident_id,
        programme=programme,
        region_id=facts.region_code,
        team_id=organization.team_of_region(facts.region_code, on),
        enrolled_on=enrolled_on,
    )
    Enrolment.objects.bulk_create([row], ignore_conflicts=True)
    return Enrolment.objects.exclude(state=EnrolmentState.CLOSED).get(resident_id=resident_id, programme=programme)


def reschedule(*, enrolments: Iterable[Enrolment], on: dt.date) -> None:
    """Decide anew when these enrolments' next visits are due, and state their tasks."""
    rows = list(enrolments)
    visits = _visits_of(rows)
    prefetch_related_objects(rows, "resident")
    schemes = organization.schemes_of({row.region_id for row in rows}, on)
    known: Known = {}
    for row in rows:
        of_row = visits.get((row.resident_id, row.programme), [])
        _decide_days(row, of_row, schemes[row.region_id], on, known)
    Enrolment.objects.bulk_create(rows, update_conflicts=True, unique_fields=["id"], update_fields=DECIDED)
    tasks.restate_tasks(subject_ids=[row.id for row in rows], sources=SOURCES, on=on, outcome="recorded")


def _visits_of(rows: list[Enrolment]) -> dict[tuple[UUID, str], list[Record]]:
    """The records that count as visits of these programmes, the earliest first, with their current values."""
    found: dict[tuple[UUID, str], list[Record]] = {}
    records = Record.objects.filter(
        resident_id__in=[row.resident_id for row in rows],
        programmes__overlap=list({row.programme for row in rows}),
        state=RecordState.CURRENT,
        counts=True,
    )
    current = RecordVersion.objects.filter(number=F("record__version")).defer("outcomes")
    for record in records.prefetch_related(Prefetch("versions", current)).order_by("visit_on", "id"):
        for programme in record.programmes:
            found.setdefault((record.resident_id, programme), []).append(record)
    return found


def _decide_days(row: Enrolment, visits: list[Record], schemes: tuple[str, ...], on: dt.date, known: Known) -> None:
    last = visits[-1] if visits else None
    if last and (row.last_on is None or last.visit_on > row.last_on):
        row.state, row.missed_contacts, row.remind_on = EnrolmentState.ACTIVE, 0, None
    row.last_on = last.visit_on if last else None
    if last:
        row.enrolled_on = min(row.enrolled_on, visits[0].visit_on)
    values = [_current_values(record) for record in visits]
    schedule = rulebook().programmes[row.programme].schedule
    given = scheduling.facts_of(
        schedule,
        programme=row.programme,
        enrolled_on=row.enrolled_on,
        last_on=row.last_on,
        next_within_days=last.next_within_days if last else None,
        birth_date=row.resident.birth_date,
        values=values,
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
