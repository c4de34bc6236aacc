"""Historic records by workbook, form by form: judged as on the page, refused with a reason, taken back."""

import datetime as dt
import io
import json

import pytest
from django.core.management import CommandError, call_command
from python_calamine import CalamineWorkbook

from jiayi.foundation.base.errors import LawBroken, NotVisible
from jiayi.foundation.base.viewer import SystemViewer
from jiayi.foundation.core.national_id import check_character
from jiayi.foundation.intake.services import FileRefused, write_rejects
from jiayi.foundation.rulebook import rulebook
from jiayi.registry.people.models import Resident
from jiayi.registry.tasks import services as tasks
from jiayi.service.care import services
from jiayi.service.care.forms import RecordForm
from jiayi.service.care.models import Observation, Record, RecordBatch, RecordVersion
from jiayi.service.care.services.sheets import aliases_of, columns_of, heading_of, hints_of
from jiayi.service.fulfilment.models import DoneService
from jiayi.service.fulfilment.services.ledger import record_differences

from .factories import DAY, NOON, carer, enrolment_of, hypertension, make_village, pressure, request_for, save

pytestmark = pytest.mark.django_db
FORM = "hypertension-follow-up"
NUMBER, OTHER = (one + check_character(one) for one in ("42032419560304901", "42032419600101901"))
WRONG = NUMBER[:-1] + ("1" if NUMBER[-1] != "1" else "2")
ROW = {
    "姓名": "张大山",
    "身份证号": NUMBER,
    "服务日期": "2026/3/5",
    "服务方式": "门诊",
    "服务人员": "王医生",
    "症状": "头痛头晕、四肢发麻",
    "收缩压": "138",
    "舒张压": "86",
    "服药依从性": "规律",
    "用药情况": "氨氯地平|5mg|1；依那普利|10mg|2",
}


@pytest.fixture(autouse=True)
def village():
    return make_village()


@pytest.fixture
def resident():
    return hypertension(number=NUMBER, birth_date=dt.date(1956, 3, 4), sex="male")


@pytest.fixture
def workbook(tmp_path):
    def make(*rows, form=FORM):
        path = tmp_path / f"{len(list(tmp_path.iterdir()))}.xlsx"
        heading = list(dict.fromkeys(key for row in rows for key in row))
        cells = [([""], [row.get(key, "") for key in heading]) for row in rows]
        write_rejects(path, heading=heading, reason_heading=["原因"], rows=cells)
        return path

    return make


def take_in(path, *, by=None, form=FORM, on=DAY, **options):
    return services.import_records(by=by or carer(), form=form, path=path, reader=RecordForm, on=on, at=NOON, **options)


def reasons(done):
    return [outcome.codes for _, _, outcome in done.rows]


def test_a_row_becomes_a_record_that_is_judged_late_and_counted(resident, workbook) -> None:
    done = take_in(workbook(ROW))
    assert done.counts() == {"rows": 1, "added": 1, "unchanged": 0, "rejected": 0}
    record = Record.objects.get()
    version = record.versions.get()
    assert (record.visit_on, record.entered_on, record.evidence) == (dt.date(2026, 3, 5), DAY, "c")
    assert record.practitioner is None and version.note == "王医生"
    assert version.values["classification"] == "controlled" and len(version.values["symptoms"]) == 2
    assert version.values["drugs"][1] == {"name": "依那普利", "dose": "10mg", "times_per_day": 2}
    assert enrolment_of(resident).last_on == record.visit_on
    assert record_differences() == [] and tasks.rebuild(on=DAY, check=True).total == 0


def test_what_is_saved_together_is_what_would_be_saved_row_by_row(resident, workbook) -> None:
    twin = hypertension(name="李大河", number=OTHER, birth_date=dt.date(1960, 1, 1), sex="male")
    days = (dt.date(2026, 2, 5), dt.date(2026, 2, 20))
    take_in(workbook(*(ROW | {"服务日期": day.isoformat(), "收缩压": "158"} for day in days)))
    drugs = [
        {"name": "氨氯地平", "dose": "5mg", "times_per_day": 1},
        {"name": "依那普利", "dose": "10mg", "times_per_day": 2},
    ]
    values = pressure(158, 86, symptoms=["headache_dizziness", "numb_limbs"], drugs=drugs)
    for day in days:
        save(twin, values, visit_on=day, on=DAY)
    assert left_by(resident) == left_by(twin)
    assert record_differences() == [] and tasks.rebuild(on=DAY, check=True).total == 0


