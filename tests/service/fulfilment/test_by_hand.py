"""Services entered by hand, what residents say of them, and whether the agreement is effective."""

import datetime as dt

import pytest

from jiayi.foundation.base.errors import BadShape, LawBroken, NotVisible
from jiayi.foundation.base.viewer import SystemViewer
from jiayi.foundation.rulebook import rulebook, value_on
from jiayi.service.fulfilment.models import DoneService, Standing
from jiayi.service.fulfilment.selectors import effectiveness_of, promises_of, unserved
from jiayi.service.fulfilment.services import judge_all, record_service, record_testimony, void_service
from tests.registry.people import factories as people
from tests.service.agreements.factories import DOCTORS, make_signer

from .factories import (
    HYPERTENSION,
    SIGNED_ON,
    agreement_of,
    done,
    ledger,
    make_resident,
    make_village,
    saved,
    sign,
)

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
LATER = SIGNED_ON + 20 * DAY
CONSULTED = {"item": "specialist_consultation", "mode": "clinic"}
STAFF = (*DOCTORS, "fulfilment_read", "service_record")


@pytest.fixture
def by():
    return make_signer(permissions=STAFF)


@pytest.fixture
def village():
    return make_village()


def advised(by, resident, **fields) -> DoneService:
    usual = {"item": "contact", "done_on": LATER, "mode": "phone", "on": LATER}
    return record_service(by=by, resident_id=resident.id, **(usual | fields))


def effective(resident, on: dt.date = LATER):
    agreement = agreement_of(resident)
    return effectiveness_of([agreement.id], on)[agreement.id]


def test_a_service_without_a_form_is_entered_by_hand_and_consumes(village, by):
    resident = make_resident()
    sign(village, resident)
    advised(by, resident)
    advised(by, resident, item="booking")
    assert done(resident, "booking") == done(resident, "contact") == 1


def test_every_way_of_fulfilment_that_a_document_names_is_one_of_some_service(village, by):
    ways = {
        "face_to_face": {"clinic", "home"},
        "handbook": {"handbook"},
        "phone": {"phone"},
        "message": {"message"},
        "social_software": {"social"},
        "system": {"system"},
    }
    asked = value_on("fulfilment.modes", LATER, ["national", "shandong-2022"])
    offered = {mode for item in rulebook().items.values() for mode in item.modes}
    assert set(asked) == set(ways)
    assert set().union(*ways.values()) | {"group"} <= offered
    resident = make_resident()
    sign(village, resident)
    advised(by, resident, mode="social")
    assert done(resident, "contact") == 1
    with pytest.raises(BadShape, match="E_SERVICE_WAY"):
        advised(by, resident, mode="handbook")


def test_what_a_package_promises_needs_an_agreement_in_force_that_day(village, by):
    resident = make_resident()
    with pytest.raises(LawBroken) as refusal:
        advised(by, resident, **CONSULTED)
    assert refusal.value.code == "B_SERVICE_NOT_PROMISED"
    sign(village, resident, packages=("basic", "intermediate"))
    advised(by, resident, **CONSULTED)
    with pytest.raises(LawBroken):
        advised(by, resident, **CONSULTED, done_on=SIGNED_ON - DAY)
    assert done(resident, "specialist_consultation") == 1


@pytest.mark.parametrize("item", ["contact", "basic_medical", "booking"])
def test_basic_services_are_given_to_the_unsigned_and_consume_nothing(village, by, item):
    resident = make_resident()
    advised(by, resident, item=item, mode="clinic")
    assert DoneService.objects.get().items == [item]
    assert not ledger(resident, item)


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"item": "nothing"}, "E_SERVICE_UNKNOWN"),
        ({"item": "follow_up_hypertension"}, "E_SERVICE_BY_FORM"),
        ({"mode": "group"}, "E_SERVICE_WAY"),
        ({"evidence": "a"}, "E_SERVICE_GRADE"),
        ({"done_on": LATER + DAY}, "E_SERVICE_IN_FUTURE"),
    ],
)
def test_what_does_not_fit_is_refused(village, by, fields, code):
    resident = make_resident()
    sign(village, resident)
    with pytest.raises(BadShape) as refusal:
        advised(by, resident, **fields)
    assert refusal.value.code == code


def test_who_may_not_record_there_finds_nobody(village):
    resident = make_resident()
    elsewhere = make_signer("420325", permissions=STAFF)
    for viewer in (elsewhere, make_signer(permissions=DOCTORS)):
        with pytest.raises(NotVisible):
            advised(viewer, resident)


