"""The to-sign list against a slow and obvious twin."""

import datetime as dt
import random

import pytest

from jiayi.foundation.core.dates import completed_months, completed_years
from jiayi.foundation.rulebook import value_on
from jiayi.registry.organization.selectors import schemes_for
from jiayi.registry.people.models import GroupMembership, Resident
from jiayi.service.agreements import selectors, services
from jiayi.service.agreements.models import Agreement, Refusal
from jiayi.service.agreements.selectors import ToSignFilters
from jiayi.service.agreements.terms import IN_FORCE

from .factories import COUNTY, SIGNED_ON, VILLAGE, make_resident, make_signer, make_village, sign

pytestmark = pytest.mark.django_db
GROUPS = ("hypertension", "diabetes", "tuberculosis", "mental_disorder", "disabled", "poverty", "coronary", "maternal")


def groups_of(resident: Resident, schemes: list[str]) -> set[str]:
    """Recorded groups and those of age, counted by hand."""
    found = set(GroupMembership.objects.filter(resident=resident, until=None).values_list("group", flat=True))
    elderly = value_on("group.elderly_age", SIGNED_ON, schemes)["years"]
    child = value_on("group.child_age", SIGNED_ON, schemes)
    if completed_years(resident.birth_date, SIGNED_ON) >= elderly:
        found.add("elderly")
    months = completed_months(resident.birth_date, SIGNED_ON)
    if months <= child["months"] if child.get("months") is not None else months // 12 <= child["years"]:
        found.add("child")
    return found


def twin(schemes: list[str]) -> list[tuple]:
    """(id, tier, groups that count there) of everybody to be signed, in order."""
    priority = value_on("agreement.sign_priority", SIGNED_ON, schemes)
    rows = []
    for resident in Resident.objects.filter(status="living_here", merged_into=None):
        if Agreement.objects.filter(resident=resident, state__in=IN_FORCE).exclude(kind="supplementary").exists():
            continue
        if Refusal.objects.filter(resident=resident, withdrawn_on=None).exists():
            continue
        groups = groups_of(resident, schemes)
        tier = next((place for place, tier in enumerate(priority) if groups & set(tier)), len(priority))
        counting = [group for group in priority[tier] if group in groups] if tier < len(priority) else []
        rows.append((tier, resident.region_id, resident.name_pinyin, resident.id, tuple(counting)))
    return [(identity, tier, counting) for tier, _, _, identity, counting in sorted(rows)]


def populate(village) -> None:
    """Forty residents of all ages and groups; some signed, refused, gone."""
    chance = random.Random(7)
    for number in range(40):
        groups = tuple(chance.sample(GROUPS, chance.choice((0, 0, 1, 2))))
        born = dt.date(1930, 11, 1) + dt.timedelta(days=chance.randrange(35_000))
        village_code = VILLAGE if number % 3 else f"{VILLAGE[:9]}229"
        resident = make_resident(
            name=chance.choice(("张三", "李四", "王五", "单六")),
            birth_date=born,
            groups=groups,
            village=village_code,
            status="moved_away" if number % 11 == 0 else "living_here",
            status_on=dt.date(2026, 1, 1) if number % 11 == 0 else None,
        )
        if number % 11 == 3:
            sign(village, resident, guardian_name="监护人")
        if number % 11 == 5:
            services.record_refusal(
                by=village.by, resident_id=resident.id, reason="cost", refused_on=SIGNED_ON, on=SIGNED_ON
            )
        if number % 11 == 7:
            sign(village, resident, kind="supplementary", course_days=30, guardian_name="监护人")
    # On the two borders of age.
    for born in (dt.date(1961, 11, 2), dt.date(1961, 11, 3), dt.date(2019, 11, 2), dt.date(2019, 11, 3)):
        make_resident(birth_date=born)


def walk(viewer, limit: int, **filters) -> list[selectors.ToSign]:
    """All pages, one after another."""
    rows, after = [], None
    while True:
        page = selectors.to_sign(
            viewer, ToSignFilters(region=COUNTY, **filters), on=SIGNED_ON, after=after, limit=limit
        )
        rows += page.rows
        after = page.next
        if after is None:
            return rows


@pytest.mark.parametrize("schemes", [(), ("poverty-2017",), ("village-centre",), ("urban-team",)])
def test_the_list_is_what_the_twin_says(schemes):
    village = make_village(*schemes)
    populate(village)
    expected = twin(schemes_for(COUNTY, SIGNED_ON))
    assert len(expected) > 20
    for limit in (7, 100):
        found = walk(village.by, limit)
        assert [(row.resident.id, row.tier, row.because) for row in found] == expected


def test_the_order_rests_on_a_document():
    village = make_village("poverty-2017")
    page = selectors.to_sign(village.by, ToSignFilters(region=COUNTY), on=SIGNED_ON)
    assert page.value.key == "agreement.sign_priority"
    assert page.value.dated.source.clause == "S1-03"
    assert page.tiers[0].groups == ("hypertension",)
    assert page.rows == [] and page.next is None


def test_those_who_refused_are_shown_apart():
    village = make_village()
    willing, unwilling = make_resident(), make_resident()
    refusal = services.record_refusal(
        by=village.by, resident_id=unwilling.id, reason="cost", refused_on=SIGNED_ON, on=SIGNED_ON
    )
    assert [row.resident for row in walk(village.by, 10)] == [willing]
    [apart] = walk(village.by, 10, only_refused=True)
    assert (apart.resident, apart.refusal_id) == (unwilling, refusal.id)


def test_a_group_narrows_the_list():
    village = make_village()
    make_resident()
    patient = make_resident(groups=("diabetes",))
    assert [row.resident for row in walk(village.by, 10, group="diabetes")] == [patient]


def test_the_wrong_person_sees_nobody():
    make_village()
    make_resident()
    for viewer in (make_signer("420324102"), make_signer(permissions=("resident_read",))):
        assert walk(viewer, 10) == []


def test_a_page_takes_a_bounded_number_of_queries(django_assert_max_num_queries):
    village = make_village()
    for _ in range(30):
        make_resident()
    with django_assert_max_num_queries(14):
        selectors.to_sign(village.by, ToSignFilters(region=COUNTY), on=SIGNED_ON, limit=20)