def left_by(person):
    versions = RecordVersion.objects.filter(record__resident=person).order_by("record__visit_on")
    seen = Observation.objects.filter(resident=person).order_by("at", "code")
    enrolment = enrolment_of(person)
    return (
        [(one.values, one.outcomes, one.schemes, one.record.return_due_on, one.record.team_id) for one in versions],
        list(seen.values_list("code", "number", "text", "at")),
        (enrolment.last_on, enrolment.due_on, enrolment.enrolled_on),
        list(
            DoneService.objects.filter(resident=person)
            .order_by("on")
            .values_list("items", "any_item", "on", "evidence")
        ),
    )


def test_a_second_time_nothing_is_added_and_another_value_of_the_day_is_refused(resident, workbook) -> None:
    take_in(workbook(ROW))
    done = take_in(workbook(ROW, ROW | {"收缩压": "140"}))
    assert [str(outcome.verdict) for _, _, outcome in done.rows] == ["unchanged", "rejected"]
    assert done.batch_id is None and Record.objects.count() == RecordBatch.objects.count() == 1


def test_a_dry_run_leaves_nothing(resident, workbook) -> None:
    assert take_in(workbook(ROW), dry_run=True).counts()["added"] == 1
    assert not Record.objects.exists() and not RecordBatch.objects.exists()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"身份证号": WRONG}, None),
        ({"身份证号": OTHER}, "E_ROW_RESIDENT_UNKNOWN"),
        ({"姓名": "李大山"}, "E_ROW_NAME_DIFFERS"),
        ({"收缩压": "一百三"}, "E_FIELD_WRONG"),
        ({"收缩压": "301"}, "E_FIELD_OUT_OF_RANGE"),
        ({"收缩压": "190", "舒张压": "112"}, "E_FINDING_URGENT"),
        ({"服务日期": "2026-12-30"}, None),
        ({"服务方式": "短信"}, None),
        ({"服药依从性": "有时"}, "E_FIELD_WRONG"),
    ],
)
def test_a_refused_row_says_why_and_the_others_stand(resident, workbook, change, code) -> None:
    done = take_in(workbook(ROW | change, ROW))
    first, second = done.rows
    assert (str(first[2].verdict), str(second[2].verdict)) == ("rejected", "added")
    assert first[2].codes and first[2].texts[0]["zh"] and (code is None or first[2].codes[0] == code)


def test_what_was_looked_at_again_is_taken(resident, workbook) -> None:
    done = take_in(workbook(ROW | {"收缩压": "190", "舒张压": "112", "异常值已核对": "是"}))
    assert done.counts()["added"] == 1 and Record.objects.get().return_due_on


def test_an_import_is_taken_back_as_a_whole_and_may_come_again(resident, workbook) -> None:
    kept = save(resident)
    done = take_in(workbook(ROW))
    assert services.undo_import(by=SystemViewer(), batch_id=done.batch_id, on=DAY, at=NOON) == 1
    assert list(Record.objects.filter(state="current")) == [kept]
    with pytest.raises(LawBroken):
        services.undo_import(by=SystemViewer(), batch_id=done.batch_id, on=DAY, at=NOON)
    assert take_in(workbook(ROW)).counts()["added"] == 1
    assert record_differences() == [] and tasks.rebuild(on=DAY, check=True).total == 0


def test_undoing_leaves_what_somebody_corrected_since(resident, workbook) -> None:
    done = take_in(workbook(ROW, ROW | {"服务日期": "2026-02-01"}))
    corrected = Record.objects.get(visit_on=dt.date(2026, 2, 1))
    asked = request_for(resident, pressure(150, 90), visit_on=corrected.visit_on, note="录错")
    services.correct_record(by=carer(), record_id=corrected.id, version=1, asked=asked, on=DAY, at=NOON)
    preview = services.preview_undo(by=SystemViewer(), batch_id=done.batch_id)
    assert (preview.voided, preview.kept) == (1, [corrected])
    assert services.undo_import(by=SystemViewer(), batch_id=done.batch_id, on=DAY, at=NOON) == 1
    assert list(Record.objects.filter(state="current")) == [corrected]
    assert record_differences() == [] and tasks.rebuild(on=DAY, check=True).total == 0


