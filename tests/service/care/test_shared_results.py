"""Results of other institutions: kept once, marked, shown with their source, withdrawn, sent over the API."""

import datetime as dt
from decimal import Decimal

import pytest
from django.test import Client

from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import BadShape, LawBroken, NotVisible
from jiayi.service.care import selectors, services
from jiayi.service.care.models import Observation, SharedResult
from jiayi.service.care.terms import ResultRequest, ResultWay
from tests.registry.access.factories import make_post, make_user

from .factories import DAY, NOON, carer, hypertension, make_village
from .test_api import send

__all__ = ["send"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def resident():
    make_village()
    return hypertension()


def asked(resident, **changes) -> ResultRequest:
    usual = {
        "resident_id": resident.id,
        "item": "hba1c",
        "performed_on": dt.date(2026, 10, 20),
        "institution_name": "县人民医院",
        "level": "county",
        "report_number": "JY20261020-7",
        "way": ResultWay.PAPER,
        "number": Decimal("7.4"),
        "reference": "4.0–6.0",
        "is_abnormal": True,
    }
    return ResultRequest(**(usual | changes))


def share(resident, *, by=None, **changes) -> SharedResult:
    return services.share_result(by=by or carer(), asked=asked(resident, **changes), on=DAY)


def test_a_result_is_kept_with_its_source_and_its_number_stands_among_the_values(resident) -> None:
    kept = share(resident)
    assert (kept.institution_name, kept.level, kept.unit) == ("县人民医院", "county", "percent")
    seen = Observation.objects.get()
    assert (seen.code, seen.number, seen.source) == ("hba1c", Decimal("7.4"), "shared")


def test_a_result_of_this_morning_does_not_stand_in_the_future(resident) -> None:
    today = clock.today()
    kept = services.share_result(by=carer(), asked=asked(resident, performed_on=today), on=today)
    assert kept.observation.at <= clock.now()


def test_the_same_report_is_kept_once_and_may_not_say_something_else(resident) -> None:
    assert share(resident) == share(resident)
    with pytest.raises(LawBroken, match="同一份报告"):
        share(resident, number=Decimal("7.1"))
    assert SharedResult.objects.count() == Observation.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"item": "mood"}, "item"),
        ({"level": "moon"}, "level"),
        ({"number": None}, "conclusion"),
        ({"item": "chest_x_ray"}, "number"),
        ({"number": Decimal(99)}, "number"),
        ({"performed_on": dt.date(2027, 1, 1)}, "performed_on"),
        ({"reported_on": dt.date(2026, 10, 1)}, "reported_on"),
        ({"report_number": " "}, "report_number"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(resident, changes, field) -> None:
    with pytest.raises(BadShape) as refused:
        share(resident, **changes)
    assert refused.value.breaches[0]["field"] == field


def test_a_withdrawn_result_and_its_value_are_shown_no_more_and_it_may_be_entered_again(resident) -> None:
    kept = share(resident)
    with pytest.raises(BadShape):
        services.withdraw_result(by=carer(), result_id=kept.id, note=" ", at=NOON)
    services.withdraw_result(by=carer(), result_id=kept.id, note="录错人", at=NOON)
    assert not selectors.shared_results(carer(), resident.id) and Observation.objects.get().is_voided
    with pytest.raises(NotVisible):
        services.withdraw_result(by=carer(), result_id=kept.id, note="录错人", at=NOON)
    assert share(resident, number=Decimal("7.1")).number == Decimal("7.1")


def test_the_latest_result_of_an_examination_is_found_for_who_decides_on_repeating_it(resident) -> None:
    share(resident)
    last = share(resident, report_number="2", performed_on=dt.date(2026, 10, 30), number=Decimal("7.0"))
    share(resident, item="chest_x_ray", number=None, conclusion="两肺未见异常", report_number="3")
    found = selectors.latest_results(carer(), resident.id, ["hba1c", "chest_x_ray", "ldl"])
    assert found["hba1c"] == last and found.keys() == {"hba1c", "chest_x_ray"}
    assert selectors.latest_results(carer(), resident.id, ["hba1c"], since=dt.date(2026, 11, 1)) == {}


def test_the_wrong_person_finds_nothing(resident) -> None:
    kept = share(resident)
    for by in (carer("420324102"), carer(permissions=("resident_read",))):
        with pytest.raises(NotVisible):
            share(resident, by=by, report_number="9")
        with pytest.raises(NotVisible):
            selectors.shared_results(by, resident.id)
        with pytest.raises(NotVisible):
            services.withdraw_result(by=by, result_id=kept.id, note="x", at=NOON)


@pytest.fixture
def doctor(resident) -> Client:
    user = make_user(name="王丽萍")
    make_post(user=user, code="doctor", region="420324101")
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_a_paper_is_entered_on_its_page_shown_with_level_and_withdrawn(resident, doctor) -> None:
    sent = {"item": "chest_x_ray", "performed_on": "2026-10-20", "institution_name": "十堰市太和医院", "level": "city"}
    sent |= {"report_number": "DR-9", "conclusion": "两肺未见异常", "is_marked": "on"}
    refused = doctor.post(f"/residents/{resident.id}/results/new/", sent | {"conclusion": ""})
    assert refused.status_code == 422 and "请填写数值或结论" in refused.content.decode()
    assert doctor.post(f"/residents/{resident.id}/results/new/", sent).status_code == 302
    for page in (f"/residents/{resident.id}/results/", f"/residents/{resident.id}/care/"):
        shown = doctor.get(page).content.decode()
        assert all(text in shown for text in ("十堰市太和医院", "市级", "互认标识", "两肺未见异常", "按纸质报告录入"))
    kept = SharedResult.objects.get()
    assert doctor.post(f"/results/{kept.id}/withdraw/", {"note": "录错人"}).status_code == 302
    assert "十堰市太和医院" not in doctor.get(f"/residents/{resident.id}/results/").content.decode()


def test_another_system_sends_results_once_and_reads_them(send) -> None:
    resident = hypertension()
    body = {"resident": str(resident.id), "item": "ldl", "performed_on": "2026-01-02", "institution": "县人民医院"}
    body |= {"level": "county", "report_number": "7", "value": 3.4, "mutual_recognition_mark": True}
    first, second = send("shared-results", body), send("shared-results", body)
    assert first.status_code == second.status_code == 201 and first.json()["id"] == second.json()["id"]
    assert first.json()["way"] == "system" and first.json()["unit"] == "mmol_per_l"
    assert send("shared-results", body | {"value": 3.9}).status_code == 409
    assert send("shared-results", body | {"item": "mood"}).status_code == 422
    (shown,) = send.get(f"residents/{resident.id}/shared-results").json()
    assert shown["value"] == 3.4 and shown["mutual_recognition_mark"] is True
