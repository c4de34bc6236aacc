"""An adoption is tried out on the data of today: kept, compared, taken away, and confirmed while it holds."""

import datetime as dt
import io
from functools import partial

import pytest
from python_calamine import CalamineWorkbook

from jiayi.foundation.audit.models import Entry
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import LawBroken, NotVisible
from jiayi.foundation.jobs.models import JobRun
from jiayi.foundation.jobs.running import run_job
from jiayi.registry.access.selectors import viewer_of
from jiayi.registry.organization.models import Adoption, TeamMember
from jiayi.registry.organization.selectors import schemes_for
from jiayi.surfaces.workstation import services
from jiayi.surfaces.workstation.models import AdoptionSimulation
from jiayi.surfaces.workstation.presenters.simulation import measures_of
from jiayi.surfaces.workstation.selectors import standing_of
from tests.registry.access.factories import make_post, make_user
from tests.registry.organization.factories import (
    COUNTY,
    make_adoption,
    make_area,
    make_institution,
    make_team,
    make_viewer,
)
from tests.registry.people.factories import make_group
from tests.service.agreements import factories as signing
from tests.service.agreements.races import at_once

DAY = dt.date(2026, 11, 22)
NOON = dt.datetime(2026, 11, 22, 4, tzinfo=dt.UTC)
FIRST = dt.date(2026, 12, 1)
HERE = f"{COUNTY}100201"
PARTS = (
    "签约覆盖目标和差距",
    "各地区有变化的目标和差距",
    "人群划分",
    "接近或超过上限的团队和医生",
    "协议到期日",
    "生效协议",
    "解约须由谁确认",
    "不符合团队构成要求的团队",
    "工作量接近或超出成员时间的团队",
)
BUREAU = make_viewer(
    "scheme_adopt", "resident_read", "coverage_read", "agreement_read", "workload_read", "team_read", regions=(COUNTY,)
)


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr(clock, "today", lambda: DAY)
    monkeypatch.setattr(clock, "now", lambda: NOON)


@pytest.fixture
def village(county):
    """A village of three signed and two unsigned, one of them 60; its team has no time."""
    centre = make_institution(f"{COUNTY}100", name="城关镇卫生院")
    team = make_team(centre, name="春晖团队")
    make_area(team, HERE)
    people = [signing.make_resident(name=f"居民{number}", village=HERE) for number in range(4)]
    people.append(signing.make_resident(name="老周", village=HERE, birth_date=dt.date(1966, 1, 1)))
    make_group(people[0], "hypertension")
    for person in people[:3]:
        signing.sign(team, person, by=signing.make_signer(f"{COUNTY}100"))
    TeamMember.objects.filter(team=team).update(weekly_hours=0)
    return team


def simulate(*schemes, region=COUNTY, by=BUREAU, **fields) -> AdoptionSimulation:
    asked = {"region_code": region, "schemes": schemes, "starts_on": FIRST, "on": DAY, "at": NOON}
    return services.start_simulation(by=by, **(asked | fields))


def measures(simulation) -> dict[str, tuple]:
    return {one.code: (one.before, one.after) for one in measures_of(simulation, "zh-hans")}


def test_both_sides_of_everything_are_kept(village):
    make_adoption(COUNTY, "county-2018")
    told = measures(simulate("urban-team"))
    assert told["group:elderly"] == (0, 1)
    assert told["gap:coverage-hypertension-diabetes"] == (0, 0)
    assert told["unmet"] == (1, 0)
    assert told["overloaded"] == (1, 1)
    assert told["records"] == (0, 0)
    told = measures(simulate("household-village"))
    assert told["ends"] == (0, 3)
    assert told["silent"] == (0, 3)
    assert told["outside"] == (0, 0)


def test_a_result_names_no_residents(village):
    result = str(simulate("household-village", "urban-team").result)
    assert "居民" not in result.replace("居民区", "") and "老周" not in result


def test_the_same_question_gets_the_same_answer(village):
    assert simulate("urban-team").result == simulate("urban-team").result


