"""Orders follow what happens elsewhere: records saved and voided, agreements ended, deaths, moves, mergers."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Protocol
from uuid import UUID

from django.db import transaction
from django.db.models import F

from jiayi.foundation.base.viewer import SystemViewer, Viewer
from jiayi.foundation.rulebook import find_value, rulebook
from jiayi.foundation.rulebook.schema import Form
from jiayi.registry.organization import selectors as organization
from jiayi.registry.people import selectors as people
from jiayi.registry.people import services as people_services
from jiayi.service.care import selectors as care
from jiayi.service.prescriptions.models import FollowUp, Prescription, PrescriptionDraft
from jiayi.service.prescriptions.rules import triggers as rules
from jiayi.service.prescriptions.selectors.changes import changes_for
from jiayi.service.prescriptions.selectors.evidence import agreement_on
from jiayi.service.prescriptions.terms import OPEN_STATES, FollowUpDecision, State

from .drafting import restate_drafts
from .standing import restate
from .stopping import open_orders
from .triggering import act_on

DRAFTS = "prescriptions_prescriptiondraft"
WINDOW = "prescription.follow_up_window_days"


class SavedRecord(Protocol):
    """What care tells of a record that stands (care.events.SavedRecord)."""

    record_id: UUID
    resident_id: UUID
    form: str
    on: dt.date


@transaction.atomic(savepoint=False)
def follow_records(*, by: Viewer, records: Sequence[SavedRecord], on: dt.date) -> None:
    """Records of care stand: those of residents with open orders are read, one by one."""
    running = Prescription.objects.filter(
        resident_id__in={one.resident_id for one in records}, state__in=OPEN_STATES
    ).values_list("resident_id", flat=True)
    with_orders = set(running)
    for one in records:
        if one.resident_id in with_orders:
            follow_record(
                by=by, record_id=one.record_id, resident_id=one.resident_id, form=one.form, visit_on=one.on, on=on
            )


@transaction.atomic
def follow_record(*, by: Viewer, record_id: UUID, resident_id: UUID, form: str, visit_on: dt.date, on: dt.date) -> None:
    """A record of care stands: it does the follow-up that is due, and may put orders on hold."""
    orders, definition = open_orders(resident_id), rulebook().forms.get(form)
    if not orders or definition is None:
        return
    current = care.versions_of(care.record_for(SystemViewer(), record_id))[0]
    later = [one for one in orders if visit_on >= one.issued_on]  # the others were issued knowing it
    about = [one for one in orders if set(one.diagnoses) & set(definition.programmes)]
    found = rules.found_in(current.values, current.outcomes) if set(about) & set(later) else []
    found += changes_for(orders, on, values=_measured(definition, current.values) if later else None)
    action = act_on(found, by=by, resident_id=resident_id, region_code=orders[0].region_id, on=on)
    for order in about:
        _do_follow_up(order, record_id, visit_on, action)
    restate(orders, on=on, outcome="followed_up")


@transaction.atomic
def unfollow_records(*, record_ids: Collection[UUID], resident_ids: Collection[UUID], on: dt.date) -> None:
    """The records were a mistake: what they did of follow-ups and reviews is to be done again."""
    visits = list(FollowUp.objects.select_related("prescription").filter(record_id__in=record_ids))
    FollowUp.objects.filter(record_id__in=record_ids).update(done_on=None, decision="", record_id=None, note="")
    running = Prescription.objects.filter(resident_id__in=resident_ids, state__in=OPEN_STATES)
    restate([*(one.prescription for one in visits), *running], on=on, outcome="voided")


@transaction.atomic(savepoint=False)  # every signing asks this: one statement, not three
def follow_agreements(*, by: Viewer, agreement_ids: Collection[UUID], on: dt.date) -> None:
    """Whose agreement ended without another is judged again before anything more is dispensed."""
    unheld = (State.AUDITING, State.QUERIED, State.ACTIVE)
    going_on = Prescription.objects.filter(agreement__in=list(agreement_ids), state__in=unheld)
    for resident_id in sorted(set(going_on.values_list("resident_id", flat=True))):
        facts = people.facts_of([resident_id], on)[resident_id]
        if facts.alive and agreement_on(facts, on) is None:
            act_on(["agreement_ended"], by=by, resident_id=resident_id, region_code=facts.region_code, on=on)


@transaction.atomic
def follow_moved_resident(*, resident_id: UUID, region_code: str, on: dt.date) -> None:
    """Orders of somebody who moved within the county are seen where they live now."""
    rows = Prescription.objects.filter(resident_id=resident_id)
    there = {"region_id": region_code, "team_id": organization.team_of_region(region_code, on)}
    rows.update(**there)
    restate(list(rows), on=on, outcome="moved")
    drafts = PrescriptionDraft.objects.filter(resident_id=resident_id)
    drafts.update(**there)
    restate_drafts(list(drafts.values_list("id", flat=True)), on=on, outcome="moved")


@transaction.atomic
def repoint_prescriptions(*, merge_id: UUID, kept_id: UUID, merged_id: UUID, on: dt.date) -> None:
    """Two records of one person: the orders of the merged one are the kept one's."""
    ids = list(Prescription.objects.filter(resident_id=merged_id).values_list("id", flat=True))
    if ids:
        Prescription.objects.filter(id__in=ids).update(resident_id=kept_id)
        people_services.log_moved_rows(merge_id=merge_id, table="prescriptions_prescription", ids=ids)
        restate(list(Prescription.objects.filter(id__in=ids)), on=on, outcome="moved")
    drafts = list(PrescriptionDraft.objects.filter(resident_id=merged_id).values_list("id", flat=True))
    if drafts:
        PrescriptionDraft.objects.filter(id__in=drafts).update(resident_id=kept_id)
        people_services.log_moved_rows(merge_id=merge_id, table=DRAFTS, ids=drafts)
        restate_drafts(drafts, on=on, outcome="moved")


