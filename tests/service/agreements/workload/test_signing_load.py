"""Before a signature, the page tells what it adds to the team's work; it warns and never forbids."""

import datetime as dt

import pytest

from jiayi.registry.organization.models import TeamMember
from jiayi.service.agreements import selectors, services
from tests.registry.people.factories import make_group
from tests.service.agreements.factories import (
    SIGNED_ON,
    make_household,
    make_resident,
    make_signer,
    make_village,
    request_for,
    sign,
)

pytestmark = pytest.mark.django_db
LATER = dt.date(2027, 10, 1)


def preview(village, *residents, on=SIGNED_ON, **asked):
    request = request_for(village, *residents, **({"signed_on": on} | asked))
    return selectors.preview_signing(village.by, request, on=on)


def load_after(village, on=SIGNED_ON):
    """The load as it is once somebody has signed."""
    return selectors.workload_of(make_signer(permissions=("workload_read",)), village.team.id, on=on).outcome


@pytest.mark.parametrize("packages", [("basic",), ("basic", "two-diseases"), ("elderly", "intermediate")])
def test_what_the_preview_promises_is_the_load_after_signing(packages):
    village = make_village()
    sign(village, make_resident())
    old = make_resident(birth_date=dt.date(1950, 1, 1))
    make_group(old, "hypertension")
    shown = preview(village, old, packages=packages)
    assert shown.workload.added_hours > 0
    sign(village, old, packages=packages)
    after = load_after(village)
    assert {**shown.workload.after, "reasons": []} == {**after, "reasons": []}
    assert shown.workload.before["persons"] == 1 and after["persons"] == 2


def test_a_follow_up_that_is_meant_for_others_takes_no_time():
    village, resident = make_village(), make_resident()
    healthy = preview(village, resident, packages=("two-diseases",)).workload.added_hours
    make_group(resident, "diabetes")
    assert preview(village, resident, packages=("two-diseases",)).workload.added_hours > healthy


def test_every_member_of_a_household_adds():
    village = make_village()
    household = make_household(members=3)
    one = preview(village, household.head).workload
    three = preview(village, household_id=household.id, unit="household").workload
    assert three.added_hours == pytest.approx(3 * one.added_hours, abs=0.2)
    assert three.after["persons"] == 3


def test_a_renewal_with_the_same_packages_adds_nothing():
    village, resident = make_village(), make_resident()
    sign(village, resident)
    shown = preview(village, resident, kind="renewal", on=LATER)
    assert shown.workload.added_hours == 0
    assert shown.workload.after["persons"] == 1
    sign(village, resident, kind="renewal", signed_on=LATER)
    assert load_after(village, LATER)["expected_hours"] == shown.workload.after["expected_hours"]


def test_a_change_of_packages_adds_the_difference_alone():
    village, resident = make_village(), make_resident()
    sign(village, resident)
    plain = preview(village, make_resident(), packages=("basic", "primary")).workload.added_hours
    changed = preview(village, resident, packages=("basic", "primary"), is_replacement=True).workload
    assert 0 < changed.added_hours < plain
    sign(village, resident, packages=("basic", "primary"), is_replacement=True)
    assert load_after(village)["expected_hours"] == changed.after["expected_hours"]


def test_a_supplementary_agreement_adds_work_and_no_person():
    village, resident = make_village(), make_resident()
    sign(village, resident)
    shown = preview(village, resident, kind="supplementary", course_days=30, packages=("elderly",))
    assert shown.workload.after["persons"] == 1


@pytest.mark.parametrize(("weekly_hours", "code"), [("0.1", "W_TEAM_OVERLOADED"), (None, None)])
def test_a_team_without_time_is_warned_of_and_still_may_sign(weekly_hours, code):
    village, resident = make_village(), make_resident()
    for _ in range(10):
        sign(village, make_resident())
    TeamMember.objects.filter(team=village.team).update(weekly_hours=weekly_hours)
    shown = preview(village, resident)
    assert shown.allowed
    assert [warning["code"] for warning in shown.warnings] == ([code] if code else [])
    assert services.sign_agreement(by=village.by, asked=request_for(village, resident), on=SIGNED_ON)


def test_the_preview_takes_a_steady_number_of_queries(django_assert_max_num_queries):
    village = make_village()
    household = make_household(members=6)
    with django_assert_max_num_queries(45):
        preview(village, household_id=household.id, unit="household")
