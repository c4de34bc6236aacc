"""The board, an indicator's page and its persons; closes, restatements and the gaps that are given to teams."""

import io
from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from jiayi.community.engagement.models import SurveyRound
from jiayi.foundation.audit.models import Entry
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import LawBroken, NotVisible
from jiayi.foundation.base.viewer import SystemViewer
from jiayi.foundation.rulebook import rulebook
from jiayi.insight.indicators import rules, selectors, services
from jiayi.insight.indicators.models import ClosedRate, GapDuty, PeriodClose, TargetAlarm
from jiayi.insight.indicators.services import watching
from jiayi.insight.indicators.terms import Part
from jiayi.registry.people.models import Resident
from jiayi.registry.tasks.models import Task
from jiayi.registry.tasks.services import rebuild
from jiayi.service.care.models import Record
from tests.registry.access.factories import make_post, make_user, signed_in
from tests.registry.access.tokens import ApiClient
from tests.registry.organization.factories import make_adoption, make_viewer
from tests.service.agreements.factories import COUNTY, TOWNSHIP, make_resident, make_village, sign

# DuckDB reads in a connection of its own: what the test writes has to be committed.
pytestmark = pytest.mark.django_db(transaction=True)
TODAY = date(2026, 11, 22)
NOON = datetime(2026, 11, 22, 4, tzinfo=UTC)
ELDERLY = "elderly-home-visit"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path, monkeypatch):
    settings.FACTS_ROOT = tmp_path / "facts"
    monkeypatch.setattr(clock, "today", lambda: TODAY)


@pytest.fixture
def village():
    made = make_village()
    make_adoption(COUNTY, "doctors-into-families", "county-2018")
    for number in range(5):
        elder = make_resident(name=f"老人{number}", birth_date=date(1950, 1, 1))
        visit(elder, 4 if number < 2 else number - 2)
    sign(made, make_resident(name="青年"))
    return made


def visit(resident, times, first=1):
    for day in range(first - 1, first - 1 + times):
        on = date(2026, 3, 1 + day)
        Record.objects.create(
            resident=resident, region_id=resident.region_id, form="home-visit", visit_on=on, mode="home", evidence="A",
            submission_id=f"{resident.pk.hex[:30]}{Record.objects.count() + 10:02d}", entered_on=on,
        )  # fmt: skip


def build():
    return services.build_facts(by=SystemViewer(), on=TODAY, at=NOON)[0].period


def names(viewer, part, **narrowed):
    periods = selectors.periods_of(COUNTY)
    indicator = selectors.indicator_for(ELDERLY)
    narrowing = selectors.Narrowing(**narrowed)
    found = selectors.persons_behind(viewer, COUNTY, indicator, part, periods, narrowing)
    known = {one.pk: one.name for one in Resident.objects.all()}
    return [known[one] for one in found]


def test_the_bureau_goes_from_the_red_card_to_the_persons(client, village, django_assert_max_num_queries):
    build()
    bureau = signed_in(client, "county_bureau", region=COUNTY)
    assert bureau.get(reverse("indicators:board_home"))["Location"] == reverse("indicators:board", args=[COUNTY])
    with django_assert_max_num_queries(25):
        board = bureau.get(reverse("indicators:board", args=[COUNTY])).content.decode().replace("\xa0", " ")
    assert "65岁以上老人入户率" in board and "40.0 %" in board and "未达目标 60.0 %" in board and "还差 1" in board
    assert "尚无数据的指标" in board and "号源下沉率" in board and "按机构统计" in board
    page = bureau.get(reverse("indicators:indicator", args=[COUNTY, ELDERLY])).content.decode().replace("\xa0", " ")
    assert "home_visits &gt;= 4" in page and "S2.3-14" in page and "置信区间 11.8 % 至 76.9 %" in page
    persons = bureau.get(reverse("indicators:indicator_persons", args=[COUNTY, ELDERLY]))
    text = persons.content.decode()
    assert "到 2026-12-31 还要做到 1 人" in text
    assert text.index("老人4") < text.index("老人3") < text.index("老人2")
    read = Entry.objects.get(act="indicators.list_indicator_persons")
    assert len(read.resident_ids) == 3


