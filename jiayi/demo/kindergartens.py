"""A kindergarten in each of the first townships: two months of morning checks, duties, and what happened there."""

import random
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from jiayi.community.communities import services
from jiayi.community.communities.models import (
    CheckEntry,
    Community,
    CommunityClass,
    DoneDuty,
    Member,
    Menu,
    MorningCheck,
)
from jiayi.community.communities.rules import due_duties, duties_of
from jiayi.community.communities.selectors import settings_of
from jiayi.community.communities.terms import AgreementPlan, CommunityPlan
from jiayi.foundation.core.dates import ONE_DAY, completed_years

from .county import BY, Township
from .residents import Person

KINDERGARTENS = 3
DAYS = 40
_MOST_CHILDREN = 30
_MOST_STAFF = 25
_GRADES = (("小一班", "small", "周老师"), ("中一班", "middle", "许老师"), ("大一班", "top", "程老师"))
_BEFORE_NINE = time(0, 20)  # 08:20 in Shanghai
_TEACHER = "演示保健老师"
_LUNCHES = (  # data, not for translation
    "米饭、番茄鸡蛋、炒青菜",
    "面条、肉末、黄瓜",
    "米饭、土豆烧鸡、冬瓜汤",
    "馒头、鱼丸豆腐、菠菜",
    "米饭、胡萝卜牛肉、白菜",
    "水饺、紫菜蛋花汤",
    "米饭、蒸鱼、西兰花",
    "花卷、木耳肉片、南瓜",
    "米饭、虾仁豆腐、油麦菜",
    "米饭、香菇鸡丁、丝瓜汤",
    "面条、牛肉、小白菜",
    "米饭、山药排骨、生菜",
)
_SNACKS = ("苹果", "酸奶", "香蕉", "红枣粥", "橘子", "蒸山药", "梨")  # data, not for translation
# Of a thousand entries: absent ill, absent for family, hot, with blisters, coughing; the rest nothing.
_ILL, _FAMILY, _HOT, _SPOTTED, _COUGHING = 22, 34, 38, 41, 60


def open_kindergartens(
    rng: random.Random, townships: Sequence[Township], members: Iterable[Sequence[Person]], on: date
) -> None:
    """Kindergartens with their township's children of three to six, a school, and a firm that signed with its team."""
    members = list(members)
    children = _of_ages(members, range(3, 6), on)
    for township in townships[:KINDERGARTENS]:
        garden = _open(township, "kindergarten", f"{township.name}中心幼儿园（演示）", on)
        rooms = [
            services.add_class(by=BY, community_id=garden.id, name=name, grade=grade, teacher=teacher)
            for name, grade, teacher in _GRADES
        ]
        _join(garden, rooms, children.get(township.code, [])[:_MOST_CHILDREN], on)
        _check(rng, garden, rooms, on)
        _do(rng, garden, on)
        _tell(garden, on)
    _open(townships[0], "school", f"{townships[0].name}中心小学（演示）", on)
    firm = _open(townships[0], "enterprise", "竹溪茶业有限公司（演示）", on)
    _sign_with(firm, _of_ages(members, range(25, 59), on).get(townships[0].code, [])[:_MOST_STAFF], on)


def _of_ages(members: Iterable[Sequence[Person]], ages: range, on: date) -> dict[str, list[Person]]:
    """Who of each township is at home and of an age."""
    found: dict[str, list[Person]] = defaultdict(list)
    for household in members:
        for person in household:
            if completed_years(person.birth_date, on) in ages and person.is_at_home:
                found[person.village[:9]].append(person)
    return found


def _sign_with(firm: Community, staff: Sequence[Person], on: date) -> None:
    """A firm that agreed on what its team does there since the spring, with its staff."""
    since = on - timedelta(days=200)
    Member.objects.bulk_create(
        [Member(community=firm, resident_id=person.id, role="member", since=since) for person in staff]
    )
    plan = AgreementPlan(
        starts_on=since,
        ends_on=since + timedelta(days=364),
        services=("health_data_analysis", "community_check_up", "health_assessment", "service_point"),
        rounds="会议室，每季第一个周三上午",
        represented_by="演示厂长",
    )
    services.sign_community_agreement(by=BY, community_id=firm.id, plan=plan, on=since)


def _open(township: Township, kind: str, name: str, on: date) -> Community:
    plan = CommunityPlan(
        kind=kind,
        name=name,
        region_code=township.code,
        team_id=township.teams[0],
        contact_name="演示联系人",
        service_point="保健室，每周二下午" if kind == "kindergarten" else "会议室，每季一次",
    )
    return services.open_community(by=BY, plan=plan, on=on)


def _join(garden: Community, rooms: Sequence[CommunityClass], children: Sequence[Person], on: date) -> None:
    since = on - timedelta(days=DAYS + 30)
    Member.objects.bulk_create(
        Member(
            community=garden,
            community_class=rooms[min(max(completed_years(child.birth_date, on) - 3, 0), 2)],
            resident_id=child.id,
            role="child",
            is_susceptible=number % 9 == 4,
            since=since,
        )
        for number, child in enumerate(children)
    )


