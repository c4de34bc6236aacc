"""The pages of coverage: a region by its parts, the persons behind a count, closed to those who may not."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from jiayi.foundation.base.viewer import SystemViewer
from jiayi.insight.indicators import services
from tests.registry.access.factories import make_post, make_user
from tests.registry.organization.factories import make_region
from tests.service.agreements.factories import COUNTY, TOWNSHIP, make_resident, make_village, sign

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


@pytest.fixture
def snapshot():
    village = make_village()
    sign(village, make_resident(name="甲已签"))
    make_resident(name="乙未签")
    return services.compute_coverage(by=SystemViewer(), on=TODAY, at=datetime(2026, 11, 22, 4, tzinfo=UTC))


def _signed_in(client, post, region):
    user = make_user()
    make_post(user=user, code=post, region=region)
    client.force_login(user)
    return client


def test_the_bureau_goes_from_the_county_down_to_the_persons(client, snapshot):
    bureau = _signed_in(client, "county_bureau", COUNTY)
    assert bureau.get(reverse("indicators:coverage_home"))["Location"] == reverse("indicators:coverage", args=[COUNTY])
    county = bureau.get(reverse("indicators:coverage", args=[COUNTY])).content.decode()
    assert "50.0 %" in county
    persons = reverse("indicators:persons", args=[TOWNSHIP])
    assert "甲已签" in bureau.get(persons, {"standing": "signed"}).content.decode()
    unsigned = bureau.get(persons, {"standing": "unsigned"}).content.decode()
    assert "乙未签" in unsigned and "甲已签" not in unsigned


def test_before_the_first_computation_the_page_says_so(client):
    make_village()
    bureau = _signed_in(client, "county_bureau", COUNTY)
    assert bureau.get(reverse("indicators:coverage", args=[COUNTY])).status_code == 200
    assert bureau.get(reverse("indicators:persons", args=[COUNTY])).status_code == 404


@pytest.mark.parametrize("post", ["insurer", "partner"])
def test_partners_see_the_numbers_and_no_person(client, snapshot, post):
    partner = _signed_in(client, post, COUNTY)
    assert partner.get(reverse("indicators:coverage", args=[COUNTY])).status_code == 200
    assert partner.get(reverse("indicators:persons", args=[COUNTY])).status_code == 404


def test_other_regions_and_visitors_see_nothing(client, snapshot):
    url = reverse("indicators:coverage", args=[COUNTY])
    assert client.get(url).status_code == 302
    make_region("420325")
    stranger = _signed_in(client, "county_bureau", "420325")
    assert stranger.get(url).status_code == 404
    assert stranger.get(reverse("indicators:persons", args=[COUNTY])).status_code == 404


def test_garbage_in_the_address_is_not_found_or_ignored(client, snapshot):
    bureau = _signed_in(client, "county_bureau", COUNTY)
    persons = reverse("indicators:persons", args=[COUNTY])
    assert bureau.get(persons, {"after": "x"}).status_code == 404
    assert bureau.get(persons, {"population": "<x>", "standing": "?"}).status_code == 200


def test_a_page_of_coverage_takes_the_same_queries_for_more_villages(client, snapshot, django_assert_max_num_queries):
    bureau = _signed_in(client, "county_bureau", COUNTY)
    with django_assert_max_num_queries(25):
        bureau.get(reverse("indicators:coverage", args=[COUNTY]))
