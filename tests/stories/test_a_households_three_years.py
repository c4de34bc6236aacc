"""A household's three years: signed, renewed for a chosen term, a package changed, one moves away, the end."""

import datetime as dt
import io
import json

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from jiayi.foundation.base import clock
from jiayi.service.agreements.models import Agreement, AgreementStep
from tests.registry.organization.factories import COUNTY, make_adoption, make_area, make_institution, make_team
from tests.registry.people.factories import make_household, make_resident
from tests.service.agreements.factories import LONG_SINCE

pytestmark = pytest.mark.browser
HERE = f"{COUNTY}100201"
SIGNED, RENEWED = dt.date(2024, 3, 4), dt.date(2025, 2, 10)
FIRST_ENDS, ENDS = dt.date(2025, 3, 3), dt.date(2027, 3, 3)
DAY = dt.timedelta(days=1)


@pytest.fixture
def calendar(monkeypatch):
    """Turns the day on, as `jiayi daily` does each night, and lets everybody live in it; answers what changed.

    Only the day moves: the hours go on, or everybody would be signed out for having been away for months.
    """

    def turn(day: dt.date) -> dict:
        monkeypatch.setattr(clock, "today", lambda: day)
        printed = io.StringIO()
        call_command("daily", on=day, stdout=printed)
        return json.loads(printed.getvalue())

    return turn


@pytest.fixture
def team(county):
    make_adoption(COUNTY, "shandong-2022")
    team = make_team(make_institution(f"{COUNTY}100", name="城关镇卫生院"), name="春晖团队")
    make_area(team, HERE)
    return team


@pytest.fixture
def household(team):
    """A couple and their grown-up son."""
    household = make_household(village=HERE)
    for name, born in (("沈建国", 1955), ("钱小梅", 1957), ("沈立新", 1984)):
        member = make_resident(
            name=name, birth_date=dt.date(born, 1, 2), village=HERE, household=household, resident_since=LONG_SINCE
        )
        if household.head is None:
            household.head = member
            household.save()
    return household


def confirm(page) -> None:
    page.get_by_role("button", name="下一步：确认").click()
    page.get_by_role("button", name="签约", exact=True).click()
    expect(page.locator("#messages")).to_contain_text("已签约")


def states() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, state in Agreement.objects.order_by("starts_on", "created_at").values_list("resident__name", "state"):
        found.setdefault(name, []).append(state)
    return found


def test_a_households_three_years(page, sign_in_as, calendar, team, household, assert_accessible):
    judgement, main, messages = page.locator(".sign-judgement"), page.locator("main"), page.locator("#messages")
    # given a household that signs in spring, for one year
    calendar(SIGNED)
    sign_in_as(page, "doctor", institution=team.institution)
    page.goto(f"/residents/{household.head_id}/sign/")
    page.get_by_label("家庭签约").check()
    expect(judgement).to_contain_text("3 人合计")
    assert_accessible(page)
    confirm(page)
    assert set(Agreement.objects.values_list("ends_on", flat=True)) == {FIRST_ENDS}
    # when the end comes near, the household is renewed; a term beyond what the scheme allows is refused with its clause
    calendar(RENEWED)
    page.goto("/to-renew/")
    expect(main).to_contain_text("沈建国")
    assert_accessible(page)
    page.goto(f"/residents/{household.head_id}/sign/")
    expect(page.get_by_label("签约类型")).to_have_value("renewal")
    page.get_by_label("家庭签约").check()
    expect(judgement).to_contain_text("3 人合计")
    page.get_by_label("协议年数").fill("4")
    page.get_by_label("协议年数").press("Tab")
    expect(judgement).to_contain_text("B_TERM_TOO_LONG")
    page.get_by_label("协议年数").fill("2")
    page.get_by_label("协议年数").press("Tab")
    expect(judgement).to_contain_text(ENDS.isoformat())
    assert_accessible(page)
    confirm(page)
    assert states() == dict.fromkeys(("沈建国", "钱小梅", "沈立新"), ["active", "scheduled"])
    # then the night makes the renewal begin, once
    told = calendar(FIRST_ENDS + DAY)
    assert (told["started"], told["changed"]) == (3, 3)
    assert calendar(FIRST_ENDS + DAY)["changed"] == 0
    assert states() == dict.fromkeys(("沈建国", "钱小梅", "沈立新"), ["renewed", "active"])
    # the grandmother gets another package in the middle of the term, which keeps its end
    calendar(dt.date(2025, 6, 2))
    page.goto(f"/residents/{household.members.get(name='钱小梅').id}/")
    page.locator(f"a[href='/agreements/{_running('钱小梅').id}/']").first.click()
    assert_accessible(page)
    page.locator("main tr", has_text="钱小梅").get_by_role("button", name="办理").click()
    page.locator("main tr", has_text="钱小梅").get_by_role("link", name="变更服务包").click()
    page.get_by_label("老年人包").check()
    assert_accessible(page)
    page.get_by_role("button", name="签订变更").click()
    expect(messages).to_contain_text("已变更")
    expect(main).to_contain_text("老年人包")
    assert_accessible(page)
    assert (_running("钱小梅").starts_on, _running("钱小梅").ends_on) == (dt.date(2025, 6, 2), ENDS)
    # the son moves to another county: his agreement ends by itself, the others' go on
    calendar(dt.date(2026, 1, 15))
    page.goto(f"/people/{household.members.get(name='沈立新').id}/departure/")
    page.get_by_label("迁出本县").check()
    page.locator("input[name=on]").fill("2026-01-14")
    page.locator("input[name=evidence]").fill("户口迁移证")
    page.get_by_role("button", name="登记", exact=True).click()
    expect(messages).to_contain_text("已登记")
    assert_accessible(page)
    gone = Agreement.objects.get(resident__name="沈立新", state="terminated")
    assert (gone.end_reason, gone.ended_on) == ("moved_away", dt.date(2026, 1, 14))
    # and when nobody renews, the last day is the last: the couple is on the list of those to sign
    turned = calendar(ENDS)
    assert [turned[what] for what in ("expired", "lapsed", "renewed", "started")] == [0, 0, 0, 0]
    assert calendar(ENDS + DAY)["expired"] == 2
    page.goto(f"/residents/{household.head_id}/")
    expect(main).to_contain_text("未签约")
    assert_accessible(page)
    page.goto("/to-sign/")
    expect(main).to_contain_text("钱小梅")
    expect(main).not_to_contain_text("沈立新")
    assert states() == {
        "沈建国": ["renewed", "expired"],
        "钱小梅": ["renewed", "changed", "expired"],
        "沈立新": ["renewed", "terminated"],
    }
    # the ledger of states tells each step with its day
    steps = AgreementStep.objects.filter(agreement__resident__name="钱小梅", to_state="changed")
    assert [(step.act, step.on) for step in steps] == [("change", dt.date(2025, 6, 1))]
    # and the page of the changed agreement tells it to people
    page.goto(f"/agreements/{Agreement.objects.get(state='changed').id}/")
    expect(main).to_contain_text("已变更")
    assert_accessible(page)


def _running(name: str) -> Agreement:
    return Agreement.objects.get(resident__name=name, state="active")