def test_what_was_entered_by_hand_is_taken_back_with_a_reason_and_once(village, by):
    resident = make_resident()
    sign(village, resident)
    entered = advised(by, resident)
    with pytest.raises(BadShape):
        void_service(by=by, service_id=entered.id, reason=" ", on=LATER)
    void_service(by=by, service_id=entered.id, reason="误录", on=LATER)
    assert done(resident, "contact") == 0
    with pytest.raises(BadShape):
        void_service(by=by, service_id=entered.id, reason="误录", on=LATER)


def test_a_service_of_a_record_goes_with_its_record_only(village, by):
    resident = make_resident()
    sign(village, resident, packages=HYPERTENSION)
    record_id = saved(resident, LATER)
    with pytest.raises(BadShape, match="E_SERVICE_OF_RECORD"):
        void_service(by=by, service_id=record_id, reason="误录", on=LATER)


def test_staff_entry_that_the_resident_confirms_is_proved_by_both(village, by):
    resident = make_resident()
    sign(village, resident)
    entered = advised(by, resident)
    assert not effective(resident).is_effective and effective(resident).uncounted == 1
    record_testimony(by=by, service_id=entered.id, opinion="confirmed", heard="phone", said_on=LATER, on=LATER)
    assert ledger(resident, "contact")[-1] == ("consume", 1, False, "b")
    assert effective(resident).is_effective


def test_a_disputed_service_counts_for_nothing_until_it_is_settled(village, by):
    resident = make_resident()
    sign(village, resident)
    entered = advised(by, resident, evidence="b")
    said = {"by": by, "service_id": entered.id, "heard": "visit", "said_on": LATER, "on": LATER}
    with pytest.raises(BadShape):
        record_testimony(opinion="disputed", **said)
    record_testimony(opinion="disputed", reason="当天不在家", **said)
    assert not effective(resident).is_effective
    record_testimony(opinion="confirmed", **said)
    assert effective(resident).is_effective


def test_a_word_about_one_day_does_not_prove_another(village, by):
    resident = make_resident()
    sign(village, resident, packages=HYPERTENSION)
    record_id = saved(resident, LATER)
    record_testimony(by=by, service_id=record_id, opinion="confirmed", heard="visit", said_on=LATER, on=LATER)
    saved(resident, LATER - DAY, record_id=record_id, version=2)
    assert DoneService.objects.get().opinion == ""
    saved(resident, LATER, record_id=record_id, version=3)
    assert ledger(resident)[-1] == ("consume", 3, False, "b")


def test_the_page_tells_promised_done_remaining_late_and_the_grades(village, by):
    resident = make_resident()
    sign(village, resident, packages=HYPERTENSION)
    saved(resident, LATER, evidence="a")
    spring = SIGNED_ON + 200 * DAY
    (year,) = promises_of(by, agreement_of(resident).id, spring).years
    item = next(one for one in year.items if one.item == "follow_up_hypertension")
    assert (item.quantity, item.done, item.remaining, item.overdue) == (4, 1, 3, 1)
    assert dict(item.grades) == {"a": 1}
    assert next(one for one in year.items if one.item == "booking").overdue == 0


def test_what_is_missing_is_told_by_the_decision(village, by):
    resident = make_resident()
    people.make_group(resident, group="hypertension")
    sign(village, resident, packages=HYPERTENSION)
    spring = SIGNED_ON + 200 * DAY
    saved(resident, LATER, evidence="a")
    found = effective(resident, spring)
    assert [(one["item"], one["due"], one["done"]) for one in found.missing] == [
        ("follow_up_hypertension", 2, 1),
        ("assessment", 1, 0),
    ]


def test_those_signed_and_not_served_are_listed_by_name_until_they_are(village, by):
    resident, other = make_resident(name="未服"), make_resident(name="已服")
    for one in (resident, other):
        sign(village, one)
    advised(by, other, evidence="b")
    assert [one.resident.name for one in unserved(by)] == ["未服"]
    assert not unserved(make_signer("420325", permissions=STAFF))
    judge_all(by=SystemViewer(), on=SIGNED_ON + 120 * DAY)
    assert Standing.objects.get(agreement__resident=resident).missing == ["contact"]
    assert Standing.objects.get(agreement__resident=other).is_effective


def test_everybody_is_judged_in_as_many_queries_as_one(village, by, django_assert_max_num_queries):
    for number in range(6):
        sign(village, make_resident(name=f"居民{number}"))
    with django_assert_max_num_queries(16):
        assert judge_all(by=SystemViewer(), on=LATER) == 6
