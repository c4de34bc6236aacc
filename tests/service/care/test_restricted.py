"""Kinds of records that only some posts may see: for the others they are not there, whichever way they ask."""

import pytest
from django.urls import reverse

from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.rulebook import rulebook
from jiayi.service.care import selectors, services

from .factories import DAY, carer, make_resident, make_village, save
from .test_all_forms import LAST, PEOPLE, filled
from .test_pages import page_of, signed_in

pytestmark = pytest.mark.django_db
KINDS = (
    "mental-follow-up",
    "psychological-counselling",
    "tuberculosis-first-visit",
    "tuberculosis-follow-up",
    "infectious-home-visit",
)
OTHERS = ("resident_read", "record_read", "record_write", "task_read")


@pytest.fixture(autouse=True)
def village(monkeypatch):
    monkeypatch.setattr(clock, "today", lambda: DAY)
    return make_village()


def sick(**fields):
    return make_resident(groups=("tuberculosis", "mental_disorder"), **fields)


def restricted_record(form: str):
    values = filled(rulebook().forms[form], PEOPLE["woman"], LAST)
    resident = sick(sex="female", birth_date=PEOPLE["woman"].birth_date)
    return save(resident, values, form=form, mode=rulebook().forms[form].modes[0], acts_on_urgent=True)


def test_these_kinds_are_restricted_and_no_other() -> None:
    assert {code for code, form in rulebook().forms.items() if form.restricted} == set(KINDS)
    restricted = {code for code, one in rulebook().programmes.items() if one.restricted}
    assert restricted == {"mental_disorder", "tuberculosis"}
    for code in restricted:
        assert all(form.restricted for form in rulebook().forms.values() if code in form.programmes)


@pytest.mark.parametrize("form", KINDS)
def test_without_the_permission_a_restricted_record_is_not_there(client, village, form) -> None:
    record = restricted_record(form)
    assert record.is_restricted
    nurse = signed_in(client, "nurse", institution=village.team.institution)
    for name in ("record", "correct", "void"):
        assert nurse.get(reverse(f"care:{name}", args=[record.id])).status_code == 404
    assert nurse.get(page_of(record.resident, form)).status_code == 404
    by = carer(permissions=OTHERS)
    assert selectors.records_of(by, record.resident_id) == []
    assert not selectors.records(by, on=DAY).exists() and not selectors.enrolments_of(by, record.resident_id)
    with pytest.raises(NotVisible):
        selectors.record_for(by, record.id)


@pytest.mark.parametrize("form", KINDS)
def test_with_the_permission_it_is_read(client, village, form) -> None:
    record = restricted_record(form)
    doctor = signed_in(client, "village_doctor", institution=village.team.institution)
    assert doctor.get(reverse("care:record", args=[record.id])).status_code == 200


def test_nobody_else_takes_a_resident_into_a_restricted_programme() -> None:
    for programme in ("tuberculosis", "mental_disorder"):
        with pytest.raises(NotVisible):
            services.enrol(
                by=carer(permissions=OTHERS), resident_id=sick().id, programme=programme, enrolled_on=DAY, on=DAY
            )
