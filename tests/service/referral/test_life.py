"""Up and back again, refused, redirected, missed, expired, emergencies: what each act changes, and who may do it."""

import datetime as dt
import re

import pytest
from django.db import connection

from jiayi.foundation.audit.models import Entry
from jiayi.foundation.base.errors import BadShape, LawBroken, NotVisible
from jiayi.foundation.base.viewer import SystemViewer
from jiayi.registry.people import selectors as people
from jiayi.registry.people.models import CareRelation
from jiayi.registry.tasks.models import Task
from jiayi.registry.tasks.services import rebuild
from jiayi.service.referral import selectors, services
from jiayi.service.referral.models import Referral, ReferralStep
from jiayi.service.referral.terms import Appointment, Destination, State, allowed_pairs

from .factories import DAY, TOWNSHIP, at, make_county, make_resident, reply, viewer

pytestmark = pytest.mark.django_db
ONE = dt.timedelta(days=1)
LATER = ("propose_return", "take_back", "follow_up", "close")


@pytest.fixture
def county():
    return make_county()


def act(service, by, referral, on=DAY, **fields):
    return service(by=by, referral_id=referral.id, on=on, at=at(on), **fields)


def open_tasks(referral) -> set[str]:
    rows = Task.objects.filter(subject_id=referral.id, state="open")
    return {f"{kind} {due}" for kind, due in rows.values_list("kind", "due_on")}


def nothing_differs(on=DAY) -> bool:
    return rebuild(on=on, check=True).total == 0


def arrived(county, **fields):
    referral = county.sent(**fields)
    act(services.accept, county.desk, referral)
    return act(services.arrive, county.desk, referral)


def test_up_and_back_again(county) -> None:
    resident = make_resident()
    referral = county.sent(resident)
    assert referral.state == State.SUBMITTED and referral.answer_due_at == at() + dt.timedelta(hours=24)
    assert open_tasks(referral) == {f"referral_answer {DAY + ONE}"} and nothing_differs()
    appointment = Appointment(DAY + 2 * ONE, "9:00", "心内科", "赵主任")
    act(services.accept, county.desk, referral, appointment=appointment)
    assert open_tasks(referral) == {f"referral_arrival {DAY + 2 * ONE}"}
    act(services.arrive, county.desk, referral, DAY + 2 * ONE)
    act(services.treat, county.desk, referral, DAY + 2 * ONE)
    home = DAY + 9 * ONE
    act(services.propose_return, county.desk, referral, home, reply=reply(home))
    assert open_tasks(referral) == {
        f"referral_home {home + 7 * ONE}",
        f"referral_plan {home + 7 * ONE}",
        f"referral_plan {home + 14 * ONE}",
    }
    act(services.take_back, county.doctor, referral, home + ONE)
    assert f"referral_check {home + 14 * ONE}" in open_tasks(referral) and nothing_differs(home + ONE)
    item = selectors.plan_of(referral)[0]
    services.mark_plan_done(by=county.doctor, referral_id=referral.id, item_id=item.id, on=home + 3 * ONE)
    act(services.follow_up, county.doctor, referral, home + 5 * ONE, note="血压平稳")
    act(services.close, county.doctor, referral, home + 5 * ONE)
    assert open_tasks(referral) == {f"referral_plan {home + 14 * ONE}"} and nothing_differs(home + 5 * ONE)
    steps = [(step.number, step.act) for step in selectors.steps_of(referral)]
    assert steps == list(
        enumerate(
            [
                "draft",
                "submit",
                "accept",
                "schedule",
                "arrive",
                "treat",
                "propose_return",
                "take_back",
                "follow_up",
                "close",
            ],
            1,
        )
    )
    assert Entry.objects.filter(act="referral.close").exists()


def test_acceptance_not_sending_gives_access_and_closing_takes_it_back(county) -> None:
    resident = make_resident()
    referral = county.sent(resident)
    with pytest.raises(NotVisible):
        people.resident_for(county.desk, resident.id, on=DAY)
    assert selectors.referral_for(county.desk, referral.id)
    act(services.accept, county.desk, referral)
    assert people.resident_for(county.desk, resident.id, on=DAY)
    assert CareRelation.objects.get(subject_id=referral.id).until == DAY + 60 * ONE
    with pytest.raises(NotVisible):
        people.resident_for(county.desk, resident.id, on=DAY + 61 * ONE)
    act(services.arrive, county.desk, referral, DAY + ONE)
    act(services.close, county.doctor, referral, DAY + ONE, note="住院，不再回转")
    for day in (DAY + ONE, DAY + 2 * ONE):
        with pytest.raises(NotVisible):
            people.resident_for(county.desk, resident.id, on=day)


