"""Pages of the load of teams: sorted, narrowed, taken away, and one team's in all its parts."""

import datetime as dt
import io

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from jiayi.foundation.audit.models import Entry
from jiayi.foundation.base import clock
from jiayi.registry.organization.models import TeamMember
from tests.registry.access.factories import make_post, make_user
from tests.service.agreements import factories as signing

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 11, 22)


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr(clock, "today", lambda: DAY)


@pytest.fixture
def village():
    """Two teams of one centre: one with ten residents and next to no time, one with nothing to do."""
    village = signing.make_village(name="春晖团队")
    signing.make_team(name="暖阳团队")
    for number in range(10):
        signing.sign(village, signing.make_resident(name=f"居民{number}"))
    TeamMember.objects.filter(team=village.team).update(weekly_hours="0.1")
    return village


def browser(post="county_bureau", **place) -> Client:
    user = make_user(name="王丽萍")
    make_post(user=user, code=post, **(place or {"region": signing.COUNTY}))
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def words(answer) -> str:
    return answer.content.decode()


def test_the_heaviest_team_stands_first_and_says_so_in_words(village):
    page = words(browser().get("/loads/"))
    assert page.index("春晖团队</a>") < page.index("暖阳团队</a>")
    assert "超出可用时间" in page and "可承担" in page
    assert 'data-chart-for="loads-chart"' in page


def test_the_order_can_be_turned_and_the_list_narrowed(village):
    visitor = browser()
    turned = words(visitor.get("/loads/?sort=-share"))
    assert turned.index("暖阳团队</a>") < turned.index("春晖团队</a>")
    over = words(visitor.get("/loads/?state=over"))
    assert "春晖团队</a>" in over and "暖阳团队</a>" not in over
    assert "没有符合条件的团队" in words(visitor.get("/loads/?state=near"))
    assert "春晖团队</a>" in words(
        visitor.get(f"/loads/?township={signing.TOWNSHIP}&institution={village.team.institution_id}")
    )


def test_the_list_is_taken_away_as_a_workbook_and_that_is_on_record(village):
    answer = browser().post("/loads/", {"export": "all-xlsx"})
    book = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(answer.streaming_content)))
    heading, first, second = book.get_sheet_by_index(0).to_python()[2:5]
    assert heading[:3] == ["团队", "机构", "签约人数"]
    assert first[0] == "春晖团队" and first[2] == 10 and first[7] == "超出可用时间"
    assert second[0] == "暖阳团队" and second[6] == 0
    assert Entry.objects.get(act="agreements.export_workloads").details["rows"] == "2"


def test_a_team_is_opened_down_to_what_makes_its_load(village):
    page = words(browser().get(f"/loads/{village.team.id}/"))
    assert "健康评估" in page and "常见病" not in page
    assert "18–59周岁" in page
    assert "填报每周 0.1 小时" in page
    assert "W_TEAM_OVERLOADED" in page and "workload.item_minutes" in page
    assert f"/agreements/?team={village.team.id}" in page


def test_the_teams_own_page_asks_for_the_card_alone(village):
    visitor = browser()
    assert f"/loads/{village.team.id}/" in words(visitor.get(f"/teams/{village.team.id}/"))
    card = words(visitor.get(f"/loads/{village.team.id}/", headers={"HX-Request": "true"}))
    assert "超出成员可用" in card and "<html" not in card and "看工作量由什么构成" in card


def test_the_signing_page_tells_what_the_signature_adds(village):
    resident = signing.make_resident(name="陈秀英")
    page = words(browser("doctor", institution=village.team.institution).get(f"/residents/{resident.id}/sign/"))
    assert "本次签约每年增加" in page and "春晖团队的工作量" in page
    assert "超出成员可用" in page and "可以签约" in page


@pytest.mark.parametrize("post", ["nurse", "pharmacist", "referral_desk", "insurer", "system_admin"])
def test_who_may_not_see_loads_finds_no_such_page(village, post):
    visitor = browser(post)
    assert visitor.get("/loads/").status_code == 404
    assert visitor.get(f"/loads/{village.team.id}/").status_code == 404
    assert visitor.post("/loads/", {"export": "all-xlsx"}).status_code == 404


def test_an_export_needs_its_own_permission(village):
    visitor = browser("village_doctor", institution=village.team.institution)
    assert visitor.get("/loads/").status_code == 200
    assert visitor.post("/loads/", {"export": "all-xlsx"}).status_code == 404


def test_the_list_takes_a_steady_number_of_queries(village, django_assert_max_num_queries):
    visitor = browser()
    with django_assert_max_num_queries(22):
        visitor.get("/loads/")
