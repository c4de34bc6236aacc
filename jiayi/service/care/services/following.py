"""Records and programmes follow their residents: moved, died, two records of one person."""

import datetime as dt
from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from jiayi.registry.organization import selectors as organization
from jiayi.registry.people import services as people
from jiayi.registry.tasks import services as tasks
from jiayi.service.care.models import (
    Consultation,
    Enrolment,
    Examination,
    HomeAlert,
    Observation,
    PlanReview,
    Record,
    SharedResult,
)
from jiayi.service.care.terms import CloseReason, EnrolmentState

from .consultations import stepping as consultations
from .enrolling import close
from .scheduling import SOURCES, reschedule
from .watching import end_alerts_of, move_alerts

MERGED = "合并档案"  # data, not for translation
_HOLDERS = {
    "care_record": Record,
    "care_observation": Observation,
    "care_enrolment": Enrolment,
    "care_consultation": Consultation,
    "care_sharedresult": SharedResult,
    "care_examination": Examination,
    "care_homealert": HomeAlert,
}


@transaction.atomic
def end_enrolments_of(*, resident_id: UUID, reason: str, closed_on: dt.date, on: dt.date) -> int:
    """Who died or left the county is in no programme any more; how many ended."""
    rows = Enrolment.objects.select_for_update(of=("self",)).filter(resident_id=resident_id)
    open_ones = list(rows.exclude(state=EnrolmentState.CLOSED))
    for enrolment in open_ones:
        close(enrolment, CloseReason(reason), max(closed_on, enrolment.enrolled_on), "")
    tasks.restate_tasks(subject_ids=[one.id for one in open_ones], sources=SOURCES, on=on, outcome=reason)
    end_alerts_of(resident_id, on=on)
    return len(open_ones)


@transaction.atomic
def reopen_enrolments_of(*, resident_id: UUID, reason: str, closed_on: dt.date, on: dt.date) -> None:
    """The death or departure was a mistake: what it ended goes on."""
    rows = Enrolment.objects.select_for_update(of=("self",)).filter(
        resident_id=resident_id, close_reason=reason, closed_on__gte=closed_on
    )
    ended = list(rows)
    for enrolment in ended:
        enrolment.state, enrolment.closed_on, enrolment.close_reason = EnrolmentState.ACTIVE, None, ""
        enrolment.save()
    reschedule(enrolments=ended, on=on)


@transaction.atomic
def follow_moved_resident(*, resident_id: UUID, region_code: str, on: dt.date) -> None:
    """Who moves within the county is seen and visited by the team of the new village."""
    team_id = organization.team_of_region(region_code, on)
    Record.objects.filter(resident_id=resident_id).update(region_id=region_code)
    Examination.objects.filter(resident_id=resident_id).update(region_id=region_code)
    PlanReview.objects.filter(record__resident_id=resident_id).update(region_id=region_code)
    _move_consultations(resident_id, region_code, team_id, on)
    move_alerts(resident_id, region_code, team_id, on=on)
    open_ones = Enrolment.objects.filter(resident_id=resident_id).exclude(state=EnrolmentState.CLOSED)
    open_ones.update(region_id=region_code, team_id=team_id)
    restate(open_ones.values_list("id", flat=True), on=on)


@transaction.atomic
def repoint_records(*, merge_id: UUID, kept_id: UUID, merged_id: UUID, on: dt.date) -> None:
    """Move what stands on the merged person to the kept one; of a double programme the kept one's goes on."""
    doubled = Enrolment.objects.filter(resident_id=kept_id).exclude(state=EnrolmentState.CLOSED)
    programmes = list(doubled.values_list("programme", flat=True))
    doubles = Enrolment.objects.filter(resident_id=merged_id, programme__in=programmes)
    ending = list(doubles.exclude(state=EnrolmentState.CLOSED))
    for enrolment in ending:
        close(enrolment, CloseReason.ENTRY_ERROR, max(on, enrolment.enrolled_on), MERGED)
    end_alerts_of(merged_id, on=on)
    for table, model in _HOLDERS.items():
        ids = list(model.objects.filter(resident_id=merged_id).values_list("id", flat=True))
        if ids:
            model.objects.filter(id__in=ids).update(resident_id=kept_id)
            people.log_moved_rows(merge_id=merge_id, table=table, ids=ids)
    restate([enrolment.id for enrolment in ending], on=on)
    reschedule(enrolments=_going_on([kept_id]), on=on)


@transaction.atomic
def point_records_back(*, kept_id: UUID, merged_id: UUID, moved: dict[str, list[str]], on: dt.date) -> None:
    """Undo `repoint_records`; a programme that the merger ended goes on."""
    for table, model in _HOLDERS.items():
        model.objects.filter(id__in=moved.get(table, []), resident_id=kept_id).update(resident_id=merged_id)
    ended = Enrolment.objects.filter(id__in=moved.get("care_enrolment", []), close_note=MERGED)
    ended.update(state=EnrolmentState.ACTIVE, closed_on=None, close_reason="", close_note="")
    reschedule(enrolments=_going_on([kept_id, merged_id]), on=on)


def restate(enrolment_ids: Iterable[UUID], *, on: dt.date) -> None:
    """State anew what these enrolments make due, without deciding their days again."""
    tasks.restate_tasks(subject_ids=list(enrolment_ids), sources=SOURCES, on=on, outcome="moved")


def _move_consultations(resident_id: UUID, region_code: str, team_id: UUID | None, on: dt.date) -> None:
    asked = Consultation.objects.filter(resident_id=resident_id)
    asked.update(region_id=region_code, team_id=team_id)
    consultations.restate(list(asked.values_list("id", flat=True)), on=on, outcome="moved")


def _going_on(resident_ids: list[UUID]) -> list[Enrolment]:
    return list(Enrolment.objects.filter(resident_id__in=resident_ids).exclude(state=EnrolmentState.CLOSED))
