"""A county's formulary: tried, taken, undone; what institutions keep of it; orders of a product of its own."""

import io
import json
from decimal import Decimal

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from python_calamine import CalamineWorkbook

from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import LawBroken, NotVisible
from jiayi.service.prescriptions import selectors, services
from jiayi.service.prescriptions.models import FormularyBatch, FormularyLine, InstitutionDrug
from tests.registry.access.factories import make_post, make_user
from tests.registry.organization import factories as organization
from tests.service.agreements.factories import COUNTY, make_signer

from .factories import DAY, issue, item, make_patient, make_place

pytestmark = pytest.mark.django_db
HEADING = ["药品编码", "通用名", "剂型", "规格", "单价", "长期处方", "管制类别", "配备机构"]
ROWS = [
    ["A1", "苯磺酸氨氯地平片", "片剂", "5mg*28片", "9.80", "是", "", "县人民医院、南头中心卫生院"],
    ["A2", "盐酸二甲双胍片", "片剂", "0.5g*60", "12", "是", "", "县人民医院"],
    ["A3", "复方降压片", "片剂", "32片", "3.5", "是", "", "县人民医院"],
    ["A4", "艾司唑仑片", "片剂", "1mg", "2", "是", "第二类精神药品", ""],
    ["A5", "某某膏", "膏剂", "10g", "2", "", "", ""],
    ["", "无编码片", "片剂", "1mg", "2", "", "", ""],
    ["A1", "又一个片", "片剂", "1mg", "2", "", "", ""],
    ["A6", "贵药片", "片剂", "1mg", "很贵", "", "不明", ""],
]


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr(clock, "today", lambda: DAY)


@pytest.fixture
def keeper():
    return make_signer(COUNTY, permissions=("formulary_write", "stock_read", "stock_write"))


def workbook(rows=ROWS, heading=HEADING) -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        sheet = book.add_worksheet()
        for number, cells in enumerate([heading, *rows]):
            sheet.write_row(number, 0, cells)
    return content.getvalue()


def tried(by, tmp_path, rows=ROWS):
    path = tmp_path / "目录.xlsx"
    path.write_bytes(workbook(rows))
    return services.try_formulary(by=by, region_code=COUNTY, path=path, file_name="目录.xlsx", on=DAY)


def taken(by, tmp_path, rows=ROWS):
    return services.take_formulary(by=by, batch_id=tried(by, tmp_path, rows).id)


def test_trying_writes_nothing_and_tells_of_every_row(keeper, tmp_path) -> None:
    make_place()
    batch = tried(keeper, tmp_path, [*ROWS, ["A7", "长" * 81, "片剂", "1mg", "2", "", "", ""]])
    told = {"rows": 9, "added": 4, "changed": 0, "unchanged": 0, "rejected": 5, "warned": 3, "matched": 3}
    assert batch.counts == told and not FormularyLine.objects.exists()
    codes = {number: codes for number, codes, _, _ in batch.rejects}
    assert codes == {
        6: ["E_FORMULARY_FORM"],
        7: ["E_FORMULARY_CODE"],
        8: ["E_FORMULARY_TWICE"],
        9: ["E_FORMULARY_CONTROL", "E_FORMULARY_PRICE"],
        10: ["E_FORMULARY_LONG"],
    }
    assert {row["number"]: row["unknown_places"] for row in batch.rows if row.get("warnings")}[3] == ["县人民医院"]


def test_taken_over_a_second_time_nothing_changes(keeper, tmp_path) -> None:
    make_place()
    taken(keeper, tmp_path)
    line = FormularyLine.objects.get(code="A1")
    assert (line.drug, line.strength, line.price_fen, line.is_long_term) == ("amlodipine", "5mg", 980, True)
    assert FormularyLine.objects.get(code="A3").drug == "line:A3"
    again = tried(keeper, tmp_path)
    assert (again.counts["added"], again.counts["unchanged"]) == (0, 4)


def test_undone_every_line_stands_as_before(keeper, tmp_path) -> None:
    make_place()
    first = taken(keeper, tmp_path, ROWS[:1])
    second = taken(keeper, tmp_path, [["A1", "苯磺酸氨氯地平片", "片剂", "10mg", "1", "", "", ""], ROWS[1]])
    with pytest.raises(LawBroken) as refused:
        services.undo_formulary(by=keeper, batch_id=first.id)
    assert refused.value.code == "E_FORMULARY_LATER"
    services.undo_formulary(by=keeper, batch_id=second.id)
    line = FormularyLine.objects.get(code="A1")
    assert (line.strength, line.price_fen, line.is_long_term) == ("5mg", 980, True)
    assert FormularyLine.objects.get(code="A2").is_withdrawn
    with pytest.raises(LawBroken):
        services.undo_formulary(by=keeper, batch_id=second.id)
    with pytest.raises(LawBroken):
        services.take_formulary(by=keeper, batch_id=second.id)


def test_another_county_finds_nothing(keeper, tmp_path) -> None:
    make_place()
    batch = taken(keeper, tmp_path)
    stranger = make_signer("420325", permissions=("formulary_write",))
    for act in (services.take_formulary, services.undo_formulary):
        with pytest.raises(NotVisible):
            act(by=stranger, batch_id=batch.id)
    with pytest.raises(NotVisible):
        tried(stranger, tmp_path)


