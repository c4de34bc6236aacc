"""The pages of coverage: a region by its parts, the persons behind a count, closed to those who may not."""

import io
from datetime import UTC, date, datetime

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from jiayi.foundation.audit.models import Entry
from jiayi.foundation.base import clock
from jiayi.foundation.base.viewer import SystemViewer
from jiayi.foundation.jobs.models import JobRun
from jiayi.foundation.jobs.running import run_job
from jiayi.insight.indicators import exporting, presenters, selectors, services
from jiayi.registry.access.selectors import viewer_of
from jiayi.registry.people.models import Resident
from jiayi.registry.people.services import mark_died
from jiayi.service.agreements.services import record_refusal, turn_day
from tests.registry.access.factories import make_post, make_user, signed_in
from tests.registry.organization.factories import make_institution, make_region
from tests.registry.people.factories import make_stay
from tests.service.agreements.factories import COUNTY, TOWNSHIP, make_resident, make_signer, make_village, sign

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


@pytest.fixture
def snapshot():
    village = make_village()
    sign(village, make_resident(name="甲已签"))
    make_resident(name="乙未签")
    return services.compute_coverage(by=SystemViewer(), on=TODAY, at=datetime(2026, 11, 22, 4, tzinfo=UTC))


def test_the_bureau_goes_from_the_county_down_to_the_persons(client, snapshot):
    bureau = signed_in(client, "county_bureau", region=COUNTY)
    assert bureau.get(reverse("indicators:coverage_home"))["Location"] == reverse("indicators:coverage", args=[COUNTY])
    county = bureau.get(reverse("indicators:coverage", args=[COUNTY])).content.decode()
    assert "50.0\N{NO-BREAK SPACE}%" in county
    persons = reverse("indicators:persons", args=[TOWNSHIP])
    assert "甲已签" in bureau.get(persons, {"standing": "signed"}).content.decode()
    unsigned = bureau.get(persons, {"standing": "unsigned"}).content.decode()
    assert "乙未签" in unsigned and "甲已签" not in unsigned


def test_before_the_first_computation_the_page_says_so(client):
    make_village()
    bureau = signed_in(client, "county_bureau", region=COUNTY)
    assert bureau.get(reverse("indicators:coverage", args=[COUNTY])).status_code == 200
    assert bureau.get(reverse("indicators:persons", args=[COUNTY])).status_code == 404


@pytest.mark.parametrize("post", ["insurer", "partner"])
def test_partners_see_the_numbers_and_no_person(client, snapshot, post):
    partner = signed_in(client, post, region=COUNTY)
    assert partner.get(reverse("indicators:coverage", args=[COUNTY])).status_code == 200
    assert partner.get(reverse("indicators:persons", args=[COUNTY])).status_code == 404


def test_other_regions_and_visitors_see_nothing(client, snapshot):
    url = reverse("indicators:coverage", args=[COUNTY])
    assert client.get(url).status_code == 302
    make_region("420325")
    stranger = signed_in(client, "county_bureau", region="420325")
    assert stranger.get(url).status_code == 404
    assert stranger.get(reverse("indicators:persons", args=[COUNTY])).status_code == 404


def test_garbage_in_the_address_is_not_found_or_ignored(client, snapshot):
    bureau = signed_in(client, "county_bureau", region=COUNTY)
    persons = reverse("indicators:persons", args=[COUNTY])
    assert bureau.get(persons, {"after": "x"}).status_code == 404
    assert bureau.get(persons, {"population": "<x>", "standing": "?"}).status_code == 200


def test_a_page_of_coverage_takes_the_same_queries_for_more_villages(client, snapshot, django_assert_max_num_queries):
    bureau = signed_in(client, "county_bureau", region=COUNTY)
    with django_assert_max_num_queries(25):
        bureau.get(reverse("indicators:coverage", args=[COUNTY]))


def _workbook(answer):
    file = io.BytesIO(b"".join(answer.streaming_content))
    return CalamineWorkbook.from_filelike(file).get_sheet_by_index(0).to_python()


