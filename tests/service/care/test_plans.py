"""Personal health plans: goals, risks and services with versions; the expert's review; the class and its schedule."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from jiayi.foundation.base.errors import BadShape, LawBroken, NotVisible
from jiayi.foundation.rulebook import rulebook
from jiayi.registry.tasks import services as tasks
from jiayi.registry.tasks.models import Task
from jiayi.service.care import selectors, services
from jiayi.service.care.models import Enrolment, PlanReview
from tests.registry.access.factories import make_post, make_user
from tests.registry.organization.factories import make_institution, make_practitioner
from tests.service.agreements.factories import COUNTY, VILLAGE, make_signer

from .factories import DAY, NOON, PERMISSIONS, hypertension, make_village, request_for, save

pytestmark = pytest.mark.django_db


@pytest.fixture
def village():
    return make_village("poverty-2017")


def plan(resident, kind="high_risk", **fields):
    values = {
        "class": kind,
        "problems": "血压控制不好",
        "risks": ["salt", "blood_pressure"],
        "goals": [{"goal": "收缩压降到140以下", "measure": "systolic", "now": "162", "target": "140"}],
        "measures": [{"kind": "chronic", "content": "每月随访", "times": 12}],
        "lifestyle": "少盐，每天走路",
        "agreed": True,
        "next_visit_on": DAY + dt.timedelta(days=180),
    }
    return save(resident, values, form="health-plan", **fields)


@pytest.fixture
def expert(village):
    hospital = make_institution(COUNTY)
    doctor = make_practitioner(hospital, "county_expert", name="周专家")
    return carer(COUNTY, permissions=(*PERMISSIONS, "plan_review"), practitioner_id=doctor.id, actor_name="周专家")


def carer(*prefixes, **fields):
    permissions = fields.pop("permissions", (*PERMISSIONS, "restricted_record_write"))
    return make_signer(*prefixes, permissions=permissions, **fields)


def review(by, record, *, approves=True, remark="", version=1):
    return services.review_plan(by=by, record_id=record.id, version=version, approves=approves, remark=remark, on=DAY)


def test_the_form_of_the_plan_is_the_one_that_is_named():
    assert "class" in rulebook().forms["health-plan"].fields


def test_a_plan_waits_for_the_expert_whom_the_scheme_names_and_approval_closes_the_task(village, expert):
    record = plan(hypertension())
    assert PlanReview.objects.get().role == "county_expert"
    task = Task.objects.get(kind="review_plan", state="open")
    assert (task.region_id, task.subject_id) == (COUNTY, record.id)
    review(expert, record)
    assert PlanReview.objects.get().decided_by_name == "周专家"
    assert not Task.objects.filter(kind="review_plan", state="open").exists()
    assert tasks.rebuild(on=DAY, check=True).total == 0


def test_what_is_returned_goes_back_to_the_team_and_a_new_version_waits_again(village, expert):
    record = plan(hypertension())
    review(expert, record, approves=False, remark="目标值请按年龄放宽")
    assert Task.objects.get(kind="revise_plan", state="open").team_id == village.team.id
    later = DAY + dt.timedelta(days=90)
    changed = dict(selectors.versions_of(record)[0].values) | {"next_visit_on": later}
    services.correct_record(
        by=carer(),
        record_id=record.id,
        version=1,
        asked=request_for(record.resident, changed, form="health-plan", note="按意见修改"),
        on=DAY,
        at=NOON,
    )
    assert [(one.version, one.state) for one in PlanReview.objects.order_by("version")] == [
        (1, "returned"),
        (2, "waiting"),
    ]
    assert {task.kind for task in Task.objects.filter(subject_id=record.id, state="open")} == {"review_plan"}
    assert tasks.rebuild(on=DAY, check=True).total == 0


def test_where_no_scheme_asks_for_it_nobody_reviews():
    make_village()
    plan(hypertension())
    assert not PlanReview.objects.exists()


def test_only_an_expert_reviews_nobody_their_own_and_a_return_is_explained(village, expert):
    record = plan(hypertension())
    with pytest.raises(BadShape) as unexplained:
        review(expert, record, approves=False, remark=" ")
    assert unexplained.value.code == "E_REVIEW_UNEXPLAINED"
    with pytest.raises(LawBroken) as other:
        review(carer(COUNTY, permissions=(*PERMISSIONS, "plan_review")), record)
    assert other.value.code == "E_REVIEW_NOT_EXPERT"
    with pytest.raises(NotVisible):
        review(carer(COUNTY), record)
    own = plan(hypertension(), by=carer(practitioner_id=expert.practitioner_id))
    with pytest.raises(LawBroken) as refused:
        review(expert, own)
    assert refused.value.code == "E_REVIEW_OWN"
    review(expert, record)
    with pytest.raises(LawBroken) as twice:
        review(expert, record)
    assert twice.value.code == "E_REVIEW_OVER"


def test_high_risk_is_followed_every_month_and_the_task_says_so(village):
    resident = hypertension()
    save(resident)
    plan(resident)
    enrolment = Enrolment.objects.get(programme="hypertension")
    assert (enrolment.risk, enrolment.due_on) == ("high", dt.date(2026, 12, 2))
    assert Task.objects.get(subject_id=enrolment.id, state="open").risk == "high"
    assert enrolment.reasons[0]["code"] == "DUE_HIGH_RISK"


def test_an_ordinary_class_or_a_voided_plan_goes_back_to_the_usual_interval(village):
    resident = hypertension()
    save(resident)
    record = plan(resident)
    services.void_record(by=carer(), record_id=record.id, note="误建", on=DAY, at=NOON)
    enrolment = Enrolment.objects.get(programme="hypertension")
    assert (enrolment.risk, (enrolment.due_on - DAY).days) == ("", 90)
    assert not Task.objects.filter(kind="review_plan", state="open").exists()
    plan(resident, "ordinary")
    assert Enrolment.objects.get(programme="hypertension").risk == "ordinary"
    assert tasks.rebuild(on=DAY, check=True).total == 0


def sign_in(client, post, practitioner=None, **place):
    user = make_user(practitioner=practitioner)
    make_post(user=user, code=post, **place)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_the_expert_finds_the_queue_and_answers_on_the_plans_page(client, village, expert):
    record = plan(hypertension())
    hospital_doctor = make_practitioner(make_institution(COUNTY), "county_expert", name="钱专家")
    page = sign_in(client, "doctor", hospital_doctor, region=COUNTY)
    assert "张大山" in page.get(reverse("care:plans"), {"state": "waiting"}).text
    shown = page.get(reverse("care:record", args=[record.id])).text
    assert "待审核" in shown and "收缩压降到140以下" in shown
    answer = page.post(
        reverse("care:review_plan", args=[record.id]),
        {"version": "1", "answer": "return", "remark": "请加运动处方"},
        follow=True,
    )
    assert "已退回修改" in answer.text and "请加运动处方" in answer.text
    assert "张大山" in b"".join(page.post(reverse("care:plans"), {"export": "all-csv"}).streaming_content).decode()


def test_who_may_not_is_told_why(client, village):
    record = plan(hypertension())
    page = sign_in(client, "doctor", village.doctor, region=VILLAGE[:9])
    answer = page.post(
        reverse("care:review_plan", args=[record.id]), {"version": "1", "answer": "approve"}, follow=True
    )
    assert "您的岗位角色不符" in answer.text


def test_the_residents_page_shows_the_plan_with_class_goals_and_review(client, village):
    resident = hypertension()
    page = sign_in(client, "doctor", village.doctor, region=VILLAGE[:9])
    url = reverse("care:of_resident", args=[resident.id])
    assert "还没有个人健康计划" in page.get(url).text
    plan(resident)
    shown = re.sub(r"\s+", " ", page.get(url).text)
    assert "高危人群" in shown and "收缩压降到140以下" in shown and "待审核" in shown and "每月随访" in shown
