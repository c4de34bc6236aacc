"""A township audits its clinics' records each month: samples can be drawn again, faults are corrected."""

import datetime as dt
import functools
import io

import pytest
from django.core.management import call_command
from django.urls import reverse
from pypdf import PdfReader

from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import BadShape, LawBroken, NotVisible
from jiayi.foundation.base.viewer import SystemViewer
from jiayi.insight.assurance import services
from jiayi.insight.assurance.models import AuditItem, AuditRound
from jiayi.insight.assurance.services import auditing
from jiayi.registry.tasks.models import Task
from tests.races import at_once
from tests.registry.access.factories import make_post, make_user

from .factories import make_institution, make_practitioner, make_signer, make_village, patients, visit

MONTH, ON = dt.date(2026, 10, 1), dt.date(2026, 11, 2)
AUDITS = ("record_audit", "audit_correct", "record_read", "resident_read")
FIELDS = {"symptoms": ["none"], "systolic": 131, "diastolic": 82, "adherence": "regular"}
AGREES = dict.fromkeys(FIELDS, ("agrees", ""))


def make_clinic(records: int = 12):
    """A clinic of the township whose doctor saw patients in October."""
    village = make_village()
    centre = village.team.institution
    clinic = make_institution(patients(1)[0].region_id, kind="village_clinic", level="village", parent=centre)
    doctor = make_practitioner(clinic)
    for number, one in enumerate(patients(records)):
        mode = "home" if number % 3 == 0 else "clinic"
        visit(one, village.team, MONTH + dt.timedelta(days=number), mode=mode, worker=doctor)
    return village, clinic, doctor


def auditor(**fields):
    return make_signer(permissions=AUDITS, **fields)


def drawn(**fields) -> AuditRound:
    return services.draw_audits(by=auditor(), month=MONTH, on=ON, **fields)[0]


def check(item: AuditItem, checks=None, *, by=None, took_place=True, note=""):
    given = {"recorded": FIELDS, "note": note, "took_place": took_place, "on": ON}
    return services.check_record(by=by or auditor(), item_id=item.pk, checks=checks or AGREES, **given)


def tasks_agree() -> None:
    call_command("tasks_rebuild", check=True, stdout=io.StringIO())


@pytest.mark.django_db
def test_the_sample_has_its_size_and_parts_and_the_seed_draws_it_again():
    make_clinic()
    audited = drawn(seed=7)
    assert (audited.records, audited.seed) == (12, 7)
    assert {mode: count for mode, (_there, count) in audited.strata.items()} == {"clinic": 3, "home": 2}
    items = list(audited.items.order_by("position").values_list("record_id", flat=True))
    assert len(items) == 5 and services.audits_drawn_again(audited) == items
    with pytest.raises(LawBroken, match="B_AUDIT_NOTHING"):
        drawn()
    with pytest.raises(BadShape, match="E_AUDIT_MONTH"):
        services.draw_audits(by=auditor(), month=ON.replace(day=1), on=ON)


@pytest.mark.django_db
def test_a_consistent_record_is_done_and_a_wrong_value_is_corrected_and_tracked():
    make_clinic()
    first, second = drawn().items.order_by("position")[:2]
    assert check(first).state == "closed" and first.pk
    found = check(second, AGREES | {"systolic": ("differs", "血压计记录为150")})
    assert (found.result, found.state, found.correct_by) == ("serious", "to_correct", ON + dt.timedelta(days=10))
    task = Task.objects.get(kind="correct_audited")
    assert (task.subject_id, task.due_on, task.state) == (second.pk, found.correct_by, "open")
    tasks_agree()
    services.report_correction(by=auditor(), item_id=second.pk, note="已按血压计记录更正", on=ON)
    assert Task.objects.get(kind="correct_audited").state == "closed"
    services.return_correction(by=auditor(), item_id=second.pk, note="日期也不对", on=ON)
    assert Task.objects.get(kind="correct_audited").state == "open"
    tasks_agree()
    services.report_correction(by=auditor(), item_id=second.pk, note="都已更正", on=ON)
    assert services.accept_correction(by=auditor(), item_id=second.pk, on=ON).state == "closed"
    tasks_agree()