def test_the_shown_table_is_taken_away_with_its_total_and_who_took_it_when(client, snapshot):
    bureau = signed_in(client, "county_bureau", region=COUNTY)
    url = reverse("indicators:coverage", args=[COUNTY])
    rows = _workbook(bureau.post(url, {"export": "all-xlsx"}))
    assert "全部居民；2026-11-22" in rows[1][0]
    assert rows[2][:5] == ["区划代码", "地区", "居民", "已签约", "签约率（%）"]
    assert [(row[0], row[2:5]) for row in rows[3:]] == [(TOWNSHIP, [2, 1, 50]), (COUNTY, [2, 1, 50])]
    lines = b"".join(bureau.post(f"{url}?population=key", {"export": "all-csv"}).streaming_content).decode("utf-8-sig")
    assert lines.splitlines()[0].startswith("区划代码,地区,居民")
    taken = Entry.objects.filter(act="indicators.export_coverage").order_by("id")
    assert [entry.details["population"] for entry in taken] == ["all", "key"]
    assert taken[0].subject_ids == [COUNTY]


def test_before_the_first_computation_there_is_no_table_to_take_away(client):
    make_village()
    bureau = signed_in(client, "county_bureau", region=COUNTY)
    assert bureau.post(reverse("indicators:coverage", args=[COUNTY]), {"export": "all-csv"}).status_code == 404


@pytest.mark.parametrize("extent", ["page", "all"])
def test_persons_are_taken_away_with_every_one_of_them_in_the_history(client, snapshot, extent):
    bureau = signed_in(client, "county_bureau", region=COUNTY)
    url = reverse("indicators:persons", args=[TOWNSHIP]) + "?standing=unsigned"
    rows = _workbook(bureau.post(url, {"export": f"{extent}-xlsx"}))
    assert [row[0] for row in rows[3:]] == ["乙未签"]
    entry = Entry.objects.get(act="indicators.export_persons")
    assert entry.resident_ids == [Resident.objects.get(name="乙未签").pk]
    assert (entry.details["count"], entry.details["standing"]) == (1, "unsigned")


def test_more_persons_than_one_file_may_hold_are_refused_and_none_leaves(client, snapshot, monkeypatch):
    monkeypatch.setattr(exporting, "EXPORT_LIMIT", 0)
    bureau = signed_in(client, "county_bureau", region=COUNTY)
    url = reverse("indicators:persons", args=[TOWNSHIP]) + "?standing=unsigned"
    answer = bureau.post(url, {"export": "all-csv"})
    assert answer.status_code == 422
    assert "请选择一个下级地区" in answer.content.decode()
    assert not Entry.objects.filter(act="indicators.export_persons").exists()


def test_who_may_drill_but_not_export_takes_no_persons_away(client, snapshot):
    clinic = make_institution(f"{TOWNSHIP}201", level="village", kind="village_clinic")
    signed_in(client, "village_doctor", institution=clinic)
    url = reverse("indicators:persons", args=[TOWNSHIP])
    assert client.post(url, {"export": "page-csv"}).status_code == 404
    assert not Entry.objects.filter(act="indicators.export_persons").exists()


def test_the_bureau_has_coverage_computed_anew_and_pressing_twice_does_it_once(client, snapshot):
    bureau = signed_in(client, "county_bureau", region=COUNTY)
    page, url = (reverse(f"indicators:{name}", args=[COUNTY]) for name in ("coverage", "compute"))
    assert url in bureau.get(page).content.decode()
    for _press in range(2):
        assert bureau.post(url)["Location"] == page
    run = JobRun.objects.get(kind="indicators.compute_coverage")
    assert reverse("jobs:fragment", args=[run.pk]) in bureau.get(page).content.decode()
    assert "正在重新计算，不必再点" in bureau.post(url, follow=True).content.decode()


def test_a_computation_says_how_far_it_is(client, snapshot):
    said = []
    services.compute_coverage(by=SystemViewer(), on=TODAY, at=datetime(2026, 11, 22, 5, tzinfo=UTC), say=said.append)
    assert said == [0, 1, services.STEPS]


def test_the_work_computes_as_of_its_day_and_leads_back_to_the_page(client, snapshot):
    bureau = signed_in(client, "county_bureau", region=COUNTY)
    bureau.post(reverse("indicators:compute", args=[COUNTY]))
    run = JobRun.objects.get()
    run_job.func(str(run.pk))
    run.refresh_from_db()
    assert (run.state, run.outcome) == ("done", {"id": COUNTY})
    newest = selectors.current_snapshot()
    assert newest.pk != snapshot.pk and newest.as_of == clock.today()
    fragment = bureau.get(reverse("jobs:fragment", args=[run.pk]), headers={"HX-Request": "true"})
    assert fragment["HX-Redirect"] == reverse("indicators:coverage", args=[COUNTY])
    assert Entry.objects.filter(act="indicators.compute_coverage", actor_id=run.started_by).exists()


