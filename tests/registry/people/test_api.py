import pytest

from jiayi.foundation.audit.models import Entry
from jiayi.registry.people.models import Resident
from tests.registry.access.factories import make_post, make_user
from tests.registry.access.tokens import ApiClient
from tests.registry.people.factories import (
    OTHER_VILLAGE,
    VILLAGE,
    make_group,
    make_national_id,
    make_region,
    make_resident,
)

pytestmark = pytest.mark.django_db


def client_at(region, post="institution_manager"):
    make_region(region)
    user = make_user()
    make_post(user=user, code=post, region=region)
    return ApiClient(user)


@pytest.fixture
def api():
    return client_at(VILLAGE)


def body_of(**fields):
    return {"name": "张小明", "national_id": make_national_id(), "region": VILLAGE} | fields


def test_a_resident_is_registered_found_and_read_with_masked_numbers(api):
    body = body_of(phone="13812345678", groups=["diabetes"], household_number="H7", relation_to_head="head")
    answer = api.post("/residents", body)
    assert answer.status_code == 201
    made = answer.json()
    assert (made["region"], made["archive_number"][:12], made["status"]) == (VILLAGE, VILLAGE, "living_here")
    assert made["national_id"].count("*") == 8 and made["phone"] == "138****5678"
    found = api.post("/residents/search", {"q": body["national_id"]}).json()
    assert (found["kind"], found["count"], found["more"]) == ("national_id", 1, False)
    assert found["residents"][0]["id"] == made["id"]
    read = api.get(f"/residents/{made['id']}")
    assert read.json()["groups"] == ["diabetes"] and read.json()["is_key"]
    for each in (answer, read):
        assert body["national_id"] not in each.content.decode()


def test_one_key_registers_once_and_answers_the_same(api):
    body = body_of()
    first, second = (api.post("/residents", body, key="k1") for _ in range(2))
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    assert api.post("/residents", body_of(), key="k1").status_code == 422
    assert Resident.objects.count() == 1


def test_wrong_shapes_are_422_with_a_fault_per_field_and_never_what_was_sent(api):
    number = make_national_id()[:-1] + "?"
    answer = api.post("/residents", body_of(name="<b>", national_id=number, ethnicity="x"))
    assert answer.status_code == 422
    faults = {fault["field"]: fault["code"] for fault in answer.json()["breaches"]}
    assert faults == {"name": "E_NAME_INVALID", "national_id": "E_ID_LENGTH", "ethnicity": "E_CODE_UNKNOWN"}
    assert number not in answer.content.decode()
    for wrong in ({"name": "张三"}, body_of(archive_number="1"), body_of(birth_date="2026-02-30"), [], None):
        assert api.post("/residents", wrong).status_code == 422
    assert api.post("/residents", body_of(region="420324101999")).status_code == 404
    assert not Resident.objects.exists()


def test_a_taken_number_is_409_and_of_a_stranger_says_nothing_more(api):
    number = make_national_id()
    api.post("/residents", body_of(national_id=number))
    answer = api.post("/residents", body_of(national_id=number, name="李四"))
    assert (answer.status_code, answer.json()["code"]) == (409, "E_DUPLICATE_NUMBER")
    hidden = make_resident(name="赵钱孙", village=OTHER_VILLAGE, number=make_national_id())
    number = hidden_number(hidden)
    answer = api.post("/residents", body_of(national_id=number))
    assert (answer.status_code, answer.json()["code"]) == (409, "E_DUPLICATE_ELSEWHERE")
    assert "赵" not in answer.content.decode() and str(hidden.id) not in answer.content.decode()


def hidden_number(resident):
    from jiayi.registry.people.sealing import number_of

    return number_of(resident, "national_id")


def test_hidden_numbers_are_told_only_so_often(api, settings):
    settings.PERSON_LOOKUP_LIMITS = [(2, 3600)]
    hidden = [make_resident(village=OTHER_VILLAGE) for _ in range(3)]
    statuses = [api.post("/residents", body_of(national_id=hidden_number(each))).status_code for each in hidden]
    assert statuses == [409, 409, 429]


def test_the_wrong_person_finds_nobody_and_gets_404():
    resident = make_resident(archive_number=f"{VILLAGE}00001")
    reader = client_at(VILLAGE, "partner")
    stranger = client_at(OTHER_VILLAGE)
    for api in (reader, stranger):
        assert api.get(f"/residents/{resident.id}").status_code == 404
        assert api.post("/residents", body_of()).status_code == 404
    assert reader.post("/residents/search", {"q": "张"}).status_code == 404
    for text in ("张", "zxm", hidden_number(resident), f"{VILLAGE}00001"):
        assert stranger.post("/residents/search", {"q": text}).json()["count"] == 0
    assert stranger.get("/residents/not-an-id").status_code == 404


def test_reads_are_audited_with_the_ids_that_were_shown(api):
    residents = [make_resident(name="张一"), make_resident(name="张二")]
    api.post("/residents/search", {"q": "张"})
    entry = Entry.objects.get(act="people.search")
    assert set(entry.resident_ids) == {resident.id for resident in residents}
    api.get(f"/residents/{residents[0].id}")
    assert Entry.objects.get(act="people.read_resident").resident_ids == [residents[0].id]


def test_an_answer_takes_the_same_queries_for_one_and_for_many(api, django_assert_max_num_queries):
    for number in range(30):
        make_group(make_resident(name=f"张{number}"))
    with django_assert_max_num_queries(8):
        assert api.post("/residents/search", {"q": "张"}).json()["count"] == 30


def test_registering_over_the_api_takes_few_queries(api, django_assert_max_num_queries):
    api.post("/residents", body_of())
    with django_assert_max_num_queries(13):
        assert api.post("/residents", body_of(), key="k2").status_code == 201
