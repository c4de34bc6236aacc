"""The sample roster gets the verdicts that its truth file states, the first time and the second."""

import json
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from python_calamine import CalamineWorkbook

from jiayi.foundation.audit.models import Entry
from jiayi.registry.people.models import (
    GroupMembership,
    Household,
    Resident,
    RosterBatch,
    RosterChange,
    RosterNewcomers,
)
from tests.registry.people.roster.rosters import ON

SAMPLE = Path(__file__).parents[3] / "data" / "roster-sample.xlsx"
TRUTH = json.loads(SAMPLE.with_suffix(".truth.json").read_text("utf-8"))


@pytest.fixture
def command(divisions, tmp_path, capsys):
    """Runs the command on a file and answers its report."""

    def run(path: Path, *more: str) -> dict:
        report = tmp_path / "report.json"
        call_command("import_roster", str(path), "--on", ON.isoformat(), "--report", str(report), *more)
        return json.loads(report.read_text("utf-8"))

    return run


def test_every_row_of_the_sample_gets_the_verdict_of_the_truth_file(command):
    report = command(SAMPLE)
    assert report["details"] == [{key: row[key] for key in ("row", "verdict", "codes")} for row in TRUTH["rows"]]
    summary = {key: report[key] for key in ("rows", "accepted", "merged", "rejected", "codes")}
    assert summary == TRUTH["summary"]
    assert (report["updated"], report["unchanged"]) == (0, 0)


def test_a_second_import_of_the_sample_changes_nothing(command):
    command(SAMPLE)
    before = everything()
    report = command(SAMPLE)
    assert (report["accepted"], report["updated"]) == (0, 0)
    assert report["unchanged"] == TRUTH["summary"]["accepted"]
    assert (report["merged"], report["rejected"]) == (TRUTH["summary"]["merged"], TRUTH["summary"]["rejected"])
    assert everything() == before


def everything() -> list:
    tables = (Resident.objects.order_by("id"), Household.objects.order_by("id"), GroupMembership.objects.order_by("id"))
    return [[list(map(plain, row)) for row in table.values_list()] for table in tables]


def plain(value):
    return bytes(value) if isinstance(value, memoryview) else value


def test_a_dry_run_of_the_sample_tells_the_same_and_writes_nothing(command):
    report = command(SAMPLE, "--dry-run")
    assert report["details"] == [{key: row[key] for key in ("row", "verdict", "codes")} for row in TRUTH["rows"]]
    for table in (Resident, Household, GroupMembership, RosterBatch, RosterChange, RosterNewcomers, Entry):
        assert not table.objects.exists()


def test_residents_stand_in_their_households_with_groups_archive_numbers_and_numbers_of_their_own(command):
    command(SAMPLE)
    assert Resident.objects.count() == TRUTH["summary"]["accepted"]
    numbers = list(Resident.objects.values_list("archive_number", "region_id"))
    assert len({number for number, _ in numbers}) == len(numbers)
    assert all(number[:12] == region for number, region in numbers)
    assert not Resident.objects.filter(household=None).exists()
    assert not Household.objects.exclude(head=None).exclude(head__household__number__gt="").exists()
    assert set(GroupMembership.objects.values_list("group", flat=True)) == {
        "hypertension", "diabetes", "special_family", "tuberculosis", "mental_disorder", "poverty", "disabled"
    }  # fmt: skip
    assert Resident.objects.filter(national_id_index=None).count() == 28


def test_rejected_rows_come_back_in_a_workbook_with_reason_and_advice(command, tmp_path):
    path = tmp_path / "rejects.xlsx"
    command(SAMPLE, "--rejects", str(path))
    rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    rejected = [row for row in TRUTH["rows"] if row["verdict"] == "rejected"]
    assert [(int(row[0]), row[1]) for row in rows[1:]] == [(row["row"], row["codes"][0]) for row in rejected]
    assert all(row[2] and row[3] for row in rows[1:])
    assert rows[0][4:6] == ["序号", "姓名"]
    assert not any(str(cell).startswith(("=", "+", "-", "@")) for row in rows for cell in row)


def test_rows_corrected_in_the_workbook_of_rejects_can_be_imported_from_it(command, tmp_path):
    path = tmp_path / "rejects.xlsx"
    command(SAMPLE, "--rejects", str(path))
    report = command(path)
    rejected = [row["codes"] for row in TRUTH["rows"] if row["verdict"] == "rejected"]
    assert [row["codes"] for row in report["details"]] == rejected


def test_the_import_is_in_the_audit_with_its_counts_and_is_taken_back_by_its_batch(command):
    command(SAMPLE)
    entry = Entry.objects.get(act="people.import_roster")
    batch = RosterBatch.objects.get()
    assert entry.subject_ids == [str(batch.pk)]
    assert entry.details["counts"]["accepted"] == TRUTH["summary"]["accepted"]
    made = [identity for newcomers in batch.newcomers.all() for identity in newcomers.resident_ids]
    assert len(set(made)) == TRUTH["summary"]["accepted"]
    call_command("import_roster", "--undo", str(batch.pk))
    assert not Resident.objects.exists()
    with pytest.raises(CommandError, match="E_ROSTER_STATE"):
        call_command("import_roster", "--undo", str(batch.pk))


def test_a_bad_file_is_refused_whole_with_its_code(command, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("a,b\n1,2\n")
    with pytest.raises(CommandError, match="E_FILE_NO_HEADER"):
        command(path)
    with pytest.raises(CommandError, match="E_FILE_MISSING"):
        command(tmp_path / "nowhere.csv")


@pytest.mark.parametrize("option", ["--report", "--rejects"])
def test_where_an_output_cannot_be_written_nothing_is_imported(command, tmp_path, option):
    for place in (tmp_path, tmp_path / "nowhere" / "out"):
        with pytest.raises(CommandError, match="E_FILE_UNWRITABLE"):
            command(SAMPLE, option, str(place))
    assert not Resident.objects.exists()


def test_neither_report_nor_rejects_are_written_over_a_roster_or_each_other(divisions, tmp_path):
    roster = tmp_path / "roster.xlsx"
    roster.write_bytes(SAMPLE.read_bytes())
    second = tmp_path / "out-2.json"
    second.symlink_to(roster)
    for outputs in (["--report", roster], ["--rejects", roster]):
        with pytest.raises(CommandError, match="over the roster"):
            call_command("import_roster", str(roster), *map(str, outputs))
    with pytest.raises(CommandError, match="over the roster"):  # the second file's report
        call_command("import_roster", str(roster), str(roster), "--report", str(tmp_path / "out.json"))
    with pytest.raises(CommandError, match="the same file"):
        call_command("import_roster", str(roster), "--report", str(tmp_path / "o"), "--rejects", str(tmp_path / "o"))
    assert roster.read_bytes() == SAMPLE.read_bytes()
    assert not Resident.objects.exists()
