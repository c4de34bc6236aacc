"""Checks of what is uniform and what is posted: what schemes ask for, what is kept, and who may."""

import datetime as dt
from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction

from jiayi.foundation.audit.models import Entry
from jiayi.foundation.base.errors import BadShape, LawBroken, NotVisible
from jiayi.registry.organization import selectors, services
from jiayi.registry.organization.models import PublicityCheck
from jiayi.registry.organization.terms import CheckKind, Finding
from tests.registry.organization.factories import (
    COUNTY,
    make_adoption,
    make_county,
    make_device,
    make_institution,
    make_viewer,
)

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 22)
TOWNSHIP = f"{COUNTY}100"
CHECKER = make_viewer("publicity_check", regions=(COUNTY,))


@pytest.fixture
def centre():
    make_county(townships=2)
    make_adoption(COUNTY, "doctors-into-families")
    return make_institution(TOWNSHIP, name="城关镇卫生院", hotline="0719-120")


def asked(kind: CheckKind, *schemes: str):
    return selectors.asked_of(kind, ["national", *schemes], TODAY)


def findings(kind: CheckKind, *missing: str) -> list[Finding]:
    pairs = asked(kind, "doctors-into-families").pairs
    return [Finding(item, place, item not in missing, "缺" if item in missing else "") for item, place in pairs]


def record(centre, kind=CheckKind.UNIFIED, found=None, by=CHECKER, checked_on=TODAY):
    found = findings(kind) if found is None else found
    return services.record_check(
        by=by, institution_id=centre.id, kind=kind, checked_on=checked_on, findings=found, on=TODAY
    )


def test_what_is_looked_at_stands_in_the_schemes():
    five = asked(CheckKind.UNIFIED, "doctors-into-families")
    assert five.items == ("speech", "dress_and_badge", "service_flow", "service_requirements", "service_kit")
    assert "S2.3-06" in str(five.reasons)
    assert asked(CheckKind.UNIFIED, "urban-team").items == ("uniform", "badge", "vehicle", "service_kit")
    fifteen = asked(CheckKind.OPEN, "doctors-into-families")
    assert len(fifteen.pairs) == 15 and ("hotline", "residential_area") in fifteen.pairs
    assert asked(CheckKind.OPEN, "county-2018").pairs == [
        ("public_board", "home"),
        ("public_board", "village"),
        ("public_board", "hospital"),
    ]
    assert asked(CheckKind.OPEN).items == () and asked(CheckKind.UNIFIED).items == ()


def test_a_check_keeps_what_was_missing_and_a_later_one_stands_beside_it(centre):
    first = record(centre, found=findings(CheckKind.UNIFIED, "speech", "service_kit"), checked_on=dt.date(2026, 5, 1))
    assert (first.asked, first.missing) == (5, 2)
    record(centre)
    kept = list(selectors.checks_of(CHECKER, centre.id))
    assert [check.missing for check in kept] == [0, 2]
    assert {one.item for one in kept[1].findings.all() if not one.is_met} == {"speech", "service_kit"}
    entry = Entry.objects.filter(act="organization.record_check").latest("id")
    assert entry.details["kind"] == "unified" and entry.details["missing"] == 0


def test_the_list_shows_the_latest_check_of_each_kind_in_one_query(centre, django_assert_num_queries):
    never = make_institution(f"{COUNTY}101")
    record(centre, found=findings(CheckKind.UNIFIED, "speech"), checked_on=dt.date(2026, 5, 1))
    record(centre, found=findings(CheckKind.UNIFIED, "service_flow", "service_kit"))
    record(centre, kind=CheckKind.OPEN)
    with django_assert_num_queries(1):
        rows = {row.id: row for row in selectors.checked_places(CHECKER)}
    row = rows[centre.id]
    assert (row.unified_on, row.unified_missing) == (TODAY, 2)
    assert row.unified_lacking == ["service_flow", "service_kit"]
    assert (row.open_missing, row.open_lacking) == (0, [])
    assert rows[never.id].unified_missing is None