def test_the_match_counts_generic_drugs_of_the_hospital_that_are_kept_below(keeper, tmp_path) -> None:
    place = make_place()
    organization.make_institution(COUNTY, name="县人民医院", kind="county_hospital", level="county")
    type(place.institution).objects.filter(pk=place.institution.pk).update(name="南头中心卫生院")
    taken(keeper, tmp_path)
    found = next(one for one in selectors.matches(keeper, on=DAY) if one.institution.pk == place.institution.pk)
    assert (found.kept, found.wanted, found.shared) == (1, 3, 1)
    metformin = FormularyLine.objects.get(code="A2")
    amlodipine = FormularyLine.objects.get(code="A1")
    common = {"by": keeper, "institution_id": place.institution.id, "shown": [metformin.id, amlodipine.id]}
    assert services.keep_drugs(**common, line_ids=[metformin.id]) == (1, 1)
    assert InstitutionDrug.objects.get(institution=place.institution).line_id == metformin.id
    assert services.keep_drugs(**common, line_ids=[metformin.id, amlodipine.id]) == (1, 0)
    found = next(one for one in selectors.matches(keeper, on=DAY) if one.institution.pk == place.institution.pk)
    assert found.shared == 2 and selectors.match_target(COUNTY, DAY) == 0.8


def test_a_countys_product_is_ordered_with_a_reason_and_one_that_it_does_not_list_is_not(keeper, tmp_path) -> None:
    place = make_place()
    taken(keeper, tmp_path)
    own = item("line:A3", "tablet", "32片", units_per_dose=Decimal(1))
    with pytest.raises(LawBroken) as refused:
        issue(place, make_patient(place), items=(own,))
    assert refused.value.code == "E_FINDING_UNEXPLAINED" and "复方降压片" in refused.value.message
    key = refused.value.breaches[0]["key"]
    order = issue(place, make_patient(place), items=(own,), reasons={key: "长期使用"})
    assert order.items.get().name == "复方降压片"
    with pytest.raises(LawBroken) as refused:
        issue(place, make_patient(place), items=(item("valsartan", "capsule", "80mg"),))
    assert refused.value.code == "B_DRUG_NOT_LISTED"
    with pytest.raises(LawBroken) as refused:
        issue(place, make_patient(place), items=(item("estazolam", "tablet", "1mg"),), reasons={})
    assert refused.value.code == "B_DRUG_EXCLUDED"


def test_pages_from_the_upload_to_undoing(client, tmp_path) -> None:
    place = make_place()
    user = make_user(region_id=COUNTY)
    make_post(user=user, code="county_bureau", region=COUNTY)
    make_post(user=user, code="pharmacist", institution=place.institution)
    client.force_login(user)

    def url(name, *arguments):
        return reverse(f"prescriptions:{name}", args=arguments)

    file = SimpleUploadedFile("目录.xlsx", workbook())
    page = client.post(url("formulary_batches"), {"region": COUNTY, "file": file})
    batch = FormularyBatch.objects.get()
    assert page["Location"] == url("formulary_batch", batch.id)
    shown = client.get(page["Location"]).content.decode()
    assert "剂型" in shown and "未登记配备：县人民医院" in shown
    rejects = client.get(url("formulary_rejects", batch.id))
    rows = CalamineWorkbook.from_filelike(io.BytesIO(rejects.getvalue())).get_sheet_by_index(0).to_python()
    assert len(rows) == 5 and "E_FORMULARY_TWICE" in str(rows)
    client.post(url("take_formulary", batch.id))
    assert "复方降压片" in client.get(url("formulary")).content.decode()
    kept = url("institution_formulary", place.institution.id)
    assert "复方降压片" in client.get(kept).content.decode()
    line = FormularyLine.objects.get(code="A3")
    client.post(kept, {"line": [str(line.id)], "shown": [str(line.id)]})
    assert InstitutionDrug.objects.get().line_id == line.id
    assert client.get(url("formulary_match")).status_code == 200
    exported = client.post(url("formulary"), {"export": "all-xlsx"})
    assert "复方降压片" in str(
        CalamineWorkbook.from_filelike(io.BytesIO(exported.getvalue())).get_sheet_by_index(0).to_python()
    )
    client.post(url("undo_formulary", batch.id))
    assert "复方降压片" not in client.get(url("formulary")).content.decode()
    damaged = client.post(url("formulary_batches"), {"region": COUNTY, "file": SimpleUploadedFile("a.xlsx", b"PK")})
    assert damaged.status_code == 422


def test_the_command_tries_imports_and_undoes(tmp_path, capsys) -> None:
    make_place()
    path, report = tmp_path / "目录.xlsx", tmp_path / "report.json"
    path.write_bytes(workbook())
    call_command("import_formulary", COUNTY, path, "--dry-run", "--report", report)
    assert json.loads(report.read_text("utf-8"))["rejected"] == 4 and not FormularyBatch.objects.exists()
    call_command("import_formulary", COUNTY, path)
    batch = FormularyBatch.objects.get()
    assert FormularyLine.objects.count() == 4 and str(batch.id) in capsys.readouterr().out
    call_command("import_formulary", COUNTY, "--undo", str(batch.id))
    assert not FormularyLine.objects.filter(is_withdrawn=False).exists()
