"""One institution asks another about a resident: consent, clock, access for a time, one report, what follows."""

import datetime as dt
from functools import partial
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import BadShape, LawBroken, NotVisible
from jiayi.registry.people import selectors as people
from jiayi.registry.tasks.models import Task
from jiayi.service.care import selectors, services
from jiayi.service.care.models import Consultation, ConsultationStep
from jiayi.service.care.services.consultations import answering, stepping
from jiayi.service.care.terms import CONSULTATION_STEPS, ConsultationState
from tests.races import at_once
from tests.registry.people.factories import make_region
from tests.service.agreements.factories import TOWNSHIP, make_signer

from .consultations import ASKERS, answered, asked, make_pair
from .factories import DAY, NOON, save

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr(clock, "today", lambda: DAY)


@pytest.fixture
def pair():
    return make_pair()


def tasks_of(one):
    return set(Task.objects.filter(subject_id=one.id, state="open").values_list("kind", "region_id"))


def test_a_question_is_answered_within_its_clock_and_read_at_home(pair) -> None:
    one = asked(pair)
    assert one.answer_due_at == NOON + 24 * HOUR and one.number.startswith("HZ20261102")
    assert tasks_of(one) == {("consultation_answer", pair.hospital.region_id)}
    answered(pair, one)
    assert tasks_of(one) == {("consultation_read", pair.resident.region_id)}
    services.close_consultation(by=pair.asker, consultation_id=one.id, text="按意见调整", at=NOON)
    assert tasks_of(one) == set()
    steps = selectors.steps_of(selectors.consultation_for(pair.asker, one.id))
    assert [(step.act, step.number) for step in steps] == [("ask", 1), ("answer", 2), ("close", 3)]


def test_an_urgent_question_has_two_hours(pair) -> None:
    assert asked(pair, urgency="urgent").answer_due_at == NOON + 2 * HOUR


def test_the_record_is_open_to_the_asked_institution_from_taking_up_to_closing(pair) -> None:
    one = asked(pair)
    assert selectors.consultation_for(pair.answerer, one.id)
    assert not people.visible_ids(pair.answerer, [pair.resident.id])
    services.take_consultation(by=pair.answerer, consultation_id=one.id, at=NOON)
    assert people.visible_ids(pair.answerer, [pair.resident.id])
    answered(pair, one)
    services.close_consultation(by=pair.asker, consultation_id=one.id, at=NOON)
    assert not people.visible_ids(pair.answerer, [pair.resident.id])


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"consented": False}, "E_CONSULTATION_CONSENT"),
        ({"question": " "}, "E_CONSULTATION_TEXT"),
        ({"kind": "astrology"}, "E_CONSULTATION_KIND"),
        ({"to_institution_id": uuid4()}, "E_CONSULTATION_PLACE"),
    ],
)
def test_what_is_not_asked(pair, fields, code) -> None:
    with pytest.raises(BadShape) as refused:
        asked(pair, **fields)
    assert refused.value.code == code and not Consultation.objects.exists()


def test_sent_twice_it_is_asked_once(pair) -> None:
    sent = uuid4()
    assert asked(pair, submission_id=sent).id == asked(pair, submission_id=sent).id


def test_of_one_order_one_question_is_open(pair) -> None:
    order = uuid4()
    one = asked(pair, kind="prescription", subject_id=order)
    with pytest.raises(LawBroken) as refused:
        asked(pair, kind="prescription", subject_id=order)
    assert refused.value.code == "E_CONSULTATION_OPEN"
    services.withdraw_consultation(by=pair.asker, consultation_id=one.id, text="不需要了", at=NOON)
    assert asked(pair, kind="prescription", subject_id=order)


