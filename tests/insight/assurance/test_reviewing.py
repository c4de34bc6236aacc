"""A finding is taken by one person, heard, and judged with a reason by somebody whom it does not concern."""

import datetime as dt
import functools
import threading

import pytest

from jiayi.foundation.audit.models import Entry
from jiayi.foundation.base.errors import BadShape, LawBroken, NotVisible
from jiayi.insight.assurance import selectors, services
from jiayi.insight.assurance.models import Finding
from jiayi.insight.assurance.services import reviewing
from tests.races import at_once

from .factories import days_before, found, make_signer, make_village, patients, reviewer, visit

AT = dt.datetime(2026, 11, 20, 2, tzinfo=dt.UTC)
NOTE = "逐户核实，居民均在外务工"


def make_finding():
    village = make_village()
    for number, one in enumerate(patients(16)):
        visit(one, village.team, days_before(number + 5), systolic=130, diastolic=85)
    return village, found("digit-preference")


@pytest.fixture
def case(db):
    return make_finding()


def concerned(village):
    return make_signer(permissions=("suspicion_answer", "record_read"), practitioner_id=village.doctor.pk)


def test_a_finding_is_taken_answered_and_judged_and_all_of_it_is_on_record(case):
    village, finding = case
    by = reviewer()
    services.take_finding(by=by, finding_id=finding.pk, at=AT)
    services.answer_finding(by=concerned(village), finding_id=finding.pk, answer="水银血压计读数", at=AT)
    done = services.conclude_finding(by=by, finding_id=finding.pk, conclusion="explained", note=NOTE, at=AT)
    assert (done.state, done.answer, done.conclusion_note) == ("explained", "水银血压计读数", NOTE)
    acts = Entry.objects.filter(subject_kind="suspicion", subject_ids__contains=[finding.pk])
    assert [entry.act.removeprefix("assurance.") for entry in acts.order_by("id")] == [
        "take_finding",
        "answer_finding",
        "conclude_finding",
    ]


def test_what_was_taken_is_nobody_elses_and_may_be_given_back(case):
    _village, finding = case
    first, second = reviewer(), reviewer()
    services.take_finding(by=first, finding_id=finding.pk, at=AT)
    services.take_finding(by=first, finding_id=finding.pk, at=AT)  # clicked twice
    for act in (
        functools.partial(services.take_finding, at=AT),
        services.release_finding,
        functools.partial(services.conclude_finding, conclusion="dismissed", note=NOTE, at=AT),
    ):
        with pytest.raises(LawBroken) as refused:
            act(by=second, finding_id=finding.pk)
        assert refused.value.code == "B_FINDING_TAKEN"
    services.release_finding(by=first, finding_id=finding.pk)
    assert services.take_finding(by=second, finding_id=finding.pk, at=AT).taken_by == second.actor_id


def test_a_judgement_needs_a_reason_and_stands(case):
    _village, finding = case
    by = reviewer()
    judge = functools.partial(services.conclude_finding, by=by, finding_id=finding.pk, at=AT)
    with pytest.raises(LawBroken, match="B_FINDING_NOT_TAKEN"):
        judge(conclusion="confirmed", note=NOTE)
    services.take_finding(by=by, finding_id=finding.pk, at=AT)
    with pytest.raises(BadShape, match="E_FINDING_REASON"):
        judge(conclusion="confirmed", note=" ")
    with pytest.raises(BadShape, match="E_FINDING_CONCLUSION"):
        judge(conclusion="punished", note=NOTE)
    judge(conclusion="confirmed", note=NOTE)
    judge(conclusion="confirmed", note=NOTE)  # sent twice
    with pytest.raises(LawBroken, match="B_FINDING_CLOSED"):
        judge(conclusion="dismissed", note=NOTE)


def test_nobody_judges_what_concerns_them_or_their_team(case):
    village, finding = case
    own = reviewer(practitioner_id=village.doctor.pk)
    with pytest.raises(LawBroken, match="B_FINDING_OWN"):
        services.take_finding(by=own, finding_id=finding.pk, at=AT)
    Finding.objects.filter(pk=finding.pk).update(practitioner=None)
    with pytest.raises(LawBroken, match="B_FINDING_OWN"):
        services.take_finding(by=own, finding_id=finding.pk, at=AT)


