"""Half a year of the teams' activities and meetings, most of them archived, some months short of what is asked for; and
their plans of the year."""

import random
from collections.abc import Sequence
from datetime import date, time, timedelta
from typing import Any
from uuid import UUID

from jiayi.community.outreach.models import Activity, Meeting, Participant
from jiayi.community.outreach.services import do_plan_duty, review_plan, write_plan, write_summary
from jiayi.community.outreach.terms import DutyAsked
from jiayi.foundation.core.dates import add_months

from .county import BY, Township

MONTHS = 6
_ACTIVITIES = (
    ("lecture", "高血压防治健康大课堂", "hypertension"),
    ("free_clinic", "送医下乡义诊", "elderly"),
    ("counselling", "糖尿病健康咨询日", "diabetes"),
    ("lecture", "合理膳食与限盐", "diet"),
    ("self_management", "高血压自我管理小组", "hypertension"),
    ("community_service", "家庭医生进村签约宣传", "contract_service"),
)
_TRAININGS = (("team_training", "高血压分级管理培训", "hypertension"), ("mentoring", "心电图判读带教", "first_aid"))
_GOALS = "重点人群签约率不低于 75%，续签率不低于 80%，高血压、糖尿病规范管理率不低于 70%，每月下村活动不少于两次。"
_DUTIES = (
    ("春季入户走访和续签", 3, 31, "走访全部责任村，续签完成。"),
    ("老年人健康体检", 6, 30, "按村安排，体检完成。"),
    ("高血压、糖尿病患者上半年随访质量自查", 7, 15, "抽查 30 份，补正 4 份。"),
    ("村医季度培训", 9, 30, "集中培训两次。"),
    ("下年度签约宣传和集中签约", 12, 20, ""),
)
_HOURS = {"begins_at": time(9), "ends_at": time(10, 30)}


def hold_activities(rng: random.Random, townships: Sequence[Township], on: date) -> None:
    """Each team's past half-year and the next weeks; last month is summed up by two teams of three."""
    activities: list[Activity] = []
    meetings: list[Meeting] = []
    invited: list[tuple[Meeting, UUID]] = []
    for township in townships:
        for team in township.teams:
            for back in range(MONTHS):
                first = add_months(on.replace(day=1), -back)
                activities += _activities(rng, township, team, first, on)
                for meeting in _meetings(rng, township, team, first, on, is_training=back % 3 == 1):
                    meetings.append(meeting)
                    invited += [(meeting, doctor) for doctor in township.doctors[team]]
    Activity.objects.bulk_create(activities, batch_size=1000)
    Meeting.objects.bulk_create(meetings, batch_size=1000)
    Participant.objects.bulk_create(
        [Participant(meeting=one, practitioner_id=who, came=rng.random() < 0.9) for one, who in invited],
        batch_size=1000,
    )
    _sum_up([team for township in townships for team in township.teams], add_months(on.replace(day=1), -1), on)
    for township in townships:
        _plan_year(township, on)


def _activities(rng: random.Random, township: Township, team: UUID, first: date, on: date) -> list[Activity]:
    villages = [code for code, holder in township.team_of_village.items() if holder == team] or [township.code]
    made = []
    for _ in range(rng.choice((0, 1, 2, 2, 2))):
        kind, title, topic = rng.choice(_ACTIVITIES)
        day = first + timedelta(days=rng.randrange(2, 26))
        common = _place(township, team) | {"region_id": rng.choice(villages), "place": "村委会", "held_on": day}
        one = Activity(kind=kind, title=title, topic=topic, tags=["basic_public_health"], **common, **_HOURS)
        if day <= on:
            _enter(rng, one, on)
        made.append(one)
    return made


def _enter(rng: random.Random, one: Activity, on: date) -> None:
    """What came of it; one in twelve was called off."""
    if rng.random() < 0.08:
        one.state, one.reason = "cancelled", "weather"
        return
    one.attended, one.given = rng.randrange(15, 70), rng.randrange(20, 120)
    one.asked = one.attended // 3
    one.satisfied, one.aware = int(one.asked * 0.9), int(one.asked * 0.75)
    one.contract_minutes = rng.choice((10, 15, 20)) if one.kind == "lecture" else None
    one.summary = "村民参与踊跃，现场测量血压血糖并解答疑问。"
    one.state = "held"
    if one.held_on < on - timedelta(days=20):
        one.state, one.archived_on = "archived", one.held_on + timedelta(days=5)
        one.archived_by_name = "演示团队长"


def _meetings(
    rng: random.Random, township: Township, team: UUID, first: date, on: date, *, is_training: bool
) -> list[Meeting]:
    day = first + timedelta(days=4)
    if day > on or rng.random() < 0.1:
        return []
    common: dict[str, Any] = _place(township, team) | {"region_id": township.code, "held_on": day, "state": "held"}
    common |= {"place": "卫生院会议室", "begins_at": time(15), "ends_at": time(16)}
    words = {
        "minutes": "通报上月随访、签约和宣教情况，讨论薄弱环节。",
        "decisions": "下月补访失访患者，开展健康讲座两次。",
    }
    made = [Meeting(kind="team_meeting", title=f"{day.month}月团队例会", **words, **common)]
    if day.month in (1, 7):
        made.append(Meeting(kind="half_year_summary", title="半年工作总结会", **words, **common))
    if is_training:
        kind, title, topic = rng.choice(_TRAININGS)
        teacher = {"teacher": "周主任", "teacher_from": "县人民医院"} if kind == "mentoring" else {}
        made.append(Meeting(kind=kind, title=title, topics=[topic], **words, **common, **teacher))
    return made


def _place(township: Township, team: UUID) -> dict[str, Any]:
    return {"team_id": team, "institution_id": township.institution_id}


def _plan_year(township: Township, on: date) -> None:
    """The plan of each team but the township's last; what is past is done, one line of it late."""
    for team in township.teams[:-1] or township.teams:
        doctors = list(township.doctors[team])
        duties = [
            DutyAsked(what, doctors[number % len(doctors)], date(on.year, month, day))
            for number, (what, month, day, _result) in enumerate(_DUTIES)
        ]
        plan = write_plan(by=BY, team_id=team, year=on.year, goals=_GOALS, duties=duties, on=on)
        if team == township.teams[0]:
            review_plan(by=BY, team_id=team, year=on.year, review="方案可行，同意实施。", on=on)
        results = {what: result for what, _month, _day, result in _DUTIES}
        for duty in plan.duties.filter(due_on__lt=on).order_by("due_on")[1:]:
            do_plan_duty(by=BY, duty_id=duty.id, result=results[duty.what] or "已完成。", on=duty.due_on)


def _sum_up(teams: Sequence[UUID], month: date, on: date) -> None:
    words = {
        "review": "本月按计划开展健康宣教和团队例会。",
        "problems": "个别村参与人数偏少。",
        "measures": "下月提前发通知。",
    }
    for number, team in enumerate(teams):
        if number % 3 != 2:
            write_summary(by=BY, team_id=team, month=month, on=on, **words)
