"""Messages go out once, to the living, outside of quiet hours, by the next channel where one fails."""

import datetime as dt
import io

import pytest
from pypdf import PdfReader

from jiayi.community.engagement import channels, selectors, services
from jiayi.community.engagement.models import Message
from jiayi.community.engagement.rules.quiet import earliest, next_try
from jiayi.community.engagement.wording import text_of_message
from jiayi.foundation.audit.models import Entry
from jiayi.foundation.base import texting
from jiayi.foundation.base.errors import BadShape
from jiayi.registry.people.models import Resident
from jiayi.registry.people.services import mark_died
from jiayi.registry.tasks.services import open_task, open_tasks
from jiayi.registry.tasks.terms import DueTask
from tests.community.engagement.factories import BY, NIGHT, NOON, PHONE, deliver, make_somebody, write
from tests.races import at_once
from tests.registry.access.factories import signed_in
from tests.registry.organization.factories import make_institution
from tests.registry.people.factories import make_region
from tests.service.scheduling import factories as scheduling

pytestmark = pytest.mark.django_db


@pytest.fixture
def gateway(monkeypatch, settings):
    """What was handed to the gateway; `down` makes it refuse."""
    settings.TEXT_GATEWAY = "log"
    kept: dict = {"sent": [], "down": False}

    def carry(*, phone, text, gateway=""):
        if kept["down"]:
            raise BadShape("E_TEXT_NOT_SENT", "no")
        kept["sent"].append((phone, text))

    monkeypatch.setattr(texting, "send_text", carry)
    return kept


def states(**fields):
    return dict(Message.objects.filter(**fields).values_list("channel", "state"))


def test_a_reminder_stands_on_the_page_at_once_and_goes_to_the_phone(gateway):
    resident = make_somebody()
    write(resident)
    assert states() == {"in_app": "sent", "sms": "waiting"}
    deliver()
    assert states() == {"in_app": "sent", "sms": "sent"}
    [(phone, text)] = gateway["sent"]
    assert phone == PHONE and "2026-03-20" in text and "高血压" not in text
    [row] = selectors.inbox_of(BY, resident.id)
    assert "before 2026-03-20" in text_of_message(row, "en")
    assert services.mark_read(resident_id=resident.id, at=NOON) == 1 and not selectors.unread_of(BY, resident.id)


def test_the_same_message_is_written_and_sent_once(gateway):
    resident = make_somebody()
    assert write(resident) and not write(resident)
    deliver(), deliver()
    assert len(gateway["sent"]) == 1


def test_at_night_only_what_is_urgent_goes_out(gateway):
    resident = make_somebody()
    write(resident, at=NIGHT)
    write(resident, "portal_code", at=NIGHT, key="code:1")
    deliver(NIGHT)
    assert [text for _phone, text in gateway["sent"] if "验证码" in text] == [gateway["sent"][0][1]]
    waiting = Message.objects.get(template="visit_due", channel="sms")
    assert waiting.not_before == dt.datetime(2026, 3, 11, 0, tzinfo=dt.UTC)  # eight in the morning there
    deliver(waiting.not_before)
    assert len(gateway["sent"]) == 2
    assert Message.objects.get(template="portal_code").words == {}  # a code is forgotten once it was sent


def test_the_dead_get_nothing_and_what_waited_for_them_is_taken_back(gateway):
    resident = make_somebody()
    write(resident)
    mark_died(by=BY, resident_id=resident.id, died_on=NOON.date(), on=NOON.date(), evidence="死亡证明")
    assert states()["sms"] == "withdrawn"
    assert not write(resident, key="task:2")
    deliver()
    assert not gateway["sent"]


def test_one_who_took_the_consent_back_reads_it_on_the_page_alone(gateway):
    resident = make_somebody()
    answer = {"resident_id": resident.id, "purpose": "reminders", "heard": "portal", "on": NOON.date(), "at": NOON}
    services.answer_consent(by=BY, is_given=False, **answer)
    write(resident)
    assert states() == {"in_app": "sent"}
    services.answer_consent(by=BY, is_given=True, **answer)
    write(resident, key="task:2")
    assert states(key="task:2") == {"in_app": "sent", "sms": "waiting"}
    standing = {one.purpose: one.is_given for one in selectors.consents_of(BY, resident.id, NOON.date())}
    assert standing["reminders"] and standing["satisfaction_survey"] and not standing["research"]


def test_a_refused_message_is_tried_again_and_then_printed(gateway):
    resident = make_somebody()
    gateway["down"] = True
    write(resident, "renewal_coming")
    moment = NOON
    for _try in range(5):
        deliver(moment)
        moment += dt.timedelta(hours=7)
    assert states() == {"in_app": "sent", "sms": "failed", "letter": "waiting"}
    failed = Message.objects.get(channel="sms")
    assert failed.attempts == 5 and failed.reason == "e_text_not_sent"


def test_who_has_no_phone_gets_no_text(gateway):
    write(make_somebody(phone=""))
    assert states() == {"in_app": "sent"}


def test_what_is_too_late_is_not_sent(gateway):
    write(make_somebody())
    done = deliver(NOON + dt.timedelta(days=4))
    assert done.failed == 1 and not gateway["sent"]