def test_access_is_taken_back_on_the_very_day(county) -> None:
    referral = county.sent()
    act(services.accept, county.desk, referral)
    act(services.cancel, county.doctor, referral, reason="improved")
    assert not CareRelation.objects.filter(subject_id=referral.id).exists()
    assert Entry.objects.filter(act="people.revoke_relation").exists()


def test_one_open_referral_for_an_episode(county) -> None:
    resident = make_resident()
    first = county.sent(resident)
    with pytest.raises(LawBroken) as refusal:
        county.draft(resident)
    assert refusal.value.code == "B_REFERRAL_OPEN" and first.number in refusal.value.message
    assert county.draft(resident, group="diabetes")
    act(services.cancel, county.doctor, first, reason="improved")
    assert county.draft(resident)


def test_refused_with_a_reason_and_an_emergency_never(county) -> None:
    referral = county.sent()
    with pytest.raises(BadShape):
        act(services.reject, county.desk, referral, reason="other")
    act(services.reject, county.desk, referral, reason="no_bed")
    assert referral.steps.last().note == "没有床位" and not open_tasks(referral)
    emergency = county.sent(urgency="emergency")
    with pytest.raises(LawBroken, match="不得拒收"):
        act(services.reject, county.desk, emergency, reason="no_bed")


def test_redirected_the_other_desk_has_it_and_its_clock_begins_anew(county) -> None:
    referral = county.sent()
    later = at() + dt.timedelta(hours=5)
    services.redirect(
        by=county.desk,
        referral_id=referral.id,
        destination=Destination(institution_id=county.second.id),
        reason="no_bed",
        on=DAY,
        at=later,
    )
    found = Referral.objects.get()
    assert (found.state, found.to_name) == ("submitted", "县中医医院")
    assert found.answer_due_at == later + dt.timedelta(hours=24)
    with pytest.raises(NotVisible):
        act(services.accept, county.desk, referral)
    act(services.accept, county.other_desk, referral)


def test_an_emergency_waits_for_nobody_and_is_completed_afterwards() -> None:
    county = make_county("county-hospital")
    referral = county.sent(
        urgency="emergency",
        consent=False,
        consent_by="",
        visit="inpatient",
        destination=Destination(institution_id=county.city.id),
    )
    assert (referral.state, referral.exemption, referral.voucher_valid) == ("submitted", "emergency", False)
    assert f"referral_completion {DAY + 3 * ONE}" in open_tasks(referral)
    desk = viewer("referral_read", "referral_answer", institutions=(county.city.id,))
    act(services.arrive, desk, referral)
    assert CareRelation.objects.filter(place_id=county.city.id).exists() and nothing_differs()
    act(services.complete, county.doctor, referral, DAY + ONE, consent_by="family", illness="")
    assert not open_tasks(referral) and Referral.objects.get().consent


def test_the_ladder_holds_where_the_scheme_has_one() -> None:
    county = make_county("zhuxi-2014")
    draft = county.draft(destination=Destination(institution_id=county.city.id))
    with pytest.raises(LawBroken) as refusal:
        act(services.submit, county.doctor, draft)
    assert refusal.value.code == "B_LEVEL_SKIPPED" and Referral.objects.get().state == "draft"


def test_without_consent_nothing_is_sent(county) -> None:
    draft = county.draft(consent=False)
    with pytest.raises(LawBroken) as refusal:
        act(services.submit, county.doctor, draft)
    assert refusal.value.code == "B_CONSENT_MISSING"


def test_the_insurer_signs_first_where_the_scheme_asks() -> None:
    county = make_county("county-hospital")
    referral = county.sent()
    assert referral.state == State.APPROVAL and not open_tasks(referral)
    with pytest.raises(NotVisible):
        selectors.referral_for(county.desk, referral.id)
    with pytest.raises(NotVisible):
        act(services.approve, county.doctor, referral)
    act(services.approve, county.insurer, referral)
    found = Referral.objects.get()
    assert (found.state, found.voucher_valid, found.approvals) == ("submitted", True, ["insurer"])
    other = county.sent(group="diabetes")
    act(services.refuse, county.insurer, other, reason="not_indicated")
    assert Referral.objects.get(group="diabetes").state == "refused"


