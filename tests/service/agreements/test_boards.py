"""Boards for everybody and what is printed of them: no resident's data, the person's consent, one source for all."""

import datetime as dt
import io
import re

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from jiayi.foundation.audit.models import Entry
from jiayi.foundation.base import clock
from jiayi.registry.organization.models import Institution, Practitioner, PublicBoard
from jiayi.registry.people.models import Household
from jiayi.service.agreements import selectors
from tests.registry.access.factories import make_post, make_user
from tests.registry.organization import factories as organization
from tests.registry.people.factories import make_national_id

from .factories import COUNTY, TOWNSHIP, VILLAGE, make_household, make_village, sign

pytestmark = pytest.mark.django_db
NUMBER = make_national_id()
A3, A4 = (842, 1191), (595, 842)


def url(name: str, *args) -> str:
    return reverse(f"agreements:{name}", args=args)


def text(answer) -> str:
    return answer.content.decode()


def read(answer) -> str:
    """All text of a PDF without white space."""
    assert answer["Content-Type"] == "application/pdf" and answer["Cache-Control"] == "no-store, private"
    return re.sub(r"\s", "", "".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages))


def pages(answer) -> list:
    return PdfReader(io.BytesIO(answer.content)).pages


@pytest.fixture
def village():
    made = make_village(
        "urban-team", "county-2018", "doctors-into-families", "shandong-2022", name="春晖团队", phone="0719-2720001"
    )
    Institution.objects.filter(id=made.team.institution_id).update(
        name="水坪镇卫生院",
        hotline="0719-120",
        hours="8:00-18:00",
        address="水坪镇人民路1号",
        code="centre",
        online="公众号“水坪健康”",
    )
    Practitioner.objects.filter(id=made.team.leader_id).update(
        name="单小明", phone="0719-2729999", speciality="足踝护理", training="省级转岗培训"
    )
    return made


@pytest.fixture
def household(village) -> Household:
    made = make_household(members=2)
    made.head.name = "沈建国"
    made.head.save()
    sign(village, *made.members.all(), unit="household", signed_on=clock.today())
    return Household.objects.get(id=made.id)


def manager(village, post: str = "institution_manager") -> Client:
    user = make_user(name="王丽萍")
    make_post(user=user, code=post, institution=village.team.institution)
    client = Client()
    client.force_login(user)
    return client


def publish(village, notice: str = "") -> Client:
    client = manager(village)
    assert client.post(url("publish_board", "village", VILLAGE), {"notice": notice}).status_code == 302
    return client


def test_a_visitor_reads_the_published_board_and_no_resident_stands_on_it(village, household):
    publish(village, "每月逢五下村")
    answer = Client().get(url("public_board", "village", VILLAGE))
    page = text(answer)
    for words in (
        "春晖团队",
        "单小明",
        "0719-120",
        "8:00-18:00",
        "每月逢五下村",
        "基础包",
        "个性化健康计划",
        "健康信息采集",
        "小病在社区 大病进医院 康复回社区",
        "预约转诊",
        "互联网护理",
        "公众号“水坪健康”",
    ):
        assert words in page, words
    for member in household.members.all():
        assert member.name not in page and str(member.id) not in page
    assert "沈" not in page and household.number not in page and "csrf" not in page
    assert "<svg" in page and "hx-" not in page and "<script" not in page


def test_the_board_is_the_same_for_everybody_and_may_be_kept_for_a_while(village):
    client = publish(village)
    address = url("public_board", "village", VILLAGE)
    visitor = Client().get(address)
    assert visitor["Cache-Control"] == "public, max-age=300"
    assert "sessionid" not in visitor.cookies and "csrftoken" not in visitor.cookies
    assert text(client.get(address)) == text(visitor)


def test_the_board_speaks_english_where_it_is_asked_to(village):
    publish(village)
    page = text(Client().get(url("public_board", "village", VILLAGE), {"lang": "en"}))
    assert '<html lang="en">' in page and "Hotline" in page and "Basic package" in page and "服务热线" not in page
    assert '<html lang="zh-hans">' in text(Client().get(url("public_board", "village", VILLAGE), {"lang": "xx"}))


