import gzip
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from jiayi.foundation.audit.models import Entry
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.viewer import SystemViewer
from jiayi.registry.organization import services
from jiayi.registry.organization.divisions import (
    Division,
    DivisionsError,
    check_divisions,
    complete_below,
    is_code,
    parent_code,
    read_divisions,
)
from jiayi.registry.organization.models import Region
from jiayi.registry.organization.services import RegionsReport
from tests.registry.organization.factories import make_region, make_viewer

ZHUXI = Path(__file__).parents[3] / "jiayi" / "demo" / "data" / "divisions-420324.csv"
TODAY = date(2026, 11, 22)
SYSTEM = SystemViewer()
SMALL = [
    Division("42", "湖北省", "province", ""),
    Division("4203", "十堰市", "city", "42"),
    Division("420324", "竹溪县", "county", "4203"),
    Division("420324100", "城关镇", "township", "420324"),
    Division("420324101", "蒋家堰镇", "township", "420324"),
    Division("420324100001", "西关社区居委会", "village", "420324100"),
    Division("420324100002", "鼓楼社区居委会", "village", "420324100"),
]


def take(rows: list[Division], on: date = TODAY, **more) -> RegionsReport:
    return services.import_regions(by=SYSTEM, rows=rows, on=on, **more)


@pytest.mark.django_db
def test_the_demo_county_comes_in_whole_and_a_second_time_changes_nothing(capsys):
    call_command("import_divisions", str(ZHUXI), "--on", "2026-11-22")
    assert "338 divisions: 338 created, 0 changed, 0 closed, 0 unchanged" in capsys.readouterr().out
    levels = {level: Region.objects.filter(level=level).count() for level in ("county", "township", "village")}
    assert levels == {"county": 1, "township": 15, "village": 320}
    assert Region.objects.get(code="420324100001").name_initials == "xgsqjwh"
    assert Region.objects.get(code="420324100001").valid_from is None
    call_command("import_divisions", str(ZHUXI), "--on", "2026-11-23")
    assert "0 created, 0 changed, 0 closed, 338 unchanged" in capsys.readouterr().out


@pytest.mark.django_db
def test_a_whole_province_comes_in_from_a_packed_file(tmp_path, capsys):
    rows = ["code,name,level,parent", "51,四川省,province,"]
    for city in range(1, 13):
        rows.append(f"51{city:02d},市{city},city,51")
        for county in range(1, 5):
            code = f"51{city:02d}{county:02d}"
            rows.append(f"{code},县{county},county,51{city:02d}")
            for township in range(100, 108):
                rows.append(f"{code}{township},镇{township},township,{code}")
                rows += [f"{code}{township}{n},村{n},village,{code}{township}" for n in range(201, 217)]
    path = tmp_path / "divisions-51.csv.gz"
    path.write_bytes(gzip.compress("\n".join(rows).encode("gb18030")))
    call_command("import_divisions", str(path))
    assert f"{len(rows) - 1} divisions: {len(rows) - 1} created" in capsys.readouterr().out
    assert Region.objects.filter(code__startswith="51", level="village").count() == 12 * 4 * 8 * 16


@pytest.mark.django_db
def test_an_import_costs_a_few_queries_however_long_the_list(django_assert_max_num_queries):
    rows = read_divisions(ZHUXI)
    with django_assert_max_num_queries(12):
        take(rows)


@pytest.mark.django_db
def test_renamed_regions_are_updated_new_ones_dated_and_missing_ones_closed_the_day_before():
    take(SMALL)
    later = [row for row in SMALL if row.code != "420324100002"]
    later[3] = Division("420324100", "城关街道", "township", "420324")
    later.append(Division("420324100003", "幸福社区居委会", "village", "420324100"))
    report = take(later, on=TODAY + timedelta(days=30))
    assert report == RegionsReport(created=1, changed=1, closed=1, unchanged=5)
    renamed = Region.objects.get(code="420324100")
    assert (renamed.name, renamed.name_initials) == ("城关街道", "cgjd")
    assert Region.objects.get(code="420324100003").valid_from == TODAY + timedelta(days=30)
    assert Region.objects.get(code="420324100002").valid_until == TODAY + timedelta(days=29)


