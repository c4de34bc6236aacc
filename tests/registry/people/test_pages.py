import datetime as dt
import io

import pytest
from django.test import Client
from django.urls import reverse

from jiayi.foundation.audit.models import Entry
from jiayi.foundation.base import clock
from jiayi.foundation.base.models import new_id
from jiayi.registry.people import services
from jiayi.registry.people.models import Departure, GroupMembership, Household, Resident, ResidentMerge, StayElsewhere
from jiayi.registry.people.sealing import number_of
from tests.registry.access.factories import make_post, make_user
from tests.registry.people.factories import (
    OTHER_VILLAGE,
    VILLAGE,
    make_group,
    make_household,
    make_national_id,
    make_region,
    make_relation,
    make_resident,
    make_viewer,
)

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 22)


@pytest.fixture(autouse=True)
def on_a_day(monkeypatch):
    monkeypatch.setattr(clock, "today", lambda: TODAY)


def client_at(region=VILLAGE, post="institution_manager"):
    make_region(region)
    user = make_user()
    make_post(user=user, code=post, region=region)
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def client(db):
    return client_at()


def url(name, *arguments):
    return reverse(f"people:{name}", args=arguments)


def text_of(answer):
    return answer.content.decode()


# Lists


def test_the_list_shows_residents_with_masked_numbers_and_records_who_was_shown(client):
    resident = make_resident(name="单小明", phone="13812345678", groups=("hypertension",))
    make_resident(name="外村人", village=OTHER_VILLAGE)
    page = text_of(client.get(url("residents")))
    assert "单小明" in page and "高血压" in page and "138****5678" in page
    assert "外村人" not in page and number_of(resident, "national_id") not in page
    assert Entry.objects.get(act="people.list_residents").resident_ids == [resident.id]


def test_the_list_is_narrowed_by_what_the_address_may_hold():
    make_resident(name="王大爷", birth_date=dt.date(1950, 1, 1))
    make_resident(name="李小妹", sex="female", birth_date=dt.date(2021, 1, 1), village=OTHER_VILLAGE)
    client = client_at("420324")
    cases = {
        f"?region={VILLAGE}": "王大爷",
        "?region=420324102": "李小妹",
        "?group=elderly": "王大爷",
        "?age=0-6": "李小妹",
        "?sex=female": "李小妹",
    }
    for query, expected in cases.items():
        page = text_of(client.get(url("residents") + query))
        assert [name for name in ("王大爷", "李小妹") if name in page] == [expected]


def test_the_list_takes_the_same_queries_for_few_and_for_many(client, django_assert_num_queries):
    make_household(members=2)
    client.get(url("residents"))
    with django_assert_num_queries(10):
        client.get(url("residents"))
    make_household(members=10)
    with django_assert_num_queries(10):
        client.get(url("residents"))


def test_a_file_holds_masked_numbers_unless_rows_may_be_exported():
    from python_calamine import CalamineWorkbook

    resident = make_resident(name="=1+1")
    number = number_of(resident, "national_id")
    for post, shown in (("institution_manager", True), ("nurse", False)):
        answer = client_at(VILLAGE, post).post(url("export_residents"), {"export": "all-xlsx"})
        rows = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(answer.streaming_content))).get_sheet_by_index(0)
        cells = [str(cell) for row in rows.to_python() for cell in row]
        assert (number in cells) is shown
        assert "'=1+1" in cells
    numbers = [entry.details["numbers"] for entry in Entry.objects.filter(act="people.export_residents").order_by("id")]
    assert numbers == ["full", "masked"]
    answer = client_at(VILLAGE, "nurse").post(url("export_residents"), {"export": "page-csv"})
    assert "档案号" in b"".join(answer.streaming_content).decode()


def test_households_are_listed_with_head_and_number_of_members(client):
    household = make_household(members=3)
    page = text_of(client.get(url("households")))
    assert household.number in page and household.head.name in page


def test_the_list_of_households_is_taken_away_and_on_record():
    household = make_household(members=3)
    answer = client_at(VILLAGE, "nurse").post(url("households"), {"export": "all-csv"})
    lines = b"".join(answer.streaming_content).decode().splitlines()
    assert lines[0].endswith("户编号,户主,村（社区）,家庭地址,在住人数")
    assert lines[1].startswith(f"{household.number},{household.head.name},") and lines[1].endswith(",3")
    assert Entry.objects.get(act="people.export_households").resident_ids == [household.head_id]