@pytest.mark.parametrize("address", [("village", VILLAGE), ("village", "999999999999"), ("institution", "centre")])
def test_where_nothing_is_published_a_calm_page_says_so_alike(village, address):
    answer = Client().get(url("public_board", *address))
    assert answer.status_code == 404 and "这里还没有发布公示" in text(answer)
    assert "单小明" not in text(answer)
    assert text(answer) == text(Client().get(url("public_board", "village", "nowhere")))
    assert Client().get(url("public_board", "person", "x")).status_code == 404


def test_a_withdrawn_consent_is_gone_from_the_page(village):
    publish(village)
    doctor = Practitioner.objects.filter(id=village.team.leader_id)
    address = url("public_board", "village", VILLAGE)
    assert "足踝护理" not in text(Client().get(address)) and "2729999" not in text(Client().get(address))
    doctor.update(public_fields=["speciality", "phone"], public_agreed_on=clock.today())
    assert "足踝护理" in text(Client().get(address)) and "0719-2729999" in text(Client().get(address))
    doctor.update(public_fields=[])
    assert "2729999" not in text(Client().get(address))


def test_the_page_of_a_board_says_what_it_lacks_and_whose_consent_is_open(village):
    Institution.objects.filter(code="centre").update(hours="")
    page = text(manager(village).get(url("board", "village", VILLAGE)))
    assert "公示缺“服务时间”" in page and "S2.3-07" in page
    assert "本人未同意公开" in page and "工作电话" in page and "发布公示栏" in page
    reader = text(manager(village, "nurse").get(url("board", "village", VILLAGE)))
    assert "发布公示栏" not in reader and "春晖团队" in reader


def test_publishing_and_taking_back_are_on_record_and_only_for_who_keeps_the_place(village):
    client = publish(village)
    assert "已发布" in text(client.get(url("board", "village", VILLAGE)))
    assert client.post(url("withdraw_board", "village", VILLAGE)).status_code == 302
    acts = set(Entry.objects.filter(subject_kind="board").values_list("act", flat=True))
    assert acts == {"organization.publish_board", "organization.withdraw_board"}
    nurse = manager(village, "nurse")
    assert nurse.post(url("publish_board", "village", VILLAGE), {"notice": ""}).status_code == 404
    assert client.post(url("publish_board", "village", VILLAGE), {"notice": "长" * 301}).status_code == 422
    organization.make_region(f"{TOWNSHIP}209")
    refused = client.post(url("publish_board", "village", f"{TOWNSHIP}209"), {"notice": "在"})
    assert refused.status_code == 409 and "还没有团队" in text(refused)


def test_the_list_filters_by_state_publishes_a_page_and_is_taken_away(village):
    organization.make_region(f"{TOWNSHIP}209", "无队村")
    client = manager(village)
    page = text(client.get(url("boards", "village")))
    assert "未发布" in page and "没有团队" in page and "发布本页 1 个" in page
    client.post(url("publish_villages"), {"codes": [VILLAGE, f"{TOWNSHIP}209"]})
    assert PublicBoard.objects.filter(published_on=clock.today()).count() == 1
    assert "无队村" not in text(client.get(url("boards", "village"), {"state": "published"}))
    assert "无队村" in text(client.get(url("boards", "village"), {"state": "without_team"}))
    assert "水坪镇卫生院" in text(client.get(url("boards", "institution")))
    body = b"".join(client.post(url("boards", "village"), {"export": "all-csv"}).streaming_content).decode("utf-8-sig")
    assert VILLAGE in body and "春晖团队" in body
    assert Entry.objects.filter(act="agreements.export_boards").exists()


def test_the_list_costs_the_same_queries_however_long_it_is(village, django_assert_max_num_queries):
    client = manager(village)
    client.get(url("boards", "village"))
    for number in range(240, 260):
        organization.make_area(village.team, f"{TOWNSHIP}{number}")
    with django_assert_max_num_queries(32):
        assert client.get(url("boards", "village")).status_code == 200


