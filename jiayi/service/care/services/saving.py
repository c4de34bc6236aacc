"""Save a filled-in form as a record: judged, its values kept, the next visit scheduled, the rooms above told."""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook import find_value, rulebook
from jiayi.foundation.rulebook.schema import Form
from jiayi.registry.organization import selectors as organization
from jiayi.registry.people import selectors as people
from jiayi.registry.people.terms import ResidentFacts
from jiayi.service.care.faults import forbidden, misshapen, not_confirmed
from jiayi.service.care.models import Record
from jiayi.service.care.rules import deriving, filling, judging
from jiayi.service.care.rules.filling import Fault
from jiayi.service.care.selectors.definitions import form_for, permission_for
from jiayi.service.care.selectors.judging import judge, person_on
from jiayi.service.care.terms import FACE_TO_FACE, Judgement, Mode, RecordRequest

from .drafting import drop_draft
from .standing import let_stand

RETURN_WITHIN = "referral_return.within_days"


@transaction.atomic
def save_record(
    *,
    by: Viewer,
    asked: RecordRequest,
    on: dt.date,
    at: dt.datetime,
    confirmed: frozenset[str] = frozenset(),
    acts_on_urgent: bool = False,
) -> Record:
    """The record of a visit. Sent twice under one submission id it is saved once.

    NotVisible where resident or form is out of reach; BadShape for values that do not stand, for unusual ones that
    are not `confirmed`, and for an urgent finding that nobody acts on.
    """
    form = form_for(by, asked.form, to_write=True)
    permission = permission_for(form.restricted, to_write=True)
    resident = people.resident_for(by, asked.resident_id, on=on, permission=permission)
    if known := Record.objects.filter(submission_id=asked.submission_id, resident_id=resident.id).first():
        return known
    facts = people.facts_of([resident.id], asked.visit_on)[resident.id]
    _require_possible_visit(form, asked, facts, on)
    schemes = tuple(organization.schemes_for(resident.region_id, asked.visit_on))
    values, found = judged_values(form, asked, facts, schemes, on, confirmed)
    if found.is_urgent and not acts_on_urgent:
        raise misshapen([Fault("", "E_FINDING_URGENT")])
    record = _new_record(form, asked, resident, by=by, on=on)
    describe(record, form, asked, values, found, schemes, facts.groups)
    try:
        with transaction.atomic():
            record.save(force_insert=True)
    except IntegrityError:  # the same submission, at the same moment
        return Record.objects.get(submission_id=asked.submission_id, resident_id=resident.id)
    let_stand(record, form, values, found, asked=asked, schemes=schemes, confirmed=confirmed, by=by, at=at, on=on)
    drop_draft(by=by, resident_id=resident.id, form=form.form)
    audit.record(
        by=by,
        act="care.save_record",
        subject_kind="record",
        subject_ids=[record.id],
        resident_ids=[resident.id],
        details={"form": form.form, "visit_on": asked.visit_on, "mode": asked.mode, "urgent": found.is_urgent},
    )
    return record


def _new_record(form: Form, asked: RecordRequest, resident: Any, *, by: Viewer, on: dt.date) -> Record:
    return Record(
        resident_id=resident.id,
        region_id=resident.region_id,
        form=form.form,
        is_restricted=form.restricted,
        team_id=organization.team_of_region(resident.region_id, on),
        practitioner_id=by.practitioner_id,
        submission_id=asked.submission_id,
        entered_on=on,
    )


def judged_values(
    form: Form,
    asked: RecordRequest,
    facts: ResidentFacts,
    schemes: tuple[str, ...],
    on: dt.date,
    confirmed: frozenset[str],
    except_for: UUID | None = None,
) -> tuple[dict[str, object], Judgement]:
    """The values that stand, with what follows from them; BadShape names everything that does not."""
    given = asdict(person_on(facts, asked.visit_on))
    values = filling.kept_values(form, deriving.with_derived(form, asked.values, visit_on=asked.visit_on), given)
    found = judge(form, values, facts=facts, schemes=schemes, visit_on=asked.visit_on, except_for=except_for)
    values = {code: value for code, value in found.fills.items() if filling.is_filled(value)} | values
    if faults := filling.faults(form, values, visit_on=asked.visit_on, today=on, given=given):
        raise misshapen(faults)
    if strange := filling.unusual(form, values, confirmed=confirmed):
        raise not_confirmed(strange)
    return values, found


def describe(
    record: Record,
    form: Form,
    asked: RecordRequest,
    values: Mapping[str, Any],
    found: Judgement,
    schemes: tuple[str, ...],
    groups: Collection[str],
) -> None:
    """Write what the record's columns say of its current version."""
    record.visit_on, record.mode, record.evidence = asked.visit_on, asked.mode, asked.evidence
    record.programmes = judging.programmes_of(form, values, groups, rulebook().programmes)
    record.counts = not form.face_to_face or asked.mode in FACE_TO_FACE
    record.next_within_days = found.next_within_days
    record.return_due_on = None
    if found.is_referred and (within := find_value(RETURN_WITHIN, asked.visit_on, schemes)):
        record.return_due_on = asked.visit_on + dt.timedelta(days=within.value)


def _require_possible_visit(form: Form, asked: RecordRequest, facts: ResidentFacts, on: dt.date) -> None:
    if asked.mode not in form.modes or asked.mode not in set(Mode):
        raise misshapen([Fault("mode", "E_MODE_NOT_ALLOWED")])
    if asked.visit_on > on:
        raise misshapen([Fault("visit_on", "E_VISIT_AFTER_TODAY")])
    if asked.visit_on < facts.birth_date:
        raise misshapen([Fault("visit_on", "E_VISIT_BEFORE_BIRTH")])
    if not facts.alive:
        raise forbidden("E_VISIT_AFTER_DEATH")
