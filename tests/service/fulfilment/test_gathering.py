"""Records of care fulfil as they are saved; those that were copied in are gathered, with the same items."""

import pytest

from jiayi.foundation.base import events
from jiayi.foundation.base.viewer import SystemViewer
from jiayi.service.care import services as care
from jiayi.service.care.models import Record
from jiayi.service.fulfilment.models import DoneService
from jiayi.service.fulfilment.services import gather_records, ledger_differences, record_differences
from tests.service.care.factories import DAY, NOON, carer, save

from .factories import HYPERTENSION, done, make_resident, make_village, saved, sign

pytestmark = pytest.mark.django_db


@pytest.fixture
def resident():
    village, resident = make_village(), make_resident(groups=("hypertension",))
    sign(village, resident, packages=HYPERTENSION, signed_on=DAY)
    return resident


def gathered() -> int:
    return gather_records(by=SystemViewer(), on=DAY)


def test_a_saved_record_consumes_at_once_and_its_removal_gives_back(resident):
    record = save(resident)
    assert done(resident) == done(resident, "contact") == 1
    assert gathered() == 0 and not record_differences()
    care.void_record(by=carer(), record_id=record.id, note="误录", on=DAY, at=NOON)
    assert done(resident) == 0
    assert gathered() == 0 and not record_differences() and not ledger_differences(on=DAY)


def test_what_no_event_told_is_gathered_as_the_event_would_have_told_it(resident, monkeypatch):
    told = save(resident)
    with monkeypatch.context() as quiet:
        quiet.setattr(events, "_subscribers", {})
        copied = save(resident)
    assert [one.about for one in record_differences()] == [str(copied.id)]
    assert gathered() == 1 and gathered() == 0
    names = ("items", "any_item", "form", "version", "on", "mode", "evidence", "team_id")
    rows = {one["id"]: one for one in DoneService.objects.values("id", *names)}
    assert rows[copied.id] | {"id": told.id} == rows[told.id]
    assert done(resident) == 2 and not ledger_differences(on=DAY)


def test_a_report_about_a_service_is_no_service(resident):
    record_id = saved(resident, DAY, form="incident-report", mode="home", fields=frozenset())
    assert done(resident, "contact") == 0
    DoneService.objects.get(id=record_id).delete()
    record = save(resident)
    Record.objects.filter(id=record.id).update(form="incident-report")
    DoneService.objects.all().update(version=0)
    assert gathered() == 1 and done(resident, "contact") == 0
    assert DoneService.objects.get().any_item == ""


def test_a_record_that_was_voided_unheard_is_let_go(resident, monkeypatch):
    record = save(resident)
    with monkeypatch.context() as quiet:
        quiet.setattr(events, "_subscribers", {})
        care.void_record(by=carer(), record_id=record.id, note="误录", on=DAY, at=NOON)
    assert gathered() == 1
    assert done(resident) == 0 and not record_differences()
