"""Who a user is: which permissions the posts give, and how far they reach."""

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser

from jiayi.foundation.base.viewer import Nobody
from jiayi.registry.access.selectors import viewer_of
from jiayi.registry.access.viewers import _widest
from jiayi.registry.organization.models import Area, Team, TeamMember

from .factories import make_post, make_user, make_viewer
from .places import COUNTY, FAR, NEAR, make_county

pytestmark = pytest.mark.django_db


@pytest.fixture
def county():
    return make_county()


def test_without_a_post_nothing_is_permitted():
    viewer = viewer_of(make_user())
    assert not viewer.can("resident_read")
    assert viewer.scope("resident_read").is_empty


def test_a_visitor_and_a_disabled_user_are_nobody():
    assert viewer_of(AnonymousUser()) == Nobody()
    assert viewer_of(None) == Nobody()
    assert viewer_of(make_user(is_active=False)) == Nobody()


def test_a_post_at_a_region_reaches_what_lies_below_it(county):
    viewer = make_viewer(post="county_bureau", region=COUNTY)
    assert viewer.can("resident_read", COUNTY)
    assert viewer.can("resident_read", f"{FAR}201")
    assert not viewer.can("resident_read", "4203")
    assert viewer.scope("resident_read").region_prefixes == (COUNTY,)
    assert viewer.scope("resident_write").is_empty


@pytest.mark.parametrize("place", ["near_centre", "near_clinic"])
def test_a_doctor_reaches_the_township_of_the_institution(county, place):
    institution = getattr(county, place)
    viewer = make_viewer(post="doctor", institution=institution)
    scope = viewer.scope("resident_read")
    assert scope.region_prefixes == (NEAR,)
    assert scope.institution_ids == (institution.pk,)
    assert not viewer.can("resident_read", f"{FAR}201")


def test_a_county_hospital_reaches_no_region_only_what_it_is_related_to(county):
    scope = make_viewer(post="referral_desk", institution=county.hospital).scope("resident_read")
    assert scope.region_prefixes == ()
    assert scope.institution_ids == (county.hospital.pk,)


def test_a_member_reaches_the_teams_of_today_and_the_areas_of_the_institution(county):
    doctor = county.near_doctor
    team = Team.objects.create(
        name="一队", institution=county.near_centre, template="national", leader=doctor, founded_on=dt.date(2024, 1, 1)
    )
    left = Team.objects.create(
        name="二队", institution=county.near_centre, template="national", leader=doctor, founded_on=dt.date(2024, 1, 1)
    )
    member = {"practitioner": doctor, "role": "doctor", "starts_on": dt.date(2024, 1, 1)}
    TeamMember.objects.create(team=team, **member)
    TeamMember.objects.create(team=left, ends_on=dt.date(2024, 6, 30), **member)
    Area.objects.create(
        institution=county.near_centre,
        region_id=f"{FAR}201",
        team=team,
        responsible_person=doctor,
        starts_on=dt.date(2024, 1, 1),
    )
    scope = make_viewer(post="doctor", institution=county.near_centre, practitioner=doctor).scope("resident_read")
    assert scope.team_ids == (team.pk,)
    assert scope.region_prefixes == (NEAR, f"{FAR}201")


def test_a_post_counts_from_its_first_to_its_last_day(county):
    user = make_user()
    first, last = dt.date(2026, 3, 1), dt.date(2026, 3, 31)
    make_post(user=user, code="doctor", institution=county.near_centre, starts_on=first, ends_on=last)
    days = [dt.date(2026, 2, 28), first, last, dt.date(2026, 4, 1)]
    assert [viewer_of(user, day).can("resident_read") for day in days] == [False, True, True, False]


def test_posts_add_up_without_lending_each_other_their_reach(county):
    user = make_user()
    make_post(user=user, code="doctor", institution=county.near_centre)
    make_post(user=user, code="auditor", region=COUNTY)
    viewer = viewer_of(user)
    assert viewer.scope("resident_write").region_prefixes == (NEAR,)
    assert viewer.scope("resident_read").region_prefixes == (COUNTY,)


def test_a_post_that_the_rulebook_does_not_know_permits_nothing(county):
    viewer = make_viewer(post="chairman", region=COUNTY)
    assert not viewer.can("resident_read")


def test_prefixes_covered_by_a_wider_one_are_left_out():
    assert _widest({"420324100", "420324", "4203241", "43"}) == ("420324", "43")


def test_one_query_answers_everything_about_a_viewer(county, django_assert_num_queries):
    user = make_user(practitioner=county.near_doctor)
    make_post(user=user, code="doctor", institution=county.near_centre)
    make_post(user=user, code="auditor", region=COUNTY)
    with django_assert_num_queries(1):
        viewer = viewer_of(user)
        viewer.can("resident_read", NEAR)
        viewer.scope("resident_read")
        viewer.scope("agreement_sign")
