"""The policy told, the service offered, reactions that hold orders, and what a household has at home."""

import io
from functools import partial
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import translation
from python_calamine import CalamineWorkbook

from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import BadShape, LawBroken, NotVisible
from jiayi.service.prescriptions import presenters, selectors, services
from jiayi.service.prescriptions.models import AdverseReaction, BoxCheck, PolicyNotice, Prescription
from jiayi.service.prescriptions.terms import BoxFinding, ReactionReport
from tests.races import at_once
from tests.registry.access.factories import make_post, make_user
from tests.registry.organization import factories as organization
from tests.registry.people import factories as people

from .factories import (
    DAY,
    NOON,
    ONE_DAY,
    dispensed,
    issue,
    make_patient,
    make_place,
    passed,
    stocked,
    viewer,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr(clock, "today", lambda: DAY)
    monkeypatch.setattr(clock, "now", lambda: NOON)


@pytest.fixture
def place():
    return make_place()


@pytest.fixture
def teller(place):
    return viewer(place.village.doctor)


def url(name, *arguments):
    return reverse(f"prescriptions:{name}", args=arguments)


def signed_in(client, place, post="doctor"):
    user = make_user(practitioner=place.village.doctor)
    make_post(user=user, code=post, institution=place.institution)
    client.force_login(user)
    return client


def tell(by, *residents, **fields):
    usual = {"way": "face", "told_on": DAY, "on": DAY}
    return services.tell_policy(by=by, resident_ids=[one.id for one in residents], **(usual | fields))


def telling(place):
    doctor = viewer(place.village.doctor)
    return type(doctor)((*doctor.permissions, "service_record"), doctor.prefixes, actor_id=uuid4())


def test_told_once_the_first_day_counts(place) -> None:
    by, patient = telling(place), make_patient(place)
    assert tell(by, patient) == 1 and tell(by, patient, told_on=DAY - ONE_DAY) == 0
    assert PolicyNotice.objects.get().told_on == DAY
    with pytest.raises(BadShape):
        tell(by, patient, told_on=DAY + ONE_DAY)
    stranger = type(by)(by.permissions, ("420325",), actor_id=uuid4())
    assert tell(stranger, make_patient(place)) == 0


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_told_by_many_at_once_one_notice_stands() -> None:
    place = make_place()
    patient = make_patient(place)
    answers = at_once([partial(tell, telling(place), patient)] * 8)
    assert not [one for one in answers if isinstance(one, Exception)] and PolicyNotice.objects.count() == 1


def test_the_list_shows_who_was_not_told_and_notes_those_who_are_ticked(client, place) -> None:
    signed_in(client, place)
    first, second = make_patient(place, name="甲一"), make_patient(place, name="乙二")
    page = client.get(url("notices")).content.decode()
    assert "甲一" in page and "乙二" in page
    client.post(url("tell"), {"resident": [str(first.id)], "told_on": DAY.isoformat(), "way": "lecture"})
    assert PolicyNotice.objects.get().resident_id == first.id
    page = client.get(url("notices")).content.decode()
    assert "甲一" not in page and "乙二" in page
    file = client.post(url("notices") + "?told=yes", {"export": "all-xlsx"})
    rows = CalamineWorkbook.from_filelike(io.BytesIO(file.getvalue())).get_sheet_by_index(0).to_python()
    assert any("甲一" in row for row in rows) and not any(second.name in row for row in rows)


def test_an_institution_offers_the_service_by_an_order_or_by_its_word(client, place) -> None:
    patient = make_patient(place)

    def offered():
        (found,) = selectors.offering_institutions(place.doctor)
        return selectors.is_offering(found, DAY), selectors.is_offering(found, DAY + 366 * ONE_DAY)

    assert offered() == (False, False)
    issue(place, patient)
    assert offered() == (True, False)
    signed_in(client, place, "institution_manager")
    assert "已开展" in client.get(url("offering")).content.decode()
    sent = client.post(url("open_service", place.institution.id), {"opened_on": DAY.isoformat()})
    assert sent.status_code == 302 and offered() == (True, True)


def reported(place, patient, **fields):
    usual = {
        "resident_id": patient.id,
        "drug": "amlodipine",
        "began_on": DAY,
        "severity": "moderate",
        "description": "踝部水肿",
        "measures": "stopped",
        "outcome": "better",
        "submission_id": uuid4(),
    }
    return services.report_reaction(by=place.doctor, report=ReactionReport(**(usual | fields)), on=DAY)


@pytest.mark.parametrize(("severity", "state"), [("mild", "active"), ("moderate", "held"), ("severe", "held")])
def test_a_reaction_that_is_bad_enough_holds_the_orders(place, severity, state) -> None:
    patient = make_patient(place)
    order = passed(place, issue(place, patient))
    reported(place, patient, severity=severity, prescription_id=order.id)
    order.refresh_from_db()
    assert order.state == state
    assert order.hold_reasons == (["adverse_reaction"] if state == "held" else [])


def test_a_reaction_is_whole_sent_once_and_seen_by_who_may(place) -> None:
    patient = make_patient(place)
    sent = uuid4()
    one = reported(place, patient, submission_id=sent)
    assert reported(place, patient, submission_id=sent).id == one.id and AdverseReaction.objects.count() == 1
    for fields in ({"severity": "huge"}, {"description": " "}, {"began_on": DAY + ONE_DAY}):
        with pytest.raises(BadShape):
            reported(place, patient, **fields)
    send = partial(services.send_reaction, by=place.doctor, reaction_id=one.id, sent_on=DAY, on=DAY)
    assert send(number="R2026").report_number == "R2026"
    with pytest.raises(LawBroken):
        send(number="R2027")
    with pytest.raises(NotVisible):
        selectors.reaction_for(viewer(organization.make_practitioner(), "420325"), one.id)


def test_a_reaction_is_reported_from_the_order_and_listed(client, place) -> None:
    signed_in(client, place)
    patient = make_patient(place)
    order = passed(place, issue(place, patient))
    address = url("report_reaction", patient.id) + f"?order={order.id}"
    assert "怀疑药品" in client.get(address).content.decode()
    filled = {
        "drug": "amlodipine",
        "began_on": DAY.isoformat(),
        "severity": "severe",
        "description": "皮疹",
        "measures": "stopped",
        "outcome": "recovered",
        "submission_id": str(uuid4()),
    }
    refused = client.post(address, filled | {"severity": ""})
    assert refused.status_code == 422 and "皮疹" in refused.content.decode()
    client.post(address, filled)
    one = AdverseReaction.objects.get()
    assert Prescription.objects.get().state == "held" and "氨氯地平" in client.get(url("reactions")).content.decode()
    with translation.override("en"):
        assert presenters.reaction_row(AdverseReaction.objects.get())["drug"] == "Amlodipine"
    client.post(url("reaction", one.id), {"number": "R1", "sent_on": DAY.isoformat()})
    assert "R1" in client.get(url("reaction", one.id)).content.decode()


def home_with_medicine(place):
    """A household of a patient who has taken five of twenty-eight days."""
    patient = make_patient(place)
    household = people.make_household(members=1, village=patient.region_id)
    type(patient).objects.filter(pk=patient.pk).update(household=household)
    stocked(place)
    order = passed(place, issue(place, patient))
    dispensed(place, order)
    return household, order


def test_the_box_tells_what_should_be_left_until_when(place) -> None:
    household, order = home_with_medicine(place)
    (found,) = selectors.box_of(place.doctor, household.id, on=DAY + 5 * ONE_DAY)
    assert (found.given, found.expected_left, found.until) == (28, 23, DAY + 27 * ONE_DAY)
    assert found.expires_on.isoformat() == "2028-01-01" and found.order.id == order.id
    (later,) = selectors.box_of(place.doctor, household.id, on=DAY + 40 * ONE_DAY)
    assert later.expected_left == 0
    with pytest.raises(NotVisible):
        selectors.box_of(viewer(organization.make_practitioner(), "420325"), household.id, on=DAY)


def test_a_home_visit_keeps_what_was_counted_and_found(client, place) -> None:
    household, order = home_with_medicine(place)
    item = order.items.get()
    common = {"by": place.doctor, "household_id": household.id, "advice": "按时服药", "on": DAY}
    sent = uuid4()
    finding = BoxFinding(item.id, 20, ("badly_stored",))
    one = services.check_box(**common, findings=[finding], submission_id=sent)
    assert services.check_box(**common, findings=[finding], submission_id=sent).id == one.id
    assert one.findings[0]["left"] == 20 and one.findings[0]["expected"] == 28
    with pytest.raises(NotVisible):
        services.check_box(**common, findings=[BoxFinding(uuid4())], submission_id=uuid4())
    signed_in(client, place)
    page = client.get(url("medicine_box", household.id)).content.decode()
    assert "存放不当" in page and "按时服药" in page and "氨氯地平" in page
    filled = {f"left_{item.id}": "18", f"problems_{item.id}": ["expired"], "submission_id": str(uuid4())}
    assert client.post(url("medicine_box", household.id), filled).status_code == 302
    assert BoxCheck.objects.count() == 2
    assert "家庭药箱" in client.get(url("box_of_household", household.id)).content.decode()
