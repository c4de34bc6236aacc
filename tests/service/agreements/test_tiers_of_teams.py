"""Teams of three tiers and 1+3+N from forming to signing: graded packages, staff from above, a course (S3-10…15)."""

import datetime as dt

import pytest

from jiayi.foundation.base.errors import LawBroken
from jiayi.registry.organization import selectors as organization
from jiayi.registry.organization import services as forming
from jiayi.service.agreements.models import Agreement
from tests.registry.organization.factories import (
    make_area,
    make_consortium,
    make_institution,
    make_practitioner,
    make_viewer,
)

from .factories import COUNTY, SIGNED_ON, TOWNSHIP, VILLAGE, make_resident, make_signer, make_village, sign

pytestmark = pytest.mark.django_db
MANAGER = make_viewer("team_write", regions=(COUNTY,))
FOUNDED = dt.date(2026, 1, 5)


@pytest.fixture
def staff() -> dict:
    """A centre with its people, of whom one is employed for the village, and a specialist of the union's hospital."""
    make_village("shandong-2022")
    centre = make_institution(TOWNSHIP, name="城关镇卫生院")
    hospital = make_institution(COUNTY, kind="county_hospital", level="county", consortium=make_consortium(centre))
    own = {role: make_practitioner(centre, role) for role in ("gp", "nurse", "public_health", "tcm_physician")}
    village_doctor = make_practitioner(centre, "village_doctor", employment_kind="township_for_village")
    expert = make_practitioner(hospital, "specialist", employment_kind="county_for_township")
    return {"centre": centre, "village_doctor": village_doctor, "specialist": expert, **own}


def form(staff: dict, *roles: str, **wanted):
    members = [(staff[role].id, role) for role in roles]
    return forming.form_team(
        by=MANAGER,
        institution_id=staff["centre"].id,
        name=f"{'、'.join(roles)}团队",
        members=members,
        leader_id=staff["gp"].id,
        founded_on=FOUNDED,
        **wanted,
    )


FIRST = ("gp", "nurse", "public_health")


@pytest.mark.parametrize(
    ("tier", "roles", "package"),
    [
        (1, FIRST, "primary"),
        (2, (*FIRST, "tcm_physician"), "intermediate"),
        (3, (*FIRST, "specialist"), "advanced"),
    ],
)
def test_a_team_of_each_tier_signs_a_package_of_its_grade(staff, tier, roles, package):
    with pytest.raises(LawBroken):
        form(staff, *FIRST[:2], tier=tier)
    team = form(staff, *roles, tier=tier)
    agreement = sign(team, make_resident(), by=make_signer(COUNTY), packages=("basic", package)).agreements.get()
    assert (agreement.team_id, agreement.state) == (team.id, "active")
    assert set(agreement.package_codes) == {"basic", package}
    assert organization.team_facts(team.id, SIGNED_ON).tier == tier


def test_a_higher_tier_is_not_formed_by_members_of_a_lower_one(staff):
    for tier, roles in ((2, FIRST), (3, (*FIRST, "tcm_physician"))):
        with pytest.raises(LawBroken):
            form(staff, *roles, tier=tier)


def test_one_plus_three_plus_n_signs_with_whoever_of_it_is_named_and_a_course_stands_beside(staff):
    roles = ("gp", "village_doctor", "nurse", "specialist", "public_health", "tcm_physician")
    with pytest.raises(LawBroken):
        form(staff, *(role for role in roles if role != "village_doctor"), is_combined=True)
    team, resident, by = form(staff, *roles, is_combined=True), make_resident(groups=("coronary",)), make_signer(COUNTY)
    make_area(team, f"{VILLAGE[:9]}230", responsible_person=staff["village_doctor"])
    principal = sign(
        team, resident, by=by, responsible_person_id=staff["gp"].id, contact_person_id=staff["village_doctor"].id
    ).agreements.get()
    assert (principal.responsible_person, principal.contact_person) == (staff["gp"], staff["village_doctor"])
    course = sign(
        team, resident, by=by, kind="supplementary", party="doctor", course_days=45,
        responsible_person_id=staff["specialist"].id,
    ).agreements.get()  # fmt: skip
    assert course.responsible_person == staff["specialist"] and course.ends_on == SIGNED_ON + dt.timedelta(days=44)
    assert Agreement.objects.filter(resident=resident, state="active").count() == 2
    facts = organization.team_facts(team.id, SIGNED_ON)
    assert facts.is_combined and len(facts.members) == len(roles)
