"""What residents ask for is answered once by a day; notes have a clock; urgent words get advice; surveys are drawn."""

import datetime as dt

import pytest

from jiayi.community.engagement import selectors, services
from jiayi.community.engagement.models import Appeal, Message, Note, SurveyInvitation
from jiayi.community.engagement.rules.voices import is_late, share_of, urgent_words_in
from jiayi.community.engagement.terms import AppealAsked, SurveyAnswer
from jiayi.foundation.base.errors import BadShape, LawBroken, NotVisible, TooMany
from jiayi.registry.people.services import merge_residents, undo_merge
from jiayi.registry.tasks.models import Task
from tests.community.engagement.factories import BY, NOON, make_somebody
from tests.races import at_once
from tests.registry.access.factories import signed_in
from tests.registry.organization.factories import make_adoption, make_institution
from tests.registry.people.factories import make_region, make_viewer
from tests.service.agreements.factories import TOWNSHIP, make_resident, make_village, sign
from tests.service.fulfilment.factories import saved

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 10)
DAY = dt.timedelta(days=1)


def ask(resident, kind="complaint", text="候诊时间太长", on=TODAY):
    return services.make_appeal(by=BY, asked=AppealAsked(resident.id, kind, text), on=on)


def answer(appeal, by=BY, outcome="done", text="已增加导诊人员", on=TODAY):
    return services.answer_appeal(by=by, appeal_id=appeal.id, outcome=outcome, answer=text, on=on)


def test_a_complaint_is_a_task_until_it_is_answered_and_the_resident_hears_of_it():
    appeal = ask(make_somebody())
    task = Task.objects.get(kind="answer_appeal")
    assert (task.state, task.due_on) == ("open", TODAY + 7 * DAY) and appeal.due_on == task.due_on
    answer(appeal)
    assert Task.objects.get(pk=task.pk).state == "closed"
    assert Message.objects.filter(template="appeal_answered", channel="in_app").exists()


def test_an_answer_stands_and_what_was_taken_back_is_not_answered():
    person = make_somebody()
    appeal = ask(person)
    answer(appeal)
    with pytest.raises(LawBroken, match="B_APPEAL_CLOSED"):
        answer(appeal, text="另一个答复")
    with pytest.raises(LawBroken, match="B_APPEAL_ANSWERED"):
        services.withdraw_appeal(by=BY, appeal_id=appeal.id, resident_id=person.id, on=TODAY)
    other = ask(person)
    for _twice in range(2):
        services.withdraw_appeal(by=BY, appeal_id=other.id, resident_id=person.id, on=TODAY)
    with pytest.raises(LawBroken):
        answer(other)
    assert not Task.objects.filter(kind="answer_appeal", state="open").exists()


def test_nothing_is_asked_or_answered_without_words():
    person = make_somebody()
    for kind, text in (("complaint", "  "), ("unknown", "x")):
        with pytest.raises(BadShape):
            ask(person, kind, text)
    appeal = ask(person)
    for outcome, text in (("done", " "), ("unknown", "x")):
        with pytest.raises(BadShape):
            answer(appeal, outcome=outcome, text=text)


def test_one_resident_does_not_fill_the_list():
    person = make_somebody()
    for _number in range(20):
        ask(person)
    with pytest.raises(LawBroken, match="B_APPEALS_MANY"):
        ask(person)


def test_others_cannot_answer_or_take_back():
    appeal = ask(make_somebody())
    with pytest.raises(NotVisible):
        answer(appeal, by=make_viewer("420325"))
    with pytest.raises(NotVisible):
        services.withdraw_appeal(by=BY, appeal_id=appeal.id, resident_id=make_resident().id, on=TODAY)


@pytest.mark.django_db(transaction=True)
def test_two_answers_at_once_are_one():
    appeal = ask(make_somebody())
    answers = at_once([lambda: answer(appeal)] * 4)
    assert sum(isinstance(one, Appeal) for one in answers) == 1


