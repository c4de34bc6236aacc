"""A doctor takes the empty template, hands last year's follow-ups in, looks at what would happen, and imports them."""

import datetime as dt

import pytest

from jiayi.foundation.intake.services import write_rejects
from jiayi.foundation.jobs.models import JobRun
from jiayi.foundation.jobs.running import run_job
from jiayi.service.care.models import Record
from tests.service.care.factories import hypertension, make_village
from tests.service.care.test_importing import NUMBER, ROW

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def last_year(tmp_path):
    path = tmp_path / "去年随访.xlsx"
    rows = [ROW, ROW | {"服务日期": "2026-02-01", "收缩压": "301"}]
    cells = [([""], [row[key] for key in ROW]) for row in rows]
    write_rejects(path, heading=list(ROW), reason_heading=["备注"], rows=cells)
    return path


def when_the_worker_has_done_its_work() -> None:
    for run in JobRun.objects.filter(state="waiting"):
        run_job.call(str(run.pk))


@pytest.mark.parametrize("viewport", [{"width": 1280, "height": 900}, {"width": 390, "height": 844}])
def test_last_years_follow_ups_are_handed_in_looked_at_imported_and_undone(
    open_page, sign_in_as, assert_accessible, last_year, viewport
):
    make_village()
    hypertension(number=NUMBER, birth_date=dt.date(1956, 3, 4), sex="male")
    page = open_page(viewport=viewport, locale="zh-CN")
    sign_in_as(page, "doctor", region="420324101")
    page.goto("/records/imports/")
    assert_accessible(page)
    with page.expect_download() as download:
        page.click("a:has-text('高血压患者随访')")
    assert download.value.suggested_filename.endswith(".xlsx")

    page.select_option("select[name=form]", "hypertension-follow-up")
    page.set_input_files("input[type=file]", last_year)
    page.click("text=上传并试导入")
    page.wait_for_url("**/records/imports/*-*/")
    page.wait_for_selector(".job-run")
    when_the_worker_has_done_its_work()
    page.wait_for_selector("text=确认导入")
    assert "退回的原因" in page.inner_text("main") and not Record.objects.exists()
    assert_accessible(page)

    page.click("text=确认导入")
    page.wait_for_selector(".job-run")
    when_the_worker_has_done_its_work()
    page.wait_for_selector("text=撤销导入")
    assert Record.objects.count() == 1

    page.click("text=撤销导入")
    page.wait_for_selector("text=确认撤销")
    assert_accessible(page)
