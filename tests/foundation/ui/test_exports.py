"""Exported files hold numbers as text and nothing that a spreadsheet would run."""

import csv
import datetime as dt
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from jiayi.foundation.ui.exports import Column, ExportNote, Sheet, book_response, export_response, safe_text

COLUMNS = [
    Column("姓名", lambda row: row[0]),
    Column("身份证号", lambda row: row[1]),
    Column("次数", lambda row: row[2], kind="quantity"),
    Column("自费", lambda row: row[3], kind="fen"),
    Column("日期", lambda row: row[4]),
]
ROWS = [
    ("沈建国", "420324195001011234", 4, 12050, dt.date(2026, 11, 1)),
    ("＝HYPERLINK(1)", "'; DROP", 0, None, None),
]
NOTE = ExportNote("王丽萍", dt.datetime(2026, 11, 22, 1, 30, tzinfo=dt.UTC), "状态 在约")


def lines_of_csv() -> list[list[str]]:
    answer = export_response("csv", name="签约协议", columns=COLUMNS, rows=iter(ROWS), note=NOTE)
    text = b"".join(answer.streaming_content).decode("utf-8")
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))


def lines_of_workbook(rows=ROWS) -> list[list]:
    answer = export_response("xlsx", name="签约协议", columns=COLUMNS, rows=iter(rows), note=NOTE)
    content = io.BytesIO(b"".join(answer.streaming_content))
    answer.file_to_stream.close()
    return CalamineWorkbook.from_filelike(content).get_sheet_by_index(0).to_python(skip_empty_area=False)


def test_a_csv_begins_with_a_mark_of_its_encoding_and_its_headings():
    lines = lines_of_csv()
    assert lines[0] == ["姓名", "身份证号", "次数", "自费", "日期"]
    assert lines[1] == ["沈建国", "420324195001011234", "4", "120.50", "2026-11-01"]
    assert lines[2] == ["'＝HYPERLINK(1)", "'; DROP", "0", "", ""]


def test_a_workbook_says_who_took_what_when():
    title, note, headings, first, second = lines_of_workbook()
    assert title[0] == "签约协议"
    assert "王丽萍" in note[0] and "2026-11-22 09:30" in note[0] and "状态 在约" in note[0]
    assert headings == ["姓名", "身份证号", "次数", "自费", "日期"]
    assert first == ["沈建国", "420324195001011234", 4.0, "120.50", "2026-11-01"]
    assert second[0] == "'＝HYPERLINK(1)"


def test_several_tables_are_one_workbook_with_a_sheet_each():
    sheets = [Sheet("总览", COLUMNS, ROWS), Sheet("超过/接近上限的团队：" + "长" * 40, COLUMNS[:1], [])]
    answer = book_response(name="采用方案推演", sheets=sheets, note=NOTE)
    book = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(answer.streaming_content)))
    answer.file_to_stream.close()
    assert book.sheet_names[0] == "1 总览"
    assert book.sheet_names[1].startswith("2 超过 接近上限的团队") and len(book.sheet_names[1]) <= 31
    assert book.get_sheet_by_index(0).to_python()[3][2] == 4.0
    assert [line[0] for line in book.get_sheet_by_index(1).to_python()[::2]] == [sheets[1].name, "姓名"]


def test_an_empty_list_still_has_its_headings():
    assert len(lines_of_workbook([])) == 3


def test_the_file_is_named_in_chinese_and_is_not_kept_by_the_browser():
    answer = export_response("csv", name="签约协议", columns=COLUMNS, rows=[], note=NOTE)
    assert "20261122-0930" in answer["Content-Disposition"] and "filename*=utf-8''" in answer["Content-Disposition"]
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "＝", "＋", "－", "＠", "\t=", " =", "　＝", "\r", "%", "|"])
def test_what_would_begin_a_formula_is_made_text(sign):
    assert safe_text(f"{sign}1+1").startswith("'")


@pytest.mark.parametrize("text", ["沈建国", "420324195001011234", "1,200.00", "", "a=b"])
def test_plain_text_stays_as_it_is(text):
    assert safe_text(text) == text


@given(st.text())
def test_no_text_becomes_a_formula_or_breaks_the_file(text):
    made = safe_text(text)
    assert made[:1] not in set("=+-@＝＋－＠\t\r\n")
    assert not any(ord(character) < 32 and character not in "\t\r\n" for character in made)