def test_persons_are_paged_by_nearness_and_divided_into_three(village, monkeypatch):
    build()
    bureau = make_viewer("coverage_read", "coverage_drill", regions=(COUNTY,))
    assert names(bureau, Part.REACHED) and set(names(bureau, Part.REACHED)) == {"老人0", "老人1"}
    missed = names(bureau, Part.MISSED)
    assert missed == ["老人4", "老人3", "老人2"]
    indicator, periods = selectors.indicator_for(ELDERLY), selectors.periods_of(COUNTY)
    first = selectors.persons_behind(bureau, COUNTY, indicator, Part.MISSED, periods, limit=1)
    assert names(bureau, Part.MISSED, after=first[0]) == ["老人3", "老人2"]
    assert names(bureau, Part.EXCLUDED) == []
    with pytest.raises(NotVisible):
        names(make_viewer("coverage_drill", regions=("420324101",)), Part.MISSED)
    for module in (selectors.evaluating, selectors.board):  # facts of a month that lack what came later
        monkeypatch.setattr(module, "columns_of", lambda *asked: {"village"})
    assert selectors.evaluate(periods[0], [ELDERLY], ["county"]) == {}
    assert names(bureau, Part.REACHED) == []


def test_restricted_indicators_name_nobody_without_the_permission(village):
    build()
    indicator, periods = selectors.indicator_for("mental-standard-management"), selectors.periods_of(COUNTY)
    bureau = make_viewer("coverage_read", "coverage_drill", regions=(COUNTY,))
    with pytest.raises(NotVisible):
        selectors.persons_behind(bureau, COUNTY, indicator, Part.MISSED, periods)


def test_the_tables_can_be_taken_away(client, village):
    build()
    bureau = signed_in(client, "county_bureau", region=COUNTY)
    for name, args in (("board", [COUNTY]), ("indicator", [COUNTY, ELDERLY]), ("indicator_persons", [COUNTY, ELDERLY])):
        answer = bureau.post(reverse(f"indicators:{name}", args=args), {"export": "all-xlsx"})
        rows = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(answer))).get_sheet_by_index(0).to_python()
        assert len(rows) >= 2, name
    assert Entry.objects.filter(act="indicators.export_indicator_persons").exists()


def test_before_facts_are_built_the_pages_say_so(client):
    make_village()
    bureau = signed_in(client, "county_bureau", region=COUNTY)
    assert "还没有指标数据" in bureau.get(reverse("indicators:board", args=[COUNTY])).content.decode()
    assert bureau.get(reverse("indicators:indicator_persons", args=[COUNTY, ELDERLY])).status_code == 200


def test_what_is_closed_stays_and_a_restatement_names_who_made_the_difference(client, village):
    build()
    bureau = signed_in(client, "county_bureau", region=COUNTY)
    closing = reverse("indicators:close", args=[COUNTY])
    first = bureau.post(closing, {"as_of": TODAY.isoformat()}, follow=True).content.decode()
    close = PeriodClose.objects.get()
    assert close.digest in first and close.rulebook_version in first
    frozen = list(ClosedRate.objects.order_by("pk").values_list())
    visit(Resident.objects.get(name="老人4"), 2, first=11)
    build()
    assert list(ClosedRate.objects.order_by("pk").values_list()) == frozen
    assert "已经封存" in bureau.post(closing, {"as_of": TODAY.isoformat()}, follow=True).content.decode()
    bureau.post(closing, {"as_of": TODAY.isoformat(), "restate": "1", "reason": "补录3月入户记录"})
    second = PeriodClose.objects.get(number=2)
    assert second.digest != close.digest
    page = bureau.get(reverse("indicators:closed", args=[second.pk]) + f"?indicator={ELDERLY}").content.decode()
    assert "补录3月入户记录" in page and "老人4" in page and "老人3" not in page
    listed = bureau.get(reverse("indicators:closes") + "?restated=1")
    assert [one.number for one in listed.context["page"].rows] == [2]
    taken = bureau.post(reverse("indicators:closes") + "?year=" + second.period[:4], {"export": "all-csv"})
    assert second.digest in b"".join(taken.streaming_content).decode()
    viewer = make_viewer("coverage_read", "coverage_drill", regions=(COUNTY,))
    changed = selectors.changed_persons(viewer, second, ELDERLY)
    assert [(one.was, one.became) for one in changed] == [("missed", "reached")]