def test_urgent_words_are_answered_at_once_and_come_first():
    calm, urgent = make_somebody(name="沈建国"), make_somebody(name="李桂芳")
    services.write_note(by=BY, resident_id=calm.id, text="下周能来吗", at=NOON)
    services.write_note(by=BY, resident_id=urgent.id, text="我爸胸痛得厉害", at=NOON + dt.timedelta(minutes=5))
    said = selectors.notes_of(BY, urgent.id)
    assert [one.is_advice for one in said] == [False, True] and "120" in said[1].text
    assert [one["resident__name"] for one in selectors.conversations(BY)] == ["李桂芳", "沈建国"]
    services.answer_note(by=BY, resident_id=urgent.id, text="请立即去急诊", at=NOON + dt.timedelta(minutes=6))
    assert [one["resident__name"] for one in selectors.conversations(BY)] == ["沈建国"]
    assert selectors.unread_notes(BY, urgent.id) == 1
    services.mark_notes_read(by=BY, resident_id=urgent.id, at=NOON)
    assert not selectors.unread_notes(BY, urgent.id)


def test_notes_are_limited_by_the_hour():
    person = make_somebody()
    for _number in range(20):
        services.write_note(by=BY, resident_id=person.id, text="在吗", at=NOON)
    with pytest.raises(TooMany):
        services.write_note(by=BY, resident_id=person.id, text="在吗", at=NOON)
    services.write_note(by=BY, resident_id=person.id, text="在吗", at=NOON + dt.timedelta(hours=2))


def test_a_service_is_rated_and_rated_anew():
    village = make_village()
    person = make_resident()
    sign(village, person)
    service_id = saved(person, TODAY)
    for stars in (2, 5):
        services.rate_service(by=BY, service_id=service_id, stars=stars, note="", on=TODAY)
    assert selectors.ratings_of(BY, person.id)[service_id].stars == 5
    with pytest.raises(BadShape):
        services.rate_service(by=BY, service_id=service_id, stars=6, note="", on=TODAY)


@pytest.fixture
def signed():
    village = make_village("jintang")
    people = [make_resident(name=f"居民{number}") for number in "一二三四五六"]
    for person in people:
        sign(village, person)
    return people


def begin(seed="x", **fields):
    return services.begin_survey(by=BY, region_code=TOWNSHIP, title="调查", on=TODAY, at=NOON, seed=seed, **fields)


def say(invitation, satisfaction="satisfied", known=(), on=TODAY):
    said = SurveyAnswer(satisfaction, tuple(known))
    return services.answer_survey(
        by=BY, invitation_id=invitation.id, resident_id=invitation.resident_id, said=said, on=on, at=NOON
    )


def test_the_same_seed_draws_the_same_people_and_who_refused_is_left_out(signed):
    refusing = {"resident_id": signed[0].id, "purpose": "satisfaction_survey", "heard": "portal"}
    services.answer_consent(by=BY, is_given=False, on=TODAY, at=NOON, **refusing)
    first, second = begin(), begin()
    drawn = [sorted(one.invitations.values_list("resident_id", flat=True)) for one in (first, second)]
    assert drawn[0] == drawn[1] and len(drawn[0]) == 5 and signed[0].id not in drawn[0]


def test_satisfaction_and_awareness_are_counted_with_interval_and_target(signed):
    survey = begin()
    assert survey.items == ["doctor_name", "institution_name", "service_content"]
    invitations = list(survey.invitations.order_by("id"))
    for number, invitation in enumerate(invitations[:4]):
        say(invitation, "very" if number < 3 else "unsatisfied", survey.items if number < 2 else survey.items[:1])
    result = selectors.result_of(survey)
    assert (result.invited, result.answered) == (6, 4)
    assert result.satisfaction.share == 0.75 and result.awareness.share == 0.5
    assert result.satisfaction.low < 0.75 < result.satisfaction.high
    assert result.by_item["doctor_name"].share == 1
    assert (result.satisfaction_target, result.awareness_target) == (0.85, 0.80)