def test_nothing_is_adopted_by_trying_out(village):
    simulate("urban-team")
    assert not Adoption.objects.exists()
    assert Entry.objects.get(act="workstation.start_simulation").details["schemes"] == ["urban-team"]


def test_adopting_from_a_simulation_uses_the_usual_service_once(village):
    simulation = simulate("urban-team", decided_by="竹溪县卫生健康局")
    services.adopt_simulated(by=BUREAU, simulation_id=simulation.id, on=DAY)
    assert schemes_for(COUNTY, FIRST) == ["national", "urban-team"]
    assert Adoption.objects.get().decided_by == "竹溪县卫生健康局"
    with pytest.raises(LawBroken):
        services.adopt_simulated(by=BUREAU, simulation_id=simulation.id, on=DAY)


@pytest.mark.parametrize("where", [COUNTY, f"{COUNTY}100", HERE])
def test_what_is_adopted_meanwhile_at_or_below_the_region_makes_it_stale(village, where):
    simulation = simulate("urban-team")
    make_adoption(where, "jintang", starts_on=FIRST)
    assert not standing_of(simulation, DAY).may_confirm
    with pytest.raises(LawBroken) as refused:
        services.adopt_simulated(by=BUREAU, simulation_id=simulation.id, on=DAY)
    assert refused.value.code == "E_SIMULATION_STALE"


@pytest.mark.django_db(transaction=True)
def test_of_two_answers_confirmed_at_once_one_is_adopted(village):
    asked = [simulate("urban-team"), simulate("household-village", region=f"{COUNTY}100")]
    confirm = [partial(services.adopt_simulated, by=BUREAU, simulation_id=one.id, on=DAY) for one in asked]
    answers = at_once(confirm)
    refused = [one for one in answers if isinstance(one, Exception)]
    assert [one.code for one in refused] == ["E_SIMULATION_STALE"]
    assert Adoption.objects.count() == 1


def test_what_another_county_adopts_does_not(village):
    simulation = simulate("urban-team", region=f"{COUNTY}100")
    make_adoption(f"{COUNTY}101", "jintang", starts_on=FIRST)
    assert standing_of(simulation, DAY).may_confirm


def test_a_later_day_is_told_and_may_still_confirm(village):
    standing = standing_of(simulate("urban-team"), DAY + dt.timedelta(days=3))
    assert standing.days_old == 3 and standing.may_confirm


def test_who_does_not_decide_for_the_region_starts_none_and_sees_none(village):
    stranger = make_viewer("scheme_adopt", "resident_read", regions=(f"{COUNTY}101",))
    with pytest.raises(NotVisible):
        simulate("urban-team", by=stranger)
    made = simulate("urban-team")
    with pytest.raises(NotVisible):
        services.adopt_simulated(by=stranger, simulation_id=made.id, on=DAY)


def test_a_large_region_is_worked_out_in_the_background_with_progress(village, monkeypatch):
    monkeypatch.setattr("jiayi.surfaces.workstation.services.simulating.AT_ONCE", 3)
    user = make_user(name="王丽萍")
    make_post(user=user, code="county_bureau", region=COUNTY)
    simulation = simulate("urban-team", by=viewer_of(user))
    assert simulation.computed_at is None and not simulation.result
    run_job.func(str(simulation.run_id))
    assert JobRun.objects.get(pk=simulation.run_id).state == "done"
    simulation.refresh_from_db()
    assert simulation.result["groups"]


def test_each_step_is_told(village):
    told: list[int] = []
    services.compute_simulation(by=BUREAU, simulation_id=simulate("urban-team").id, at=NOON, say=told.append)
    assert told == list(range(services.STEPS + 1))


def ask(visitor, *schemes):
    """The page of the answer, and its address."""
    sent = {"schemes": list(schemes), "starts_on": FIRST.isoformat(), "decided_by": "", "note": ""}
    page = visitor.post(f"/adoption/{COUNTY}/new/", sent, follow=True)
    return page.content.decode(), page.redirect_chain[-1][0]


def test_the_page_shows_every_part_and_as_of_when(signed_in, village):
    page, _ = ask(signed_in("county_bureau"), "urban-team", "household-village")
    assert "数据截至 2026-11-22" in page
    for part in PARTS:
        assert part in page, part
    assert "春晖团队" in page and "确认采用" in page