@pytest.mark.parametrize("post", ["institution_manager", "auditor", "insurer", "system_admin"])
def test_others_have_no_button_and_no_way_to_compute(client, snapshot, post):
    other = signed_in(client, post, region=COUNTY)
    url = reverse("indicators:compute", args=[COUNTY])
    assert other.post(url).status_code == 404
    assert url not in other.get(reverse("indicators:coverage", args=[COUNTY])).content.decode()
    assert not JobRun.objects.exists()


PAGES = ["groups", "renewal", "reach", "trend"]


@pytest.fixture
def past():
    """One renewed late by another hand, one who let the term run out, one who died: all due in 2026."""
    village = make_village("county-2018", "poverty-2017")
    people = {name: make_resident(name=name, groups=groups) for name, groups in _PEOPLE.items()}
    for resident in people.values():
        sign(village, resident, signed_on=date(2025, 3, 1), late_reason="补录")
    mark_died(by=SystemViewer(), resident_id=people["丙去世"].pk, died_on=date(2025, 12, 1), on=TODAY)
    turn_day(by=SystemViewer(), on=date(2026, 3, 2))
    sign(village, people["甲续签"], signed_on=date(2026, 4, 1))
    make_stay(people["乙到期"], since=date(2026, 5, 1))
    return services.compute_coverage(by=SystemViewer(), on=TODAY, at=datetime(2026, 11, 22, 4, tzinfo=UTC))


_PEOPLE = {"甲续签": ("hypertension", "diabetes"), "乙到期": ("hypertension", "poverty"), "丙去世": ("copd",)}


def bureau_user():
    user = make_user()
    make_post(user=user, code="county_bureau", region=COUNTY)
    return user


@pytest.mark.parametrize("name", PAGES)
def test_each_page_opens_before_and_after_the_first_computation_and_its_table_leaves_with_its_day(client, name):
    village = make_village()
    bureau = signed_in(client, "county_bureau", region=COUNTY)
    url = reverse(f"indicators:{name}", args=[COUNTY])
    assert "还没有计算过覆盖率" in bureau.get(url).content.decode()
    assert bureau.post(url, {"export": "all-csv"}).status_code == 404
    sign(village, make_resident(groups=("hypertension",)))
    services.compute_coverage(by=SystemViewer(), on=TODAY, at=datetime(2026, 11, 22, 4, tzinfo=UTC))
    assert bureau.get(url, headers={"Accept-Language": "en"}).status_code == 200
    rows = _workbook(bureau.post(url, {"export": "all-xlsx"}))
    assert "2026-11-22" in rows[1][0] and rows[2][:2][-1] == "地区"


def test_a_renewal_rate_leads_to_each_person_and_the_reason(client, past):
    bureau = signed_in(client, "county_bureau", region=COUNTY)
    page = bureau.get(reverse("indicators:renewal", args=[COUNTY])).content.decode()
    assert (
        "50.0\N{NO-BREAK SPACE}%" in page
        and "80.0\N{NO-BREAK SPACE}%" in page
        and "到期后补签" in page
        and "到期未办" in page
    )
    persons = reverse("indicators:renewal_persons", args=[COUNTY])
    shown = {
        standing: bureau.get(persons, {"standing": standing}).content.decode()
        for standing in ("renewed", "not_renewed", "excluded")
    }
    assert "甲续签" in shown["renewed"] and "到期后补签" in shown["renewed"] and "后一份协议" in shown["renewed"]
    assert "乙到期" in shown["not_renewed"] and "甲续签" not in shown["not_renewed"]
    assert "丙去世" in shown["excluded"] and "死亡" in shown["excluded"]
    narrowed = bureau.get(persons, {"standing": "not_renewed", "reason": "refused"}).content.decode()
    assert "乙到期" not in narrowed
    entry = Entry.objects.filter(act="indicators.list_due_agreements").earliest("id")
    assert entry.resident_ids == [Resident.objects.get(name="甲续签").pk]


