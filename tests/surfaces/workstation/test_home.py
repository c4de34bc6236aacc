"""The first page shows each post its own day, and nobody more than they may see."""

import datetime as dt

import pytest

from jiayi.foundation.audit.models import Entry
from jiayi.foundation.base.viewer import SystemViewer
from jiayi.foundation.rulebook import rulebook
from jiayi.insight.indicators import services as indicators
from tests.registry.organization.factories import COUNTY, make_area, make_institution, make_team
from tests.registry.people.factories import make_resident
from tests.service.agreements import factories as signing

POSTS = sorted(rulebook().posts)
DAY = dt.date(2026, 11, 22)


def words(answer) -> str:
    return answer.content.decode()


@pytest.fixture
def counted(county):
    for number in range(4):
        make_resident(name=f"沈建{'国军华民'[number]}", village=f"{COUNTY}100201")
    at = dt.datetime(2026, 11, 22, 1, tzinfo=dt.UTC)
    indicators.compute_coverage(by=SystemViewer(), on=DAY, at=at)


@pytest.mark.parametrize("post", POSTS)
def test_every_post_has_a_first_page(signed_in, counted, post):
    answer = signed_in(post).get("/")
    assert answer.status_code == 200
    assert "王丽萍" in words(answer) and rulebook().posts[post].zh in words(answer)
    signs = {"doctor", "village_doctor", "nurse", "institution_manager"}
    assert ("沈建" in words(answer)) == (post in signs)


def test_a_visitor_is_sent_to_the_sign_in(client, db):
    assert client.get("/")["Location"] == "/sign-in/?next=/"


def test_the_bureau_sees_coverage_by_township_against_the_target(signed_in, counted):
    page = words(signed_in("county_bureau").get("/"))
    assert "0.0\N{NO-BREAK SPACE}%" in page and "目标" in page
    assert 'data-chart-for="coverage-chart"' in page and "第100镇" in page
    assert "echarts.common.min.js" in page


def test_before_the_first_count_nothing_is_claimed(signed_in, county):
    page = words(signed_in("county_bureau").get("/"))
    assert "data-chart-for" not in page and "echarts" not in page


@pytest.mark.parametrize("post", ["system_admin", "security_admin", "audit_admin", "pharmacist"])
def test_who_may_not_see_coverage_sees_none(signed_in, counted, post):
    page = words(signed_in(post).get("/"))
    assert "data-chart-for" not in page and "0 / 4 人" not in page


def test_a_manager_is_told_of_villages_without_a_team(signed_in, county):
    centre = make_institution(f"{COUNTY}100")
    make_area(make_team(centre), f"{COUNTY}100201")
    page = words(signed_in("institution_manager", institution=centre).get("/"))
    assert "1 处没有团队" in page and "第202村村委会" in page


@pytest.mark.parametrize("post", POSTS)
def test_the_page_stays_within_its_budget_of_queries(signed_in, counted, django_assert_max_num_queries, post):
    visitor = signed_in(post)
    with django_assert_max_num_queries(40):
        visitor.get("/")


def test_those_who_sign_see_whom_to_sign_and_that_is_recorded(signed_in, counted):
    page = words(signed_in("doctor", region=f"{COUNTY}100").get("/"))
    assert "待签约" in page and "沈建国" in page
    assert len(Entry.objects.get(act="workstation.open_home").resident_ids) == 4


def test_residents_of_another_township_are_not_shown(signed_in, counted):
    assert "沈建国" not in words(signed_in("doctor", region=f"{COUNTY}101").get("/"))


def test_agreements_that_end_soon_and_the_latest_stand_beside(signed_in, county):
    village = signing.make_village()
    resident = signing.make_resident(name="陈秀英", village=signing.VILLAGE)
    signing.sign(village, resident)
    page = words(signed_in("doctor", region=signing.TOWNSHIP).get("/"))
    assert "陈秀英" in page and village.team.name in page and "生效中的协议" in page


@pytest.mark.parametrize(
    ("post", "labels"),
    [
        ("system_admin", ["正常账号", "没有岗位的账号", "已停用账号"]),
        ("security_admin", ["正常账号", "没有岗位的账号", "已停用账号"]),
        ("audit_admin", ["今日审计记录", "其中涉及居民资料"]),
    ],
)
def test_each_administrator_finds_the_state_of_the_own_office_and_every_card_leads_somewhere(signed_in, post, labels):
    client = signed_in(post)
    page = client.get("/").context["page"]
    assert [card.label for card in page.cards] == labels and not page.is_empty
    assert [client.get(card.url).status_code for card in page.cards] == [200] * len(labels)
