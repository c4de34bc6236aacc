"""What is promised opens with the agreement, records consume it, and corrections take it back."""

import datetime as dt
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from jiayi.foundation.base.viewer import SystemViewer
from jiayi.registry.people import services as people
from jiayi.registry.tasks.models import Task
from jiayi.registry.tasks.services import rebuild
from jiayi.service.agreements import services as agreements
from jiayi.service.agreements.terms import TerminationRequest
from jiayi.service.fulfilment.models import DoneService, Entitlement, LedgerEntry
from jiayi.service.fulfilment.services import correct_ledger, ledger_differences, open_years
from tests.service.agreements.factories import DOCTORS, make_signer

from .factories import (
    HYPERTENSION,
    SIGNED_ON,
    agreement_of,
    done,
    ledger,
    make_resident,
    make_village,
    promised,
    saved,
    sign,
    voided,
)

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
LATER = SIGNED_ON + 30 * DAY


def signed(**fields):
    village, resident = make_village(), make_resident()
    sign(village, resident, **({"packages": HYPERTENSION} | fields))
    return village, resident


def agrees(on: dt.date = LATER) -> bool:
    return not ledger_differences(on=on) and not rebuild(on=on, check=True).total


def test_signing_opens_the_items_of_the_first_year_with_their_quantities():
    _, resident = signed(years=2)
    entitlement = promised(resident)
    assert (entitlement.quantity, entitlement.starts_on) == (4, SIGNED_ON)
    assert entitlement.ends_on == SIGNED_ON.replace(year=SIGNED_ON.year + 1) - DAY
    assert Entitlement.objects.filter(resident=resident, item="follow_up_hypertension").count() == 1
    assert agrees()


def test_an_item_of_two_packages_is_promised_as_often_as_both_say():
    _, resident = signed()
    assert promised(resident, "assessment").quantity == 2


def test_a_new_year_opens_by_the_daily_job_and_only_once():
    _, resident = signed(years=2)
    next_year = SIGNED_ON.replace(year=SIGNED_ON.year + 1)
    assert open_years(by=SystemViewer(), on=next_year - DAY) == 0
    assert open_years(by=SystemViewer(), on=next_year + DAY) == 1
    assert open_years(by=SystemViewer(), on=next_year + DAY) == 0
    assert promised(resident).starts_on == next_year
    assert agrees(next_year + DAY)


def test_what_is_signed_ahead_opens_when_it_starts():
    village, resident = signed()
    ends_on = agreement_of(resident).ends_on
    sign(village, resident, kind="renewal", signed_on=ends_on - 10 * DAY, packages=HYPERTENSION)
    assert Entitlement.objects.filter(resident=resident, item="follow_up_hypertension").count() == 1
    agreements.turn_day(by=SystemViewer(), on=ends_on + DAY)
    assert promised(resident).starts_on == ends_on + DAY
    assert agrees(ends_on + DAY)


def test_a_saved_record_consumes_what_its_form_fulfils_and_counts_as_a_contact():
    _, resident = signed()
    saved(resident, LATER)
    assert ledger(resident) == [("consume", 1, False, "c")]
    assert done(resident, "contact") == 1
    saved(resident, LATER + DAY)
    assert (done(resident), done(resident, "contact")) == (2, 1)
    assert agrees(LATER + DAY)


@pytest.mark.parametrize(
    "fields", [{"mode": "phone"}, {"fields": frozenset({"systolic"})}, {"form": "elderly-self-care"}]
)
def test_a_record_in_another_way_or_with_a_field_missing_consumes_nothing_of_it(fields):
    _, resident = signed()
    saved(resident, LATER, **fields)
    assert not ledger(resident)
    assert done(resident, "contact") == 1


def test_a_correction_reverses_what_the_earlier_version_consumed():
    _, resident = signed()
    record_id = saved(resident, LATER)
    saved(resident, LATER + DAY, record_id=record_id, version=2, evidence="a")
    saved(resident, LATER + DAY, record_id=record_id, version=2, evidence="a")
    saved(resident, LATER, record_id=record_id)
    assert ledger(resident) == [("consume", 1, False, "c"), ("reverse", 1, False, "c"), ("consume", 2, False, "a")]
    assert agrees(LATER + DAY)


def test_a_voided_record_gives_back_what_it_consumed():
    _, resident = signed()
    record_id = saved(resident, LATER)
    voided(resident, record_id, LATER)
    voided(resident, record_id, LATER)
    assert done(resident) == done(resident, "contact") == 0
    assert agrees()


def test_more_than_promised_is_recorded_as_extra_and_moves_up_when_another_falls_away():
    _, resident = signed()
    records = [saved(resident, LATER + day * DAY) for day in range(5)]
    assert (done(resident, is_extra=False), done(resident, is_extra=True)) == (4, 1)
    voided(resident, records[0], LATER + 5 * DAY)
    assert (done(resident, is_extra=False), done(resident, is_extra=True)) == (4, 0)
    assert agrees(LATER + 5 * DAY)


