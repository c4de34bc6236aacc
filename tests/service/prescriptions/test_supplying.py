"""What stock is short of, and what the county sends for it: nothing twice, nothing out of nothing."""

import io
from functools import partial
from uuid import uuid4

import pytest
from django.db.models import Sum
from django.urls import reverse
from python_calamine import CalamineWorkbook

from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import BadShape, LawBroken, NotVisible
from jiayi.service.prescriptions import selectors, services
from jiayi.service.prescriptions.models import StockLot, SupplyRequest
from jiayi.service.prescriptions.services import supplying
from tests.races import at_once
from tests.registry.access.factories import make_post, make_user
from tests.registry.organization import factories as organization
from tests.service.agreements.factories import COUNTY

from .factories import (
    DAY,
    NOON,
    ONE_DAY,
    dispensed,
    issue,
    issue_long,
    make_patient,
    make_place,
    passed,
    stocked,
    viewer,
)

pytestmark = pytest.mark.django_db
AMLODIPINE = ("amlodipine", "tablet", "5mg")


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr(clock, "today", lambda: DAY)


@pytest.fixture
def place():
    return make_place()


def hospital_of(place, *lots):
    """The county hospital with lots: units and last day of each."""
    hospital = organization.make_institution(COUNTY, name="县人民医院", kind="county_hospital", level="county")
    for number, (units, expires_on) in enumerate(lots):
        lot = {"drug": "amlodipine", "form": "tablet", "strength": "5mg", "number": f"H{number}"}
        common = {"by": place.pharmacist, "institution_id": hospital.id, "on": DAY, "at": NOON}
        services.receive_stock(**common, **lot, expires_on=expires_on, quantity=units)
    return hospital


def asked(place, hospital, units=100, **fields):
    usual = {"reason": "非基本药物", "submission_id": uuid4(), "on": DAY, "wanted": [(*AMLODIPINE, units)]}
    both = {"from_institution_id": place.institution.id, "to_institution_id": hospital.id}
    return services.ask_supply(by=place.pharmacist, **(usual | both | fields))


def sent(place, request, units=None):
    line = request.lines.get()
    quantities = {line.id: line.quantity if units is None else units}
    return services.send_supply(by=place.pharmacist, request_id=request.id, quantities=quantities, on=DAY, at=NOON)


def received(place, request):
    return services.receive_supply(by=place.pharmacist, request_id=request.id, on=DAY, at=NOON)


def need(place, on=DAY):
    return next(
        one for one in selectors.needs(place.pharmacist, place.institution.id, on=on) if one.drug == "amlodipine"
    )


def test_what_is_used_comes_due_and_must_be_kept_makes_the_suggested_order(place) -> None:
    stocked(place, 100)
    dispensed(place, passed(place, issue_long(place, make_patient(place))), 28)
    services.set_minimum(
        by=place.pharmacist,
        institution_id=place.institution.id,
        drug="amlodipine",
        form="tablet",
        strength="5mg",
        minimum=60,
    )
    found = need(place)
    assert (found.on_hand, found.used, found.minimum) == (72, 28, 60)
    assert found.coming == 28  # the next part opens within the days that an order covers
    assert found.suggested == 28 + 60 - 72


def test_expired_lots_are_not_usable(place) -> None:
    stocked(place, 100, expires_on=DAY + ONE_DAY)
    stocked(place, 50, number="A2", expires_on=DAY + 2 * ONE_DAY)
    assert need(place).on_hand == 150 and need(place, DAY + 2 * ONE_DAY).on_hand == 50


def test_the_county_sends_the_first_to_expire_and_the_township_receives_the_same_lots(place) -> None:
    hospital = hospital_of(place, (80, DAY + 300 * ONE_DAY), (80, DAY + 100 * ONE_DAY))
    request = sent(place, asked(place, hospital, 100))
    assert list(StockLot.objects.filter(institution=hospital).order_by("number").values_list("on_hand", flat=True)) == [
        60,
        0,
    ]
    received(place, request)
    here = StockLot.objects.filter(institution=place.institution).order_by("number")
    assert list(here.values_list("number", "on_hand")) == [("H0", 20), ("H1", 80)]
    with pytest.raises(LawBroken) as refused:
        received(place, request)
    assert refused.value.code == "E_SUPPLY_STATE"


