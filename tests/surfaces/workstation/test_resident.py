"""The resident page tells one person's story to those who may know it."""

import datetime as dt

import pytest

from jiayi.foundation.audit.models import Entry
from jiayi.service.agreements.models import Refusal
from tests.registry.organization.factories import COUNTY, make_practitioner, make_responsibility
from tests.registry.people.factories import make_group, make_household, make_national_id, make_resident
from tests.service.agreements import factories as signing

HERE = f"{COUNTY}100201"
NUMBER = make_national_id(dt.date(1954, 5, 6))


@pytest.fixture
def resident(county):
    household = make_household(members=3, village=HERE)
    person = make_resident(
        name="沈建国",
        birth_date=dt.date(1954, 5, 6),
        number=NUMBER,
        phone="13800138000",
        village=HERE,
        household=household,
    )
    make_group(person, "hypertension", evidence="县医院诊断书 2025-01-01")
    return person


@pytest.fixture
def doctor(signed_in):
    return signed_in("doctor", region=f"{COUNTY}100")


def words(answer) -> str:
    return answer.content.decode()


def test_the_page_tells_who_this_is(doctor, resident):
    page = words(doctor.get(f"/residents/{resident.id}/"))
    assert "沈建国" in page and "高血压" in page and "县医院诊断书" in page
    assert "老年人" in page and "按年龄自动判定" in page
    assert "王成一" in page and "户主" in page
    assert "第100镇" in page


def test_numbers_are_hidden_until_asked_for(doctor, resident):
    page = words(doctor.get(f"/residents/{resident.id}/"))
    assert NUMBER not in page and "13800138000" not in page and f"{NUMBER[:4]}" in page


def test_numbers_are_shown_for_a_reason_that_is_kept(doctor, resident):
    fragment = words(doctor.post(f"/residents/{resident.id}/numbers/", {"reason": "核对身份证"}))
    assert NUMBER in fragment and "13800138000" in fragment
    entry = Entry.objects.get(act="people.reveal_numbers")
    assert entry.resident_ids == [resident.id] and NUMBER not in str(entry.details)


def test_without_a_reason_nothing_is_shown(doctor, resident):
    answer = doctor.post(f"/residents/{resident.id}/numbers/", {"reason": " "})
    assert answer.status_code == 422
    assert NUMBER not in words(answer) and "请写明查看原因" in words(answer)


def test_opening_the_page_is_recorded_for_everyone_it_shows(doctor, resident):
    doctor.get(f"/residents/{resident.id}/")
    entry = Entry.objects.get(act="workstation.open_resident")
    assert resident.id in entry.resident_ids and len(entry.resident_ids) == 4


def test_the_chain_of_responsible_persons_is_named(doctor, resident):
    make_responsibility(HERE, "village", make_practitioner(name="周村医"))
    assert "周村医" in words(doctor.get(f"/residents/{resident.id}/"))


def test_a_guardian_out_of_reach_is_not_named(doctor, resident):
    guardian = make_resident(name="沈大山", village=f"{COUNTY}101201")
    child = make_resident(name="沈小宝", village=HERE, birth_date=dt.date(2022, 1, 1), guardian=guardian)
    page = words(doctor.get(f"/residents/{child.id}/"))
    assert "监护人" in page and "沈大山" not in page


def test_the_page_is_not_kept_by_the_browser(doctor, resident):
    assert "no-store" in doctor.get(f"/residents/{resident.id}/")["Cache-Control"]


def test_the_page_takes_a_steady_number_of_queries(doctor, resident, django_assert_max_num_queries):
    for _ in range(6):
        make_resident(name="沈多", village=HERE, household=resident.household)
    with django_assert_max_num_queries(30):
        doctor.get(f"/residents/{resident.id}/")


@pytest.mark.parametrize("post", ["insurer", "partner", "system_admin", "security_admin", "audit_admin"])
def test_who_sees_no_people_finds_no_such_page(signed_in, resident, post):
    visitor = signed_in(post)
    assert visitor.get(f"/residents/{resident.id}/").status_code == 404
    assert visitor.post(f"/residents/{resident.id}/numbers/", {"reason": "核对"}).status_code == 404


@pytest.mark.parametrize("post", ["doctor", "nurse", "village_doctor", "institution_manager", "county_bureau"])
def test_a_resident_outside_of_ones_area_is_not_found(signed_in, resident, post):
    visitor = signed_in(post, region=f"{COUNTY}101")
    assert visitor.get(f"/residents/{resident.id}/").status_code == 404
    assert visitor.post(f"/residents/{resident.id}/numbers/", {"reason": "核对"}).status_code == 404
    assert not Entry.objects.filter(act="people.reveal_numbers").exists()


@pytest.fixture
def village(county):
    return signing.make_village("household-village")


@pytest.fixture
def signer(signed_in):
    return signed_in("doctor", region=signing.TOWNSHIP)


def test_an_agreement_in_force_is_shown_with_team_term_price_and_reasons(signer, village):
    person = signing.make_resident(name="陈秀英", village=signing.VILLAGE)
    signing.sign(village, person)
    page = words(signer.get(f"/residents/{person.id}/"))
    assert "生效中" in page and village.team.name in page and "2027-12-31" in page
    assert "协议号" in page and "元/年" in page and "依据" in page
    assert "首次签约，" in page


def test_who_is_not_signed_is_told_what_that_means(signer, village):
    person = signing.make_resident(village=signing.VILLAGE)
    page = words(signer.get(f"/residents/{person.id}/"))
    assert "未签约" in page and "基本公共卫生服务" in page


def test_an_open_refusal_is_shown(signer, village):
    person = signing.make_resident(village=signing.VILLAGE)
    Refusal.objects.create(resident=person, refused_on=dt.date(2026, 11, 1), reason="no_need")
    assert "已登记拒签" in words(signer.get(f"/residents/{person.id}/"))


def test_agreements_cost_no_query_each(signer, village, django_assert_max_num_queries):
    person = signing.make_resident(village=signing.VILLAGE)
    signing.sign(village, person)
    with django_assert_max_num_queries(34):
        signer.get(f"/residents/{person.id}/")


def test_how_often_the_record_was_read_is_told(doctor, resident):
    doctor.get(f"/residents/{resident.id}/")
    assert "近一年查阅或修改 1 次" in words(doctor.get(f"/residents/{resident.id}/"))