def text_of(pdf: bytes) -> str:
    return "".join("".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def closed_in(month: date, rates: dict[tuple[str, str, str], tuple[int, int]], number: int = 1) -> PeriodClose:
    known = {"facts_digest": "d", "facts_file": "none.parquet", "rulebook_version": "t", "digest": "d" * 64}
    close = PeriodClose.objects.create(
        county_id=COUNTY, period=f"{month:%Y-%m}", number=number, as_of=month, closed_at=NOON, **known
    )
    for (code, level, place), (numerator, denominator) in rates.items():
        ClosedRate.objects.create(
            close=close, indicator=code, level=level, place=place, numerator=numerator, denominator=denominator,
            excluded=0,
        )  # fmt: skip
    return close


def test_the_report_ranks_the_townships_and_tells_how_the_livelihood_project_of_the_year_goes(client):
    make_village()
    make_adoption(COUNTY, "doctors-into-families", "county-2018", starts_on=date(2018, 1, 1))
    told, other = "long-prescription-awareness", f"{COUNTY}999"
    closed_in(date(2018, 9, 30), {(ELDERLY, "county", COUNTY): (10, 100)})
    close = closed_in(
        date(2018, 10, 31),
        {
            (ELDERLY, "county", COUNTY): (30, 100), (told, "county", COUNTY): (9, 10),
            (ELDERLY, "township", TOWNSHIP): (30, 30), (ELDERLY, "township", other): (0, 70),
        },
    )  # fmt: skip
    bureau = signed_in(client, "county_bureau", region=COUNTY)
    report = text_of(bureau.get(reverse("indicators:report_pdf", args=[close.pk])).content)
    assert "+20.0" in report and "2018年政府民生实事项目" in report and "90.0%" in report
    assert "1个乡镇未达标" in report and "未达标" in report
    taken = bureau.post(reverse("indicators:report", args=[close.pk]))
    book = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(taken.streaming_content)))
    county, townships = (book.get_sheet_by_index(at).to_python() for at in (0, 1))
    assert any("30.0%" in row for row in county) and len(townships) == len(county)
    later = closed_in(date(2026, 10, 31), {(told, "county", COUNTY): (9, 10)})
    assert "民生实事" not in text_of(bureau.get(reverse("indicators:report_pdf", args=[later.pk])).content)


def test_the_same_facts_close_with_the_same_hash(village):
    period = build()
    viewer = SystemViewer()
    close = services.close_period(by=viewer, county=COUNTY, as_of=TODAY, at=NOON)
    again = services.restate_period(by=viewer, county=COUNTY, as_of=TODAY, at=NOON, reason="核对")
    assert (again.digest, again.facts_digest) == (close.digest, period.digest)


def test_closing_asks_for_facts_a_reason_and_the_right(village):
    by = SystemViewer()
    with pytest.raises(LawBroken, match="E_NO_FACTS"):
        services.close_period(by=by, county=COUNTY, as_of=TODAY, at=NOON)
    build()
    with pytest.raises(LawBroken, match="E_PERIOD_OPEN"):
        services.restate_period(by=by, county=COUNTY, as_of=TODAY, at=NOON, reason="x")
    with pytest.raises(NotVisible):
        services.close_period(by=make_viewer("period_close", regions=(TOWNSHIP,)), county=COUNTY, as_of=TODAY, at=NOON)


@pytest.mark.parametrize("statement", ["UPDATE {} SET id = id", "DELETE FROM {}"])
@pytest.mark.parametrize("table", ["indicators_periodclose", "indicators_closedrate"])
def test_the_database_refuses_to_change_what_is_closed(village, table, statement):
    build()
    services.close_period(by=SystemViewer(), county=COUNTY, as_of=TODAY, at=NOON)
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table))


