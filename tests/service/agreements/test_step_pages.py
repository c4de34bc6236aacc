"""What the worklist asks for is done on a page of one question, and its task closes by itself."""

import datetime as dt

import pytest
from django.urls import reverse

from jiayi.foundation.base import clock
from jiayi.registry.tasks.models import Task
from tests.registry.access.factories import make_post, make_user

from .factories import make_resident, make_village, sign

pytestmark = pytest.mark.django_db


@pytest.fixture
def agreement():
    """Ends in ten days; the list was never told, and the record is to be opened."""
    village = make_village("county-2018")
    signed_on = clock.today() - dt.timedelta(days=355)
    return sign(village, make_resident(), signed_on=signed_on, on=clock.today(), late_reason="补录").agreements.get()


@pytest.fixture
def nurse(client, agreement):
    practitioner = agreement.team.members.get(role="nurse").practitioner
    user = make_user(practitioner=practitioner)
    make_post(user=user, code="nurse", institution=agreement.institution)
    client.force_login(user)
    return client


@pytest.mark.parametrize(
    ("name", "day", "kind"),
    [
        ("told", "told_on", "tell_service_list"),
        ("notice", "notified_on", "renewal_notice"),
        ("opened", "opened_on", "open_record"),
    ],
)
def test_a_step_is_noted_and_closes_its_task(nurse, agreement, name, day, kind):
    task = Task.objects.get(kind=kind, state="open")
    listed = nurse.get(reverse("tasks:tasks")).content.decode()
    assert f"/agreements/{agreement.id}/{name}/" in listed or f"/papers/{agreement.paper_id}/" in listed
    address = reverse(f"agreements:{name}", args=[agreement.id])
    assert nurse.get(address).status_code == 200
    early = nurse.post(address, {day: (agreement.signed_on - dt.timedelta(days=1)).isoformat()})
    assert early.status_code == 422 and "日期应在签约日与今天之间" in early.content.decode()
    assert nurse.post(address, {day: clock.today().isoformat()}).status_code == 302
    task.refresh_from_db()
    assert task.state == "closed"


def test_an_objection_is_noted_while_the_agreement_goes_on(nurse, agreement):
    address = reverse("agreements:objection", args=[agreement.id])
    assert nurse.post(address, {"objected_on": clock.today().isoformat()}).status_code == 302
    agreement.refresh_from_db()
    assert (agreement.objected_on, agreement.state) == (clock.today(), "active")


def test_the_papers_page_offers_what_is_still_open(nurse, agreement):
    page = nurse.get(reverse("agreements:paper", args=[agreement.paper_id])).content.decode()
    assert reverse("agreements:told", args=[agreement.id]) in page
    nurse.post(reverse("agreements:told", args=[agreement.id]), {"told_on": clock.today().isoformat()})
    page = nurse.get(reverse("agreements:paper", args=[agreement.paper_id])).content.decode()
    assert reverse("agreements:told", args=[agreement.id]) not in page
