"""Residents are asked whether a service took place: drawn by parts, called on different days, coded, and counted."""

import datetime as dt
import functools
from uuid import uuid4

import pytest
from django.urls import reverse

from jiayi.foundation.audit.models import Entry
from jiayi.foundation.base.errors import BadShape, LawBroken, NotVisible
from jiayi.insight.assurance import selectors, services
from jiayi.insight.assurance.models import InterviewCase, InterviewSample
from tests.races import at_once
from tests.registry.access.factories import make_post, make_user

from .factories import TODAY, days_before, make_resident, make_signer, make_village, serve

HOLDS = ("interview_hold", "resident_read", "suspicion_read")
SAME = {
    "signed": "yes", "knows_doctor": "all", "received": "same", "when": "same", "measured": "told", "drugs": "yes",
    "satisfied": "5",
}  # fmt: skip
AT = dt.datetime(2026, 11, 20, 2, tzinfo=dt.UTC)


def make_sample(services_done: int = 30, **fields) -> InterviewSample:
    village = make_village()
    for number in range(services_done):
        items = ["health_education"] if number % 3 else ["medication_review"]
        serve(make_resident(), days_before(number + 1), team=village.team, items=items)
    return draw(village, **fields)


def draw(village, by=None, **fields) -> InterviewSample:
    usual = {"since": days_before(90), "until": TODAY, "on": TODAY, "submission_id": uuid4()}
    return services.draw_interviews(by=by or reviewer(), institution_id=village.team.institution_id, **(usual | fields))


def reviewer(*prefixes, **fields):
    return make_signer(*prefixes, permissions=HOLDS, **fields)


def close(case: InterviewCase, by, outcome="match", note="", **answers) -> InterviewCase:
    services.take_case(by=by, case_id=case.pk)
    given = {"answers": SAME | answers, "outcome": outcome, "note": note}
    return services.close_case(by=by, case_id=case.pk, on=TODAY, **given)


@pytest.mark.django_db
def test_the_sample_is_drawn_by_parts_once_and_again_from_its_seed():
    submission = uuid4()
    sample = make_sample(seed=11, submission_id=submission)
    assert (sample.services, sample.size, sample.seed) == (30, 10, 11)
    drawn = list(sample.cases.order_by("position").values_list("service_id", flat=True))
    assert services.interviews_drawn_again(sample) == drawn
    programmes = list(sample.cases.values_list("programme", flat=True))
    assert programmes.count("medication_review") == 3
    again = services.draw_interviews(
        by=reviewer(), institution_id=sample.institution_id, since=TODAY, until=TODAY, on=TODAY,
        submission_id=submission,
    )  # fmt: skip
    assert again == sample and InterviewSample.objects.count() == 1


@pytest.mark.django_db
def test_answers_are_coded_and_the_rate_has_an_interval_by_team():
    sample, by = make_sample(), reviewer()
    cases = list(sample.cases.order_by("position"))
    for case in cases[:7]:
        close(case, by)
    close(cases[7], by, "partial", measured="no")
    close(cases[8], by, "mismatch", received="none")
    with pytest.raises(BadShape, match="E_OUTCOME_NOTE"):
        close(cases[9], by, "mismatch")
    whole, team = selectors.rates(sample)
    assert whole.outcomes["match"] == 7 and whole.rate == team.rate
    assert round(whole.rate.share, 3) == 0.833 and whole.rate.low < 0.833 < whole.rate.high
    row = selectors.samples(by).get()
    assert (row.closed, row.n_match, row.n_partial) == (9, 7, 1)


@pytest.mark.django_db
def test_nobody_is_unreachable_before_three_calls_on_three_days():
    sample, by = make_sample(), reviewer()
    case = sample.cases.first()
    call = functools.partial(services.record_call, by=by, case_id=case.pk, result="no_answer", note="")
    with pytest.raises(LawBroken, match="B_CASE_NOT_TAKEN"):
        call(at=AT)
    services.take_case(by=by, case_id=case.pk)
    call(at=AT)
    with pytest.raises(LawBroken, match="B_CALLED_TODAY"):
        call(at=AT + dt.timedelta(hours=3))
    assert call(at=AT + dt.timedelta(days=1)).state == "calling"
    assert call(at=AT + dt.timedelta(days=2)).outcome == "unreachable"
    with pytest.raises(LawBroken, match="B_CASE_CLOSED"):
        call(at=AT + dt.timedelta(days=3))


@pytest.mark.django_db
def test_a_wrong_number_is_an_error_of_the_record_and_no_mismatch():
    sample, by = make_sample(), reviewer()
    case = sample.cases.first()
    services.take_case(by=by, case_id=case.pk)
    services.record_call(by=by, case_id=case.pk, result="wrong_number", note="", at=AT)
    whole, *_teams = selectors.rates(sample)
    assert whole.outcomes["wrong_number"] == 1 and whole.rate is None


@pytest.mark.django_db
def test_services_of_ones_own_team_are_asked_about_by_others():
    sample = make_sample()
    case = sample.cases.first()
    with pytest.raises(LawBroken, match="B_CASE_OWN"):
        services.take_case(by=reviewer(practitioner_id=case.team.leader_id), case_id=case.pk)
    with pytest.raises(NotVisible):
        services.take_case(by=reviewer("420325"), case_id=case.pk)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_of_many_who_begin_at_once_one_calls():
    case = make_sample().cases.first()
    answers = at_once([functools.partial(services.take_case, by=reviewer(), case_id=case.pk) for _ in range(6)])
    assert sum(isinstance(answer, InterviewCase) for answer in answers) == 1


@pytest.mark.django_db
def test_a_reviewer_sees_whom_and_what_a_masked_number_and_no_more(client):
    sample = make_sample(3)
    user = make_user(username="p.auditor")
    make_post(user=user, code="auditor", region=sample.region_id[:6])
    client.force_login(user)
    case = sample.cases.order_by("position").first()
    text = client.get(reverse("assurance:interview_sample", args=[sample.pk])).content.decode()
    assert case.resident.name in text and "真实率" in text
    address = reverse("assurance:interview_case", args=[case.pk])
    assert reverse("workstation:resident", args=[case.resident_id]) not in client.get(address).content.decode()
    client.post(f"{address}take/")
    shown = client.post(f"{address}reveal/", {"reason": "回访"})
    assert shown.status_code == 200 or not case.resident.phone_index
    if case.resident.phone_index:
        assert Entry.objects.filter(act="people.reveal_numbers", resident_ids__contains=[case.resident_id]).exists()
    client.post(f"{address}call/", {"result": "answered", "note": ""})
    done = client.post(address, SAME | {"outcome": "match", "note": ""})
    assert done.status_code == 302
    case.refresh_from_db()
    assert case.outcome == "match" and case.calls.get().result == "answered"
    assert client.get(reverse("assurance:interviews")).status_code == 200
