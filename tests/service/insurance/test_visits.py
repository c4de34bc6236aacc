"""Visits from a file: judged row by row, nothing twice, taken back as a whole; the figures and lists they give."""

import csv
import datetime as dt
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from python_calamine import CalamineWorkbook

from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import BadShape
from jiayi.foundation.base.viewer import SystemViewer
from jiayi.registry.people.services import merge_residents
from jiayi.service.insurance import selectors, services
from jiayi.service.insurance.models import InsuredVisit, VisitBatch
from jiayi.service.insurance.terms import Period
from tests.registry.access.factories import make_post, make_user
from tests.registry.organization.factories import make_institution
from tests.service.agreements.factories import TOWNSHIP, make_resident, make_village

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 11, 2)
BY = SystemViewer()
YEAR = Period(DAY - dt.timedelta(days=364), DAY)
HEADER = [
    "身份证号",
    "就诊机构",
    "机构级别",
    "是否县内",
    "就诊类别",
    "就诊日期",
    "出院日期",
    "诊断",
    "费用（分）",
    "是否转诊",
    "其中药品费（分）",
]
NUMBER, OTHER = "420324195603040011", "420324196005060022"


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr(clock, "today", lambda: DAY)


def checked(number):
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return number[:17] + "10X98765432"[sum(int(d) * w for d, w in zip(number[:17], weights, strict=True)) % 11]


NUMBER, OTHER = checked(NUMBER), checked(OTHER)


@pytest.fixture
def village():
    return make_village("demo-insurance", "zhuxi-2014")


@pytest.fixture
def resident(village):
    return make_resident(name="沈建国", number=NUMBER, birth_date=dt.date(1956, 3, 4))


def row(number=NUMBER, **changes):
    usual = dict(
        zip(
            HEADER,
            [number, "县人民医院", "县级", "是", "门诊", "2026-10-12", "", "高血压", "12000", "否", "4560"],
            strict=True,
        )
    )
    return list((usual | changes).values())


def file(tmp_path, *rows, name="visits.csv"):
    path = tmp_path / name
    with path.open("w", encoding="utf-8", newline="") as text:
        csv.writer(text).writerows([HEADER, *rows])
    return path


def stay(day, left, **changes):
    return row(**({"就诊类别": "住院", "就诊日期": day, "出院日期": left} | changes))


def test_each_row_is_judged_and_a_second_import_changes_nothing(tmp_path, resident) -> None:
    path = file(
        tmp_path,
        row(),
        row(),
        row("123"),
        row(OTHER),
        row(
            **{
                "机构级别": "街道",
                "费用（分）": "12.5",
                "其中药品费（分）": "x",
                "是否转诊": "?",
                "就诊日期": "2027-01-01",
            }
        ),
        stay("2026-10-01", "2026-09-30"),
        row(**{"出院日期": "2026-10-13"}),
        row(**{"其中药品费（分）": "12001"}),
    )
    tried = services.import_visits(by=BY, path=path, on=DAY, dry_run=True)
    assert not InsuredVisit.objects.exists() and not VisitBatch.objects.exists() and tried.batch_id is None
    done = services.import_visits(by=BY, path=path, on=DAY)
    assert done.counts() == tried.counts() == {"rows": 8, "added": 1, "unchanged": 1, "rejected": 6}
    codes = {number: outcome.codes for number, _cells, outcome in done.rejected}
    assert codes[5] == ("E_VISIT_RESIDENT_UNKNOWN",)
    assert set(codes[6]) == {
        "E_VISIT_LEVEL",
        "E_VISIT_YES_OR_NO",
        "E_VISIT_DATE",
        "E_VISIT_AMOUNT",
        "E_VISIT_DRUG_AMOUNT",
    }
    assert codes[9] == ("E_VISIT_DRUG_AMOUNT",)
    assert codes[7] == codes[8] == ("E_VISIT_DISCHARGE",) and codes[4][0].startswith("E_ID_")
    visit = InsuredVisit.objects.get()
    assert (visit.amount_fen, visit.drug_fen, visit.level, visit.in_county, visit.region_id) == (
        12_000,
        4_560,
        "county",
        True,
        resident.region_id,
    )
    again = services.import_visits(by=BY, path=path, on=DAY)
    assert again.counts()["added"] == 0 and again.batch_id is None and VisitBatch.objects.count() == 1


def test_a_file_is_taken_back_as_a_whole_and_once(tmp_path, resident) -> None:
    done = services.import_visits(by=BY, path=file(tmp_path, row(), row(**{"诊断": "糖尿病"})), on=DAY)
    assert services.undo_visits(by=BY, batch_id=done.batch_id, at=clock.now()) == 2
    assert not InsuredVisit.objects.exists()
    with pytest.raises(BadShape):
        services.undo_visits(by=BY, batch_id=done.batch_id, at=clock.now())


def test_the_command_reports_rejects_and_undoes(tmp_path, resident, capsys) -> None:
    rejects, report = tmp_path / "rejects.xlsx", tmp_path / "report.json"
    path = file(tmp_path, row(), row(OTHER))
    call_command("import_visits", str(path), on=DAY, rejects=rejects, report=report)
    assert '"added": 1' in capsys.readouterr().out and '"E_VISIT_RESIDENT_UNKNOWN"' in report.read_text("utf-8")
    cells = CalamineWorkbook.from_path(rejects).get_sheet_by_index(0).to_python()
    assert cells[1][0] == "3" and cells[1][4] == OTHER
    call_command("import_visits", undo=VisitBatch.objects.get().id)
    assert not InsuredVisit.objects.exists()