@pytest.mark.parametrize(("size", "points"), [("a3", A3), ("a4", A4)])
def test_the_poster_says_what_the_page_says(village, size, points):
    Practitioner.objects.filter(id=village.team.leader_id).update(
        public_fields=["speciality"], public_agreed_on=clock.today()
    )
    answer = manager(village, "nurse").get(url("poster", "village", VILLAGE), {"size": size})
    words = read(answer)
    for said in (
        "家庭医生签约服务公示栏",
        "春晖团队",
        "单小明",
        "足踝护理",
        "0719-120",
        "8:00-18:00",
        "基础包",
        "健康信息采集",
    ):
        assert said in words, said
    assert "2729999" not in words and "省级转岗培训" not in words
    box = pages(answer)[0].mediabox
    assert (round(box.width), round(box.height)) == points


def test_plates_for_homes_name_no_whole_person_and_the_print_is_on_record(village, household):
    client = manager(village)
    assert "第 1—1 户" in text(client.get(url("board", "village", VILLAGE)))
    words = read(client.get(url("household_plates", VILLAGE)))
    assert "家庭医生签约服务告示牌" in words and household.number in words and "户主沈**" in words
    assert "沈建国" not in words and NUMBER not in words and "单小明" in words and "0719-2720001" in words
    entry = Entry.objects.get(act="agreements.print_plates")
    assert set(entry.resident_ids) == set(household.members.values_list("id", flat=True))
    assert client.get(url("household_plates", VILLAGE), {"part": "2"}).status_code == 404
    assert client.get(url("household_plates", VILLAGE), {"part": "-1"}).status_code == 200


def test_many_plates_take_two_queries_and_two_stand_on_a_sheet(village, household, django_assert_num_queries):
    for _number in range(2):
        other = make_household(members=1)
        sign(village, *other.members.all(), unit="household", signed_on=clock.today())
    households = selectors.signed_households(village.by, VILLAGE)
    with django_assert_num_queries(2):
        assert len(selectors.plates(village.by, VILLAGE, households)) == 3
    assert len(pages(manager(village).get(url("household_plates", VILLAGE)))) == 2


def test_plain_plates_bear_the_team_alone(village):
    words = read(manager(village, "nurse").get(url("plates", "village", VILLAGE)))
    assert words.count("家庭医生签约服务告示牌") == 2 and "户主" not in words and "春晖团队" in words


def test_a_sheet_of_cards_has_ten_and_says_what_they_are_for(village):
    words = read(manager(village, "nurse").get(url("team_cards", village.team.id)))
    assert words.count("家庭医生服务联系卡") == 10
    assert "电话咨询" in words and "0719-2720001" in words and "0719-120" in words


def test_a_papers_cards_bear_its_number_and_masked_names(village, household):
    paper = village.team.agreements.first().paper
    client = manager(village)
    words = read(client.get(url("paper_cards", paper.id)))
    assert words.count("家庭医生服务联系卡") == 2 and paper.number in words
    assert "沈**" in words and "沈建国" not in words
    assert Entry.objects.filter(act="agreements.print_cards").exists()


def test_another_township_prints_no_households_plates_and_no_cards_of_its_papers(village, household):
    paper = village.team.agreements.first().paper
    user = make_user()
    make_post(user=user, code="institution_manager", institution=organization.make_institution(f"{COUNTY}109"))
    stranger = Client()
    stranger.force_login(user)
    for address in (url("household_plates", VILLAGE), url("paper_cards", paper.id)):
        assert stranger.get(address).status_code == 404
    assert stranger.post(url("publish_board", "village", VILLAGE), {"notice": ""}).status_code == 404


def test_the_basic_package_holds_what_the_free_combination_asks_for():
    """S2.7-11: records, advice, booking, and as many issues of education material as the scheme asks for."""
    from jiayi.foundation.rulebook import value_on

    on = dt.date(2026, 11, 22)
    basic = next(offer for offer in selectors.packages_on_offer(on) if offer.code == "basic")
    held = {one["item"]: one["quantity"] for one in basic.items}
    assert {"record_management", "health_education", "booking"} <= held.keys() and basic.price_fen == 0
    assert held["education_material"] >= value_on("education_material.per_year", on, ["national", "household-village"])
