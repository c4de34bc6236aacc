"""Every level beside the other, referred and not; deductibles within an episode; the page, the paper, the API."""

import io
import uuid

import pytest
from django.urls import reverse
from pypdf import PdfReader

from jiayi.foundation.base import clock
from jiayi.registry.access.selectors import viewer_of
from jiayi.registry.access.services import issue_token
from jiayi.service.insurance import selectors, services
from jiayi.service.insurance.terms import Circumstances, Level
from tests.registry.access.factories import make_post, make_user
from tests.service.agreements.factories import make_resident, make_village
from tests.service.referral.factories import DAY, at, make_county

pytestmark = pytest.mark.django_db
SCHEMES = ["national", "demo-insurance", "community-2018"]


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr(clock, "today", lambda: DAY)
    monkeypatch.setattr(clock, "now", at)


def ways(**facts):
    usual = {"visit": "inpatient", "amount_fen": 1_000_000}
    return {way.level: way for way in selectors.ways(Circumstances(**(usual | facts)), on=DAY, schemes=SCHEMES)}


def test_out_of_the_county_without_a_referral_one_pays_more() -> None:
    found = ways()
    assert found[Level.TOWNSHIP].unreferred is None
    assert found[Level.COUNTY].dearer_fen == 0
    assert found[Level.CITY].dearer_fen == 180_000  # twenty points of what exceeds the deductible
    assert found[Level.CITY].unreferred.reasons[1]["code"] == "INSURANCE_UNREFERRED"
    assert ways(emergency=True)[Level.CITY].dearer_fen == 0


def test_deductibles_of_an_episode_add_up() -> None:
    village = make_village()
    resident, episode = make_resident(), uuid.uuid4()
    note = lambda level, place, fen: services.note_deductible(  # noqa: E731
        by=viewer_of_all(village),
        resident_id=resident.id,
        episode_id=episode,
        level=level,
        institution_name=place,
        admitted_on=DAY,
        deductible_fen=fen,
        on=DAY,
    )
    note("township", "卫生院", 30_000)
    note("county", "县医院", 50_000)
    note("county", "县医院", 30_000)  # said again: the last word counts
    assert selectors.deductible_paid(episode) == 60_000
    found = ways(episode_continues=True, deductible_paid_fen=60_000)
    assert (
        found[Level.CITY].referred.deductible_fen == 40_000 and found[Level.CITY].unreferred.deductible_fen == 100_000
    )


def viewer_of_all(village):
    user = make_user()
    make_post(user=user, code="doctor", institution=village.team.institution)
    return viewer_of(user)


@pytest.fixture
def place():
    return make_county("demo-insurance", "community-2018")


def signed_in(client, post="doctor", **where):
    user = make_user()
    make_post(user=user, code=post, **where)
    client.force_login(user)
    return user


def test_the_page_compares_and_its_paper_says_the_same(client, place) -> None:
    resident = make_resident(name="沈建国")
    signed_in(client, institution=place.centre)
    query = {"visit": "inpatient", "amount": "10000", "fee": ""}
    page = client.get(reverse("workstation:costs", args=[resident.id]), query).content.decode()
    assert "不经转诊要多付1800.00元" in page and "这只是测算" in page and "S4-57" in page
    pdf = client.get(reverse("workstation:costs_pdf", args=[resident.id]), query).content
    text = PdfReader(io.BytesIO(pdf)).pages[0].extract_text()
    assert "沈建国" in text and "4150.00" in text and "只是测算" in text
    wrong = client.get(reverse("workstation:costs", args=[resident.id]), {"visit": "inpatient", "amount": "many"})
    assert "many" in wrong.content.decode()


def test_an_open_referral_brings_what_was_paid_as_it_was_entered_on_its_page(client, place) -> None:
    resident = make_resident()
    referral = place.sent(resident)
    signed_in(client, institution=place.centre)
    address = reverse("workstation:deductibles", args=[referral.id])
    given = {"level": "township", "institution": "卫生院", "admitted_on": DAY.isoformat(), "amount": "300"}
    assert client.post(address, given | {"amount": "x"}).status_code == 422
    assert client.post(address, given).status_code == 302
    assert "300.00" in client.get(address).content.decode()
    page = client.get(reverse("workstation:costs", args=[resident.id]), {"visit": "inpatient", "amount": "10000"})
    assert f"转诊 {referral.number} 已付起付线 300.00 元" in page.content.decode()


def test_the_gap_of_rates_and_the_price_of_each_institution_stand_on_a_page(client, place) -> None:
    place.centre.grade = "graded_a_township"
    place.centre.save()
    user = make_user()
    make_post(user=user, code="county_bureau", region="420324")
    client.force_login(user)
    page = client.get(reverse("insurance:prices")).content.decode()
    assert "甲等卫生院" in page and "差距符合要求" in page and "PRICE_COUNTY_TIER" in page


def test_without_rates_the_page_says_so(client) -> None:
    village = make_village()
    signed_in(client, institution=village.team.institution)
    page = client.get(reverse("workstation:costs", args=[make_resident().id]))
    assert "没有可用的医保支付比例" in page.content.decode()


def test_the_same_over_the_api(client, place) -> None:
    resident = make_resident()
    user = signed_in(client, institution=place.centre)
    token = issue_token(by=viewer_of(user), label="医保", at=at())
    ask = lambda key, body: client.post(  # noqa: E731
        f"/api/v1/residents/{key}/costs",
        body,
        content_type="application/json",
        headers={"Authorization": f"Bearer {token}"},
    )
    answer = ask(resident.id, {"visit": "inpatient", "amount_fen": 1_000_000})
    city = next(one for one in answer.json() if one["level"] == "city")
    assert (city["referred"]["own_fen"], city["unreferred"]["own_fen"]) == (415_000, 595_000)
    assert ask(uuid.uuid4(), {"visit": "inpatient", "amount_fen": 1}).status_code == 404
    assert ask(resident.id, {"visit": "inpatient", "amount_fen": -1}).status_code == 422