def test_a_list_longer_than_a_file_may_be_is_refused_with_what_to_do(monkeypatch):
    from jiayi.foundation.ui.lists import files

    make_household(members=3)
    monkeypatch.setattr(files, "EXPORT_LIMIT", 2)
    answer = client_at(VILLAGE, "nurse").post(url("export_residents"), {"export": "all-csv"})
    assert answer.status_code == 422 and "一次最多导出2行" in text_of(answer)


# Register and change


def form_of(**fields):
    return {
        "name": "张小明",
        "document_kind": "resident_identity_card",
        "national_id": make_national_id(),
        "region": VILLAGE,
        "residence_kind": "registered",
    } | fields


def test_a_resident_is_registered_from_the_form(client):
    answer = client.post(url("register"), form_of(groups=["diabetes"], ethnicity="tujia", phone="13812345678"))
    resident = Resident.objects.get()
    assert answer.url == url("change", resident.id)
    assert (resident.ethnicity, resident.archive_number) == ("tujia", f"{VILLAGE}00001")
    assert "资料" in text_of(client.get(answer.url))


def test_a_refused_form_keeps_what_was_typed_and_says_why_beside_the_field(client):
    answer = client.post(url("register"), form_of(name="=cmd", national_id="123", address="西关2组"))
    page = text_of(answer)
    assert answer.status_code == 422
    assert "证件号应为18位或15位" in page and "不能以 = + - @ 开头" in page and "西关2组" in page


def test_a_taken_number_leads_to_the_record(client):
    number = make_national_id()
    known = make_resident(name="王芳", number=number)
    answer = client.post(url("register"), form_of(national_id=number))
    assert answer.status_code == 409
    assert reverse("workstation:resident", args=[known.id]) in text_of(answer)


def test_a_change_leaves_numbers_alone_unless_they_are_typed_or_removed(client):
    resident = make_resident(phone="13812345678")
    number = number_of(resident, "national_id")
    page = text_of(client.get(url("change", resident.id)))
    assert number not in page and "13812345678" not in page and "138****5678" in page
    kept = {"name": "张大明", "document_kind": "resident_identity_card", "residence_kind": "registered"}
    assert client.post(url("change", resident.id), kept | {"version": 1}).status_code == 302
    resident.refresh_from_db()
    assert (resident.name, number_of(resident, "phone")) == ("张大明", "13812345678")
    assert number_of(resident, "national_id") == number
    client.post(url("change", resident.id), kept | {"version": 2, "removed_numbers": ["phone"]})
    resident.refresh_from_db()
    assert number_of(resident, "phone") == "" and resident.phone_index is None


def test_a_conflict_shows_both_and_a_second_save_is_meant(client):
    resident = make_resident()
    services.change_resident(
        by=make_viewer(), resident_id=resident.id, version=1, entered={"address": "别人写的"}, on=TODAY
    )
    typed = form_of(version=1, address="我写的")
    del typed["region"], typed["national_id"]
    answer = client.post(url("change", resident.id), typed)
    page = text_of(answer)
    assert answer.status_code == 409
    assert "别人写的" in page and "我写的" in page and 'name="version" value="2"' in page
    assert client.post(url("change", resident.id), typed | {"version": 2}).status_code == 302
    assert Resident.objects.get().address == "我写的"


def test_a_guardian_is_chosen_from_the_household_or_by_search(client):
    household = make_household(members=1)
    child = make_resident(birth_date=dt.date(2020, 1, 1), household=household)
    aunt = make_resident(name="孙二娘", sex="female")
    page = text_of(client.get(url("guardian", child.id)))
    assert household.head.name in page and "孙二娘" not in page
    assert "孙二娘" in text_of(client.post(url("guardian", child.id), {"q": "孙二"}))
    assert client.post(url("guardian", child.id), {"guardian": str(aunt.id)}).status_code == 302
    child.refresh_from_db()
    assert child.guardian == aunt
    assert "孙二娘" in text_of(client.get(url("guardian", child.id)))


# Groups, household, departures


def test_a_group_is_entered_and_ended(client):
    resident = make_resident(birth_date=dt.date(1950, 1, 1))
    assert "老年人" in text_of(client.get(url("groups", resident.id)))
    client.post(url("groups", resident.id), {"group": "stroke", "since": "2026-01-01", "evidence": "县医院"})
    membership = GroupMembership.objects.get()
    assert client.get(url("close_group", membership.id)).status_code == 200
    client.post(url("close_group", membership.id), {"until": "2026-11-01"})
    membership.refresh_from_db()
    assert membership.until == dt.date(2026, 11, 1)
    answer = client.post(url("groups", resident.id), {"group": "stroke", "since": "2027-01-01"})
    assert answer.status_code == 422


