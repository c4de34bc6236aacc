"""Take residents into programmes, one by one or everybody whom the norms name, and end it with a reason."""

import datetime as dt
from collections.abc import Mapping
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook import find_value, rulebook
from jiayi.foundation.rulebook.schema import Programme
from jiayi.registry.organization import selectors as organization
from jiayi.registry.people import selectors as people
from jiayi.registry.tasks import services as tasks
from jiayi.service.care.faults import forbidden, misshapen
from jiayi.service.care.models import Enrolment
from jiayi.service.care.rules.filling import Fault
from jiayi.service.care.selectors.definitions import permission_for
from jiayi.service.care.selectors.enrolments import enrolment_for
from jiayi.service.care.terms import CloseReason, EnrolmentState

from .scheduling import SOURCES, decide_days, new_enrolments, reschedule, state_tasks

CHUNK = 2_000


@transaction.atomic
def enrol(*, by: Viewer, resident_id: UUID, programme: str, enrolled_on: dt.date, on: dt.date) -> Enrolment:
    """Take a resident into a programme; LawBroken where they are in it already, or no longer here."""
    definition = rulebook().programmes.get(programme)
    if definition is None:
        raise misshapen([Fault("programme", "E_PROGRAMME_UNKNOWN")])
    permission = permission_for(definition.restricted, to_write=True)
    resident = people.resident_for(by, resident_id, on=on, permission=permission)
    facts = people.facts_of([resident.id], on)[resident.id]
    if not (facts.alive and facts.lives_here):
        raise forbidden("E_RESIDENT_GONE")
    if enrolled_on > on:
        raise misshapen([Fault("enrolled_on", "E_VISIT_AFTER_TODAY")])
    before = Enrolment.objects.filter(resident=resident, programme=programme).exclude(state=EnrolmentState.CLOSED)
    if before.exists():
        raise forbidden("E_ENROLLED_ALREADY")
    enrolment = new_enrolments(enrolled_on={(resident.id, programme): enrolled_on}, on=on)[resident.id, programme]
    reschedule(enrolments=[enrolment], on=on)
    _record(by, "care.enrol_resident", enrolment)
    return enrolment


@transaction.atomic
def close_enrolment(
    *, by: Viewer, enrolment_id: UUID, reason: str, closed_on: dt.date, note: str, on: dt.date
) -> Enrolment:
    """End a programme for somebody, for a coded reason; what was due of it is due no more."""
    enrolment_for(by, enrolment_id, to_write=True)
    enrolment = Enrolment.objects.select_for_update(of=("self",)).get(pk=enrolment_id)
    if enrolment.state == EnrolmentState.CLOSED:
        raise forbidden("E_ENROLMENT_CLOSED")
    if closed_on > on or closed_on < enrolment.enrolled_on:
        raise misshapen([Fault("closed_on", "E_CLOSED_BEFORE_ENROLLED")])
    close(enrolment, CloseReason(reason), closed_on, note)
    tasks.restate_tasks(subject_ids=[enrolment.id], sources=SOURCES, on=on, outcome="closed")
    _record(by, "care.close_enrolment", enrolment, reason=reason)
    return enrolment


def close(enrolment: Enrolment, reason: CloseReason, closed_on: dt.date, note: str) -> None:
    """Write the end into the row; the caller has locked it and states its tasks anew."""
    enrolment.state, enrolment.close_reason, enrolment.close_note = EnrolmentState.CLOSED, reason, note
    enrolment.closed_on = closed_on
    enrolment.from_on = enrolment.due_on = enrolment.to_on = None
    enrolment.save()


def enrol_due(*, by: Viewer, on: dt.date) -> int:
    """Everybody whom a programme's groups name and who was never in it; how many were taken in. In chunks.

    A programme that was closed for somebody is not begun again by itself.
    """
    count = 0
    for stack, codes in _villages_by_stack(on).items():
        for code, programme in rulebook().programmes.items():
            groups = _groups_taken_in(programme, stack, on)
            known = Enrolment.objects.filter(resident_id=OuterRef("pk"), programme=code)
            rows = people.living_members(groups, regions=codes, on=on).filter(~Exists(known))
            found = rows.values("id", "region_id", "birth_date").iterator(chunk_size=CHUNK)
            while chunk := list(islice(found, CHUNK)):
                count += _enrol_many(chunk, code, stack, on)
    if count:
        audit.record(by=by, act="care.enrol_due", subject_kind="enrolment", details={"on": on, "enrolled": count})
    return count


def _groups_taken_in(programme: Programme, stack: tuple[str, ...], on: dt.date) -> list[str]:
    """The groups whose members a programme takes in by itself; none where it waits for a scheme that says so."""
    if not programme.where:
        return programme.groups
    found = find_value(programme.where, on, stack)
    if found is None:
        return []
    return [group for group in programme.groups if not isinstance(found.value, list) or group in found.value]


def _villages_by_stack(on: dt.date) -> Mapping[tuple[str, ...], list[str]]:
    found: dict[tuple[str, ...], list[str]] = {}
    for code, stack in organization.village_schemes("", on).items():
        found.setdefault(stack, []).append(code)
    return found


@transaction.atomic
def _enrol_many(chunk: list[dict[str, Any]], programme: str, stack: tuple[str, ...], on: dt.date) -> int:
    areas = organization.areas_of_regions({row["region_id"] for row in chunk}, on)
    rows = [
        Enrolment(
            resident_id=row["id"],
            programme=programme,
            region_id=row["region_id"],
            team_id=_team_of(areas.get(row["region_id"], ())),
            enrolled_on=on,
        )
        for row in chunk
    ]
    decide_days(rows, on)
    Enrolment.objects.bulk_create(rows, ignore_conflicts=True)
    state_tasks(rows, on)
    return Enrolment.objects.filter(pk__in=[row.pk for row in rows]).count()


def _team_of(areas: tuple[Any, ...]) -> UUID | None:
    teams = {area.team_id for area in areas}
    return teams.pop() if len(teams) == 1 else None


def _record(by: Viewer, act: str, enrolment: Enrolment, **details: Any) -> None:
    audit.record(
        by=by,
        act=act,
        subject_kind="enrolment",
        subject_ids=[enrolment.id],
        resident_ids=[enrolment.resident_id],
        details={"programme": enrolment.programme, **details},
    )