def test_before_signing_and_after_the_end_nothing_is_consumed():
    village, resident = signed()
    saved(resident, SIGNED_ON - DAY)
    asked = TerminationRequest(requested_by="resident", reason="own_wish", confirmed_by_resident=True)
    agreements.terminate_agreement(by=village.by, agreement_id=agreement_of(resident).id, asked=asked, on=LATER)
    saved(resident, LATER + DAY)
    assert not ledger(resident)
    assert promised(resident).ends_on == LATER
    assert DoneService.objects.count() == 2
    assert not Task.objects.filter(kind="deliver_promises", state="open").exists()
    assert agrees(LATER + DAY)


def test_an_agreement_that_is_entered_late_finds_what_was_done_since():
    village, resident = make_village(), make_resident()
    saved(resident, LATER - DAY)
    sign(village, resident, packages=HYPERTENSION, signed_on=LATER - 2 * DAY, on=LATER)
    assert done(resident) == 1


def test_a_void_agreement_promised_nothing():
    village, resident = signed()
    saved(resident, LATER)
    agreements.void_agreement(by=village.by, agreement_id=agreement_of(resident).id, note="误录", on=LATER)
    assert done(resident) == 0
    assert not Entitlement.objects.filter(is_withdrawn=False).exists()
    assert agrees()


def test_with_other_packages_the_year_goes_on_and_what_was_done_counts():
    village, resident = signed()
    for day in range(3):
        saved(resident, SIGNED_ON + day * DAY)
    agreements.change_packages(
        by=village.by,
        agreement_id=agreement_of(resident).id,
        packages=["two-diseases"],
        signed_on=LATER,
        on=LATER,
    )
    saved(resident, LATER)
    saved(resident, LATER + DAY)
    assert promised(resident).year_starts_on == SIGNED_ON
    assert promised(resident).starts_on == LATER
    assert (done(resident, is_extra=False), done(resident, is_extra=True)) == (4, 1)
    assert agrees(LATER + DAY)


def test_a_resting_agreement_owes_nothing_for_the_time_and_still_counts():
    village, resident = signed()
    owed = Task.objects.filter(kind="deliver_promises", state="open")
    assert owed.get().due_on == promised(resident).ends_on
    agreements.suspend_agreement(
        by=village.by, agreement_id=agreement_of(resident).id, reason="away", suspended_on=LATER, on=LATER
    )
    assert not owed.exists()
    saved(resident, LATER)
    assert done(resident) == 1
    assert agrees()


def test_the_task_closes_when_everything_owed_is_done():
    _, resident = signed()
    Entitlement.objects.filter(resident=resident).exclude(item__in=["contact", "booking"]).delete()
    owed = Task.objects.filter(kind="deliver_promises", state="open")
    assert owed.exists()
    record_id = saved(resident, LATER)
    assert not owed.exists()
    voided(resident, record_id, LATER)
    assert owed.exists()


def test_the_database_changes_no_entry():
    _, resident = signed()
    saved(resident, LATER)
    for act in (lambda rows: rows.update(is_extra=True), lambda rows: rows.delete()):
        with pytest.raises(IntegrityError, match="reversed, never changed"), transaction.atomic():
            act(LedgerEntry.objects.all())


def test_the_check_finds_what_was_lost_and_puts_it_right():
    _, resident = signed()
    saved(resident, LATER)
    Entitlement.objects.filter(resident=resident, item="health_education").delete()
    Entitlement.objects.filter(resident=resident, item="education_material").update(quantity=9)
    DoneService.objects.update(version=3)
    kinds = {one.kind for one in ledger_differences(on=LATER)}
    assert kinds == {"unopened", "reverse", "consume"}
    assert correct_ledger(by=SystemViewer(), on=LATER) == 1
    assert agrees()


def test_what_was_done_for_a_double_follows_the_person_and_goes_back(clerk):
    _, kept = signed()
    double = make_resident(name=kept.name, birth_date=kept.birth_date, number=None)
    saved(double, LATER)
    assert done(kept) == 0
    merge = people.merge_residents(
        by=clerk, kept_id=kept.id, merged_id=double.id, reason="同一人", on=LATER, confirmed=True
    )
    assert done(kept) == 1
    assert agrees()
    people.undo_merge(by=clerk, merge_id=merge.id, reason="不是同一人", on=LATER)
    assert done(kept) == 0
    assert agrees()


@pytest.fixture
def clerk():
    return make_signer(permissions=(*DOCTORS, "resident_merge"))


def test_one_visit_is_one_contact_however_many_records_it_left():
    _, resident = signed()
    Entitlement.objects.filter(resident=resident, item="contact").update(quantity=3)
    visit = uuid4()
    first = saved(resident, LATER, visit_id=visit)
    saved(resident, LATER, visit_id=visit, form="diabetes-follow-up", fields=frozenset({"fasting_glucose"}))
    assert done(resident, "contact") == 1
    voided(resident, first, LATER)
    assert (done(resident), done(resident, "contact")) == (0, 1)
    saved(resident, LATER + DAY)
    assert done(resident, "contact") == 2
