"""The signing page tells who may sign whom and why, which packages fit, who gets them, and the list to be told."""

import datetime as dt

import pytest
from django.urls import reverse

from jiayi.foundation.base import clock
from jiayi.service.agreements.models import Agreement, AgreementPaper
from jiayi.service.agreements.terms import PackageLine

from . import packages
from .factories import make_household, make_resident, make_village, sign

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
OLD = dt.date(1940, 5, 1)


@pytest.fixture
def village():
    return make_village("county-2018", roles=("gp", "mch_physician", "nurse"))


def answers(village, *members, **changes):
    usual = {
        "unit": "household",
        "resident_ids": [str(one.id) for one in members],
        "kind": "first",
        "document_shown": "household_book",
        "signed_on": clock.today().isoformat(),
        "channel": "workstation",
        "team_id": str(village.team.id),
        "party": "team",
        "packages": ["basic"],
    }
    return usual | changes


def look(doctor, resident, sent):
    url = reverse("agreements:sign_preview", args=[resident.id])
    return doctor.post(url, sent, headers={"HX-Request": "true"}).content.decode()


def test_each_member_of_the_team_stands_with_the_reason_why_they_may_sign_or_not(doctor, village):
    adult = make_resident(name="成年人")
    shown = look(doctor, adult, answers(village, adult, unit="person"))
    assert "妇幼保健医师只可为儿童、孕产妇签约，该居民不属于这些人群。" in shown
    assert "全科医生可为所有居民签约。" in shown
    assert "护士不在可签约的医生之列。" in shown
    assert "S0-12 S0-13" in shown
    child = make_resident(name="孩子", birth_date=dt.date(2023, 5, 1))
    assert "妇幼保健医师可为儿童、孕产妇签约。" in look(doctor, child, answers(village, child, unit="person"))


def test_packages_that_fit_stand_first_with_the_groups_that_make_them_fit(doctor, village):
    grandmother = make_resident(birth_date=OLD)
    own = packages.published(packages.make_place(village.team.institution), on=clock.today()).package
    shown = look(doctor, grandmother, answers(village, grandmother, unit="person"))
    assert shown.index("package-elderly") < shown.index("package-basic")
    assert shown.index(f"package-{own.code}") < shown.index("package-basic")
    assert shown.index("package-basic") < shown.index("package-two-diseases")


def test_a_package_for_a_group_goes_to_its_members_unless_told_otherwise(doctor, village):
    household = make_household(members=2)
    old = make_resident(household=household, birth_date=OLD)
    members = list(household.members.all())
    sent = answers(village, *members, packages=["basic", "elderly"], step="sign")
    assert f'value="{old.id}" checked' in look(doctor, members[0], sent)
    doctor.post(reverse("agreements:sign", args=[members[0].id]), sent)
    assert Agreement.objects.get(resident=old).package_codes == ["basic", "elderly"]
    assert {tuple(one.package_codes) for one in Agreement.objects.exclude(resident=old)} == {("basic",)}


def test_a_limited_package_is_given_to_those_who_are_ticked(doctor, village):
    household = make_household(members=3)
    members = list(household.members.all())
    limited = packages.with_content(groups=(), lines=(PackageLine(item="annual_checkup", quantity=1, per_household=2),))
    place = packages.make_place(village.team.institution)
    code = packages.published(place, limited, on=clock.today()).package.code
    sent = answers(village, *members, packages=["basic", code])
    assert "年度健康体检每户最多2人，签约后本户为3人。" in look(doctor, members[0], sent)
    ticked = {"holders_asked": [code], f"holders-{code}": [str(one.id) for one in members[:2]]}
    confirmation = doctor.post(reverse("agreements:sign", args=[members[0].id]), sent | ticked | {"step": "confirm"})
    assert "确认并签字" in confirmation.content.decode()
    doctor.post(reverse("agreements:sign", args=[members[0].id]), sent | ticked | {"step": "sign"})
    holding = Agreement.objects.filter(package_codes__contains=[code])
    assert set(holding.values_list("resident_id", flat=True)) == {one.id for one in members[:2]}


def test_the_list_stands_on_the_page_is_acknowledged_and_kept_in_its_version(doctor, village):
    resident = make_resident()
    shown = look(doctor, resident, answers(village, resident, unit="person"))
    assert "1+10服务清单" in shown and "一份个性化健康计划" in shown
    sent = answers(village, resident, unit="person", told_list="on", step="sign")
    doctor.post(reverse("agreements:sign", args=[resident.id]), sent)
    paper = AgreementPaper.objects.get()
    assert (paper.service_list, paper.service_list_version) == ("one-plus-ten", "2026.1")
    assert paper.told_list_on == clock.today()


def test_a_list_that_was_not_told_is_told_later_and_printed(doctor, village):
    paper = sign(village, make_resident(name="沈建国"), signed_on=clock.today() - 2 * DAY, on=clock.today())
    url = reverse("agreements:told_list", args=[paper.id])
    assert url in doctor.get(reverse("agreements:paper", args=[paper.id])).content.decode()
    page = doctor.get(url).content.decode()
    assert "沈建国" in page and "出诊服务" in page and "尚未告知" in page
    recording = reverse("agreements:told", args=[paper.agreements.get().id])
    assert recording in page
    AgreementPaper.objects.update(told_list_on=clock.today())
    told = doctor.get(url).content.decode()
    assert recording not in told and clock.today().isoformat() in told


@pytest.mark.parametrize(
    ("scheme", "roles"),
    [
        ("urban-team", ("gp", "nurse", "public_health")),
        ("household-village", ("gp", "public_health", "public_health")),
        ("village-centre", ("gp", "county_expert", "nurse", "public_health")),
        ("county-2018", ("gp", "county_expert", "responsible_doctor", "mch_physician")),
        ("jintang", ("gp", "nurse", "public_health")),
        ("doctors-into-families", ("gp", "nurse", "public_health")),
        ("township-hospital", ("gp", "nurse", "public_health")),
        ("shandong-2022", ("gp", "nurse", "public_health", "specialist", "county_expert")),
    ],
)
@pytest.mark.parametrize("party", ["team", "doctor"])
def test_a_team_of_every_template_signs_as_a_team_and_by_one_doctor(scheme, roles, party):
    village = make_village(scheme, roles=roles)
    agreement = sign(village, make_resident(), party=party).agreements.get()
    assert (agreement.party, agreement.state) == (party, "active")
    assert agreement.responsible_person_id == village.doctor.id


def test_a_named_specialist_of_a_tier_3_team_signs_a_course():
    village = make_village("shandong-2022", roles=("gp", "nurse", "public_health", "specialist"), tier=3)
    specialist = village.team.members.get(role="specialist").practitioner
    agreement = sign(
        village,
        make_resident(),
        kind="supplementary",
        party="doctor",
        course_days=90,
        responsible_person_id=specialist.id,
        packages=("advanced",),
    ).agreements.get()
    assert (agreement.responsible_person_id, (agreement.ends_on - agreement.starts_on).days) == (specialist.id, 89)
