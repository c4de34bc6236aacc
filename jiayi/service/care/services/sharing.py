"""Keep results of other institutions, and take back what was entered by mistake."""

import datetime as dt
from uuid import UUID

from django.db import IntegrityError, transaction

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook import rulebook
from jiayi.foundation.rulebook.schema import Examination
from jiayi.registry.organization.terms import InstitutionLevel
from jiayi.registry.people import selectors as people
from jiayi.service.care import permissions
from jiayi.service.care.faults import forbidden, misshapen
from jiayi.service.care.models import Observation, SharedResult
from jiayi.service.care.rules.filling import Fault
from jiayi.service.care.rules.measuring import measures
from jiayi.service.care.selectors.shared_results import shared_result_for
from jiayi.service.care.terms import ResultRequest, ResultWay, Source

from .observing import noon_of, tell_observed


@transaction.atomic
def share_result(*, by: Viewer, asked: ResultRequest, on: dt.date) -> SharedResult:
    """Keep one result; the same report and examination again is the result that stands.

    NotVisible for a resident out of reach, BadShape for what cannot be, LawBroken where the report said something else.
    """
    resident = people.resident_for(by, asked.resident_id, on=on, permission=permissions.WRITE)
    examination = _require_possible(asked, resident.birth_date, on)
    if known := _known(asked):
        return _same(known, asked)
    row = _row(by, asked, examination)
    try:
        with transaction.atomic():
            row.observation = _observed(asked, examination)
            row.save(force_insert=True)
    except IntegrityError:  # the same report, at the same moment
        known = _known(asked)
        if known is None:
            raise
        return _same(known, asked)
    _record(by, "care.share_result", row)
    if row.observation:
        tell_observed(row.observation)
    return row


@transaction.atomic
def withdraw_result(*, by: Viewer, result_id: UUID, note: str, at: dt.datetime) -> SharedResult:
    """A result was entered by mistake, or of somebody else: it is shown no more, nor is its value."""
    shared_result_for(by, result_id, permission=permissions.WRITE)
    row = SharedResult.objects.select_for_update(of=("self",)).get(pk=result_id)
    if row.withdrawn_at:
        raise forbidden("E_RESULT_WITHDRAWN")
    if not note.strip():
        raise misshapen([Fault("note", "E_RESULT_UNEXPLAINED")])
    row.withdrawn_at, row.withdrawn_note = at, note.strip()[:200]
    row.save(update_fields=["withdrawn_at", "withdrawn_note", "updated_at"])
    Observation.objects.filter(pk=row.observation_id).update(is_voided=True)
    _record(by, "care.withdraw_result", row)
    return row


def _require_possible(asked: ResultRequest, born_on: dt.date, on: dt.date) -> Examination:
    examination = rulebook().examinations.get(asked.item)
    if examination is None:
        raise misshapen([Fault("item", "E_RESULT_ITEM")])
    faults = [Fault(field, code) for field, code, wrong in _wrongs(asked, examination, born_on, on) if wrong]
    if faults:
        raise misshapen(faults)
    return examination


def _wrongs(
    asked: ResultRequest, examination: Examination, born_on: dt.date, on: dt.date
) -> list[tuple[str, str, bool]]:
    measure = measures().get(examination.observation or "")
    hard = measure.hard if measure else None
    reported_on = asked.reported_on or asked.performed_on
    return [
        ("institution_name", "E_RESULT_INSTITUTION", not asked.institution_name.strip()),
        ("level", "E_RESULT_LEVEL", asked.level not in set(InstitutionLevel)),
        ("report_number", "E_RESULT_NUMBER", not asked.report_number.strip()),
        ("way", "E_RESULT_WAY", asked.way not in set(ResultWay)),
        ("performed_on", "E_VISIT_AFTER_TODAY", asked.performed_on > on),
        ("performed_on", "E_VISIT_BEFORE_BIRTH", asked.performed_on < born_on),
        ("reported_on", "E_RESULT_REPORTED_BEFORE", not asked.performed_on <= reported_on <= on),
        ("conclusion", "E_RESULT_EMPTY", asked.number is None and not asked.conclusion.strip()),
        ("number", "E_RESULT_NO_NUMBER", asked.number is not None and examination.unit is None),
        ("number", "E_RANGE_VALUE", bool(asked.number is not None and hard and not hard[0] <= asked.number <= hard[1])),
    ]


def _row(by: Viewer, asked: ResultRequest, examination: Examination) -> SharedResult:
    return SharedResult(
        resident_id=asked.resident_id,
        item=asked.item,
        performed_on=asked.performed_on,
        reported_on=asked.reported_on,
        institution_name=asked.institution_name.strip(),
        level=asked.level,
        report_number=asked.report_number.strip(),
        way=asked.way,
        number=asked.number,
        unit=(examination.unit or "") if asked.number is not None else "",
        reference=asked.reference.strip(),
        conclusion=asked.conclusion.strip(),
        is_abnormal=asked.is_abnormal,
        is_marked=asked.is_marked,
        entered_by=by.actor_id,
        entered_by_name=by.actor_name[:60],
    )


def _observed(asked: ResultRequest, examination: Examination) -> Observation | None:
    """The number among the values over time, marked as shared: at noon of its day, today's not after the present."""
    if asked.number is None or examination.observation is None:
        return None
    return Observation.objects.create(
        resident_id=asked.resident_id,
        code=examination.observation,
        number=asked.number,
        unit=examination.unit or "",
        at=noon_of(asked.performed_on, clock.now()),
        source=Source.SHARED,
        device=asked.institution_name.strip()[:60],
    )


def _known(asked: ResultRequest) -> SharedResult | None:
    rows = SharedResult.objects.filter(institution_name=asked.institution_name.strip(), withdrawn_at=None)
    return rows.filter(report_number=asked.report_number.strip(), item=asked.item).first()


def _same(known: SharedResult, asked: ResultRequest) -> SharedResult:
    said = (known.resident_id, known.performed_on, known.number, known.conclusion)
    if said != (asked.resident_id, asked.performed_on, asked.number, asked.conclusion.strip()):
        raise forbidden("E_RESULT_DIFFERS")
    return known


def _record(by: Viewer, act: str, row: SharedResult) -> None:
    audit.record(
        by=by,
        act=act,
        subject_kind="shared_result",
        subject_ids=[row.id],
        resident_ids=[row.resident_id],
        details={"item": row.item, "performed_on": row.performed_on, "way": row.way},
    )
