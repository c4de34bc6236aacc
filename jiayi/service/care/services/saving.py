"""Save a filled-in form: judged, a record each for what it counts, the next visits scheduled, the rooms above told."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import replace
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook import find_value, rulebook
from jiayi.foundation.rulebook.schema import Form
from jiayi.registry.organization import selectors as organization
from jiayi.registry.people import selectors as people
from jiayi.registry.people.terms import ResidentFacts
from jiayi.service.care.faults import forbidden, misshapen
from jiayi.service.care.models import Record
from jiayi.service.care.rules import judging, storing
from jiayi.service.care.rules.filling import Fault
from jiayi.service.care.rules.parting import Judged
from jiayi.service.care.selectors.definitions import form_for, permission_for
from jiayi.service.care.selectors.judging import LastOutcome
from jiayi.service.care.selectors.last_time import last_time
from jiayi.service.care.selectors.records import last_outcome
from jiayi.service.care.terms import FACE_TO_FACE, Mode, RecordRequest

from .drafting import drop_draft
from .judging import judged_parts
from .measuring import evidence_of, with_measures
from .observing import keep_observations
from .standing import Entered, Version, let_stand
from .watching import answer_by_records

RETURN_WITHIN = "referral_return.within_days"


def save_record(
    *,
    by: Viewer,
    asked: RecordRequest,
    on: dt.date,
    at: dt.datetime,
    confirmed: frozenset[str] = frozenset(),
    acts_on_urgent: bool = False,
) -> Record:
    """The record of a visit; the first one, where the visit leaves several (`save_visit`)."""
    return save_visit(by=by, asked=asked, on=on, at=at, confirmed=confirmed, acts_on_urgent=acts_on_urgent)[0]


@transaction.atomic
def save_visit(
    *,
    by: Viewer,
    asked: RecordRequest,
    on: dt.date,
    at: dt.datetime,
    confirmed: frozenset[str] = frozenset(),
    acts_on_urgent: bool = False,
) -> list[Record]:
    """The records of a visit, in the form's order. Sent twice under one submission id it is saved once.

    NotVisible where resident or form is out of reach; BadShape for values that do not stand, for unusual ones that
    are not `confirmed`, and for an urgent finding that nobody acts on.
    """
    form = form_for(by, asked.form, also=asked.also, to_write=True)
    permission = permission_for(form.restricted, to_write=True)
    resident = people.resident_for(by, asked.resident_id, on=on, permission=permission)
    if known := _known(form, asked):
        return known
    facts = people.facts_of([resident.id], asked.visit_on)[resident.id]
    schemes = facts.schemes
    judged = judged_visit(form, asked, facts, schemes, on, confirmed, acts_on_urgent=acts_on_urgent)
    asked = replace(asked, copied=_taken_over(form, asked))
    team_id = organization.team_of_region(resident.region_id, on)
    entered = entered_records(judged, facts, team_id, Version(asked, schemes, confirmed, by, at, on))
    records = [record for record, _, _ in entered]
    try:
        with transaction.atomic():
            Record.objects.bulk_create(records)
    except IntegrityError:  # the same submission, at the same moment
        return _known(form, asked)
    let_stand(entered, on=on)
    keep_observations(entered)
    answer_by_records([record.id for record in records], on=on)
    _record(by, asked, records, is_urgent=any(one.found.is_urgent for one in judged))
    drop_draft(by=by, resident_id=resident.id, form=form.form)
    return records


def judged_visit(
    form: Form,
    asked: RecordRequest,
    facts: ResidentFacts,
    schemes: tuple[str, ...],
    on: dt.date,
    confirmed: frozenset[str],
    *,
    acts_on_urgent: bool,
    last: LastOutcome = last_outcome,
) -> list[Judged]:
    """Every record that the visit leaves; BadShape and LawBroken as `save_visit` says. Nothing is written."""
    _require_possible_visit(form, asked, facts, on)
    judged = with_measures(form, asked, judged_parts(form, asked, facts, schemes, on, confirmed, last=last))
    if any(one.found.is_urgent for one in judged) and not acts_on_urgent:
        raise misshapen([Fault("", "E_FINDING_URGENT")])
    return judged


def entered_records(
    judged: Sequence[Judged], facts: ResidentFacts, team_id: UUID | None, version: Version
) -> list[Entered]:
    """The rows of a visit, not saved yet, with what they say and who enters it."""
    entered: list[Entered] = []
    for one in judged:
        record = _new_record(one, facts, team_id, version, together=len(judged) > 1)
        describe(record, one, version.asked, version.schemes, facts.groups)
        entered.append((record, one, version))
    return entered


def _record(by: Viewer, asked: RecordRequest, records: list[Record], *, is_urgent: bool) -> None:
    audit.record(
        by=by,
        act="care.save_record",
        subject_kind="record",
        subject_ids=[record.id for record in records],
        resident_ids=[asked.resident_id],
        details={
            "form": asked.form,
            "visit_on": asked.visit_on,
            "mode": asked.mode,
            "urgent": is_urgent,
        },
    )


def _taken_over(form: Form, asked: RecordRequest) -> tuple[str, ...]:
    """Of the fields said to be copied those that still hold last time's value; who changes one afterwards typed it."""
    if not asked.copied:
        return ()
    last, given = storing.plain(last_time(form, asked.resident_id)[0]), storing.plain(asked.values)
    return tuple(code for code in dict.fromkeys(asked.copied) if code in given and given[code] == last.get(code))


def _known(form: Form, asked: RecordRequest) -> list[Record]:
    """What was saved under this submission before."""
    ids = [_submission(asked, one.form) for one in form.parts] if form.parts else [asked.submission_id]
    found = Record.objects.filter(submission_id__in=ids, resident_id=asked.resident_id)
    return sorted(found, key=lambda record: ids.index(record.submission_id))


def _submission(asked: RecordRequest, form: str) -> UUID:
    return uuid5(asked.submission_id, form)


def _new_record(one: Judged, facts: ResidentFacts, team_id: UUID | None, version: Version, *, together: bool) -> Record:
    form, asked = one.part.form, version.asked
    alone = form.form == asked.form and not asked.also
    return Record(
        resident_id=facts.id,
        region_id=facts.region_code,
        form=form.form,
        is_restricted=form.restricted,
        team_id=team_id,
        practitioner_id=None if asked.batch_id else version.by.practitioner_id,
        batch_id=asked.batch_id,
        visit_id=asked.submission_id if together else None,
        submission_id=asked.submission_id if alone else _submission(asked, form.form),
        entered_on=version.on,
    )


def describe(
    record: Record, one: Judged, asked: RecordRequest, schemes: tuple[str, ...], groups: Collection[str]
) -> None:
    """Write what the record's columns say of its current version."""
    form, found = one.part.form, one.found
    record.visit_on, record.mode, record.evidence = asked.visit_on, asked.mode, evidence_of(one, asked)
    record.programmes = judging.programmes_of(form, groups, rulebook().programmes)
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
