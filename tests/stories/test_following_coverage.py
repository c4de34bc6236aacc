"""A bureau follows coverage to the persons behind it; a manager works through those whose term ends soon."""

import datetime as dt

import pytest
from playwright.sync_api import expect

from jiayi.foundation.base import clock
from jiayi.foundation.base.viewer import SystemViewer
from jiayi.insight.indicators import services
from jiayi.service.agreements.models import Agreement
from jiayi.service.agreements.services import record_refusal, turn_day
from tests.registry.organization.factories import COUNTY, make_adoption, make_area, make_institution, make_team
from tests.registry.people.factories import make_stay
from tests.service.agreements.factories import make_resident, make_signer, sign

pytestmark = pytest.mark.browser
VILLAGE = f"{COUNTY}100201"
PHONE = {"viewport": {"width": 390, "height": 844}, "locale": "zh-CN", "has_touch": True}


@pytest.fixture
def people(county):
    """One renewed, one let the term run out and lives elsewhere, one refused; all of key groups."""
    make_adoption(COUNTY, "county-2018")
    team = make_team(make_institution(f"{COUNTY}100"), name="春晖团队")
    make_area(team, VILLAGE)
    today, by = clock.today(), make_signer(f"{COUNTY}100")
    groups = {"陈续签": ("hypertension", "diabetes"), "李到期": ("poverty",), "王拒签": ("special_family",)}
    found = {name: make_resident(name=name, village=VILLAGE, groups=own) for name, own in groups.items()}
    long_ago = today - dt.timedelta(days=500)
    for name in ("陈续签", "李到期"):
        sign(team, found[name], by=by, signed_on=long_ago, late_reason="补录")
    turn_day(by=SystemViewer(), on=today - dt.timedelta(days=100))
    sign(team, found["陈续签"], by=by, signed_on=today - dt.timedelta(days=90), late_reason="补录")
    make_stay(found["李到期"], since=today - dt.timedelta(days=60))
    record_refusal(by=by, resident_id=found["王拒签"].pk, reason="no_need", refused_on=today, on=today)
    services.compute_coverage(by=SystemViewer(), on=today, at=clock.now())
    return found


def test_the_bureau_sees_why_the_number_is_what_it_is(page, sign_in_as, people, assert_accessible):
    sign_in_as(page, "county_bureau")
    # given the county's coverage with the year's change and its clauses
    page.goto(f"/coverage/{COUNTY}/")
    expect(page.get_by_role("heading", name="与上年比")).to_be_visible()
    assert_accessible(page)
    # when the bureau opens the key populations
    page.get_by_role("link", name="重点人群", exact=True).click()
    # then a person of two classes is once in the total
    expect(page.get_by_role("row", name="各类相加（人次）")).to_contain_text("4")
    expect(page.get_by_role("row", name="合计（去重，一人一次）").first).to_contain_text("3")
    assert_accessible(page)
    # and renewals lead to the person who let the term run out
    page.get_by_role("link", name="续签", exact=True).click()
    page.get_by_label("期间").select_option("renewal_rolling")
    expect(page.get_by_role("row", name="到期未办")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("row", name="到期未办").get_by_role("link").click()
    expect(page.locator("main")).to_contain_text("李到期")
    assert_accessible(page)
    # and the groups to be covered in full are there by name
    page.goto(f"/coverage/{COUNTY}/full/")
    expect(page.get_by_role("row", name="李到期")).to_contain_text("协议到期")
    expect(page.get_by_role("row", name="王拒签")).to_contain_text("认为不需要")
    assert_accessible(page)
    for further in ("reach", "trend"):
        page.goto(f"/coverage/{COUNTY}/{further}/")
        assert_accessible(page)


def test_a_manager_calls_those_whose_term_ends_soon_on_a_phone(open_page, sign_in_as, people, assert_accessible):
    # given an agreement that ends in ten days
    today = clock.today()
    Agreement.objects.filter(resident=people["陈续签"], state="active").update(ends_on=today + dt.timedelta(days=10))
    page = open_page(**PHONE)
    sign_in_as(page, "institution_manager", region=f"{COUNTY}100")
    # when the manager opens the list and narrows it to those to be told
    page.goto("/to-renew/")
    page.get_by_label("续签状态").select_option("notice_due")
    expect(page.locator("#list")).to_contain_text("剩10天")
    assert_accessible(page)
    # then renewing is one step away
    page.locator("#list").get_by_role("link", name="续签", exact=True).click()
    expect(page).to_have_url(f"{page.url.split('/residents/')[0]}/residents/{people['陈续签'].pk}/sign/")
