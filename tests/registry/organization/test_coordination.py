"""Who carries the service together in a region: asked for by documents, named by the bureau, ended, kept."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from jiayi.foundation.audit.models import Entry
from jiayi.foundation.base.errors import NotVisible
from jiayi.registry.organization import selectors, services
from jiayi.registry.organization.models import Coordinator
from jiayi.registry.organization.terms import CoordinationPart
from tests.registry.access.factories import make_post, make_user
from tests.registry.organization.factories import COUNTY, make_adoption, make_county, make_viewer

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 30)
KEEPER, READER = make_viewer("institution_write", regions=(COUNTY,)), make_viewer("team_read", regions=(COUNTY,))


@pytest.fixture
def client_of():
    def sign_in(post: str, **place) -> Client:
        user = make_user(name="王丽萍")
        make_post(user=user, code=post, **place)
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in


@pytest.fixture
def county():
    make_county(townships=1, villages=1)


def named(**told) -> Coordinator:
    usual = {"part": "leading_group", "seat": "subdistrict_director", "name": "周建国", "starts_on": TODAY}
    return services.name_coordinator(by=KEEPER, region_code=COUNTY, **(usual | told))


def part_of(part: CoordinationPart, on: dt.date = TODAY):
    return next(one for one in selectors.coordination(COUNTY, on) if one.part == part)


def test_seats_that_a_document_asks_for_are_empty_until_somebody_is_named(county):
    assert part_of(CoordinationPart.LEADING_GROUP).seats == []
    make_adoption(COUNTY, "subdistrict")
    seats = part_of(CoordinationPart.LEADING_GROUP).seats
    assert [seat.code for seat in seats] == ["subdistrict_director", "community_secretary", "station_head"]
    assert not any(seat.holders for seat in seats)
    named(position="街道办事处主任", phone="0719-2720000")
    first, *rest = part_of(CoordinationPart.LEADING_GROUP).seats
    assert [one.name for one in first.holders] == ["周建国"] and not any(seat.holders for seat in rest)
    told = Entry.objects.get(act="organization.name_coordinator")
    assert told.details["seat"] == "subdistrict_director" and "周建国" not in str(told.details)


def test_somebody_whom_no_document_asks_for_has_a_seat_too_and_an_ended_one_has_none(county):
    one = named(seat="other")
    assert [(seat.code, seat.is_asked) for seat in part_of(CoordinationPart.LEADING_GROUP).seats] == [("other", False)]
    services.end_coordinator(by=KEEPER, region_code=COUNTY, coordinator_id=one.id, ends_on=TODAY)
    assert part_of(CoordinationPart.LEADING_GROUP, TODAY + dt.timedelta(days=1)).seats == []
    later = named(seat="other", starts_on=TODAY + dt.timedelta(days=5))
    services.end_coordinator(by=KEEPER, region_code=COUNTY, coordinator_id=later.id, ends_on=TODAY)
    assert not Coordinator.objects.filter(id=later.id).exists()


def test_nobody_names_or_ends_where_they_do_not_keep_the_region(county):
    one = named()
    with pytest.raises(NotVisible):
        services.name_coordinator(
            by=READER, region_code=COUNTY, part="office", seat="other", name="周建国", starts_on=TODAY
        )
    with pytest.raises(NotVisible):
        services.end_coordinator(by=READER, region_code=COUNTY, coordinator_id=one.id, ends_on=TODAY)
    with pytest.raises(NotVisible):
        services.end_coordinator(by=KEEPER, region_code=f"{COUNTY}100", coordinator_id=one.id, ends_on=TODAY)


def test_no_seat_ends_before_it_begins(county):
    one = named()
    with pytest.raises(IntegrityError), transaction.atomic():
        Coordinator.objects.filter(id=one.id).update(ends_on=TODAY - dt.timedelta(days=2))


def test_the_page_names_offices_departments_and_helpers_with_the_document_that_asks(county, client_of):
    for scheme in ("shandong-2022", "township-hospital"):
        make_adoption(COUNTY, scheme)
    address = reverse("organization:coordination", args=[COUNTY])
    bureau = client_of("county_bureau", region=COUNTY)
    page = bureau.get(address).text
    for words in ("分级诊疗办公室", "民政部门", "社会体育指导员", "8 项未落实", "S3-02"):
        assert words in page
    sent = {"seat": "office:tiered_care_office", "name": "李秀英", "position": "医政股", "starts_on": "2026-11-30"}
    assert bureau.post(address, sent | {"name": ""}).status_code == 422
    assert bureau.post(address, sent).status_code == 302
    page = bureau.get(address).text
    assert "李秀英" in page and "已落实" in page
    assert client_of("doctor", region=f"{COUNTY}100").post(address, sent).status_code == 404
    end = reverse("organization:end_coordinator", args=[COUNTY, Coordinator.objects.get().id])
    assert bureau.post(end).status_code == 302 and Coordinator.objects.get().ends_on is not None