def test_a_worker_that_died_while_it_carried_is_followed_by_another(gateway, monkeypatch):
    write(make_somebody())

    def die(**_):
        raise RuntimeError("power cut")

    monkeypatch.setattr(channels.TextMessages, "carry", lambda self, **_: die())
    with pytest.raises(RuntimeError):
        deliver()
    monkeypatch.undo()
    monkeypatch.setattr(channels.TextMessages, "carry", lambda self, *, phone, text: gateway["sent"].append(text))
    assert states()["sms"] == "sending"
    assert not deliver(NOON + dt.timedelta(minutes=9)).sent
    assert deliver(NOON + dt.timedelta(minutes=10)).sent == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_never_carry_the_same_message(gateway):
    resident = make_somebody()
    for number in range(8):
        write(resident, key=f"task:{number}")
    at_once([deliver] * 4)
    assert len(gateway["sent"]) == 8


@pytest.mark.parametrize(("hour", "expected"), [(7, 8), (8, 8), (19, 19), (20, 32), (23, 32), (0, 8)], ids=str)
def test_the_quiet_hours_end_in_the_morning(hour, expected):
    at = dt.datetime(2026, 3, 10, hour, 30)
    found = earliest(at, 20, 8)
    assert found == (at if expected == hour else dt.datetime(2026, 3, 10) + dt.timedelta(hours=expected))
    assert earliest(at, None, 8) == at


def test_pauses_between_tries_come_from_the_rulebook_and_end():
    assert next_try(NOON, 1, [1, 10]) == NOON + dt.timedelta(minutes=1)
    assert next_try(NOON, 3, [1, 10]) is None


def test_the_morning_reminds_of_what_is_due_and_of_tomorrows_bookings(gateway):
    place = scheduling.make_place()
    session = place.session()
    booked = make_somebody(name="沈建国")
    scheduling.book(place, session, booked)
    due = make_somebody(name="李桂芳", phone="13912345679")
    on = session.held_on - dt.timedelta(days=1)
    visit = {"region_code": scheduling.VILLAGE, "resident_id": due.id, "from_on": on, "due_on": on}
    open_task(key="visit:1", kind="visit_hypertension", **visit)
    open_task(key="visit:2", kind="referral_check", **visit)
    for _morning in range(2):
        services.remind(by=BY, on=on, at=NOON)
    written = set(Message.objects.filter(channel="sms").values_list("resident__name", "template"))
    assert written == {("沈建国", "booking_tomorrow"), ("李桂芳", "visit_due")}
    deliver(NOON)
    assert any("卫生院一楼" in text for _phone, text in gateway["sent"])


def test_nobody_is_reminded_of_a_restricted_programme(gateway):
    person = make_somebody()
    on = NOON.date()
    task = {"key": "visit:1", "kind": "visit_mental_disorder", "region_code": person.region_id, "from_on": on}
    open_tasks(tasks=[DueTask(**task, due_on=on, resident_id=person.id, programme="mental_disorder")])
    assert services.remind(by=BY, on=on, at=NOON) == 0


def test_staff_see_what_did_not_arrive_and_never_the_text(client, gateway):
    resident = make_somebody(name="沈建国")
    gateway["down"] = True
    write(resident, "renewal_coming")
    write(make_somebody(name="远处的人", village="420325101228"), key="task:9")
    services.deliver_due(by=BY, at=NOON)
    signed_in(client, "doctor", institution=make_institution(make_region(resident.region_id[:9])))
    text = client.get("/messages/").content.decode()
    assert "沈建国" in text and "远处的人" not in text and "签约到期提醒" in text and "到期，请" not in text
    assert "沈建国" not in client.get("/messages/?state=sent").content.decode()


def test_what_no_phone_received_is_printed_as_letters_and_noted_as_posted_once(client, gateway):
    resident, dead = make_somebody(name="沈建国", phone=""), make_somebody(name="李桂芳", phone="")
    write(resident, "renewal_coming"), write(dead, "renewal_coming", key="task:2")
    deliver(NOON)
    Resident.objects.filter(pk=dead.pk).update(status="deceased")
    signed_in(client, "doctor", institution=make_institution(make_region(resident.region_id[:9])))
    page = client.get("/messages/letters/").content.decode()
    assert "沈建国" in page and "李桂芳" not in page and "2026-03-20" not in page, "the text is on the paper alone"
    paper = PdfReader(io.BytesIO(client.get("/messages/letters/paper/").content))
    words = "".join("".join(sheet.extract_text() for sheet in paper.pages).split())
    assert len(paper.pages) == 1 and "沈建国：" in words and "2026-03-20到期" in words
    letters = Message.objects.filter(channel="letter")
    for _twice in range(2):
        client.post("/messages/letters/", {"letter": [str(one.id) for one in letters]})
    assert dict(letters.values_list("resident__name", "state")) == {"沈建国": "sent", "李桂芳": "waiting"}
    assert Entry.objects.filter(act="engagement.post_letters").count() == 1
    assert client.get("/messages/letters/paper/").status_code == 302
