"""A county sees what a scheme would change before it adopts it."""

import datetime as dt

import pytest

from jiayi.foundation.base import clock
from jiayi.foundation.rulebook import rulebook
from jiayi.registry.organization.models import Adoption, Region
from jiayi.registry.organization.selectors import schemes_for
from jiayi.service.agreements.models import TeamLoad
from jiayi.surfaces.workstation.presenters.values import source_words, value_words
from jiayi.surfaces.workstation.rules import by_topic, stack_with, value_changes
from tests.registry.organization.factories import COUNTY, make_adoption, make_institution, make_team

DAY = dt.date(2026, 11, 22)
TOMORROW = "2026-11-23"


@pytest.fixture
def today(monkeypatch):
    monkeypatch.setattr(clock, "today", lambda: DAY)
    return DAY


def form(*schemes: str, **changes) -> dict:
    return {"schemes": list(schemes), "starts_on": TOMORROW, "decided_by": "竹溪县卫生健康局", "note": ""} | changes


def words(answer) -> str:
    return answer.content.decode()


def test_the_bureau_sees_the_stack_in_force(signed_in, today):
    make_adoption(COUNTY, "shandong-2022", "household-village", starts_on=dt.date(2026, 1, 1))
    page = words(signed_in("county_bureau").get("/adoption/"))
    assert rulebook().schemes["household-village"].zh in page
    assert page.index(rulebook().schemes["shandong-2022"].zh) < page.index(rulebook().schemes["household-village"].zh)
    assert "执行中" in page


def test_a_region_without_a_scheme_is_told_what_that_means(signed_in, today):
    assert "还没有采用任何方案" in words(signed_in("county_bureau").get("/adoption/"))


def simulate(visitor, *schemes, **changes):
    """The page on which a question is answered."""
    return visitor.post(f"/adoption/{COUNTY}/new/", form(*schemes, **changes), follow=True)


def confirm(visitor, *schemes, **changes):
    """Ask, and confirm on the page of the answer."""
    page = simulate(visitor, *schemes, **changes)
    return visitor.post(f"{page.redirect_chain[-1][0]}confirm/")


def test_the_preview_shows_old_and_new_side_by_side_and_changes_nothing(signed_in, today):
    page = words(simulate(signed_in("county_bureau"), "household-village"))
    assert "1,500 户 · 超过不能签" in page and "team.max_households" in page
    assert "S2.7-18" in page
    assert "2027-12-31" in page and "2027-11-22" in page
    assert not Adoption.objects.exists()


@pytest.mark.parametrize(("province", "is_warned"), [("湖北省", False), ("浙江省", True), ("广西壮族自治区", False)])
def test_a_county_outside_of_the_provinces_that_the_document_names_is_told_so(signed_in, today, province, is_warned):
    bureau = signed_in("county_bureau")
    Region.objects.filter(code=COUNTY[:2]).update(name=province)
    page = words(simulate(bureau, "poverty-2017"))
    assert ("本地不在其中" in page) is is_warned
    assert "S1-01" in page, "the target is the document's all the same"


def test_confirming_adopts_from_the_chosen_day(signed_in, today):
    answer = confirm(signed_in("county_bureau"), "shandong-2022", "household-village")
    assert answer.status_code == 302
    assert schemes_for(COUNTY, DAY) == ["national"]
    # The form keeps the rulebook's order, in which later schemes win.
    adopted = schemes_for(COUNTY, dt.date.fromisoformat(TOMORROW))
    assert set(adopted) == {"national", "shandong-2022", "household-village"}


def test_a_form_without_a_scheme_keeps_what_was_typed(signed_in, today):
    answer = signed_in("county_bureau").post(f"/adoption/{COUNTY}/new/", form())
    assert answer.status_code == 422
    assert "请至少选择一个方案" in words(answer) and "竹溪县卫生健康局" in words(answer)


def test_a_refusal_of_the_service_is_shown_above_the_form(signed_in, today):
    make_adoption(COUNTY, "household-village", starts_on=dt.date(2026, 1, 1))
    answer = confirm(signed_in("county_bureau"), "household-village")
    assert answer.status_code == 409
    assert "B_ADOPTION_OVERLAPS" in words(answer) and "竹溪县卫生健康局" in words(answer)


def test_an_adoption_can_be_given_its_last_day(signed_in, today):
    make_adoption(COUNTY, "household-village", starts_on=dt.date(2026, 1, 1))
    adoption = Adoption.objects.get()
    signed_in("county_bureau").post(f"/adoptions/{adoption.id}/end/", {"ends_on": "2026-12-31"})
    adoption.refresh_from_db()
    assert adoption.ends_on == dt.date(2026, 12, 31)


@pytest.mark.parametrize("post", ["institution_manager", "doctor", "village_doctor", "auditor", "insurer"])
def test_who_does_not_decide_for_the_region_finds_no_such_page(signed_in, today, post):
    visitor = signed_in(post)
    assert visitor.get("/adoption/").status_code == 404
    assert visitor.post(f"/adoption/{COUNTY}/new/", form("household-village", confirm="1")).status_code == 404
    assert not Adoption.objects.exists()


@pytest.mark.parametrize("code", ["420325", "42", "nowhere"])
def test_a_region_outside_of_the_bureaus_reach_is_not_found(signed_in, today, code):
    assert signed_in("county_bureau").get(f"/adoption/{code}/").status_code == 404


def test_a_visitor_is_sent_to_the_sign_in(client, db):
    assert client.get("/adoption/").status_code == 302


def test_the_page_takes_a_steady_number_of_queries(signed_in, today, django_assert_max_num_queries):
    make_adoption(COUNTY, "shandong-2022", "household-village", starts_on=dt.date(2026, 1, 1))
    visitor = signed_in("county_bureau")
    with django_assert_max_num_queries(12):
        visitor.get("/adoption/")


def test_changes_are_sorted_by_what_they_are_about():
    national = ["national"]
    topics = dict(by_topic(value_changes(DAY, national, stack_with(national, ["household-village"]))))
    assert "team.max_households" in [change.key for change in topics["cap"]]
    assert "agreement.silent_renewal" in [change.key for change in topics["term"]]
    assert "group.key_list" in [change.key for change in topics["group"]]
    assert list(topics) == [topic for topic in ("target", "cap", "term", "group", "team", "other") if topic in topics]


def test_a_scheme_adopted_again_stands_last_and_once():
    assert stack_with(["national", "a", "b"], ["a"]) == ["national", "b", "a"]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("scheme", sorted(rulebook().schemes))
def test_every_value_of_every_scheme_has_words(scheme, language):
    for change in value_changes(DAY, [], [scheme]):
        shown = value_words(change.after, language)
        assert shown and "{" not in shown and "None" not in shown and "_" not in shown
        assert source_words(change.after, language)


def test_the_preview_names_teams_that_would_pass_the_new_cap(signed_in, today):
    full, near, small = (make_team(make_institution(f"{COUNTY}100"), name=name) for name in ("甲队", "乙队", "丙队"))
    for team, households in ((full, 401), (near, 380), (small, 12)):
        TeamLoad.objects.create(team=team, households=households, persons=households)
    page = words(simulate(signed_in("county_bureau"), "urban-team"))
    assert "甲队" in page and "超过上限" in page and "401 / 400" in page
    assert "乙队" in page and "接近上限" in page
    assert "丙队" not in page