def test_a_survey_is_answered_once_and_while_it_is_open(signed):
    survey = begin()
    first, second, *_rest = survey.invitations.order_by("id")
    say(first)
    with pytest.raises(LawBroken, match="B_SURVEY_ANSWERED"):
        say(first)
    with pytest.raises(LawBroken, match="B_SURVEY_CLOSED"):
        say(second, on=TODAY + 20 * DAY)
    with pytest.raises(BadShape):
        say(second, known=("something",))
    assert SurveyInvitation.objects.exclude(answered_at=None).count() == 1


def test_where_nobody_signed_there_is_nobody_to_ask():
    make_village()
    with pytest.raises(LawBroken, match="B_SURVEY_NOBODY"):
        begin()


def test_what_was_said_follows_a_merged_record_and_comes_back():
    kept, merged = make_somebody(name="王成"), make_somebody(name="王成", number=None)
    ask(merged)
    services.write_note(by=BY, resident_id=merged.id, text="在吗", at=NOON)
    merge = merge_residents(by=BY, kept_id=kept.id, merged_id=merged.id, reason="同一人", on=TODAY)
    assert Appeal.objects.get().resident_id == Note.objects.get().resident_id == kept.id
    undo_merge(by=BY, merge_id=merge.pk, reason="不是同一人", on=TODAY)
    assert Appeal.objects.get().resident_id == Note.objects.get().resident_id == merged.id


def test_staff_answer_on_their_pages(client):
    person = make_somebody(name="沈建国")
    appeal = ask(person)
    services.write_note(by=BY, resident_id=person.id, text="下周能来吗", at=NOON)
    signed_in(client, "doctor", institution=make_institution(make_region(person.region_id[:9])))
    assert "沈建国" in client.get("/appeals/").content.decode()
    assert "候诊时间太长" in client.get(f"/appeals/{appeal.id}/").content.decode()
    assert client.post(f"/appeals/{appeal.id}/", {"outcome": "done", "answer": ""}).status_code == 422
    client.post(f"/appeals/{appeal.id}/", {"outcome": "done", "answer": "已增加导诊人员"})
    assert "已增加导诊人员" in client.get(f"/appeals/{appeal.id}/").content.decode()
    assert "沈建国" in client.get("/notes/").content.decode()
    client.post(f"/notes/{person.id}/", {"text": "周二上门"})
    assert "周二上门" in client.get(f"/notes/{person.id}/").content.decode()
    assert "沈建国" not in client.get("/notes/").content.decode()


def test_a_care_card_puts_what_it_names_before_others(client):
    make_adoption("420324", "doctors-into-families")
    young, old = make_somebody(name="沈建国"), make_somebody(name="秦月英", birth_date=dt.date(1940, 5, 1))
    first = ask(young, "home_service", "换药")
    late = ask(old, "home_service", "换药", on=TODAY + DAY)
    assert (first.goes_first, late.goes_first, ask(old, "refill", "续方").goes_first) == (False, True, False)
    assert ask(old, "home_bed", "卧床").goes_first and ask(old, "health_education", "讲讲糖尿病").goes_first
    signed_in(client, "doctor", institution=make_institution(make_region(old.region_id[:9])))
    text = client.get("/appeals/?kind=home_service").content.decode()
    assert text.index("秦月英") < text.index("沈建国") and "关爱优先" in text
    assert "沈建国" not in client.get("/appeals/?first=1").content.decode()


def test_urgent_words_are_found_in_any_width_and_the_clock_is_the_rulebooks():
    assert urgent_words_in("Ｃhest Pain now", ["chest pain", "胸痛"]) == ["chest pain"]
    assert is_late(NOON, NOON + dt.timedelta(hours=25), 24) and not is_late(NOON, NOON + dt.timedelta(hours=24), 24)
    assert share_of(0, 0, 0.95) is None
