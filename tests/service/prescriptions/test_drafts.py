"""A hospital's medicines at home: a draft with its task, read as far as it is plain, written or set aside."""

import datetime as dt

import pytest
from django.urls import reverse

from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import BadShape, NotVisible
from jiayi.registry.tasks.models import Task
from jiayi.registry.tasks.services import rebuild
from jiayi.service.prescriptions import services
from jiayi.service.prescriptions.models import Prescription, PrescriptionDraft
from jiayi.service.prescriptions.rules.reading import names_none, read_items
from jiayi.service.prescriptions.selectors.drafts import products
from jiayi.service.referral import services as referral
from tests.registry.access.factories import make_post, make_user
from tests.service.referral.factories import DAY, at, make_county, reply, viewer

pytestmark = pytest.mark.django_db
WRITES = ("prescription_write", "prescription_read", "resident_read")


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr(clock, "today", lambda: DAY)
    monkeypatch.setattr(clock, "now", at)


@pytest.fixture
def county():
    return make_county()


def returned(county, **fields):
    """A patient whom the hospital sends home."""
    made, drugs = county.sent(**fields), "氨氯地平片 5mg 每次1片 每日一次；没有见过的药 2mg"
    for act in (referral.accept, referral.arrive):
        act(by=county.desk, referral_id=made.id, on=DAY, at=at())
    referral.propose_return(by=county.desk, referral_id=made.id, reply=reply(drugs=drugs), on=DAY, at=at())
    return made


def test_what_is_plain_is_read_and_what_is_not_is_left_open() -> None:
    text = "1. 苯磺酸氨氯地平片 5 mg，一次1片，qd\n二甲双胍0.5g每日两次；格列美脲 每晚；维生素"
    found = {one.drug: one for one in read_items(text, products(""))}
    assert (found["amlodipine"].strength, found["amlodipine"].units, found["amlodipine"].frequency) == (
        *("5mg", "1"),
        "daily",
    )
    assert "metformin" not in found and "glimepiride" not in found  # two forms, two strengths: not ours to choose
    assert names_none("无。") and not names_none("无糖型氨氯地平")


def test_a_return_opens_a_draft_within_seven_days_once(county) -> None:
    made = returned(county)
    draft = PrescriptionDraft.objects.get()
    assert (draft.subject_id, draft.from_name, draft.due_on) == (made.id, "县人民医院", DAY + dt.timedelta(days=7))
    assert [one["drug"] for one in draft.items] == ["amlodipine"]
    task = Task.objects.get(kind="write_prescription")
    assert (task.state, task.due_on, rebuild(on=DAY, check=True).total) == ("open", draft.due_on, 0)
    with pytest.raises(NotVisible):
        services.set_aside_draft(by=viewer(*WRITES, regions=("999999",)), draft_id=draft.id, reason="无", on=DAY)
    doctor = viewer(*WRITES, regions=(made.region_id,))
    with pytest.raises(BadShape):
        services.set_aside_draft(by=doctor, draft_id=draft.id, reason=" ", on=DAY)
    for _twice in range(2):
        services.set_aside_draft(by=doctor, draft_id=draft.id, reason="自行到县医院取药", on=DAY)
    task.refresh_from_db()
    assert task.state == "closed" and rebuild(on=DAY, check=True).total == 0


def test_of_a_restricted_episode_nothing_is_handed_on(county) -> None:
    returned(county, group="mental_disorder")
    assert not PrescriptionDraft.objects.exists()


def test_the_village_doctor_writes_it_from_the_draft(client, county) -> None:
    made, user = returned(county), make_user()
    make_post(user=user, code="doctor", institution=county.centre)
    client.force_login(user)
    draft = PrescriptionDraft.objects.get()
    page = client.get(reverse("prescriptions:draft", args=[draft.id])).content.decode()
    assert "没有见过的药" in page and "每日1次" in page
    form = client.get(f"{reverse('prescriptions:issue', args=[made.resident_id])}?draft={draft.id}").content.decode()
    assert "没有见过的药" in form and 'value="amlodipine|tablet|5mg" selected' in form
    assert not Prescription.objects.exists()
