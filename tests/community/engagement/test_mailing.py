"""A text to everybody of a group: looked at first, begun once, to the living and willing alone, within limits."""

from importlib import import_module
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jiayi.community.engagement import selectors, services
from jiayi.community.engagement.models import Mailing, Message
from jiayi.community.engagement.services import mailing as sending
from jiayi.community.engagement.terms import MailingAsked
from jiayi.foundation.audit.models import Entry
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import BadShape, LawBroken, NotVisible
from jiayi.foundation.jobs.models import JobRun
from jiayi.foundation.jobs.running import run_job
from jiayi.foundation.rulebook import rulebook
from jiayi.registry.people.models import Resident
from tests.community.engagement.factories import BY, NOON, make_somebody
from tests.races import at_once
from tests.registry.access.factories import signed_in
from tests.registry.organization.factories import make_institution
from tests.registry.people.factories import VILLAGE, make_region, make_viewer
from tests.service.agreements.factories import make_village, sign

pytestmark = pytest.mark.django_db
TEXT = "周三上午村卫生室义诊。"


@pytest.fixture
def village(settings):
    """Somebody with a phone, somebody without; a dead one, one who moved, one who took the consent back."""
    settings.TEXT_GATEWAY = "log"
    people = {name: make_somebody(name=name, groups=("diabetes",)) for name in ("有电话", "已故", "迁出", "不愿")}
    people["没电话"] = make_somebody(name="没电话", phone="", groups=("diabetes",))
    Resident.objects.filter(pk=people["已故"].pk).update(status="deceased")
    Resident.objects.filter(pk=people["迁出"].pk).update(status="moved_away")
    refusing = {"resident_id": people["不愿"].pk, "purpose": "reminders", "heard": "portal"}
    services.answer_consent(by=BY, is_given=False, on=NOON.date(), at=NOON, **refusing)
    return people


@pytest.fixture
def doctor(client):
    return signed_in(client, "doctor", institution=make_institution(make_region(VILLAGE[:9])))


def asked(**fields):
    return MailingAsked(**({"region_code": VILLAGE, "text": TEXT} | fields))


def work():
    for run in JobRun.objects.filter(state="waiting"):
        run_job.call(str(run.pk))


def written_to(channel):
    return set(Message.objects.filter(template="team_notice", channel=channel).values_list("resident__name", flat=True))


def test_the_doctor_sees_whom_it_reaches_and_two_presses_send_it_once(village, doctor):
    form = {"region": VILLAGE, "group": "diabetes", "text": TEXT, "submission": str(uuid4())}
    page = doctor.post("/mailings/begin/", form | {"step": "preview"}).content.decode()
    assert "发给 2 人" in page and TEXT in page and not Mailing.objects.exists()
    assert TEXT in doctor.post("/mailings/begin/", form | {"step": "edit"}).content.decode()
    for _twice in range(2):
        sent = doctor.post("/mailings/begin/", form | {"step": "confirm"})
    mailing = Mailing.objects.get()
    assert sent.url == f"/mailings/{mailing.pk}/" and JobRun.objects.count() == 1
    work()
    mailing.refresh_from_db()
    assert mailing.state == "sent" and JobRun.objects.get().state == "done"
    assert written_to("in_app") == {"有电话", "没电话"}
    assert (written_to("sms"), written_to("letter")) == ({"有电话"}, {"没电话"})
    shown = doctor.get(f"/mailings/{mailing.pk}/").content.decode()
    assert "有电话" in shown and "不愿" not in shown
    assert "没电话" not in doctor.get(f"/mailings/{mailing.pk}/?channel=sms").content.decode()
    assert TEXT in doctor.get("/mailings/?group=diabetes").content.decode()
    assert Entry.objects.filter(act="engagement.begin_mailing").count() == 1


