"""The dry judgement of the signing page, and the packages on offer."""

import datetime as dt

import pytest

from jiayi.foundation.base.errors import BadShape, NotVisible
from jiayi.registry.organization import selectors as organization
from jiayi.service.agreements import selectors
from jiayi.service.agreements.models import Agreement, AgreementPaper, TeamLoad

from .factories import SIGNED_ON, make_household, make_resident, make_signer, make_team, make_village, request_for, sign

pytestmark = pytest.mark.django_db


def preview(village, *residents, **asked):
    return selectors.preview_signing(village.by, request_for(village, *residents, **asked), on=SIGNED_ON)


def test_a_preview_tells_term_and_price_and_writes_nothing():
    village, resident = make_village(), make_resident()
    shown = preview(village, resident, packages=("basic", "intermediate"))
    [verdict] = shown.verdicts
    assert shown.allowed and not shown.breaches
    assert (verdict.starts_on, verdict.ends_on) == (SIGNED_ON, dt.date(2027, 11, 1))
    assert (shown.total_fen, shown.amounts_fen["resident"]) == (12000, 2000)
    assert verdict.reasons
    assert not AgreementPaper.objects.exists() and not Agreement.objects.exists() and not TeamLoad.objects.exists()


def test_a_preview_tells_the_breaches_that_signing_would():
    village, resident = make_village(), make_resident()
    sign(village, resident)
    assert [breach["code"] for breach in preview(village, resident).breaches] == ["B_ALREADY_SIGNED"]


@pytest.mark.parametrize(("households", "warned"), [(358, False), (359, True), (398, True)])
def test_a_warning_comes_at_ninety_percent_of_a_teams_cap(households, warned):
    village = make_village("urban-team")
    TeamLoad.objects.create(team=village.team, households=households)
    shown = preview(village, make_household(members=1).head)
    assert shown.allowed
    assert ([warning["code"] for warning in shown.warnings] == ["W_TEAM_NEAR_LIMIT"]) is warned


def test_a_resident_of_another_teams_area_may_sign_with_a_warning():
    village = make_village()
    other = make_team()
    shown = selectors.preview_signing(village.by, request_for(other, make_resident()), on=SIGNED_ON)
    assert shown.allowed
    assert [warning["code"] for warning in shown.warnings] == ["W_OUT_OF_AREA"]
    sign(other, make_resident())


def test_of_responsible_doctors_the_township_is_the_area_and_personal_management_has_its_price():
    village = make_village("community-2018")
    other = make_team()
    resident, at = make_resident(), SIGNED_ON
    assert not selectors.preview_signing(village.by, request_for(other, resident), on=at).warnings
    asked = {"schemes": organization.schemes_for(resident.region_id, at), "institution_id": other.institution_id}
    package = next(one for one in selectors.packages_on_offer(at, **asked) if one.code == "responsible-doctor")
    items = {line["item"] for line in package.items}
    assert {"pre_hospital_service", "post_hospital_service", "personal_management"} <= items
    assert package.price_fen == package.payers_fen["resident"] == 12_000
    signed = sign(other, resident, packages=("basic", "responsible-doctor")).agreements.get()
    assert signed.packages.get(package="responsible-doctor").resident_fen == 12_000
    assert "responsible-doctor" not in {one.code for one in selectors.packages_on_offer(at, schemes=["national"])}


def test_each_member_of_a_household_has_a_verdict():
    village = make_village("household-village")
    household = make_household(members=2)
    child = make_resident(household=household, birth_date=dt.date(2016, 1, 1), resident_since=dt.date(2016, 1, 1))
    shown = preview(village, household_id=household.id, unit="household")
    verdicts = {verdict.resident_id: verdict.breaches for verdict in shown.verdicts}
    assert [breach["code"] for breach in verdicts.pop(child.id)] == ["B_GUARDIAN_REQUIRED"]
    assert set(verdicts.values()) == {()}


def test_a_preview_is_refused_as_signing_is():
    village = make_village()
    with pytest.raises(BadShape):
        preview(village, make_resident(), packages=("golden",))
    with pytest.raises(NotVisible):
        selectors.preview_signing(make_signer("420324102"), request_for(village, make_resident()), on=SIGNED_ON)


def test_packages_meant_for_the_residents_groups_come_first():
    offers = selectors.packages_on_offer(SIGNED_ON, groups=["hypertension"])
    meant = [offer.code for offer in offers if offer.is_meant_for]
    assert [offer.code for offer in offers[: len(meant)]] == meant
    assert {"basic", "two-diseases", "intermediate"} <= set(meant)
    assert "elderly" not in meant
    assert all(sum(offer.amounts.values()) == offer.price_fen for offer in offers)


def test_the_unsigned_keep_the_services_of_the_basic_package():
    items = {line["item"] for line in selectors.services_open_to_all(SIGNED_ON)}
    assert {"basic_medical", "record_management", "health_education"} <= items
