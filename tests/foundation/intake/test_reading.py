"""Reading tables out of files that people hand in."""

import zipfile
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from jiayi.foundation.intake.cells import day_text, is_day_format, neutralised, number_text, plain
from jiayi.foundation.intake.services import FileRefused, open_table, write_rejects
from jiayi.foundation.intake.terms import Limits

ALIASES = {"name": ["姓名"], "national_id": ["身份证号", "公民身份号码"], "phone": ["联系电话"]}
REQUIRED = ["name", "national_id"]


def table_of(path: Path, **more):
    return open_table(path, aliases=ALIASES, required=REQUIRED, **more)


def code_of_refusal(path: Path, **more) -> str:
    with pytest.raises(FileRefused) as refused:
        list(table_of(path, **more).rows())
    return refused.value.code


def workbook(path: Path, rows: list[list], sheets: int = 1) -> Path:
    with xlsxwriter.Workbook(path) as book:
        for place in range(sheets):
            sheet = book.add_worksheet()
            for number, cells in enumerate(rows if place == sheets - 1 else [["封面"]]):
                sheet.write_row(number, 0, cells)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_text_file_is_read_whatever_its_encoding_and_delimiter(tmp_path, encoding, delimiter):
    path = tmp_path / "名册.csv"
    lines = ['"姓名"|"身份证号"|"联系电话"', "张三|420324199004269874|", '"李,四;五"|1|2']
    path.write_text("\n".join(lines).replace("|", delimiter), encoding=encoding)
    table = table_of(path)
    assert table.columns == {"name": 0, "national_id": 1, "phone": 2}
    assert list(table.rows()) == [(2, ["张三", "420324199004269874", ""]), (3, ["李,四;五", "1", "2"])]


def test_the_header_is_found_below_titles_in_any_order_and_under_any_alias(tmp_path):
    rows = [
        ["竹溪县花名册"],
        [],
        ["备注", "公民\n身份号码*", "无关", "姓 名（必填）"],
        ["", "1", "", "张三"],
        ["", "2", "", "李四"],
    ]
    table = table_of(workbook(tmp_path / "a.xlsx", rows))
    assert table.columns == {"national_id": 1, "name": 3}
    assert [number for number, _ in table.rows()] == [2, 3]


def test_the_sheet_with_the_header_is_taken(tmp_path):
    table = table_of(workbook(tmp_path / "a.xlsx", [["姓名", "身份证号"], ["张三", "1"]], sheets=3))
    assert list(table.rows()) == [(2, ["张三", "1"])]


def test_blank_rows_are_left_out_and_the_others_keep_their_numbers(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("姓名,身份证号\n\n , \n张三,1\n,,\n李四,2\n\n", encoding="utf-8")
    assert list(table_of(path).rows()) == [(4, ["张三", "1"]), (6, ["李四", "2"])]


def test_numbers_and_days_in_cells_become_text(tmp_path):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        day = book.add_format({"num_format": 'yyyy"年"m"月"d"日"'})
        sheet.write_row(0, 0, ["姓名", "身份证号", "联系电话"])
        sheet.write_row(1, 0, ["张三", 420324900426987, 13800138000])
        sheet.write_row(2, 0, ["李四", 420324199004269874])
        sheet.write_number(2, 2, 45292, day)
        sheet.write_boolean(3, 0, True)
        sheet.write_number(3, 1, 0.5)
        sheet.write_formula(3, 2, "=1+1", None, "二")
    assert [cells for _, cells in table_of(path).rows()] == [
        ["张三", "420324900426987", "13800138000"],
        ["李四", "4.20324199004270E+17", "2024-01-01"],
        ["TRUE", "0.5", "二"],
    ]


def test_rich_and_inline_texts_are_read_without_their_phonetic_guides(tmp_path):
    path = workbook(tmp_path / "a.xlsx", [["姓名", "身份证号"]])
    inline = (
        '<row r="2"><c r="A2" t="inlineStr"><is><r><t>张</t></r><r><t>三</t></r><rPh><t>zhang</t></rPh></is></c>'
        '<c t="inlineStr"><is><t>1</t></is></c></row></sheetData>'
    )
    rewritten = rewrite(path, "xl/worksheets/sheet1.xml", lambda text: text.replace("</sheetData>", inline))
    assert list(table_of(rewritten).rows()) == [(2, ["张三", "1"])]


def test_what_a_workbook_escapes_is_read_as_it_was_meant(tmp_path):
    path = workbook(tmp_path / "a.xlsx", [["姓名", "身份证号"], ["张\x07三", "_x0031_"]])
    inline = '<row r="3"><c r="A3" t="inlineStr"><is><t>_x000B_李_xD800_四_x0000_</t></is></c></row></sheetData>'
    rewritten = rewrite(path, "xl/worksheets/sheet1.xml", lambda text: text.replace("</sheetData>", inline))
    assert list(table_of(rewritten).rows()) == [(2, ["张\x07三", "_x0031_"]), (3, ["\x0b李\ufffd四\ufffd"])]


def rewrite(path: Path, member: str, change) -> Path:
    target = path.with_name("rewritten.xlsx")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            text = old.read(info).decode()
            new.writestr(info.filename, change(text) if info.filename == member else text)
    return target


@given(
    st.lists(
        st.lists(
            st.one_of(st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "Z"]), max_size=9)), max_size=4
        ),
        max_size=8,
    )
)
def test_a_workbook_reads_as_the_reference_reader_reads_it(tmp_path_factory, rows):
    folder = tmp_path_factory.mktemp("books")
    path = workbook(folder / "a.xlsx", [["姓名", "身份证号"], *[[plain(cell) for cell in row] for row in rows]])
    reference = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    for number, cells in table_of(path).rows():
        assert cells == [str_of(cell) for cell in reference[number - 1]][: len(cells)]