def test_another_workbook_and_the_wrong_person_are_refused(resident, workbook) -> None:
    with pytest.raises(FileRefused):
        take_in(workbook({"姓名": "张大山", "电话": "1"}))
    assert reasons(take_in(workbook(ROW), by=carer("420324102"))) == [("E_ROW_RESIDENT_UNKNOWN",)]
    with pytest.raises(NotVisible):
        take_in(workbook(ROW), by=carer(permissions=("resident_read", "record_read")))
    with pytest.raises(NotVisible):
        take_in(
            workbook(ROW),
            by=carer(permissions=("resident_read", "record_write", "record_import")),
            form="mental-follow-up",
        )


@pytest.mark.parametrize("code", sorted(rulebook().forms))
def test_every_form_has_a_template_whose_headers_are_known(code) -> None:
    form = rulebook().forms[code]
    names = aliases_of(form)
    heading = heading_of(form)
    assert len(heading) == len(names) == len(hints_of(form))
    assert all(header in options for header, options in zip(heading, names.values(), strict=True))
    assert len(columns_of(form)) == sum(not one.derived for one in form.fields.values())


def test_the_command_imports_reports_and_takes_back(resident, workbook, tmp_path, capsys) -> None:
    template, report, rejects = (tmp_path / name for name in ("template.xlsx", "report.json", "rejects.xlsx"))
    call_command("import_records", FORM, template=template)
    rows = CalamineWorkbook.from_path(template).get_sheet_by_index(0).to_python()
    assert "收缩压" in rows[0] and "药名|每次用量|每日次数；…" in rows[1]
    path = workbook(ROW, ROW | {"姓名": "李大山", "服务日期": "2026-02-01"})
    call_command("import_records", FORM, path, on=DAY, report=report, rejects=rejects)
    told = json.loads(report.read_text("utf-8"))
    assert (told["added"], told["rejected"]) == (1, 1) and told["details"][1]["codes"] == ["E_ROW_NAME_DIFFERS"]
    refused = CalamineWorkbook.from_filelike(io.BytesIO(rejects.read_bytes())).get_sheet_by_index(0).to_python()
    assert "李大山" in refused[1] and "姓名与居民登记的不一致，请核对。" in refused[1]
    batch = RecordBatch.objects.get()
    assert str(batch.id) in capsys.readouterr().out
    call_command("import_records", FORM, undo=batch.id, on=DAY)
    assert not Record.objects.filter(state="current").exists()
    with pytest.raises(CommandError):
        call_command("import_records", "no-such-form", path)
    with pytest.raises(CommandError):
        call_command("import_records", FORM, undo=batch.id, on=DAY)


def test_many_rows_find_their_residents_at_once(workbook, django_assert_max_num_queries) -> None:
    hypertension(number=NUMBER, birth_date=dt.date(1956, 3, 4), sex="male")
    rows = [ROW | {"姓名": "李大山", "服务日期": f"2026-02-{day:02}"} for day in range(1, 21)]
    path = workbook(*rows)
    with django_assert_max_num_queries(16):
        take_in(path)
    assert Resident.objects.count() == 1


def test_many_rows_are_saved_with_few_statements(workbook, django_assert_max_num_queries) -> None:
    people = [numbered(place) for place in range(40)]
    for number in people:
        hypertension(number=number, birth_date=dt.date(1956, 3, 4), sex="male")
    path = workbook(*(ROW | {"身份证号": number} for number in people))
    with django_assert_max_num_queries(90):
        assert take_in(path).counts()["added"] == 40
    batch = RecordBatch.objects.get()
    with django_assert_max_num_queries(60):
        assert services.undo_import(by=SystemViewer(), batch_id=batch.id, on=DAY, at=NOON) == 40
    assert record_differences() == [] and tasks.rebuild(on=DAY, check=True).total == 0


def numbered(place: int) -> str:
    first = f"4203241956030{4001 + 2 * place}"
    return first + check_character(first)
