"""Orders follow what happens elsewhere: records saved and voided, agreements ended, deaths, moves, mergers."""

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Any, Protocol
from uuid import UUID

from django.db import transaction
from django.db.models import F

from jiayi.foundation.base.viewer import SystemViewer, Viewer
from jiayi.foundation.rulebook import decide, find_value, rulebook
from jiayi.registry.organization import selectors as organization
from jiayi.registry.people import selectors as people
from jiayi.registry.people import services as people_services
from jiayi.service.care import selectors as care
from jiayi.service.prescriptions.models import FollowUp, Prescription
from jiayi.service.prescriptions.rules import triggers as rules
from jiayi.service.prescriptions.selectors.background import background_of
from jiayi.service.prescriptions.selectors.evidence import agreement_on
from jiayi.service.prescriptions.terms import OPEN_STATES, FollowUpDecision, State, StopReason

from .standing import record, restate
from .stopping import end, hold_prescriptions

WINDOW = "prescription.follow_up_window_days"
RUNNING = (State.ACTIVE.value, State.HELD.value)


class SavedRecord(Protocol):
    """What care tells of a record that stands (care.events.SavedRecord)."""

    record_id: UUID
    resident_id: UUID
    form: str
    on: dt.date


@transaction.atomic(savepoint=False)
def follow_records(*, by: Viewer, records: Sequence[SavedRecord], on: dt.date) -> None:
    """Records of care stand: those of residents with running orders are read, one by one."""
    running = Prescription.objects.filter(
        resident_id__in={one.resident_id for one in records}, state__in=RUNNING
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
    orders = list(
        Prescription.objects.select_for_update(of=("self",))
        .filter(resident_id=resident_id, state__in=RUNNING)
        .order_by("id")
    )
    definition = rulebook().forms.get(form)
    if not orders or definition is None:
        return
    current = care.versions_of(care.record_for(SystemViewer(), record_id))[0]
    about = [one for one in orders if set(one.diagnoses) & set(definition.programmes)]
    found = rules.found_in(current.values, current.outcomes) if about else []
    found += _allergy_found(orders, resident_id, on)
    said = _decided(found, orders[0].region_id, on)
    for order in about:
        _do_follow_up(order, record_id, visit_on, said["action"])
    if said["action"] == "hold":
        hold_prescriptions(
            by=by, resident_id=resident_id, reasons=[StopReason(code) for code in said["triggers"]], note="", on=on
        )
    restate(orders, on=on, outcome="followed_up")


@transaction.atomic
def unfollow_records(*, record_ids: Collection[UUID], resident_ids: Collection[UUID], on: dt.date) -> None:
    """The records were a mistake: what they did of follow-ups and reviews is to be done again."""
    visits = list(FollowUp.objects.select_related("prescription").filter(record_id__in=record_ids))
    FollowUp.objects.filter(record_id__in=record_ids).update(done_on=None, decision="", record_id=None, note="")
    running = Prescription.objects.filter(resident_id__in=resident_ids, state__in=RUNNING)
    restate([*(one.prescription for one in visits), *running], on=on, outcome="voided")


@transaction.atomic
def end_prescriptions_of(*, by: Viewer, resident_id: UUID, reason: str, on: dt.date) -> int:
    """Who died or left the county gets nothing more; how many orders ended."""
    rows = Prescription.objects.select_for_update(of=("self",)).filter(resident_id=resident_id)
    orders = list(rows.filter(state__in=OPEN_STATES).order_by("id"))
    for order in orders:
        end(order, StopReason(reason), "", on=on)
        record(by, "prescriptions.stop", order, reason=reason)
    return len(orders)


@transaction.atomic(savepoint=False)  # every signing asks this: one statement, not three
def follow_agreements(*, by: Viewer, agreement_ids: Collection[UUID], on: dt.date) -> None:
    """Whose agreement ended without another is judged again before anything more is dispensed."""
    held = Prescription.objects.filter(agreement__in=list(agreement_ids), state=State.ACTIVE)
    for resident_id in sorted(set(held.values_list("resident_id", flat=True))):
        facts = people.facts_of([resident_id], on)[resident_id]
        if facts.alive and agreement_on(facts, on) is None:
            hold_prescriptions(by=by, resident_id=resident_id, reasons=[StopReason.AGREEMENT_ENDED], note="", on=on)


@transaction.atomic
def follow_moved_resident(*, resident_id: UUID, region_code: str, on: dt.date) -> None:
    """Orders of somebody who moved within the county are seen where they live now."""
    rows = Prescription.objects.filter(resident_id=resident_id)
    rows.update(region_id=region_code, team_id=organization.team_of_region(region_code, on))
    restate(list(rows), on=on, outcome="moved")


@transaction.atomic
def repoint_prescriptions(*, merge_id: UUID, kept_id: UUID, merged_id: UUID, on: dt.date) -> None:
    """Two records of one person: the orders of the merged one are the kept one's."""
    ids = list(Prescription.objects.filter(resident_id=merged_id).values_list("id", flat=True))
    if ids:
        Prescription.objects.filter(id__in=ids).update(resident_id=kept_id)
        people_services.log_moved_rows(merge_id=merge_id, table="prescriptions_prescription", ids=ids)
        restate(list(Prescription.objects.filter(id__in=ids)), on=on, outcome="moved")


@transaction.atomic
def point_prescriptions_back(*, kept_id: UUID, merged_id: UUID, moved: dict[str, list[str]], on: dt.date) -> None:
    """Undo `repoint_prescriptions`."""
    rows = Prescription.objects.filter(id__in=moved.get("prescriptions_prescription", []), resident_id=kept_id)
    ids = list(rows.values_list("id", flat=True))
    rows.update(resident_id=merged_id)
    kept = Prescription.objects.filter(resident_id=kept_id, state__in=RUNNING)
    restate([*Prescription.objects.filter(id__in=ids), *kept], on=on, outcome="moved")


def _allergy_found(orders: Sequence[Prescription], resident_id: UUID, on: dt.date) -> list[str]:
    """Whether an allergy is on record that one of the orders did not know."""
    facts = people.facts_of([resident_id], on)[resident_id]
    schemes = organization.schemes_for(orders[0].region_id, on)
    known = background_of(facts, [], on=on, schemes=schemes).allergies
    versions = [order.versions.get(number=order.version) for order in orders]
    is_new = any(rules.new_allergies(one.content.get("allergies"), known) for one in versions)
    return ["allergy_changed"] if is_new else []


def _decided(found: Sequence[str], region_code: str, on: dt.date) -> dict[str, Any]:
    schemes = organization.schemes_for(region_code, on)
    return decide("prescriptions.triggers", on=on, schemes=schemes, facts=dict.fromkeys(found, True))


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