def str_of(cell) -> str:
    if isinstance(cell, float):
        return number_text(repr(cell))
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    return plain(str(cell))


def test_a_header_that_lacks_a_column_is_refused_and_says_which(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("姓名,住址\n张三,x\n", encoding="utf-8")
    with pytest.raises(FileRefused) as refused:
        table_of(path)
    assert refused.value.code == "E_FILE_NO_HEADER"
    assert "身份证号" in refused.value.message


def test_more_rows_than_allowed_are_refused_before_any_is_used(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("姓名,身份证号\n" + "张三,1\n" * 6, encoding="utf-8")
    assert code_of_refusal(path, limits=Limits(rows=5)) == "E_FILE_ROWS"
    assert len(list(table_of(path, limits=Limits(rows=6)).rows())) == 6


def test_line_ends_inside_cells_do_not_count_as_rows(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text('姓名,身份证号\n"张\n三",1\n"李\n四",2\n', encoding="utf-8")
    assert len(list(table_of(path, limits=Limits(rows=2)).rows())) == 2


def test_a_cell_of_ten_megabytes_is_cut_to_what_a_cell_can_hold(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("姓名,身份证号\n" + "长" * 10_000_000 + ",1\n李四,2\n", encoding="utf-8")
    rows = list(table_of(path).rows())
    assert len(rows[0][1][0]) == 32_768
    assert rows[1] == (3, ["李四", "2"])


def test_an_open_quote_refuses_the_file_instead_of_swallowing_its_rows(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text('姓名,身份证号\n张三,1\n"李四,2\n王五,3\n', encoding="utf-8")
    assert code_of_refusal(path) == "E_FILE_DAMAGED"


@pytest.mark.parametrize(
    ("raw", "said"),
    [("1", "1"), ("1.0", "1"), ("4.20324E+17", "4.20324000000000E+17"), ("1234567890123456", "1.23456789012346E+15"),
     ("-3", "-3"), ("0.25", "0.25"), ("abc", "abc"), ("NaN", "NaN"), ("1E400", "1E400"), ("007", "007")],
)  # fmt: skip
def test_numbers_are_said_as_people_see_them(raw, said):
    assert number_text(raw) == said


@pytest.mark.parametrize(("raw", "said"), [("1", "1899-12-31"), ("45292.9", "2024-01-01"), ("-5", "-5"), ("x", "x")])
def test_serials_become_days_where_they_are_days(raw, said):
    assert day_text(raw) == said
    assert day_text("43830", counts_from_1904=True) == "2024-01-01"


def test_formats_that_show_days_are_known():
    assert is_day_format(14, None) and is_day_format(164, 'yyyy"年"') and is_day_format(164, "d/m")
    assert not is_day_format(0, None) and not is_day_format(164, '0.00"yd"') and not is_day_format(164, "[Red]0")


@given(st.text(st.characters(codec="utf-8"), max_size=20))
def test_a_text_that_went_out_neutralised_comes_back_as_it_was(text):
    assert plain(neutralised(text)) == (plain(text) if neutralised(text) == text else text)
    assert not neutralised(text).startswith(("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"))


def test_refused_rows_are_written_as_text_and_never_as_formulas(tmp_path):
    path = tmp_path / "rejects.xlsx"
    rows = [(["E_NAME_INVALID"], ["=HYPERLINK(1)", "420324199004269874"]), (["E_X"], ["@SUM(A1)", ""])]
    assert write_rejects(path, heading=["姓名", "身份证号"], reason_heading=["原因"], rows=rows) == 2
    with zipfile.ZipFile(path) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet and "<v>" not in sheet.replace('t="s"><v>', "")
    read = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    assert read[1] == ["E_NAME_INVALID", "'=HYPERLINK(1)", "420324199004269874"]
    assert [cells[1:] for _, cells in table_of(path).rows()] == [["=HYPERLINK(1)", "420324199004269874"], ["@SUM(A1)"]]