def _check(rng: random.Random, garden: Community, rooms: Sequence[CommunityClass], on: date) -> None:
    by_room = {room: list(garden.members.filter(community_class=room).order_by("id")) for room in rooms}
    checks, entries = [], []
    for day in _school_days(on):
        for room, children in by_room.items():
            if not children or (day == on and room is rooms[-1]):  # the last class is still to be checked today
                continue
            at = datetime.combine(day, _BEFORE_NINE, UTC)
            check = MorningCheck(community_class=room, day=day, checked_at=at, checked_by_name=_TEACHER)
            checks.append(check)
            entries += [_entry(rng, check, child) for child in children]
    MorningCheck.objects.bulk_create(checks)
    CheckEntry.objects.bulk_create(_stay_away(entries), batch_size=2000)


def _entry(rng: random.Random, check: MorningCheck, child: Member) -> CheckEntry:
    chance = rng.randrange(1000)
    if chance < _FAMILY:
        reason = "illness" if chance < _ILL else "family"
        return CheckEntry(check_of=check, member=child, presence="absent", reason=reason)
    fields = {"check_of": check, "member": child, "presence": "present", "disposal": "admitted"}
    if chance < _HOT:
        fields |= {"temperature": Decimal("38.2"), "disposal": "sent_home"}
    elif chance < _SPOTTED:
        fields |= {"findings": ["palm_blister"], "disposal": "clinic"}
    elif chance < _COUGHING:
        fields |= {"findings": ["cough"], "disposal": "watched"}
    return CheckEntry(**fields)


def _stay_away(entries: list[CheckEntry]) -> list[CheckEntry]:
    """One child has been away for the last six checks, so that there is something to follow up."""
    last = entries[-1].member_id if entries else None
    for entry in [one for one in entries if one.member_id == last][-6:]:
        entry.presence, entry.reason, entry.disposal = "absent", "unknown", ""
        entry.temperature, entry.findings = None, []
    return entries


def _do(rng: random.Random, garden: Community, on: date) -> None:
    """Nine duties of ten were done; today most are still open."""
    settings = settings_of(garden, on)
    asked, terms = duties_of(settings), settings.get("kindergarten.term_starts", ())
    done: dict[tuple[str, date], DoneDuty] = {}
    kept: set[tuple[str, date]] = set()
    for day in _school_days(on):
        for one in due_duties(asked, (), day, terms=terms):
            period = (one.duty.code, one.since)
            if period in kept or rng.random() < (0.7 if day == on else 0.1):
                continue
            kept.add(period)
            done[one.duty.code, day] = DoneDuty(
                community=garden, duty=one.duty.code, done_on=day, minutes=one.duty.minutes, done_by_name=_TEACHER
            )
    DoneDuty.objects.bulk_create(done.values(), batch_size=2000)


def _tell(garden: Community, on: date) -> None:
    """A frail child, an incident that is open, a sample of today's lunch."""
    child = garden.members.order_by("id").first()
    if child is None:
        return
    services.open_frail_file(by=BY, member_id=child.id, condition="anaemia", plan="补铁，每月复查血常规", on=on)
    services.report_incident(
        by=BY,
        community_id=garden.id,
        kind="injury",
        happened_on=on - ONE_DAY,
        what="户外活动时在滑梯旁跌倒，右膝擦伤。",
        on=on,
        member_id=child.id,
    )
    _cook(garden, on)
    noon = datetime.combine(on, time(3, 50), UTC)
    services.keep_food_sample(by=BY, community_id=garden.id, meal="午餐 番茄鸡蛋、青菜、米饭", at=noon)


def _cook(garden: Community, on: date) -> None:
    """Three weeks of lunches and snacks, one of them served again too soon; last month's week reckoned."""
    days = [day for day in _school_days(on) if (on - day).days <= 21]
    lunches = [dishes.split("、") for dishes in _LUNCHES]
    Menu.objects.bulk_create(
        Menu(community=garden, day=day, meal=meal, dishes=dishes, entered_by_name=_TEACHER)
        for number, day in enumerate(days)
        for meal, dishes in (("lunch", lunches[number % len(lunches)]), ("snack_pm", [_SNACKS[number % len(_SNACKS)]]))
    )
    services.enter_nutrition(
        by=BY,
        community_id=garden.id,
        week_of=on.replace(day=1) - timedelta(days=10),
        children=garden.members.count(),
        energy_kcal=1180,
        protein_g=Decimal("41.6"),
        fat_g=Decimal("36.4"),
        carbohydrate_g=Decimal("172.0"),
        said="动物性食品偏少，下月增加鱼和豆制品。",
        on=on,
    )


def _school_days(on: date) -> list[date]:
    days = (on - timedelta(days=back) for back in range(DAYS, -1, -1))
    return [day for day in days if day.weekday() < 5]