def test_shares_and_stays_are_counted_from_the_visits(tmp_path, resident) -> None:
    path = file(
        tmp_path,
        row(**{"就诊机构": "城关镇卫生院", "机构级别": "乡镇"}),
        row(**{"就诊日期": "2026-10-13"}),
        row(**{"是否县内": "否", "机构级别": "市级", "就诊机构": "太和医院"}),
        stay("2026-09-01", "2026-09-11"),
        stay("2026-08-01", "2026-08-01"),
        row(**{"就诊日期": "2020-01-01"}),
    )
    services.import_visits(by=BY, path=path, on=DAY)
    assert selectors.in_county_share(BY, YEAR) == selectors.Share(4, 5)
    assert selectors.in_county_share(BY, YEAR, "inpatient") == selectors.Share(2, 2)
    assert selectors.primary_share(BY, YEAR) == selectors.Share(1, 4)
    assert selectors.average_stays(BY, YEAR) == [{"level": "county", "discharges": 2, "days": 5.5}]
    assert selectors.primary_share(BY, Period(DAY, DAY)).share is None


def test_repeat_visits_and_skipped_first_contacts_are_listed(tmp_path, resident, village) -> None:
    other = make_resident(name="周明", number=OTHER, birth_date=dt.date(1960, 5, 6))
    days = {"2026-10-01": "甲", "2026-10-05": "乙", "2026-10-09": "丙"}
    path = file(
        tmp_path,
        *(row(**{"就诊日期": day, "就诊机构": place}) for day, place in days.items()),
        row(**{"就诊日期": "2026-08-01"}),
        row(OTHER, **{"就诊机构": "卫生院", "机构级别": "乡镇", "就诊日期": "2026-10-02"}),
        row(OTHER, **{"就诊日期": "2026-10-12"}),
        row(OTHER, **{"就诊日期": "2026-06-12", "是否转诊": "是"}),
        row(OTHER, **{"就诊日期": "2026-07-30", "费用（分）": "99900"}),
    )
    services.import_visits(by=BY, path=path, on=DAY)
    (repeat,) = selectors.repeat_visits(BY, YEAR, within_days=7, at_least=3)
    assert (repeat["resident_id"], repeat["times"], repeat["places"]) == (resident.id, 3, 2)
    skipped = list(selectors.skipped_first_contact(BY, YEAR, within_days=14))
    assert len(skipped) == 5 and skipped[0].resident_id == other.id and skipped[0].amount_fen == 99_900


def test_merged_records_bring_their_visits_together(tmp_path, resident, village) -> None:
    other = make_resident(name="沈建国", number=None, birth_date=dt.date(1956, 3, 4))
    services.import_visits(by=BY, path=file(tmp_path, row()), on=DAY)
    InsuredVisit.objects.update(resident=other)
    merge_residents(by=BY, kept_id=resident.id, merged_id=other.id, reason="同一人", on=DAY)
    assert InsuredVisit.objects.get().resident_id == resident.id


def signed_in(client, post, **place):
    user = make_user()
    make_post(user=user, code=post, **place)
    client.force_login(user)
    return client


def test_by_the_page_a_file_is_tried_taken_in_and_taken_back(client, tmp_path, resident, village) -> None:
    manager = signed_in(client, "institution_manager", institution=village.team.institution)
    address = reverse("insurance:visits")
    content = file(tmp_path, row(), row(OTHER)).read_bytes()
    upload = lambda: SimpleUploadedFile("就诊.csv", content, "text/csv")  # noqa: E731
    tried = manager.post(address, {"file": upload(), "act": "try"}).content.decode()
    assert "没有写入" in tried and "辖区内没有这个身份证号的居民" in tried and not InsuredVisit.objects.exists()
    done = manager.post(address, {"file": upload(), "act": "import"})
    assert InsuredVisit.objects.count() == 1
    assert "100.0%" in manager.get(address).content.decode()
    skipped = manager.get(reverse("insurance:skipped")).content.decode()
    assert "沈建国" in skipped and "120.00" in skipped
    book = manager.post(reverse("insurance:skipped")).getvalue()
    cells = CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0).to_python()
    assert any("沈建国" in line for line in cells)
    manager.post(done["Location"] + "undo/")
    assert not InsuredVisit.objects.exists() and "已撤销" in manager.get(done["Location"]).content.decode()
    broken = manager.post(address, {"file": SimpleUploadedFile("x.csv", b"a,b\n1,2"), "act": "import"})
    assert broken.status_code == 422 or "没有" in broken.content.decode()


def test_another_townships_manager_sees_no_figures_of_here(client, tmp_path, resident, village) -> None:
    services.import_visits(by=BY, path=file(tmp_path, row()), on=DAY)
    elsewhere = make_institution(TOWNSHIP[:6] + "199", name="别处卫生院")
    manager = signed_in(client, "institution_manager", institution=elsewhere)
    assert "沈建国" not in manager.get(reverse("insurance:skipped")).content.decode()
    assert "0 / 0" in manager.get(reverse("insurance:visits")).content.decode()
    assert (
        signed_in(client, "nurse", institution=village.team.institution).get(reverse("insurance:visits")).status_code
        == 404
    )