@pytest.mark.parametrize("spoil", [lambda found: found[:-1], lambda found: [*found, found[0]], lambda found: []])
def test_a_check_answers_every_item_once(centre, spoil):
    with pytest.raises(BadShape):
        record(centre, found=spoil(findings(CheckKind.UNIFIED)))
    with pytest.raises(BadShape):
        record(centre, found=[replace(one, item="anything") for one in findings(CheckKind.UNIFIED)])
    assert not PublicityCheck.objects.exists()


def test_a_check_is_not_of_tomorrow_and_not_of_what_no_scheme_asks(centre):
    with pytest.raises(LawBroken, match="不能晚于今天"):
        record(centre, checked_on=TODAY + dt.timedelta(days=1))
    with pytest.raises(LawBroken, match="没有规定"):
        record(make_institution("420325100"), by=make_viewer("publicity_check", regions=("420325",)))


def test_nobody_checks_elsewhere_or_sees_the_checks_of_others(centre):
    stranger = make_viewer("publicity_check", regions=(f"{COUNTY}101",))
    with pytest.raises(NotVisible):
        record(centre, by=stranger)
    with pytest.raises(NotVisible):
        record(centre, by=make_viewer("team_read", regions=(COUNTY,)))
    record(centre)
    assert not selectors.checks_of(stranger, centre.id) and not selectors.checked_places(stranger)


def test_a_check_cannot_miss_more_than_it_asked(centre):
    with pytest.raises(IntegrityError), transaction.atomic():
        PublicityCheck.objects.create(institution=centre, kind="open", checked_on=TODAY, asked=1, missing=2)


def test_the_page_records_a_check_and_shows_what_is_on_record(place, browser):
    from tests.registry.organization.test_pages import text, url

    make_device(place.centre, kind="badge")
    client = browser()
    address = url("check", place.centre.id, "unified")
    page = text(client.get(address))
    assert "统一服装" in page and "胸牌 1" in page and "S2.1-22" in page
    data = {
        "checked_on": TODAY.isoformat(),
        "met": ["uniform@", "badge@"],
        "note-vehicle": "没有车辆",
        "note": "限期整改",
    }
    assert client.post(address, data).status_code == 302
    page = text(client.get(address))
    assert "缺 2 / 4 项" in page and "服务车辆：没有车辆" in page and "限期整改" in page and "王丽萍" in page
    assert "缺 2 项" in text(client.get(url("checks"), {"unified": "lacking"}))
    assert place.centre.name not in text(client.get(url("checks"), {"unified": "whole"}))
    future = client.post(address, data | {"checked_on": "2027-01-01"})
    assert future.status_code == 422 and "没有车辆" in text(future), "what was typed stays"
    assert client.get(url("check", place.centre.id, "nonsense")).status_code == 404


def test_the_list_of_checks_is_taken_away_with_what_is_missing(place, browser):
    from tests.registry.organization.test_pages import url

    client = browser()
    data = {"checked_on": TODAY.isoformat(), "met": ["badge@", "vehicle@", "service_kit@"]}
    client.post(url("check", place.centre.id, "unified"), data)
    body = b"".join(client.post(url("checks"), {"export": "all-csv"}).streaming_content).decode("utf-8-sig")
    assert "统一服装" in body and "2026-11-22" in body
    assert Entry.objects.filter(act="organization.export_checks").exists()


def test_who_is_on_the_list_of_staff_chooses_on_a_page_what_is_shown(place, browser):
    from tests.registry.organization.test_pages import text, url

    person = place.team.leader
    client = browser("doctor", practitioner=person)
    assert "我的公示信息" in text(client.get(url("my_publication")))
    data = {"introduction": "全科二十年", "public_fields": ["introduction", "phone"]}
    assert client.post(url("my_publication"), data).status_code == 302
    person.refresh_from_db()
    assert (person.public_fields, person.public_agreed_on) == (["introduction", "phone"], TODAY)
    assert client.post(url("my_publication"), {"public_fields": ["licence_number"]}).status_code == 422
    assert browser("doctor").get(url("my_publication")).status_code == 404
