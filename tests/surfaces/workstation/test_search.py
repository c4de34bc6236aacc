"""The search box finds whom one may see, and nobody else; numbers travel in the body only."""

import datetime as dt

import pytest

from jiayi.foundation.audit.models import Entry
from jiayi.registry.people.models import PersonLookup
from tests.registry.organization.factories import COUNTY
from tests.registry.people.factories import make_national_id, make_resident

HERE, THERE = f"{COUNTY}100201", f"{COUNTY}101201"
NUMBER = make_national_id(dt.date(1954, 5, 6))


@pytest.fixture
def people(county):
    return {
        "here": make_resident(
            name="沈建国", village=HERE, number=NUMBER, phone="13800138000", groups=("hypertension",)
        ),
        "namesake": make_resident(name="沈建军", village=HERE),
        "there": make_resident(name="沈建国", village=THERE),
    }


@pytest.fixture
def doctor(signed_in, people):
    """Whose township is the first one."""
    return signed_in("doctor", region=f"{COUNTY}100")


def words(answer) -> str:
    return answer.content.decode()


@pytest.mark.parametrize("text", ["沈建", "sjg", "shen jian"])
def test_a_name_or_its_pinyin_finds_those_of_ones_own_area(doctor, people, text):
    page = words(doctor.post("/search/", {"q": text}))
    assert str(people["here"].id) in page and "高血压" in page
    assert str(people["there"].id) not in page


@pytest.mark.parametrize("text", [NUMBER, "13800138000"])
def test_an_exact_number_opens_the_residents_page(doctor, people, text):
    answer = doctor.post("/search/", {"q": text})
    assert answer.status_code == 302
    assert answer["Location"] == f"/residents/{people['here'].id}/" and text not in answer["Location"]


def test_a_number_that_is_not_found_is_not_shown_again(doctor):
    page = words(doctor.post("/search/", {"q": "420324199001011234"}))
    assert "没有找到" in page and "420324199001011234" not in page


def test_a_search_is_recorded_with_whom_it_showed_and_not_with_what_was_typed(doctor, people):
    doctor.post("/search/", {"q": "13800138000"})
    entry = Entry.objects.get(act="workstation.search_residents")
    assert entry.resident_ids == [people["here"].id]
    assert "13800138000" not in str(entry.details)


def test_the_search_page_says_what_can_be_typed(doctor):
    assert "拼音首字母" in words(doctor.get("/search/"))


def test_a_search_takes_a_steady_number_of_queries(doctor, django_assert_max_num_queries):
    for _ in range(20):
        make_resident(name="沈建设", village=HERE, groups=("diabetes",))
    with django_assert_max_num_queries(16):
        doctor.post("/search/", {"q": "沈建"})


@pytest.mark.parametrize("post", ["insurer", "partner", "system_admin", "security_admin", "audit_admin"])
def test_who_sees_no_people_has_no_search(signed_in, people, post):
    visitor = signed_in(post)
    assert visitor.get("/search/").status_code == 404
    assert visitor.post("/search/", {"q": "沈建"}).status_code == 404


LOOK_UP = {"number": NUMBER, "reason": "at_the_desk", "explanation": "外地返乡要求签约"}


def test_a_person_elsewhere_is_found_by_the_exact_number_with_a_masked_name(signed_in, people):
    page = words(signed_in("doctor", region=f"{COUNTY}101").post("/look-up/", LOOK_UP))
    assert "沈**" in page and "沈建国" not in page.replace("沈**", "")
    assert PersonLookup.objects.get().explanation == "外地返乡要求签约"


def test_a_number_without_a_record_says_so(signed_in, people):
    page = words(signed_in("doctor").post("/look-up/", LOOK_UP | {"number": make_national_id()}))
    assert "没有这个号码的居民档案" in page


@pytest.mark.parametrize("change", [{"reason": ""}, {"explanation": ""}, {"number": ""}, {"number": "4203241954"}])
def test_a_look_up_without_reason_or_with_part_of_a_number_is_refused(signed_in, people, change):
    answer = signed_in("doctor").post("/look-up/", LOOK_UP | change)
    assert answer.status_code == 422
    assert not PersonLookup.objects.exists()


def test_too_many_look_ups_are_stopped(signed_in, people, settings):
    settings.PERSON_LOOKUP_LIMITS = [(1, 60)]
    visitor = signed_in("doctor")
    visitor.post("/look-up/", LOOK_UP)
    assert visitor.post("/look-up/", LOOK_UP).status_code == 429


def test_ones_own_look_ups_are_listed(signed_in, people):
    visitor = signed_in("doctor")
    visitor.post("/look-up/", LOOK_UP)
    assert "外地返乡要求签约" in words(visitor.get("/look-up/history/"))
    assert "外地返乡要求签约" not in words(signed_in("doctor").get("/look-up/history/"))


@pytest.mark.parametrize("post", ["nurse", "village_doctor", "insurer", "system_admin"])
def test_who_may_not_look_up_finds_no_such_page(signed_in, people, post):
    visitor = signed_in(post)
    assert visitor.get("/look-up/").status_code == 404
    assert visitor.post("/look-up/", LOOK_UP).status_code == 404


def test_a_search_leads_straight_to_signing_where_one_signs(doctor, signed_in, people):
    leads = f"/residents/{people['here'].id}/sign/"
    assert leads in words(doctor.post("/search/", {"q": "沈建"}))
    assert leads not in words(signed_in("county_bureau").post("/search/", {"q": "沈建"}))


def test_the_box_at_the_top_is_there_for_those_who_may_look_for_people(signed_in, people):
    assert 'id="global-search"' in words(signed_in("county_bureau").get("/"))
    for post in ("insurer", "partner", "system_admin", "security_admin", "audit_admin"):
        assert 'id="global-search"' not in words(signed_in(post).get("/")), post
