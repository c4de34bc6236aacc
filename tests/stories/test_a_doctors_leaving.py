"""A doctor leaves: what is handed over is seen before, households are told on paper, and it can be taken back."""

import datetime as dt

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from jiayi.foundation.base import clock
from jiayi.foundation.jobs.models import JobRun
from jiayi.foundation.jobs.running import run_job
from jiayi.service.agreements.models import Agreement, DoctorLoad
from jiayi.service.agreements.services.printing import printout_path
from tests.registry.organization.factories import (
    COUNTY,
    make_adoption,
    make_area,
    make_device,
    make_institution,
    make_member,
    make_practitioner,
    make_team,
)
from tests.service.agreements.factories import make_household, make_signer, sign

pytestmark = pytest.mark.browser
TOWNSHIP = f"{COUNTY}100"
VILLAGE = f"{TOWNSHIP}201"


@pytest.fixture
def centre(county):
    make_adoption(COUNTY, "urban-team")
    return make_institution(TOWNSHIP, name="城关镇卫生院")


@pytest.fixture
def leaver(centre):
    """The leader of a team with a village, a kit, and two households signed; a colleague is in the team."""
    team = make_team(centre, name="春晖团队")
    make_member(team, make_practitioner(centre, "gp", name="单小明"))
    make_area(team, VILLAGE)
    make_device(centre, status="in_use", holder=team.leader, held_since=clock.today() - dt.timedelta(days=90))
    for members in (2, 3):
        household = make_household(members=members, village=VILLAGE)
        sign(team, *household.members.all(), by=make_signer(TOWNSHIP), signed_on=clock.today() - dt.timedelta(days=20),
             household_id=household.id, unit="household")  # fmt: skip
    return team.leader


def held_by(person) -> int:
    return Agreement.objects.filter(responsible_person=person, state="active").count()


def print_notices() -> JobRun:
    """What the worker does in the background."""
    run = JobRun.objects.get(kind="agreements.print_notices")
    run_job.call(str(run.pk))
    run.refresh_from_db()
    return run


def test_a_leaving_doctors_agreements_pass_on_with_notices_and_come_back(
    page, sign_in_as, centre, leaver, assert_accessible
):
    # given the manager, who looks at what the leaver answers for
    sign_in_as(page, "institution_manager", institution=centre)
    page.goto(f"/practitioners/{leaver.id}/")
    page.get_by_role("link", name="离岗交接").click()
    page.get_by_label("最后在岗日").fill(clock.today().isoformat())
    # when a successor without the qualification is tried, it is refused beforehand and nothing is lost
    page.get_by_label("接替人").select_option(label=f"{_nurse(leaver).name} · 城关镇卫生院")
    page.get_by_role("button", name="预览交接内容").click()
    expect(page.locator("main")).to_contain_text("按现在的安排还不能交接")
    assert_accessible(page)
    # and with the colleague it passes: five agreements would follow
    page.get_by_label("接替人", exact=True).select_option(label="单小明 · 城关镇卫生院")
    for duty in page.locator("select[name^=successor-]").all():
        duty.select_option(label="单小明 · 城关镇卫生院")
    page.get_by_role("button", name="重新预览").click()
    expect(page.locator("main")).to_contain_text("预检通过")
    assert page.locator("dt", has_text="协议").locator("+ dd").inner_text() == "5"
    assert held_by(leaver) == 5
    assert_accessible(page)
    # when it is confirmed
    page.get_by_role("button", name="确认交接").click()
    expect(page.locator("#messages")).to_contain_text("交接已完成")
    expect(page.locator("main")).to_contain_text("职责已交给单小明")
    assert_accessible(page)
    assert held_by(leaver) == 0
    # then every household has a notice that can be printed
    run = print_notices()
    assert (run.state, run.outcome["notices"]) == ("done", 2), run.message
    page.get_by_role("link", name="查看交接、告知书，或撤销").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("离岗交接")
    expect(page.locator("main")).to_contain_text("变更告知书")
    assert_accessible(page)
    act = page.url
    page.get_by_role("link", name="后台打印").click()
    page.get_by_role("link", name="查看结果").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("变更告知书")
    expect(page.locator("main")).to_contain_text("2 份告知书")
    assert_accessible(page)
    words = "".join(sheet.extract_text() for sheet in PdfReader(printout_path(run.pk)).pages).replace(" ", "")
    assert "单小明" in words and f"因{leaver.name}离岗交接" in words and "不需要重新签约" in words
    # and while nothing is built on it, it is taken back with a reason
    page.goto(act)
    page.get_by_role("button", name="撤销这次调整").click()
    expect(page.locator(".invalid-feedback")).to_be_visible()
    page.get_by_label("撤销原因").fill("医生留任")
    page.get_by_role("button", name="撤销这次调整").click()
    expect(page.locator("#messages")).to_contain_text("已撤销")
    assert_accessible(page)
    assert held_by(leaver) == 5
    assert DoctorLoad.objects.get(practitioner=leaver).persons == 5
    page.goto(f"/practitioners/{leaver.id}/")
    expect(page.get_by_role("link", name="离岗交接")).to_be_visible()


def _nurse(leaver):
    return leaver.led_teams.get().members.get(role="nurse").practitioner