@pytest.mark.django_db
def test_a_closed_region_that_comes_back_is_open_again_and_keeps_its_population():
    take(SMALL)
    Region.objects.filter(code="420324100002").update(population=800)
    take(SMALL[:-1])
    assert take(SMALL).changed == 1
    back = Region.objects.get(code="420324100002")
    assert (back.valid_until, back.population) == (None, 800)


@pytest.mark.django_db
def test_a_countys_list_closes_nothing_elsewhere_in_its_city():
    make_region("420325100201")
    assert take(SMALL).closed == 0
    assert Region.objects.get(code="420325100201").valid_until is None


@pytest.mark.django_db
def test_an_import_is_recorded_and_only_for_those_who_keep_institutions_there():
    with pytest.raises(NotVisible):
        services.import_regions(by=make_viewer("institution_write", regions=("420325",)), rows=SMALL, on=TODAY)
    assert not Region.objects.exists()
    services.import_regions(
        by=make_viewer("institution_write", regions=("420324",)), rows=SMALL, on=TODAY, source="x.csv"
    )
    entry = Entry.objects.get()
    assert (entry.act, entry.subject_ids) == ("organization.import_regions", ["420324"])
    assert (entry.details["created"], entry.details["source"]) == (7, "x.csv")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("code,name,level\n42,湖北省,province", "line 1: E_FILE_NO_HEADER the header lacks parent"),
        ("", "line 1: E_FILE_NO_HEADER the header lacks code, name, level, parent"),
        ("code,name,level,parent\n", "  E_FILE_EMPTY the file holds no divisions"),
        ("code,name,level,parent\n42,湖北省,province,\n42,湖北省,province,", "line 3: E_CODE_DUPLICATE code 42 "),
        ("code,name,level,parent\n420,湖北省,province,", "line 2: E_CODE_INVALID code '420': a province has 2 digits"),
        ("code,name,level,parent\n４２,湖北省,province,", "line 2: E_CODE_INVALID"),
        ("code,name,level,parent\n4\x002,湖北省,province,", "E_CODE_INVALID"),
        ("code,name,level,parent\n42,湖北省,state,", "line 2: E_LEVEL_UNKNOWN unknown level 'state'"),
        ("code,name,level,parent\n42\n", "line 2: E_LEVEL_UNKNOWN"),
        ("code,name,level,parent\n42, ,province,", "line 2: E_NAME_MISSING"),
        ("code,name,level,parent\n42,=1+1,province,", "line 2: E_NAME_INVALID"),
        ("code,name,level,parent\n42,湖北\x00省,province,", "E_NAME_INVALID"),
        (f"code,name,level,parent\n42,{'省' * 81},province,", "line 2: E_NAME_INVALID"),
        ("code,name,level,parent\n4203,十堰市,city,42", "line 2: E_PARENT_UNKNOWN code 4203: its parent 42 "),
        ("code,name,level,parent\n42,湖北省,province,\n4203,十堰市,city,43", "line 3: E_PARENT_WRONG"),
        (f"code,name,level,parent\n42,{'x' * 200_000},province,", "E_FILE_DAMAGED"),
    ],
)
def test_a_wrong_file_is_refused_whole_with_line_code_and_reason(tmp_path, content, told):
    path = tmp_path / "divisions.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(CommandError, match="was refused; nothing was imported") as refused:
        call_command("import_divisions", str(path))
    assert told in str(refused.value)
    assert refused.value.returncode == 1
    assert not Region.objects.exists()


@pytest.mark.django_db
def test_a_missing_file_a_broken_archive_and_a_wrong_day_are_told_clearly(tmp_path):
    broken, torn = tmp_path / "broken.csv.gz", tmp_path / "torn.csv.gz"
    broken.write_bytes(b"not packed")
    packed = gzip.compress(ZHUXI.read_bytes())
    torn.write_bytes(packed[:40] + bytes(100) + packed[140:])
    cases = {tmp_path / "absent.csv": "E_FILE_MISSING no such file"}
    cases |= {path: "E_FILE_DAMAGED cannot be read" for path in (broken, torn, tmp_path)}
    for path, told in cases.items():
        with pytest.raises(CommandError, match=told) as refused:
            call_command("import_divisions", str(path))
        assert refused.value.returncode == 1
    with pytest.raises(CommandError, match="not a day") as refused:
        call_command("import_divisions", str(ZHUXI), "--on", "2026-13-01")
    assert refused.value.returncode == 2