def test_who_is_far_sees_nothing_and_who_asked_does_not_answer(pair) -> None:
    one = asked(pair)
    stranger = make_signer("420325", permissions=ASKERS)
    with pytest.raises(NotVisible):
        selectors.consultation_for(stranger, one.id)
    with pytest.raises(NotVisible):
        asked(pair, by=stranger)
    for act in (services.take_consultation, partial(services.decline_consultation, text="不收")):
        with pytest.raises(NotVisible):
            act(by=pair.asker, consultation_id=one.id, at=NOON)
    with pytest.raises(NotVisible):
        services.withdraw_consultation(by=pair.answerer, consultation_id=one.id, text="撤", at=NOON)


def test_what_was_sent_back_is_asked_again_with_a_new_clock(pair) -> None:
    one = asked(pair)
    services.decline_consultation(by=pair.answerer, consultation_id=one.id, text="请补心电图", at=NOON)
    again = services.ask_again(by=pair.asker, consultation_id=one.id, text="已补", at=NOON + 5 * HOUR)
    assert again.state == "asked" and again.answer_due_at == NOON + 29 * HOUR
    assert answered(pair, again).conclusion == "agree"


def test_files_of_both_sides_are_kept_and_one_that_is_no_paper_is_not(pair) -> None:
    one = asked(pair)
    add = partial(services.add_consultation_file, consultation_id=one.id, file_name="心电图.pdf", at=NOON)
    assert not add(by=pair.asker, content=b"%PDF-1.7 a").is_answer
    assert add(by=pair.answerer, content=b"%PDF-1.7 b").is_answer
    with pytest.raises(BadShape):
        add(by=pair.asker, content=b"GIF89a")
    answered(pair, one)
    with pytest.raises(NotVisible):
        add(by=pair.asker, content=b"%PDF-1.7 c")


def test_a_question_about_a_restricted_record_is_seen_at_home_by_few(pair) -> None:
    record = save(pair.resident)
    type(record).objects.filter(pk=record.pk).update(is_restricted=True)
    one = asked(pair, record_id=record.id)
    colleague = make_signer(permissions=tuple(one for one in ASKERS if one != "restricted_record_read"))
    with pytest.raises(NotVisible):
        selectors.consultation_for(colleague, one.id)
    assert selectors.consultation_for(pair.answerer, one.id)


def test_a_report_is_whole_or_none_by_the_database(pair) -> None:
    one = asked(pair)
    for broken in ({"conclusion": "agree"}, {"state": "answered"}, {"consented": False}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Consultation.objects.filter(pk=one.pk).update(**broken)


def test_every_state_but_the_ends_leads_on() -> None:
    led = {state for states, _ in CONSULTATION_STEPS.values() for state in states}
    assert set(ConsultationState) - led == {"closed", "withdrawn"}


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_of_many_who_answer_at_once_one_report_stands() -> None:
    pair = make_pair()
    one = asked(pair)
    told = at_once([partial(answered, pair, one, which) for which in ("agree", "adjust", "refer", "more") * 4])
    lost = [each for each in told if isinstance(each, Exception)]
    assert len(lost) == 15 and {each.code for each in lost} == {"E_CONSULTATION_STATE"}
    assert ConsultationStep.objects.filter(act="answer").count() == 1


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_without_the_lock_the_number_of_the_step_still_lets_one_stand(monkeypatch) -> None:
    """The second law, one step for each version, holds where the lock is gone."""
    monkeypatch.setattr(answering, "held", lambda by, key, act: Consultation.objects.get(pk=key))
    pair = make_pair()
    one = asked(pair)
    told = at_once([partial(answered, pair, one, which) for which in ("agree", "adjust", "refer", "more") * 4])
    assert [each for each in told if isinstance(each, IntegrityError)]
    assert stepping.held is not answering.held


def test_what_was_asked_follows_who_moves(pair) -> None:
    one = asked(pair)
    services.follow_moved_resident(
        resident_id=pair.resident.id, region_code=make_region(TOWNSHIP + "299"), on=NOON.date()
    )
    one.refresh_from_db()
    assert one.region_id == TOWNSHIP + "299"
