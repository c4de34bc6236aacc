"""A team's plan of a year: written by who leads, checked each month, done line by line, on paper."""

import datetime as dt
import io

import pytest
from django.urls import reverse
from pypdf import PdfReader

from jiayi.community.outreach import selectors, services
from jiayi.community.outreach.models import PlanDuty, WorkPlan
from jiayi.community.outreach.terms import DutyAsked
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import BadShape
from jiayi.foundation.base.models import new_id
from tests.registry.access.factories import make_post, make_user
from tests.service.agreements.factories import COUNTY

from .factories import DAY, TOWNSHIP, make_place

pytestmark = pytest.mark.django_db


def line(place, what="高血压患者规范随访", due_on=dt.date(2026, 6, 30), who=None) -> DutyAsked:
    return DutyAsked(what, who or place.team.leader_id, due_on)


def written(place, *duties, goals="签约率保持在 75% 以上", year=DAY.year) -> WorkPlan:
    return services.write_plan(by=place.by, team_id=place.team.id, year=year, goals=goals, duties=duties, on=DAY)


def test_a_plan_fills_what_the_year_lacks_and_writing_it_anew_keeps_what_is_done():
    place = make_place("village-centre")
    month = {"on": DAY, "permission": "outreach_read"}
    assert "plans" in selectors.team_month(place.by, place.team.id, DAY.replace(day=1), **month).lacking
    plan = written(place, line(place), line(place, "村医培训", dt.date(2026, 3, 31)))
    assert "plans" not in selectors.team_month(place.by, place.team.id, DAY.replace(day=1), **month).lacking
    assert [one.what for one in selectors.duties_due(place.team.id, dt.date(2026, 3, 31))] == ["村医培训"]
    done = services.do_plan_duty(by=place.by, duty_id=plan.duties.get(what="村医培训").id, result="培训 6 人", on=DAY)
    assert (written(place, line(place)).version, PlanDuty.objects.count()) == (1, 2)
    again = written(place, line(place, "糖尿病患者规范随访"))
    assert (again.version, set(again.duties.values_list("what", flat=True))) == (2, {"糖尿病患者规范随访", done.what})
    found = selectors.team_plans(place.by, DAY.year, on=dt.date(2026, 7, 1))
    assert [(one.duties, one.done, one.late) for one in found] == [(2, 1, 1)]


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"goals": " "}, "E_PLAN_GOALS"),
        ({"year": DAY.year - 1}, "E_PLAN_YEAR"),
        ({"duty": {"what": " "}}, "E_PLAN_DUTIES"),
        ({"duty": {"who": new_id()}}, "E_PLAN_PEOPLE"),
        ({"duty": {"due_on": dt.date(2027, 1, 1)}}, "E_PLAN_DUE"),
    ],
)
def test_a_plan_that_does_not_fit_together_is_refused(fields, code):
    place = make_place()
    duty = line(place, **fields.pop("duty", {}))
    with pytest.raises(BadShape) as refusal:
        written(place, duty, **fields)
    assert refusal.value.code == code and not WorkPlan.objects.exists()


def test_the_leader_writes_the_plan_on_a_page_and_lines_are_done_with_what_came_of_them(client):
    place, today = make_place("village-centre"), clock.today()
    user = make_user(region_id=COUNTY, name="王丽萍")
    make_post(user=user, code="doctor", region=TOWNSHIP)
    client.force_login(user)
    at = [place.team.id, today.year]
    assert "未制定" in client.get(reverse("outreach:plans")).content.decode()
    body = {
        "goals": "续签率不低于 80%",
        "duties.0.what": "春季入户签约",
        "duties.0.practitioner_id": str(place.team.leader_id),
        "duties.0.due_on": "",
    }
    answer = client.post(reverse("outreach:write_plan", args=at), body)
    assert answer.status_code == 422 and "春季入户签约" in answer.content.decode()
    body["duties.0.due_on"] = f"{today.year}-12-31"
    assert client.post(reverse("outreach:write_plan", args=at), body).url == reverse("outreach:plan", args=at)
    duty = PlanDuty.objects.get()
    do = reverse("outreach:do_plan_duty", args=[duty.id])
    assert client.post(do, {"result": ""}).status_code == 422
    client.post(do, {"result": "签约 120 户"})
    text = client.get(reverse("outreach:plan", args=at)).content.decode()
    assert "续签率不低于 80%" in text and "签约 120 户" in text and "王丽萍" in text
    paper = client.get(reverse("outreach:plan_paper", args=at))
    words = "".join("".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(paper.content)).pages).split())
    assert "年度工作计划" in words and "春季入户签约" in words and "签约120户" in words
    exported = client.post(reverse("outreach:plans"), {"export": "all-csv"})
    assert "按计划进行" in b"".join(exported.streaming_content).decode()


def test_the_bureau_confirms_the_plan_and_sees_which_days_were_missed_and_what_institutions_lack(client):
    place, today = make_place("doctors-into-families"), clock.today()
    place.hold(place.activity(today, held_on=today), on=today)
    june = dt.date(today.year, 6, 11)
    at = [place.team.id, today.year]
    late = selectors.team_plans(place.by, today.year, on=june)[0].milestones
    assert (late["met"], late["late"]) == (0, ["make_plan", "review", "training"])
    user = make_user(region_id=COUNTY, name="卫健局审核员")
    make_post(user=user, code="county_bureau", region=COUNTY)
    client.force_login(user)
    review = reverse("outreach:review_plan", args=at)
    assert client.get(review).status_code == 404, "there is no plan yet"
    services.write_plan(by=place.by, team_id=place.team.id, year=today.year, goals="巩固签约", duties=(), on=today)
    assert client.post(review, {"review": ""}).status_code == 422
    client.post(review, {"review": "方案可行，同意实施。"})
    text = client.get(reverse("outreach:plan", args=at)).content.decode()
    assert "卫健局审核员" in text and "方案可行" in text and "6月上旬" in text
    met = selectors.team_plans(place.by, today.year, on=today)[0].milestones
    assert met["met"] == 2 and "training" not in [one["work"] for one in met["lines"] if one["state"] == "done"]
    page = client.get(reverse("outreach:goals") + "?standing=lacking&sort=lacking").content.decode()
    assert place.team.institution.name in page and "有健康教育室（栏）" in page and "公示栏还没有发布" in page
    [row] = selectors.institution_goals(place.by, on=today)
    assert {"doctor_area", "team_system", "quality_of_life"}.isdisjoint(row.outcome["missing"])
    assert "education_place" in row.outcome["missing"] and "performance_method" not in row.outcome["missing"]
    exported = client.post(reverse("outreach:goals"), {"export": "all-csv"})
    assert place.team.institution.name in b"".join(exported.streaming_content).decode()
    services.write_plan(by=place.by, team_id=place.team.id, year=today.year, goals="再写一稿", duties=(), on=today)
    assert WorkPlan.objects.get().reviewed_on is None, "another text is reviewed again"