def test_others_neither_see_nor_answer_a_finding(case):
    village, finding = case
    elsewhere = reviewer("420325")
    colleague = make_signer(permissions=("suspicion_answer",))
    for viewer in (elsewhere, colleague):
        assert not selectors.findings(viewer)
        with pytest.raises(NotVisible):
            services.answer_finding(by=viewer, finding_id=finding.pk, answer="我来说", at=AT)
    assert list(selectors.findings(concerned(village))) == [finding]
    with pytest.raises(NotVisible):
        services.answer_finding(by=reviewer(), finding_id=finding.pk, answer="替他说", at=AT)
    with pytest.raises(NotVisible):
        services.take_finding(by=concerned(village), finding_id=finding.pk, at=AT)


def test_the_tally_counts_by_practitioner_and_team(case):
    village, finding = case
    row = selectors.tally(reviewer()).get()
    assert (row["practitioner__name"], row["open"], row["highest"]) == (village.doctor.name, 1, finding.score)
    assert not selectors.tally(reviewer("420325"))
    with pytest.raises(NotVisible):
        selectors.tally(concerned(village))
    assert selectors.counts_by_detector(reviewer()) == {"digit-preference": 1}


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_of_many_who_take_it_at_once_one_gets_it():
    _village, finding = make_finding()
    answers = at_once(
        [functools.partial(services.take_finding, by=reviewer(), finding_id=finding.pk, at=AT) for _ in range(8)]
    )
    assert sum(isinstance(answer, LawBroken) for answer in answers) == 7
    assert sum(isinstance(answer, Finding) for answer in answers) == 1


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_without_the_lock_several_believe_they_have_it(monkeypatch):
    _village, finding = make_finding()
    read_all = threading.Barrier(4, timeout=20)
    monkeypatch.setattr(reviewing, "lock_finding", lambda finding_id: None)
    refuse = reviewing._refuse_closed

    def refuse_together(finding):
        refuse(finding)
        read_all.wait()

    monkeypatch.setattr(reviewing, "_refuse_closed", refuse_together)
    answers = at_once(
        [functools.partial(services.take_finding, by=reviewer(), finding_id=finding.pk, at=AT) for _ in range(4)]
    )
    assert sum(isinstance(answer, Finding) for answer in answers) > 1


def test_what_a_person_reports_of_a_team_is_judged_by_another_with_a_measure(db):
    village = make_village()
    first, second = reviewer(), reviewer()
    asked = {"team_id": village.team.id, "kind": "formalism", "seen_on": AT.date(), "on": AT.date()}
    report = functools.partial(services.report_finding, by=first, **asked)
    for fields, code in (
        ({"kind": "astrology"}, "E_REPORT_KIND"),
        ({"seen_on": AT.date() + dt.timedelta(days=1)}, "E_REPORT_DAY"),
        ({"statement": " "}, "E_REPORT_STATEMENT"),
    ):
        with pytest.raises(BadShape, match=code):
            report(**({"statement": "签字摆拍"} | fields))
    finding = report(statement="入户随访只拍照，未测量血压")
    with pytest.raises(LawBroken, match="B_FINDING_REPORTED"):
        report(statement="再登记一次")
    with pytest.raises(LawBroken, match="B_FINDING_OWN_REPORT"):
        services.take_finding(by=first, finding_id=finding.pk, at=AT)
    assert services.detect(by=first, on=AT.date()).withdrawn == {}, "no detector takes it back"
    services.take_finding(by=second, finding_id=finding.pk, at=AT)
    services.answer_finding(by=concerned(village), finding_id=finding.pk, answer="血压计送检", at=AT)
    judge = functools.partial(services.conclude_finding, by=second, finding_id=finding.pk, note=NOTE, at=AT)
    with pytest.raises(BadShape, match="E_FINDING_MEASURE"):
        judge(conclusion="confirmed", measure="flogging")
    done = judge(conclusion="confirmed", measure="talk")
    assert (done.state, done.measure, done.answer) == ("confirmed", "talk", "血压计送检")
    assert report(statement="三个月后又发现").pk != finding.pk
    with pytest.raises(NotVisible):
        services.report_finding(by=make_signer("990000"), statement="外县", **asked)