def test_agreements_due_are_taken_away_with_everybody_in_the_history(client, past):
    bureau = signed_in(client, "county_bureau", region=COUNTY)
    url = reverse("indicators:renewal_persons", args=[TOWNSHIP]) + "?standing=not_renewed&population=hypertension"
    rows = _workbook(bureau.post(url, {"export": "all-xlsx"}))
    assert [(row[0], row[6]) for row in rows[3:]] == [("乙到期", "到期未办")]
    entry = Entry.objects.get(act="indicators.export_due_agreements")
    assert entry.details["count"] == 1 and entry.resident_ids == [Resident.objects.get(name="乙到期").pk]


def test_a_person_of_two_classes_counts_twice_by_class_and_once_in_the_total(client, past):
    bureau = signed_in(client, "county_bureau", region=COUNTY)
    page = presenters.groups_page(viewer_of(bureau_user()), COUNTY, "zh")
    by_class = {row.url.partition("=")[2]: row.now.residents for row in page.rows}
    assert by_class == {"hypertension": 2, "diabetes": 1, "poverty": 1}
    assert page.memberships == 4 and page.total.now.residents == 2
    assert [one.count.residents for one in page.overlaps] == [0, 2, 0, 0, 0]
    text = bureau.get(reverse("indicators:groups", args=[COUNTY])).content.decode()
    assert "各类相加（人次）" in text and "十类重点人群" in text and "S1-17" in text


def test_the_year_is_held_against_the_one_before_and_refusals_leave_the_willing(client, past):
    refuser = make_resident(name="丁拒签")
    day = date(2026, 11, 1)
    record_refusal(by=make_signer(), resident_id=refuser.pk, reason="no_need", refused_on=day, on=day)
    services.compute_coverage(by=SystemViewer(), on=TODAY, at=datetime(2026, 11, 22, 4, tzinfo=UTC))
    bureau = signed_in(client, "county_bureau", region=COUNTY)
    text = bureau.get(reverse("indicators:coverage", args=[COUNTY])).content.decode()
    assert "不低于上年" in text and "S0-02" in text and "不符合" in text
    rows = _workbook(bureau.post(reverse("indicators:coverage", args=[COUNTY]), {"export": "all-xlsx"}))
    total = dict(zip(rows[2], rows[-1], strict=True))
    assert (total["签约率（%）"], total["愿签口径（%）"]) == (pytest.approx(33.33), 50)
    assert total["比上年（百分点）"] < 0


def test_villages_and_institutions_that_are_missing_are_named(client, past):
    make_region(f"{TOWNSHIP}999", "无队村")
    make_institution(f"{TOWNSHIP}999", name="无队村卫生室", kind="village_clinic", level="village")
    services.compute_coverage(by=SystemViewer(), on=TODAY, at=datetime(2026, 11, 22, 4, tzinfo=UTC))
    bureau = signed_in(client, "county_bureau", region=COUNTY)
    text = bureau.get(reverse("indicators:reach", args=[COUNTY])).content.decode()
    assert "无队村" in text and "无队村卫生室" in text


def test_the_trend_holds_the_month_ends_and_the_day(client, past):
    services.count_past_months(on=TODAY, at=datetime(2026, 11, 22, 5, tzinfo=UTC), most=30)
    page = presenters.trend_page(viewer_of(bureau_user()), COUNTY, "coverage", "all", by_day=False)
    assert page.points[-1].on == TODAY and page.points[0].on == date(2025, 3, 31)
    rates = {point.on: point.rate for point in page.points}
    assert rates[date(2026, 1, 31)] == 1.0 and rates[date(2026, 3, 31)] == 0
    assert rates[date(2026, 4, 30)] == 0.5
    grid = {row.code: row.rates for row in page.rows}
    assert grid[TOWNSHIP][-1] == rates[TODAY] and len(page.days) == 13


@pytest.mark.parametrize("name", [*PAGES, "renewal_persons"])
def test_the_further_pages_are_closed_to_other_counties_too(client, past, name):
    make_region("420325")
    stranger = signed_in(client, "county_bureau", region="420325")
    assert stranger.get(reverse(f"indicators:{name}", args=[COUNTY])).status_code == 404