def test_who_is_left_out_is_counted_by_reason_and_by_the_channel_tried_first(village):
    found = services.preview_mailing(by=BY, asked=asked(group="diabetes"), on=NOON.date())
    reach = found.reach
    assert (reach.addressees, reach.with_phone, reach.deceased, reach.away, reach.refused) == (2, 1, 1, 1, 1)
    assert found.by_channel == {"in_app": 2, "sms": 1, "letter": 1} and not found.beyond


def test_a_run_that_was_stopped_goes_on_and_writes_nobody_a_second_one(village, monkeypatch):
    monkeypatch.setattr(sending, "CHUNK", 1)
    by = make_viewer(permissions=("engagement_answer", "engagement_read", "resident_read"))
    mailing = services.begin_mailing(by=by, asked=asked(), submission_id=uuid4(), on=NOON.date())

    class Killed:
        def say(self, **_):
            raise SystemExit

    with pytest.raises(SystemExit):
        services.write_mailing(by=by, mailing_id=mailing.pk, at=NOON, say=Killed())
    mailing.refresh_from_db()
    assert mailing.state == "stopped" and len(written_to("in_app")) == 1
    services.write_mailing(by=by, mailing_id=mailing.pk, at=NOON, say=sending.jobs.Progress(None))
    assert Message.objects.filter(channel="in_app").count() == 2 and written_to("in_app") == {"有电话", "没电话"}


def test_only_the_signed_are_written_to_where_that_is_asked(settings):
    place = make_village()
    first, _other = make_somebody(name="已签"), make_somebody(name="未签")
    sign(place, first)
    found = services.preview_mailing(by=BY, asked=asked(signed_only=True), on=clock.today())
    assert found.reach.addressees == 1


def test_limits_and_groups_are_kept(village, monkeypatch):
    limits = {"mailing.most_addressees": 1, "mailing.longest_text": 20}
    reading = import_module("jiayi.community.engagement.selectors.mailings")
    monkeypatch.setattr(reading, "value_on", lambda key, *_: limits[key])
    begin = {"by": BY, "submission_id": uuid4(), "on": NOON.date()}
    with pytest.raises(LawBroken, match="B_MAILING_MANY"):
        services.begin_mailing(asked=asked(), **begin)
    with pytest.raises(BadShape, match="E_MAILING_LONG"):
        services.begin_mailing(asked=asked(text="长" * 21), **begin)
    for group in ("hepatitis_b", "mental_disorder", "unknown"):
        with pytest.raises(BadShape, match="E_MAILING_GROUP"):
            services.begin_mailing(asked=asked(group=group), **begin)
    limits["mailing.most_addressees"] = 9
    with pytest.raises(LawBroken, match="B_MAILING_NOBODY"):
        services.begin_mailing(asked=asked(group="stroke"), **begin)
    elsewhere = make_viewer("420325101228", permissions=("engagement_answer", "resident_read"))
    with pytest.raises(NotVisible):
        services.begin_mailing(**begin | {"by": elsewhere}, asked=asked())
    assert not Mailing.objects.exists() and rulebook().groups["mental_disorder"]


def test_the_page_of_a_mailing_takes_as_many_queries_for_many_as_for_one(village, doctor):
    mailing = services.begin_mailing(by=BY, asked=asked(), submission_id=uuid4(), on=NOON.date())
    counts = []
    for _more in range(2):
        services.write_mailing(by=BY, mailing_id=mailing.pk, at=NOON, say=sending.jobs.Progress(None))
        with CaptureQueriesContext(
            connection,
        ) as seen:
            doctor.get(f"/mailings/{mailing.pk}/")
        counts.append(len(seen))
        for number in range(4):
            make_somebody(name=f"某{number}")
        Mailing.objects.update(most=99)
    assert counts[0] == counts[1]
    assert len(selectors.deliveries(BY, mailing)) == 6


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_once_are_one_mailing():
    make_somebody()
    begin = {"by": BY, "asked": asked(), "submission_id": uuid4(), "on": NOON.date()}
    at_once([lambda: services.begin_mailing(**begin)] * 3)
    assert Mailing.objects.count() == JobRun.objects.count() == 1