def test_official_tables_are_shown_taken_away_and_printed(client, village):
    build()
    bureau = signed_in(client, "county_bureau", region=COUNTY)
    listed = bureau.get(reverse("indicators:tables", args=[COUNTY])).content.decode()
    for name, table in rulebook().tables.items():
        assert table.zh in listed
        page = bureau.get(reverse("indicators:table", args=[COUNTY, name]) + "?by=team").content.decode()
        assert table.zh in page and "</td>" in page
    url = reverse("indicators:table", args=[COUNTY, "contract-summary"])
    answer = bureau.post(url, {"export": "all-xlsx"})
    rows = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(answer))).get_sheet_by_index(0).to_python()
    everybody = next(row for row in rows if row[0] == "全人群")
    assert everybody[1:4] == [6, 1, 16.67]
    assert next(row for row in rows if row[0] == "老年人")[1:3] == [5, 0]
    workload = bureau.get(reverse("indicators:table_pdf", args=[COUNTY, "workload"]) + "?by=team")
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(workload.content)).pages).replace(" ", "")
    assert "团队工作量统计表" in text and village.team.name in text and "合计" in text
    assert bureau.get(reverse("indicators:table", args=[COUNTY, "nothing"])).status_code == 404
    compared = bureau.get(reverse("indicators:compare", args=[COUNTY]) + "?scheme=shandong-2022&scheme=none")
    text = compared.content.decode().replace("\xa0", " ")
    assert rulebook().schemes["shandong-2022"].zh in text and "65岁以上老人入户率" in text and "60.0 %" in text


def test_a_team_has_its_month_on_one_page(client, village):
    build()
    doctor = signed_in(client, "institution_manager", institution=village.team.institution)
    url = reverse("indicators:team_sheet", args=[TOWNSHIP, village.team.pk])
    pages = PdfReader(io.BytesIO(doctor.get(url).content)).pages
    text = pages[0].extract_text().replace(" ", "")
    assert len(pages) == 1 and village.team.name in text
    assert "65岁以上老人入户率" in text and "2/5" in text and "再做到1" in text
    assert doctor.get(reverse("indicators:team_sheet", args=[TOWNSHIP, village.team.leader_id])).status_code == 404


def test_a_team_far_below_its_targets_is_its_supervisors_task(client, village, monkeypatch):
    monkeypatch.setattr(watching, "LEAST", "target_alarm.answer_days")  # ten will do
    for number in range(6):
        make_resident(name=f"老者{number}", birth_date=date(1950, 1, 1))
    by = SystemViewer()
    assert services.watch_targets(by=by, period=build(), on=TODAY) == 1
    task = Task.objects.get(kind="target_alarm")
    assert (task.state, task.due_on) == ("open", date(2026, 12, 2))
    assert services.watch_targets(by=by, period=build(), on=TODAY) == 0
    assert not any(vars(rebuild(on=TODAY, check=True)).values())
    manager = signed_in(client, "institution_manager", institution=village.team.institution)
    url = reverse("indicators:alarm", args=[TargetAlarm.objects.get().pk])
    assert "65岁以上老人入户率" in manager.get(url).content.decode()
    assert "请写明原因" in manager.post(url, {"answer": " "}, follow=True).content.decode()
    assert "排班入户" in manager.post(url, {"answer": "排班入户"}, follow=True).content.decode()
    assert village.team.name in manager.get(reverse("indicators:alarms")).content.decode()
    task.refresh_from_db()
    assert (task.state, task.outcome) == ("closed", "answered")
    assert services.watch_targets(by=by, period=build(), on=date(2026, 12, 1)) == 0
    monkeypatch.setattr(watching, "LEAST", "survey.sample_size")  # of a hundred people nothing is known here
    services.watch_targets(by=by, period=build(), on=date(2026, 12, 2))
    assert TargetAlarm.objects.get().ended_on == date(2026, 12, 2)


def test_indicators_are_told_over_the_api(village):
    build()
    bureau = make_user()
    make_post(user=bureau, code="county_bureau", region=COUNTY)
    api = ApiClient(bureau)
    known = {one["code"]: one for one in api.get("/indicators").json()}
    assert known[ELDERLY]["numerator"] == "home_visits >= 4" and known["slot-use-by-primary"]["missing"]
    url = f"/regions/{COUNTY}/indicators"
    told = api.get(url, by="team", codes=ELDERLY).json()
    [row] = told["rates"]
    assert (row["place"], row["numerator"], row["denominator"], row["needed"]) == (str(village.team.pk), 2, 5, 1)
    assert told["as_of"] == TODAY.isoformat() and row["target"] == 0.6
    assert api.get(url, codes="nonsense").status_code == 422
    assert api.get("/regions/420325/indicators").status_code == 404


