import datetime as dt

import pytest

from jiayi.foundation.audit.models import Entry
from jiayi.foundation.base.errors import BadShape, CodedError, LawBroken, NotVisible
from jiayi.registry.people import services
from jiayi.registry.people.models import Household, PersonLookup, Resident
from jiayi.registry.people.sealing import number_of
from tests.registry.people.factories import (
    OTHER_VILLAGE,
    VILLAGE,
    make_household,
    make_national_id,
    make_region,
    make_resident,
    make_viewer,
)

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 22)


def register(by=None, village=VILLAGE, groups=(), household_number="", **entered):
    make_region(village)
    entered = {"name": "张小明", "national_id": make_national_id(), "phone": "13812345678"} | entered
    return services.register_resident(
        by=by or make_viewer("420324"),
        on=TODAY,
        region_code=village,
        entered=entered,
        groups=groups,
        household_number=household_number,
    )


def faults_of(error):
    return {(fault["code"], fault["field"]) for fault in error.value.breaches}


def test_a_resident_is_registered_with_what_the_number_tells_and_an_archive_number():
    number = make_national_id(dt.date(1961, 2, 3), "female")
    resident = register(name=" 单  小明 ", national_id=number.lower(), groups=("hypertension", "hypertension"))
    resident.refresh_from_db()
    assert (resident.name, resident.name_pinyin, resident.name_initials) == ("单 小明", "shan xiao ming", "sxm")
    assert (resident.sex, resident.birth_date) == ("female", dt.date(1961, 2, 3))
    assert resident.archive_number == f"{VILLAGE}00001"
    assert number_of(resident, "national_id") == number
    assert number_of(resident, "phone") == "13812345678"
    assert [row.group for row in resident.group_memberships.all()] == ["hypertension"]


def test_archive_numbers_go_up_by_village():
    assert [register().archive_number[-5:] for _ in range(3)] == ["00001", "00002", "00003"]
    assert register(village=OTHER_VILLAGE).archive_number == f"{OTHER_VILLAGE}00001"


def test_when_a_village_has_used_its_archive_numbers_up_it_says_so():
    from jiayi.registry.people.archive import reserve_serials

    assert reserve_serials(VILLAGE, 99_999) == 1
    with pytest.raises(LawBroken) as error:
        register()
    assert error.value.code == "E_ARCHIVE_NUMBERS_USED_UP"


def test_every_wrong_field_is_named_at_once():
    with pytest.raises(BadShape) as error:
        register(
            name="=cmd",
            national_id="11010519491231002X"[:-1] + "1",
            phone="12345",
            ethnicity="martian",
            note="x" * 201,
            resident_since=dt.date(2027, 1, 1),
            payment_kinds=["own_expense", "barter"],
        )
    assert faults_of(error) == {
        ("E_NAME_INVALID", "name"),
        ("E_ID_CHECKSUM", "national_id"),
        ("E_PHONE_INVALID", "phone"),
        ("E_CODE_UNKNOWN", "ethnicity"),
        ("E_CODE_UNKNOWN", "payment_kinds"),
        ("E_TOO_LONG", "note"),
        ("E_DATE_IN_FUTURE", "resident_since"),
    }
    assert not Resident.objects.exists()


def test_personal_numbers_are_not_taken_in_free_text():
    with pytest.raises(BadShape) as error:
        register(note="女儿电话13812345678", address=f"证号{make_national_id()}")
    assert faults_of(error) == {("E_NUMBER_IN_TEXT", "note"), ("E_NUMBER_IN_TEXT", "address")}


def test_sex_and_birth_date_must_agree_with_the_number():
    with pytest.raises(BadShape) as error:
        register(national_id=make_national_id(sex="male"), sex="female", birth_date=dt.date(1980, 5, 7))
    assert faults_of(error) == {("E_SEX_DIFFERS", "sex"), ("E_BIRTH_DATE_DIFFERS", "birth_date")}