@transaction.atomic
def point_prescriptions_back(*, kept_id: UUID, merged_id: UUID, moved: dict[str, list[str]], on: dt.date) -> None:
    """Undo `repoint_prescriptions`."""
    rows = Prescription.objects.filter(id__in=moved.get("prescriptions_prescription", []), resident_id=kept_id)
    ids = list(rows.values_list("id", flat=True))
    rows.update(resident_id=merged_id)
    kept = Prescription.objects.filter(resident_id=kept_id, state__in=OPEN_STATES)
    restate([*Prescription.objects.filter(id__in=ids), *kept], on=on, outcome="moved")
    drafts = PrescriptionDraft.objects.filter(id__in=moved.get(DRAFTS, []), resident_id=kept_id)
    parted = list(drafts.values_list("id", flat=True))
    drafts.update(resident_id=merged_id)
    restate_drafts(parted, on=on, outcome="moved")


def _measured(definition: Form, values: Mapping[str, Any]) -> dict[str, float]:
    """The numbers of a record by the code of what they measure."""
    found = ((field.observation, values.get(code)) for code, field in definition.fields.items())
    return {code: float(value) for code, value in found if code and isinstance(value, int | float)}


def _do_follow_up(order: Prescription, record_id: UUID, visit_on: dt.date, action: str) -> None:
    """The earliest follow-up whose window holds the visit; a corrected record does its own anew."""
    window = find_value(WINDOW, visit_on, organization.schemes_for(order.region_id, visit_on))
    latest = visit_on + dt.timedelta(days=window.value if window else 0)
    FollowUp.objects.filter(prescription=order, record_id=record_id).update(done_on=None, decision="", record_id=None)
    visit = FollowUp.objects.filter(prescription=order, done_on=None, due_on__lte=latest).order_by(F("due_on")).first()
    if visit is None or visit_on < order.starts_on:
        return
    visit.done_on, visit.record_id = visit_on, record_id
    visit.decision = FollowUpDecision.ADJUST if action != "none" else FollowUpDecision.CONTINUE
    visit.save()
