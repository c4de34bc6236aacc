"""A township's manager hands over the roster workbook, looks at what would happen, and imports it."""

from pathlib import Path

import pytest

from jiayi.foundation.jobs.models import JobRun
from jiayi.foundation.jobs.running import run_job
from jiayi.registry.people.models import Resident
from tests.registry.people.roster.rosters import ON, read_divisions

pytestmark = pytest.mark.browser
SAMPLE = Path(__file__).parents[1] / "data" / "roster-sample.xlsx"


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


def when_they_hand_over_the_workbook(page) -> None:
    page.wait_for_url("**/rosters/")
    page.set_input_files("input[type=file]", SAMPLE)
    page.fill("input[name=on]", ON.isoformat())
    page.click("text=上传并试导入")
    page.wait_for_url("**/rosters/*-*/")


def when_the_worker_has_done_its_work() -> None:
    for run in JobRun.objects.filter(state="waiting"):
        run_job.call(str(run.pk))


@pytest.mark.parametrize("viewport", [{"width": 1280, "height": 900}, {"width": 390, "height": 844}])
def test_a_roster_is_handed_over_looked_at_imported_and_undone(open_page, sign_in_as, assert_accessible, viewport):
    read_divisions()
    page = open_page(viewport=viewport, locale="zh-CN")
    sign_in_as(page, "county_bureau", region="420324")
    page.goto("/rosters/")
    assert_accessible(page)
    when_they_hand_over_the_workbook(page)
    page.wait_for_selector(".job-run")
    assert_accessible(page)

    when_the_worker_has_done_its_work()
    page.wait_for_selector("text=确认导入")
    assert "1878" in page.inner_text("main") and not Resident.objects.exists()
    assert_accessible(page)

    page.click("text=确认导入")
    page.wait_for_selector(".job-run")
    when_the_worker_has_done_its_work()
    page.wait_for_selector("text=撤销导入")
    assert Resident.objects.count() == 1878

    page.click("text=撤销导入")
    page.wait_for_selector("text=确认撤销")
    assert_accessible(page)