def test_what_residents_said_is_counted_and_names_nobody(client, village):
    elder = Resident.objects.get(name="老人0")
    survey = SurveyRound.objects.create(
        region_id=COUNTY, title="t", opens_on=TODAY, closes_on=TODAY, seed="s", items=["doctor_name"]
    )
    survey.invitations.create(resident=elder, answered_at=NOON, satisfaction="fair", known=["doctor_name"])
    build()
    bureau = signed_in(client, "county_bureau", region=COUNTY)
    page = bureau.get(reverse("indicators:indicator", args=[COUNTY, "satisfaction"])).content.decode()
    assert "0 / 1" in page and "不列出个人" in page
    assert bureau.get(reverse("indicators:indicator_persons", args=[COUNTY, "satisfaction"])).status_code == 404
    manager = make_viewer("task_assign", "coverage_drill", regions=(COUNTY,))
    with pytest.raises(NotVisible):
        services.give_gap(
            by=manager, indicator="satisfaction", resident_ids=[elder.pk], team_id=village.team.pk,
            practitioner_id=village.team.leader_id, due_on=TODAY, on=TODAY,
        )  # fmt: skip


def test_a_gap_is_given_to_a_member_and_over_when_it_is_reached(client, village):
    build()
    manager = signed_in(client, "institution_manager", institution=village.team.institution)
    url = reverse("indicators:indicator_persons", args=[TOWNSHIP, ELDERLY])
    assert "分派" in manager.get(url).content.decode()
    elder = Resident.objects.get(name="老人4")
    asked = {
        "resident": [str(elder.pk)],
        "member": f"{village.team.pk}:{village.team.leader_id}",
        "due_on": "2026-12-31",
        "next": url,
    }
    assert manager.post(reverse("indicators:assign_gap", args=[TOWNSHIP, ELDERLY]), asked).status_code == 200
    task = Task.objects.get(kind="close_gap")
    assert (task.resident_id, task.due_on, task.assignee_id) == (elder.pk, date(2026, 12, 31), village.team.leader_id)
    assert not any(vars(rebuild(on=TODAY, check=True)).values())
    duty = manager.get(reverse("indicators:gap_duty", args=[GapDuty.objects.get().pk]))
    assert duty["Location"] == reverse("workstation:resident", args=[elder.pk])
    assert services.end_reached_gaps(by=SystemViewer(), period=build(), on=TODAY) == 0
    visit(elder, 2, first=11)
    assert services.end_reached_gaps(by=SystemViewer(), period=build(), on=TODAY) == 1
    task.refresh_from_db()
    assert task.state == "closed"


def test_a_gap_is_not_given_without_persons_or_into_the_past(client, village):
    build()
    manager = signed_in(client, "institution_manager", institution=village.team.institution)
    url = reverse("indicators:assign_gap", args=[TOWNSHIP, ELDERLY])
    assert manager.post(url, {}).status_code == 302
    asked = {"resident": [str(Resident.objects.first().pk)], "member": f"{village.team.pk}:{village.team.leader_id}"}
    assert manager.post(url, asked | {"due_on": "2026-11-21"}).status_code == 302
    assert not GapDuty.objects.exists()


@pytest.mark.parametrize(
    ("n", "d", "target", "needed"), [(2, 5, 0.6, 1), (3, 5, 0.6, 0), (0, 0, 0.6, 0), (0, 3, 1.0, 3)]
)
def test_what_is_still_needed_brings_the_rate_to_its_target(n, d, target, needed):
    assert rules.still_needed(n, d, target) == needed


def test_the_interval_of_a_share_is_wide_for_few_and_narrow_for_many():
    few, many = rules.interval(2, 5), rules.interval(2_000, 5_000)
    assert few == pytest.approx((0.1176, 0.7693), abs=1e-3)
    assert many[1] - many[0] < 0.03
    assert rules.interval(0, 0) is None
