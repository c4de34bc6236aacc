"""Kinds of records that only some posts may see: for the others they are not there, whichever way they ask."""

import datetime as dt

import pytest
from django.urls import reverse

from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import BadShape, NotVisible
from jiayi.foundation.base.viewer import SystemViewer
from jiayi.foundation.rulebook import rulebook
from jiayi.registry.people import selectors as people
from jiayi.registry.people import services as register
from jiayi.service.care import selectors, services
from jiayi.service.care.models import Enrolment
from tests.registry.organization.factories import make_adoption

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
    "chronic-infection-follow-up",
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
    assert restricted == {"mental_disorder", "tuberculosis", "chronic_infection"}
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
    for programme in ("tuberculosis", "mental_disorder", "chronic_infection"):
        with pytest.raises(NotVisible):
            services.enrol(
                by=carer(permissions=OTHERS), resident_id=sick().id, programme=programme, enrolled_on=DAY, on=DAY
            )


def test_a_scheme_names_the_further_infections_whose_residents_are_taken_in_and_followed(client, village) -> None:
    ill = make_resident(groups=("brucellosis",))
    make_resident(groups=("hiv",))
    services.enrol_due(by=SystemViewer(), on=DAY)
    assert not Enrolment.objects.filter(programme="chronic_infection").exists()
    make_adoption(ill.region_id, "demo-infections")
    services.enrol_due(by=SystemViewer(), on=DAY)
    enrolment = Enrolment.objects.get(programme="chronic_infection")
    assert (enrolment.resident_id, enrolment.due_on) == (ill.id, dt.date(2027, 5, 2))
    assert not selectors.enrolments_of(carer(permissions=OTHERS), ill.id)
    doctor = signed_in(client, "village_doctor", institution=village.team.institution)
    assert "布鲁氏菌病" in doctor.get(page_of(ill, "chronic-infection-follow-up")).content.decode()


def test_a_restricted_group_is_told_to_those_alone_who_may_read_restricted_records(client, village) -> None:
    resident = make_resident(groups=("hepatitis_b", "hypertension"))
    told, untold = carer(), carer(permissions=(*OTHERS, "resident_write"))
    assert {one.group for one in people.group_memberships(told, resident.id)} == {"hepatitis_b", "hypertension"}
    assert {one.group for one in people.group_memberships(untold, resident.id)} == {"hypertension"}
    assert people.facts_of([resident.id], DAY)[resident.id].groups == ("hypertension",)
    with pytest.raises(BadShape):
        register.record_group(by=untold, resident_id=resident.id, group="hiv", since=DAY, on=DAY)
    page = reverse("people:groups", args=[resident.id])
    doctor = signed_in(client, "village_doctor", institution=village.team.institution)
    assert "慢性乙型肝炎" in doctor.get(page).content.decode()
    nurse = signed_in(client, "nurse", institution=village.team.institution)
    for shown in (page, reverse("people:residents"), reverse("workstation:resident", args=[resident.id])):
        assert "乙型肝炎" not in nurse.get(shown).content.decode(), shown