def test_a_newborn_needs_no_number_but_a_child_of_one_year_does():
    born = dt.date(2025, 11, 23)
    infant = register(national_id="", sex="female", birth_date=born)
    assert (infant.document_kind, infant.national_id_index) == ("none", None)
    with pytest.raises(BadShape) as error:
        register(national_id="", sex="female", birth_date=dt.date(2025, 11, 22))
    assert faults_of(error) == {("E_ID_REQUIRED", "national_id")}
    with pytest.raises(BadShape) as error:
        register(national_id=None)
    assert faults_of(error) == {("E_SEX_MISSING", "sex"), ("E_BIRTH_DATE_MISSING", "birth_date")}


def test_an_unknown_village_or_group_is_refused():
    with pytest.raises(BadShape) as error:
        services.register_resident(
            by=make_viewer("420324"),
            on=TODAY,
            region_code="420324999999",
            entered={"name": "王五"} | {"national_id": make_national_id()},
        )
    assert error.value.code == "E_REGION_UNKNOWN"
    with pytest.raises(BadShape) as error:
        register(groups=("astronaut",))
    assert error.value.code == "E_GROUP_UNKNOWN"


def test_nobody_registers_outside_of_their_regions():
    with pytest.raises(NotVisible):
        register(by=make_viewer(OTHER_VILLAGE))
    with pytest.raises(NotVisible):
        register(by=make_viewer(permissions=("resident_read",)))
    assert not Resident.objects.exists()


def test_a_number_that_has_a_record_in_the_scope_leads_to_it():
    number = make_national_id()
    known = register(name="王芳", national_id=number)
    with pytest.raises(LawBroken) as error:
        register(name="王 芳", national_id=number)
    assert error.value.code == "E_DUPLICATE_NUMBER"
    assert "王芳" in error.value.message
    assert error.value.breaches[0]["value"] == str(known.id)


def test_a_number_that_has_a_record_elsewhere_is_refused_without_telling_whose():
    number = make_national_id()
    make_resident(name="赵钱孙", number=number, village="420324200201")
    clerk = make_viewer(VILLAGE)
    with pytest.raises(LawBroken) as error, services.counting_hidden_duplicates(by=clerk):
        register(by=clerk, national_id=number)
    assert error.value.code == "E_DUPLICATE_ELSEWHERE"
    assert "赵" not in str(error.value.breaches)
    assert PersonLookup.objects.filter(user_id=clerk.actor_id).count() == 1


def test_numbers_are_not_found_out_by_registering_again_and_again(settings):
    settings.PERSON_LOOKUP_LIMITS = [(2, 3600)]
    numbers = [make_national_id() for _ in range(3)]
    for number in numbers:
        make_resident(number=number, village="420324200201")
    clerk = make_viewer(VILLAGE)
    codes = []
    for number in numbers:
        with pytest.raises(CodedError) as error, services.counting_hidden_duplicates(by=clerk):
            register(by=clerk, national_id=number)
        codes.append(error.value.code)
    assert codes == ["E_DUPLICATE_ELSEWHERE", "E_DUPLICATE_ELSEWHERE", "E_LOOKUP_LIMIT"]


def test_a_household_number_finds_or_makes_the_household_of_the_village():
    first = register(household_number="42032410122800007", relation_to_head="head")
    second = register(household_number="42032410122800007", relation_to_head="spouse")
    assert first.household == second.household
    assert Household.objects.count() == 1
    make_household(number="H9", village=OTHER_VILLAGE)
    with pytest.raises(LawBroken) as error:
        register(household_number="H9")
    assert error.value.code == "E_HOUSEHOLD_OTHER_VILLAGE"


def test_registering_is_audited_without_the_number():
    number = make_national_id()
    clerk = make_viewer("420324")
    resident = register(by=clerk, national_id=number)
    entry = Entry.objects.get()
    assert (entry.act, entry.actor_id) == ("people.register_resident", clerk.actor_id)
    assert entry.resident_ids == [resident.id]
    assert number not in str(entry.details)


def test_registering_takes_few_queries(django_assert_num_queries):
    make_region(VILLAGE)
    register()
    entered = {"name": "李雷", "national_id": make_national_id(), "phone": "13912345678"}
    by = make_viewer("420324")
    with django_assert_num_queries(6):  # savepoint and its release, the village, the serial, the row, the audit
        services.register_resident(by=by, on=TODAY, region_code=VILLAGE, entered=entered)