def test_what_the_county_lacks_is_sent_short_or_not_at_all(place) -> None:
    hospital = hospital_of(place, (30, DAY + 300 * ONE_DAY))
    request = asked(place, hospital, 100)
    with pytest.raises(LawBroken) as refused:
        sent(place, request)
    assert refused.value.code == "E_STOCK_SHORT" and StockLot.objects.get().on_hand == 30
    with pytest.raises(BadShape):
        sent(place, request, 101)
    assert sent(place, request, 30).state == "sent"


def test_what_is_not_asked(place) -> None:
    hospital = hospital_of(place)
    for fields, code in (
        ({"wanted": []}, "E_SUPPLY_NOTHING"),
        ({"reason": ""}, "E_TEXT_NEEDED"),
        ({"wanted": [("nothing", "tablet", "1mg", 3)]}, "E_DRUG_UNKNOWN"),
        ({"to_institution_id": place.institution.id}, "E_SUPPLIER"),
    ):
        with pytest.raises(BadShape) as refused:
            asked(place, hospital, **fields)
        assert refused.value.code == code
    stranger = viewer(organization.make_practitioner(place.institution, "pharmacist"), "420325")
    with pytest.raises(NotVisible):
        services.decline_supply(by=stranger, request_id=asked(place, hospital).id, note="没有", on=DAY)


def test_declined_or_cancelled_it_is_over(place) -> None:
    hospital = hospital_of(place, (100, DAY + 300 * ONE_DAY))
    declined = services.decline_supply(by=place.pharmacist, request_id=asked(place, hospital).id, note="停产", on=DAY)
    cancelled = services.cancel_supply(by=place.pharmacist, request_id=asked(place, hospital).id, note="已购", on=DAY)
    for over in (declined, cancelled):
        with pytest.raises(LawBroken):
            sent(place, over)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_received_by_many_at_once_it_stands_once_in_stock() -> None:
    place = make_place()
    hospital = hospital_of(place, (100, DAY + 300 * ONE_DAY))
    request = sent(place, asked(place, hospital))
    answers = at_once([partial(received, place, request)] * 16)
    assert len([one for one in answers if isinstance(one, LawBroken)]) == 15
    assert StockLot.objects.get(institution=place.institution).on_hand == 100


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_without_the_lock_it_would_stand_in_stock_several_times(monkeypatch) -> None:
    place = make_place()
    hospital = hospital_of(place, (100, DAY + 300 * ONE_DAY))
    request = sent(place, asked(place, hospital))
    received_state = SupplyRequest.objects.get(pk=request.pk)
    monkeypatch.setattr(supplying, "_held", lambda by, key, state, keeps: SupplyRequest.objects.get(pk=key))
    at_once([partial(received, place, received_state)] * 16)
    assert StockLot.objects.filter(institution=place.institution).aggregate(units=Sum("on_hand"))["units"] > 100


def test_pages_from_the_shortage_to_the_receipt(client, place) -> None:
    hospital = hospital_of(place, (500, DAY + 300 * ONE_DAY))
    user = make_user()
    make_post(user=user, code="pharmacist", institution=place.institution)
    make_post(user=user, code="pharmacist", institution=hospital)
    client.force_login(user)
    passed(place, issue(place, make_patient(place)))

    def url(name, *arguments):
        return reverse(f"prescriptions:{name}", args=arguments)

    client.post(url("stock_minimum", place.institution.id), {"drug": "amlodipine|tablet|5mg", "minimum": "50"})
    page = client.get(url("stock_needs", place.institution.id)).content.decode()
    assert "氨氯地平" in page and "缺药" in page
    file = client.post(url("stock_needs", place.institution.id), {"export": "all-xlsx"})
    rows = CalamineWorkbook.from_filelike(io.BytesIO(file.getvalue())).get_sheet_by_index(0).to_python()
    assert any(78 in row or "78" in row for row in rows)  # 28 that come due and the minimum of 50
    form = client.get(url("ask_supply", place.institution.id)).content.decode()
    assert 'value="78"' in form
    filled = {
        "to_institution": str(hospital.id),
        "reason": "缺药",
        "submission_id": str(uuid4()),
        "lines.0.drug": "amlodipine|tablet|5mg",
        "lines.0.quantity": "78",
    }
    asked_page = client.post(url("ask_supply", place.institution.id), filled)["Location"]
    request = SupplyRequest.objects.get()
    client.post(url("send_supply", request.id), {f"quantity_{request.lines.get().id}": "78"})
    assert "H0" in client.get(asked_page).content.decode()
    client.post(url("receive_supply", request.id))
    assert StockLot.objects.get(institution=place.institution).on_hand == 78
    assert "已收货" in client.get(url("supply_requests")).content.decode()