def test_a_resident_enters_and_leaves_a_household(client):
    resident = make_resident()
    household = make_household(members=1)
    typed = {"household_number": household.number, "relation": "spouse"}
    assert client.post(url("membership", resident.id), typed).status_code == 302
    page = text_of(client.get(url("household", household.id)))
    assert resident.name in page and "设为户主" in page
    client.post(url("make_head", household.id, resident.id))
    assert Household.objects.get().head == resident
    client.post(url("leave_household", resident.id))
    assert Household.objects.get().head is None
    answer = client.post(url("membership", resident.id), typed | {"household_number": "没有"})
    assert answer.status_code == 409


def test_a_household_is_registered_changed_and_split(client):
    answer = client.post(url("register_household"), {"region": VILLAGE, "address": "西关", "fuel": "biogas"})
    household = Household.objects.get()
    assert answer.url == url("household", household.id)
    page = text_of(client.get(answer.url))
    assert "沼气" in page
    changed = {"address": "东关", "income_per_person_fen": "12000.50", "area": "120", "version": 1}
    assert client.post(url("change_household", household.id), changed).status_code == 302
    household.refresh_from_db()
    assert (household.address, household.income_per_person_fen) == ("东关", 1200050)
    assert client.post(url("change_household", household.id), changed).status_code == 409
    first, second = (make_resident(household=household, relation_to_head="other") for _ in range(2))
    assert client.get(url("split_household", household.id)).status_code == 200
    client.post(url("split_household", household.id), {"members": [str(second.id)], "head": str(second.id)})
    assert Household.objects.exclude(pk=household.pk).get().head == second


def test_a_death_is_entered_and_taken_back(client):
    resident = make_resident()
    typed = {"kind": "deceased", "on": "2026-11-01", "evidence": "死亡证明"}
    assert client.post(url("departure", resident.id), typed).status_code == 302
    page = text_of(client.get(url("departure", resident.id)))
    assert "死亡证明" in page and "撤销" in page
    entry = Departure.objects.get()
    assert client.get(url("undo_departure", resident.id, entry.id)).status_code == 200
    client.post(url("undo_departure", resident.id, entry.id), {"reason": "同名误录"})
    resident.refresh_from_db()
    assert resident.status == "living_here"
    assert "同名误录" in text_of(client.get(url("departure", resident.id)))


def test_a_move_goes_to_another_village_and_its_household():
    client = client_at("420324")
    resident = make_resident()
    household = make_household(village=OTHER_VILLAGE)
    typed = {"kind": "moved_within", "on": "2026-11-01", "relation": "son", "household_number": household.number}
    assert client.post(url("departure", resident.id), typed).status_code == 422
    assert client.post(url("departure", resident.id), typed | {"to_region": OTHER_VILLAGE}).status_code == 302
    resident.refresh_from_db()
    assert (resident.region_id, resident.household) == (OTHER_VILLAGE, household)
    assert client.post(url("departure", resident.id), {"kind": "moved_away", "on": "2026-11-02"}).status_code == 302


# Mergers


def test_two_records_are_found_compared_merged_and_taken_apart(client):
    born = dt.date(2026, 1, 1)
    kept = make_resident(name="李贝贝", birth_date=born, number=None)
    double = make_resident(name="李贝贝", birth_date=born, phone="13812345678")
    assert url("compare", kept.id, double.id) in text_of(client.get(url("merge", kept.id)))
    assert url("compare", kept.id, double.id) in text_of(client.post(url("merge", kept.id), {"q": "贝贝"}))
    page = text_of(client.get(url("compare", kept.id, double.id)))
    assert "138****5678" in page and "checked" in page
    typed = {"take": ["identity", "phone"], "reason": "两次建档"}
    assert client.post(url("compare", kept.id, double.id), typed).url == url("mergers")
    made = ResidentMerge.objects.get()
    assert "两次建档" in text_of(client.get(url("mergers")))
    assert client.get(url("undo_merge", made.id)).status_code == 200
    assert client.post(url("undo_merge", made.id), {"reason": "不是同一人"}).status_code == 302
    double.refresh_from_db()
    assert double.merged_into is None
    assert "两次建档" not in text_of(client.get(url("mergers") + "?standing=merged"))
    taken = client.post(url("mergers") + "?standing=undone", {"export": "all-csv"})
    assert "不是同一人" in b"".join(taken.streaming_content).decode()