@pytest.mark.django_db
@pytest.mark.parametrize(("checks", "given", "code"), [
    ({"systolic": ("differs", "")}, {}, "E_AUDIT_FOUND"), ({"systolic": ("", "")}, {}, "E_AUDIT_VERDICTS"),
    ({"height": ("agrees", "")}, {}, "E_AUDIT_VERDICTS"), ({}, {"took_place": False}, "E_AUDIT_NOTE"),
])  # fmt: skip
def test_a_check_that_says_too_little_is_refused(checks, given, code):
    make_clinic()
    with pytest.raises(BadShape, match=code):
        check(drawn().items.first(), AGREES | checks, **given)


@pytest.mark.django_db
def test_what_did_not_take_place_is_forged_and_nobody_audits_their_own():
    _village, _clinic, doctor = make_clinic()
    first, second = drawn().items.order_by("position")[:2]
    assert check(first, took_place=False, note="居民在外务工").result == "forged"
    with pytest.raises(LawBroken, match="B_AUDIT_OWN"):
        check(second, by=auditor(practitioner_id=doctor.pk))
    with pytest.raises(LawBroken, match="B_AUDIT_CHECKED"):
        check(first)
    with pytest.raises(NotVisible):
        check(second, by=make_signer("420325", permissions=AUDITS))


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_of_two_who_audit_a_record_at_once_one_does():
    make_clinic()
    item = drawn().items.first()
    answers = at_once([functools.partial(check, item) for _ in range(4)])
    assert sum(isinstance(answer, AuditItem) for answer in answers) == 1 and item.checks.count() == len(FIELDS)
    assert auditing.lock_item


@pytest.mark.django_db
def test_the_manager_draws_audits_and_prints_and_the_clinic_corrects_by_the_pages(client):
    village, clinic, _doctor = make_clinic()
    manager = make_user(username="p.manager")
    make_post(user=manager, code="institution_manager", institution=village.team.institution)
    client.force_login(manager)
    month = clock.today().replace(day=1) - dt.timedelta(days=1)
    assert month >= MONTH
    client.post(reverse("assurance:draw_audits"), {"month": "2026-10"})
    audited = AuditRound.objects.get()
    assert clinic.name in client.get(reverse("assurance:audits")).content.decode()
    page = client.get(reverse("assurance:audit", args=[audited.pk])).content.decode()
    item = audited.items.order_by("position").first()
    assert item.resident.name in page
    sheet = client.get(reverse("assurance:audit_sheet", args=[audited.pk]))
    text = "".join(one.extract_text() for one in PdfReader(io.BytesIO(sheet.content)).pages)
    assert "收缩压" in text and item.resident.name in text
    address = reverse("assurance:audit_item", args=[item.pk])
    assert "收缩压" in client.get(address).content.decode()
    data = {"took_place": "yes", "note": ""} | {f"verdict_{code}": "agrees" for code in FIELDS}
    refused = client.post(address, data | {"verdict_systolic": "differs"})
    assert refused.status_code == 422 and "查到的情况" in refused.content.decode()
    assert client.post(address, data | {"verdict_systolic": "differs", "found_systolic": "150"}).status_code == 302
    step = reverse("assurance:audit_step", args=[item.pk, "correct"])
    client.post(step, {"note": "已更正"})
    item.refresh_from_db()
    assert item.state == "corrected"
    assert "更正属实" in client.get(address).content.decode()


@pytest.mark.django_db
def test_the_system_itself_can_draw_for_all():
    make_clinic()
    assert services.draw_audits(by=SystemViewer(), month=MONTH, on=ON)