def test_a_file_in_neither_encoding_is_refused_with_its_code(tmp_path):
    path = tmp_path / "divisions.csv"
    path.write_bytes(b"code,name\xff\xff\xff")
    with pytest.raises(DivisionsError) as refused:
        read_divisions(path)
    assert refused.value.code == "E_FILE_ENCODING"


@pytest.mark.django_db
@pytest.mark.parametrize("whole", ["4", "51", "420325", "湖北"])
def test_a_list_is_complete_only_for_a_region_it_is_about(whole):
    make_region("420325100201")
    make_region("510101100201")
    with pytest.raises(DivisionsError) as refused:
        take(SMALL, whole=whole)
    assert refused.value.code == "E_REGION_UNKNOWN"
    assert not Region.objects.exclude(valid_until=None).exists()


@pytest.mark.django_db
def test_a_list_of_townships_may_be_complete_for_the_known_county_above_them():
    take(SMALL)
    assert take(SMALL[3:4], whole="420324").closed == 3


_CELLS = st.one_of(
    st.sampled_from(
        ["", "42", "4203", "420324", "42\n", '"', "province", "city", "湖北省", "\x00", "\u2028", "=1", "４２"]
    ),
    st.text(max_size=8),
)
_LINES = st.lists(st.lists(_CELLS, max_size=6).map(",".join), max_size=6)


@given(lines=_LINES, end=st.sampled_from(["\n", "\r\n", "\r"]), encoding=st.sampled_from(["utf-8-sig", "gb18030"]))
def test_whatever_stands_in_a_file_it_is_taken_or_refused_with_codes(tmp_path_factory, lines, end, encoding):
    path = tmp_path_factory.mktemp("fuzz") / "divisions.csv"
    text = end.join(["code,name,level,parent", *lines])
    path.write_bytes(text.encode(encoding, errors="ignore"))
    _taken_or_refused(path)


@given(st.binary(max_size=200), st.sampled_from([".csv", ".csv.gz"]))
def test_arbitrary_bytes_are_refused_with_codes(tmp_path_factory, content, ending):
    path = tmp_path_factory.mktemp("fuzz") / f"divisions{ending}"
    path.write_bytes(content)
    _taken_or_refused(path)


def _taken_or_refused(path: Path) -> None:
    """Rows that pass are such as the tables hold; every fault has a code and a line of the file."""
    try:
        rows = read_divisions(path)
        check_divisions(rows)
    except DivisionsError as error:
        assert error.code == error.faults[0].code
        assert all(fault.code.startswith("E_") and fault.line >= 0 for fault in error.faults)
        assert str(error).isprintable() or "\x00" not in str(error)
    else:
        assert all(row.name and "\x00" not in row.name and is_code(row.code) for row in rows)


def test_many_faults_are_cut_short_in_the_message():
    rows = [Division(f"{n:02d}", "", "province", "") for n in range(1, 60)]
    with pytest.raises(DivisionsError) as refused:
        check_divisions(rows)
    assert len(refused.value.faults) == 59
    assert str(refused.value).count("line") == 20


def test_a_list_is_complete_below_its_first_fork():
    assert complete_below(SMALL) == ["420324"]
    assert complete_below([*SMALL, Division("420325", "房县", "county", "4203")]) == ["4203"]
    assert complete_below([*SMALL, Division("51", "四川省", "province", "")]) == ["420324", "51"]
    assert complete_below(SMALL[2:]) == ["420324"]


@pytest.mark.django_db
def test_a_list_of_two_provinces_closes_nothing_in_a_third():
    make_region("510101100201")
    take([*SMALL, Division("61", "陕西省", "province", "")])
    assert not Region.objects.exclude(valid_until=None).exists()


@given(st.lists(st.sampled_from(SMALL), unique=True))
def test_a_list_without_gaps_upward_is_accepted_and_any_other_refused(rows):
    codes = {row.code for row in rows}
    whole = all(row.parent in codes for row in rows if row.parent)
    if whole:
        check_divisions(rows)
    else:
        with pytest.raises(DivisionsError):
            check_divisions(rows)


def test_a_code_begins_with_its_parents():
    assert [parent_code(code) for code in ("42", "4203", "420324", "420324100", "420324100001")] == [
        "",
        "42",
        "4203",
        "420324",
        "420324100",
    ]