def test_contradicting_records_are_merged_only_with_a_tick(client):
    first, second = make_resident(name="张三"), make_resident(name="张叁")
    typed = {"reason": "两次建档"}
    answer = client.post(url("compare", first.id, second.id), typed)
    assert answer.status_code == 409 and "核对证件原件" in text_of(answer)
    assert client.post(url("compare", first.id, second.id), typed | {"confirmed": "on"}).status_code == 302


# The wrong person


def pages():
    """Every address of this room with the objects it needs."""
    resident, other = make_resident(), make_resident()
    household = make_household(members=2)
    membership = make_group(resident)
    entry = services.mark_closed(by=make_viewer(), resident_id=other.id, status="moved_away", left_on=TODAY, on=TODAY)
    merge = services.merge_residents(
        by=make_viewer(),
        kept_id=resident.id,
        merged_id=make_resident(number=None).id,
        reason="重复",
        on=TODAY,
        confirmed=True,
    )
    return {
        "change": (resident.id,),
        "guardian": (resident.id,),
        "groups": (resident.id,),
        "close_group": (membership.id,),
        "membership": (resident.id,),
        "leave_household": (resident.id,),
        "departure": (resident.id,),
        "undo_departure": (other.id, entry.id),
        "merge": (resident.id,),
        "compare": (resident.id, household.head_id),
        "undo_merge": (merge.id,),
        "stays": (resident.id,),
        "end_stay": (_stay(resident).id,),
        "household": (household.id,),
        "change_household": (household.id,),
        "split_household": (household.id,),
        "make_head": (household.id, household.head_id),
    }


def _stay(resident) -> StayElsewhere:
    return StayElsewhere.objects.create(resident=resident, since=dt.date(2026, 1, 1), reason="work")


ONLY_POST = {"leave_household", "make_head", "export_residents"}
NEEDS_PERMISSION = {"register": (), "register_household": (), "residents": (), "households": (), "mergers": ()}


def test_who_may_not_gets_404_on_every_page_and_changes_nothing():
    known = pages()
    strangers = [client_at(OTHER_VILLAGE), client_at(VILLAGE, "partner")]
    before = list(Resident.objects.order_by("id").values())
    for name, arguments in known.items():
        for stranger in strangers:
            if name != "household":
                assert stranger.post(url(name, *arguments), {}).status_code == 404, name
            if name not in ONLY_POST:
                assert stranger.get(url(name, *arguments)).status_code == 404, name
    for name, arguments in (NEEDS_PERMISSION | {"export_residents": ()}).items():
        assert strangers[1].post(url(name, *arguments), {}).status_code in (404, 405), name
        if name not in ONLY_POST:
            assert strangers[1].get(url(name, *arguments)).status_code == 404, name
    assert list(Resident.objects.order_by("id").values()) == before


def test_who_may_only_read_changes_nothing():
    known = pages()
    reader = client_at(VILLAGE, "county_bureau")
    for name, arguments in known.items():
        expected = 200 if name == "household" else 404
        if name not in ONLY_POST:
            assert reader.get(url(name, *arguments)).status_code == expected, name
        if name != "household":
            assert reader.post(url(name, *arguments), {}).status_code == 404, name


def test_every_page_opens_for_who_may():
    known = pages()
    manager = client_at(VILLAGE)
    for name, arguments in (known | NEEDS_PERMISSION).items():
        if name not in ONLY_POST:
            assert manager.get(url(name, *arguments)).status_code == 200, name


def test_every_address_of_the_room_is_tried():
    from jiayi.registry.people.urls import urlpatterns

    tried = pages().keys() | NEEDS_PERMISSION.keys() | ONLY_POST
    assert {each.name for each in urlpatterns if not each.name.startswith("roster")} == tried


def test_a_relation_opens_the_pages_of_a_resident_of_another_village():
    resident = make_resident(village=OTHER_VILLAGE)
    user = make_user()
    make_region(VILLAGE)
    make_post(user=user, code="institution_manager", region=VILLAGE)
    client = Client()
    client.force_login(user)
    make_relation(resident, new_id())
    assert client.get(url("change", resident.id)).status_code == 404


def test_pages_speak_english_too(client):
    resident = make_resident(groups=("hypertension",))
    client.cookies["django_language"] = "en"
    page = text_of(client.get(url("change", resident.id)))
    assert "Groups" in page and "Hypertension" in page and "Ethnicity" in page
