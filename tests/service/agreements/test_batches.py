"""Workbooks of agreements and lists to renew: every row its verdict, the good go in, the bad come back with reasons."""

import csv
import datetime as dt
import io
from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jiayi.foundation.base import clock
from jiayi.foundation.jobs.models import JobRun
from jiayi.foundation.jobs.running import run_job
from jiayi.service.agreements.models import Agreement, AgreementBatch, TeamLoad
from jiayi.service.agreements.services.batches import import_agreements
from jiayi.service.agreements.terms import RowVerdict
from tests.registry.people.factories import make_national_id

from .factories import DOCTORS, agreement_of, make_household, make_resident, make_signer, make_village, sign

pytestmark = pytest.mark.django_db
HEADING = ["操作", "姓名", "身份证号", "签约团队", "服务包", "签约日期", "协议年限", "解约原因", "解约日期", "说明"]


def workbook(tmp_path, *rows, name="协议.csv"):
    path = tmp_path / name
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([HEADING, *rows])
    return path


def verdicts(done) -> list[tuple[str, tuple[str, ...]]]:
    return [(str(outcome.verdict), outcome.codes) for _, _, outcome in done.rows]


@pytest.fixture
def village():
    return replace(make_village(), by=make_signer(permissions=(*DOCTORS, "team_read")))


def test_rows_add_change_and_end_and_a_second_time_nothing_happens(village, tmp_path):
    today = clock.today()
    numbers = [make_national_id(dt.date(1970, 1, day)) for day in (1, 2, 3)]
    new, changing, ending = [
        make_resident(name=name, number=number, birth_date=dt.date(1970, 1, day))
        for day, name, number in zip((1, 2, 3), ("王一", "王二", "王三"), numbers, strict=True)
    ]
    for resident in (changing, ending):
        sign(village, resident, signed_on=today - dt.timedelta(days=30))
    rows = [
        ["新增", "王一", numbers[0], village.team.name, "基础包、初级包", today, "", "", "", ""],
        ["变更", "王 二", numbers[1], "", "basic；primary", today, "", "", "", ""],
        ["解约", "王三", numbers[2], "", "", "", "", "本人要求", today, "申请书存档"],
    ]
    path = workbook(tmp_path, *rows)
    tried = import_agreements(by=village.by, path=path, on=today, dry_run=True)
    assert [verdict for verdict, _ in verdicts(tried)] == ["added", "changed", "ended"]
    assert not Agreement.objects.filter(resident=new).exists()
    done = import_agreements(by=village.by, path=path, on=today)
    assert verdicts(done) == verdicts(tried)
    assert agreement_of(new).package_codes == ["basic", "primary"] and agreement_of(new).channel == "import"
    assert (agreement_of(changing).state, agreement_of(ending).state) == ("active", "terminated")
    assert TeamLoad.objects.get(team=village.team).persons == 2
    again = import_agreements(by=village.by, path=path, on=today)
    assert [verdict for verdict, _ in verdicts(again)] == ["unchanged"] * 3


def test_each_bad_row_comes_back_with_its_reason_and_the_good_one_goes_in(village, tmp_path):
    today, number = clock.today(), make_national_id(dt.date(1980, 5, 6))
    make_resident(name="张小明", number=number)
    good = ["新增", "张小明", number, village.team.name, "", today, "", "", "", ""]

    def but(**changes):
        row = dict(zip(HEADING, good, strict=True)) | changes
        return [row[name] for name in HEADING]

    path = workbook(
        tmp_path,
        but(操作="随便"),
        but(姓名=""),
        but(姓名="=1+1"),
        but(身份证号="123"),
        but(身份证号=make_national_id(dt.date(1999, 9, 9))),
        but(姓名="李四"),
        but(签约团队="没有这个团队"),
        but(服务包="没有这个包"),
        but(签约日期="昨天"),
        but(签约日期=today + dt.timedelta(days=1)),
        but(协议年限="很久"),
        but(操作="解约"),
        but(操作="变更", 服务包="初级包"),
        good,
        but(签约日期=today - dt.timedelta(days=1)),
    )
    done = import_agreements(by=village.by, path=path, on=today)
    codes = [next(iter(codes), verdict) for verdict, codes in verdicts(done)]
    assert codes == [
        "E_ROW_ACT",
        "E_NAME_MISSING",
        "E_NAME_INVALID",
        "E_ID_LENGTH",
        "E_ROW_RESIDENT_UNKNOWN",
        "E_ROW_NAME_DIFFERS",
        "E_ROW_TEAM_UNKNOWN",
        "E_PACKAGE_UNKNOWN",
        "E_ROW_DATE",
        "E_SIGNED_IN_FUTURE",
        "E_ROW_YEARS",
        "E_ROW_END_REASON",
        "E_ROW_NOT_SIGNED",
        "added",
        "B_ALREADY_SIGNED",
    ]
    assert all(text["zh"] and text["en"] for _, _, outcome in done.rows for text in outcome.texts)
    counts = done.counts()
    assert counts["rows"] == sum(counts[str(verdict)] for verdict in RowVerdict) == 15


def test_the_service_by_its_former_name_is_the_same_one_and_another_is_not_ours(village, tmp_path):
    number = make_national_id(dt.date(1980, 5, 6))
    make_resident(name="张小明", number=number)
    path = tmp_path / "旧名单.csv"
    row = ["新增", "张小明", number, village.team.name, clock.today()]
    with path.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(["操作", "姓名", "身份证号", "签约团队", "签约日期", "服务名称"])
        lines.writerows([[*row, "家庭病床"], [*row, "责任医生签约服务"]])
    done = import_agreements(by=village.by, path=path, on=clock.today())
    assert verdicts(done) == [("rejected", ("E_ROW_SERVICE",)), ("added", ())]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.lists(st.text(max_size=12), min_size=0, max_size=12), max_size=4))