def test_who_did_not_come_is_asked_and_comes_on_another_day(county) -> None:
    referral = county.sent()
    act(services.accept, county.desk, referral, appointment=Appointment(DAY + ONE))
    with pytest.raises(BadShape):
        act(services.miss, county.desk, referral)
    act(services.miss, county.desk, referral, DAY + ONE)
    assert open_tasks(referral) == {f"referral_absence {DAY + 15 * ONE}"} and nothing_differs()
    act(services.schedule, county.desk, referral, DAY + 2 * ONE, appointment=Appointment(DAY + 4 * ONE))
    act(services.arrive, county.desk, referral, DAY + 4 * ONE)


def test_what_nobody_answers_expires_once(county) -> None:
    referral, emergency = county.sent(), county.sent(urgency="emergency")
    assert services.turn_day(by=SystemViewer(), on=DAY + 7 * ONE).referrals_expired == 0
    assert services.turn_day(by=SystemViewer(), on=DAY + 8 * ONE).referrals_expired == 1
    assert services.turn_day(by=SystemViewer(), on=DAY + 8 * ONE).referrals_expired == 0
    assert Referral.objects.get(id=referral.id).state == "expired"
    assert Referral.objects.get(id=emergency.id).state == "submitted" and nothing_differs(DAY + 8 * ONE)


def test_a_return_that_lacks_its_package_is_refused(county) -> None:
    referral = arrived(county)
    with pytest.raises(LawBroken, match="复诊日期"):
        act(services.propose_return, county.desk, referral, reply=reply(revisit_on=None))
    with pytest.raises(LawBroken) as refusal:
        act(services.propose_return, county.desk, referral, reply=reply(stable=False))
    assert refusal.value.code == "DOWN_NOT_STABLE"


def test_sent_down_without_having_been_sent_up(county) -> None:
    resident = make_resident()
    up = county.sent(resident, group="stroke")
    act(services.accept, county.desk, up)
    asked = county.asked(
        resident, from_institution_id=county.hospital.id, destination=Destination(institution_id=county.centre.id)
    )
    down = services.draft_down(by=county.desk, asked=asked, reply=reply(), on=DAY, at=at())
    act(services.submit, county.desk, down)
    act(services.accept, county.doctor, down)
    act(services.arrive, county.doctor, down)
    assert f"referral_check {DAY + 14 * ONE}" in open_tasks(down) and nothing_differs()
    act(services.follow_up, county.doctor, down, note="在康复")
    act(services.close, county.doctor, down)


def test_an_institution_outside_of_the_platform_is_answered_for_by_the_sender(county) -> None:
    referral = county.sent(destination=Destination(name="武汉协和医院", level="province", phone="027-1"))
    act(services.accept, county.doctor, referral, note="电话联系床位办")
    assert not CareRelation.objects.filter(subject_id=referral.id).exists()
    act(services.arrive, county.doctor, referral)


def test_the_wrong_person_finds_nothing(county) -> None:
    referral = county.sent()
    for by in (county.other_desk, county.insurer):
        with pytest.raises(NotVisible):
            selectors.referral_for(by, referral.id)
    for service in (services.accept, services.arrive):
        with pytest.raises(NotVisible):
            act(service, county.doctor, referral)
    with pytest.raises(NotVisible):
        act(services.cancel, county.desk, referral, reason="improved")


def test_restricted_episodes_are_not_for_everybody_at_home(county) -> None:
    referral = county.sent(group="mental_disorder")
    assert not selectors.referrals(viewer("referral_read", regions=(TOWNSHIP,))).exists()
    assert selectors.referral_for(county.doctor, referral.id)
    assert selectors.referral_for(county.desk, referral.id)


def test_an_act_out_of_turn_says_where_it_stands(county) -> None:
    referral = county.draft()
    with pytest.raises(LawBroken, match="草稿"):
        act(services.take_back, county.doctor, referral)
    assert ReferralStep.objects.count() == 1


def test_the_database_knows_the_same_steps() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT prosrc FROM pg_proc WHERE proname = 'referral_steps'")
        text = cursor.fetchone()[0]
    assert sorted(re.findall(r"\('(\w*)', '(\w+)'\)", text)) == allowed_pairs()