def test_an_old_result_says_so_and_is_renewed_by_one_press(signed_in, village, monkeypatch):
    visitor = signed_in("county_bureau")
    _, address = ask(visitor, "urban-team")
    monkeypatch.setattr(clock, "today", lambda: DAY + dt.timedelta(days=2))
    assert "已过 2 天" in visitor.get(address).content.decode()
    renewed = visitor.post(f"{address}again/", follow=True).content.decode()
    assert "数据截至 2026-11-24" in renewed and "已过 2 天" not in renewed
    make_adoption(COUNTY, "jintang", starts_on=FIRST)
    stale = visitor.get(address).content.decode()
    assert "须重新推演才能确认" in stale and "disabled" in stale
    assert visitor.post(f"{address}confirm/").status_code == 409


def test_the_workbook_has_a_sheet_for_each_part(signed_in, village):
    visitor = signed_in("county_bureau")
    _, address = ask(visitor, "urban-team")
    answer = visitor.post(f"{address}export/")
    book = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(answer.streaming_content)))
    assert len(book.sheet_names) == 10 and book.sheet_names[0] == "1 总览"
    overview = book.get_sheet_by_index(0).to_python()
    assert "数据截至 2026-11-22" in overview[1][0]
    elderly = next(row for row in overview if row[0] == "老年人（人）")
    assert elderly[1:4] == [0, 1, 1]
    assert Entry.objects.filter(act="workstation.export_simulation").count() == 1


def test_simulations_are_listed_and_compared(signed_in, village):
    visitor = signed_in("county_bureau")
    first, second = (ask(visitor, scheme)[1] for scheme in ("urban-team", "household-village"))
    listed = visitor.get(f"/adoption/{COUNTY}/").content.decode()
    assert first in listed and second in listed
    ids = [one.split("/")[2] for one in (first, second)]
    page = visitor.get(f"/adoption/{COUNTY}/compare/", {"with": ids}).content.decode()
    assert page.index(first) < page.index(second) and "到期自动续约的协议" in page
    assert visitor.get(f"/adoption/{COUNTY}/compare/", {"with": ids[:1]}).status_code == 302
    assert visitor.get(f"/adoption/{COUNTY}/compare/", {"with": [ids[0], ids[1][::-1]]}).status_code == 404


def test_a_comparison_leaves_as_a_workbook(signed_in, village):
    visitor = signed_in("county_bureau")
    ids = [ask(visitor, scheme)[1].split("/")[2] for scheme in ("urban-team", "household-village")]
    answer = visitor.post(f"/adoption/{COUNTY}/compare/export/", {"with": ids})
    rows = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(answer))).get_sheet_by_index(0).to_python()
    heading = next(row for row in rows if row[0] == "指标")
    assert len(heading) == 4 and "契约式" in heading[2] + heading[3]
    assert any(row[0] == "到期自动续约的协议" for row in rows)
    assert Entry.objects.get(act="workstation.export_simulation").subject_ids == ids
    assert visitor.post(f"/adoption/{COUNTY}/compare/export/", {"with": ids[:1]}).status_code == 302
    assert signed_in("doctor").post(f"/adoption/{COUNTY}/compare/export/", {"with": ids}).status_code == 404


def test_the_page_takes_a_steady_number_of_queries(signed_in, village, django_assert_max_num_queries):
    visitor = signed_in("county_bureau")
    _, address = ask(visitor, "urban-team")
    with django_assert_max_num_queries(25):
        visitor.get(address)


@pytest.mark.parametrize("post", ["institution_manager", "doctor", "auditor", "insurer", "system_admin"])
def test_who_does_not_decide_finds_no_such_page(signed_in, village, post):
    _, address = ask(signed_in("county_bureau"), "urban-team")
    visitor = signed_in(post)
    assert visitor.get(address).status_code == 404
    for act in ("confirm", "again", "export"):
        assert visitor.post(f"{address}{act}/").status_code == 404
    assert not Adoption.objects.exists()