def test_whatever_a_workbook_holds_every_row_gets_a_verdict(village, tmp_path, rows):
    path = workbook(tmp_path, *rows)
    try:
        done = import_agreements(by=village.by, path=path, on=clock.today(), dry_run=True)
    except Exception as refused:  # the file as a whole
        assert getattr(refused, "code", "").startswith("E_FILE"), refused
        return
    counts = done.counts()
    assert counts["rows"] == sum(counts[str(verdict)] for verdict in RowVerdict)


def test_the_command_writes_report_and_rejects_and_refuses_what_is_no_workbook(village, tmp_path):
    number = make_national_id(dt.date(1980, 5, 6))
    resident = make_resident(name="张小明", number=number)
    good = ["新增", "张小明", number, village.team.name, "", clock.today(), "", "", "", ""]
    rows = [good, ["?", *[""] * 9]]
    path, report, rejects = workbook(tmp_path, *rows), tmp_path / "r.json", tmp_path / "r.xlsx"
    printed = io.StringIO()
    call_command("import_agreements", str(path), report=report, rejects=rejects, stdout=printed)
    assert '"added": 1' in printed.getvalue() and '"rejected": 1' in report.read_text("utf-8")
    assert agreement_of(resident).state == "active" and rejects.stat().st_size > 0
    bad = tmp_path / "bad.csv"
    bad.write_text("a,b\n1,2\n", "utf-8")
    with pytest.raises(CommandError, match="E_FILE_NO_HEADER"):
        call_command("import_agreements", str(bad))
    with pytest.raises(CommandError, match="E_FILE_MISSING"):
        call_command("import_agreements", str(tmp_path / "none.csv"))


def work() -> None:
    for run in JobRun.objects.filter(state="waiting").order_by("id"):
        run_job.call(str(run.pk))


def test_a_workbook_is_tried_confirmed_and_undone_on_the_pages(doctor, village):
    number = make_national_id(dt.date(1980, 5, 6))
    resident = make_resident(name="张小明", number=number)
    lines = io.StringIO()
    rows = [["新增", "张小明", number, village.team.name, "", clock.today()], ["新增", "无此人", number, "", "", ""]]
    csv.writer(lines).writerows([HEADING, *rows])
    refused = doctor.post(reverse("agreements:batches"), {"file": SimpleUploadedFile("x.exe", b"MZ")})
    assert refused.status_code == 422
    file = SimpleUploadedFile("协议.csv", lines.getvalue().encode("gb18030"))
    started = doctor.post(reverse("agreements:batches"), {"file": file})
    work()
    page = doctor.get(started.url).content.decode()
    assert "待确认" in page and "姓名与居民登记的不一致" in page
    assert not Agreement.objects.exists()
    batch = AgreementBatch.objects.get()
    doctor.post(reverse("agreements:confirm_batch", args=[batch.id]))
    work()
    assert agreement_of(resident).state == "active"
    rejects = doctor.get(reverse("agreements:batch_rejects", args=[batch.id]))
    assert b"".join(rejects.streaming_content).startswith(b"PK")
    doctor.post(reverse("agreements:undo_batch", args=[batch.id]))
    work()
    batch.refresh_from_db()
    assert (batch.status, agreement_of(resident).state) == ("undone", "void")
    assert TeamLoad.objects.get().persons == 0
    taken = doctor.post(reverse("agreements:batches") + "?status=undone", {"export": "all-csv"})
    assert ",2,1,已撤销" in b"".join(taken.streaming_content).decode()


def test_a_list_is_renewed_household_by_household_and_who_cannot_be_is_told_why(doctor, village):
    household, alone, dead = make_household(members=2), make_resident(name="独居"), make_resident(name="已故")
    bereaved, day = make_household(members=2), clock.today() - dt.timedelta(days=340)
    for one in (household, bereaved):
        sign(village, household_id=one.id, unit="household", resident_ids=(), signed_on=day, late_reason="x")
    for resident in (alone, dead):
        sign(village, resident, signed_on=day, late_reason="x")
    gone = [dead.id, bereaved.head_id]
    type(dead).objects.filter(id__in=gone).update(status="deceased", status_on=clock.today())
    started = doctor.post(reverse("agreements:renew_many") + "?state=active", {"years": "2"})
    work()
    page = doctor.get(started.url).content.decode()
    assert "已故" in page and "B_DECEASED" in page
    batch = AgreementBatch.objects.get()
    assert (batch.counts["renewed"], batch.counts["rejected"]) == (3, 3)
    told = [row.codes for row in batch.rows.filter(verdict="rejected")]
    assert sorted(told) == [["B_DECEASED"], ["B_DECEASED"], ["E_ROW_HOUSEHOLD_HELD"]]
    assert Agreement.objects.filter(state="scheduled").count() == 0
    doctor.post(reverse("agreements:confirm_batch", args=[batch.id]))
    work()
    following = Agreement.objects.filter(state="scheduled")
    assert following.count() == 3 and following.values("paper_id").distinct().count() == 2
    assert {one.ends_on.year - one.starts_on.year for one in following} == {2}
    again = doctor.post(reverse("agreements:confirm_batch", args=[batch.id]), follow=True)
    assert "请刷新页面" in again.content.decode()
    doctor.post(reverse("agreements:undo_batch", args=[batch.id]))
    work()
    assert Agreement.objects.filter(state="scheduled").count() == 0
    assert Agreement.objects.filter(state="active").count() == 6
