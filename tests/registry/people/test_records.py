"""Whether a record holds what the norm asks for: the decision, the list of the incomplete, the resident's page."""

import pytest
from django.urls import reverse

from jiayi.foundation.base import clock
from jiayi.registry.people import selectors
from jiayi.registry.people.models import Resident
from jiayi.registry.people.selectors.records import COLUMNS, HEADS_PHONE
from tests.registry.access.factories import make_post, make_user
from tests.registry.organization.factories import make_institution

from .factories import VILLAGE, make_household, make_region, make_resident

pytestmark = pytest.mark.django_db
WHOLE = {"address": "西关路8号", "ethnicity": "01"}


def whole(**changes):
    return make_resident(**({"phone": "13871100001", "household": make_household(members=1)} | WHOLE | changes))


def test_every_field_that_the_rulebook_may_ask_of_a_record_has_its_columns():
    names = {field.attname for field in Resident._meta.concrete_fields} | {HEADS_PHONE}
    assert {column for columns in COLUMNS.values() for column in columns} <= names


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({}, []),
        ({"number": None}, ["identity_number"]),
        ({"phone": ""}, ["reachable_phone"]),
        ({"address": ""}, ["home_address"]),
        ({"household": None}, ["household_place"]),
        ({"ethnicity": ""}, ["ethnic_group"]),
    ],
)
def test_one_record_and_the_list_agree_on_what_is_missing(changes, missing):
    resident, today = whole(**changes), clock.today()
    assert selectors.record_check(resident, today)["missing"] == missing
    found = selectors.with_gaps(Resident.objects.filter(pk=resident.pk), VILLAGE, today)
    assert found.exists() is bool(missing)


def test_a_child_without_a_phone_is_reached_through_the_guardian():
    child = whole(phone="", guardian=make_resident())
    assert selectors.record_check(child, clock.today())["complete"]


def test_a_child_without_a_phone_is_reached_through_the_head_of_the_household():
    household, today = make_household(members=1), clock.today()
    child = whole(phone="", household=household)
    listed = selectors.with_gaps(Resident.objects.filter(pk=child.pk), VILLAGE, today)
    assert selectors.record_check(child, today)["missing"] == ["reachable_phone"] and listed.exists()
    Resident.objects.filter(pk=household.head_id).update(phone_sealed=b"sealed")
    child = Resident.objects.get(pk=child.pk)
    assert selectors.record_check(child, today)["complete"] and not listed.all().exists()


def test_the_incomplete_are_listed_and_the_page_says_what_is_missing(client):
    made = whole(name="全大有"), whole(name="缺小民", ethnicity="")
    doctor = make_user()
    make_post(user=doctor, code="doctor", institution=make_institution(make_region(VILLAGE[:9])))
    client.force_login(doctor)
    listed = client.get(reverse("people:residents"), {"gaps": "1"}).content.decode()
    assert "缺小民" in listed and "全大有" not in listed
    complete, lacking = (client.get(reverse("workstation:resident", args=[one.id])).content.decode() for one in made)
    assert "档案完整" in complete and "健康档案还缺：民族。" in lacking and "个人基本信息表" in lacking
