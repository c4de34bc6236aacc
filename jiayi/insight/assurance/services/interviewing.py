"""Ask residents whether a service took place: draw a sample, call, note the answers, code what they come to."""

import datetime as dt
import secrets
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.foundation.base.transactions import retrying_atomic
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook import decide, rulebook, value_on
from jiayi.foundation.ui.refusals import broken, misshapen
from jiayi.insight.assurance import permissions
from jiayi.insight.assurance.models import Call, InterviewCase, InterviewSample
from jiayi.insight.assurance.rules.sampling import allocate, draw, sample_size
from jiayi.insight.assurance.selectors.interviews import Claimed, case_for, claimed_services
from jiayi.insight.assurance.terms import JUDGED, CallResult, CaseState, Outcome
from jiayi.registry.organization import selectors as organization
from jiayi.registry.people import services as people

SCRIPT, SEED_BITS = "re-interview", 48
SIZE, SHARE = "assurance.interview.size", "assurance.interview.share"
ATTEMPTS, A_DAY = "assurance.interview.attempts", "assurance.interview.attempts_a_day"
CLOSING_CALLS = {CallResult.WRONG_NUMBER: Outcome.WRONG_NUMBER, CallResult.REFUSED: Outcome.REFUSED}


@retrying_atomic
def draw_interviews(
    *,
    by: Viewer,
    institution_id: UUID,
    since: dt.date,
    until: dt.date,
    on: dt.date,
    submission_id: UUID,
    seed: int | None = None,
) -> InterviewSample:
    """Draw a sample of the services of an institution's teams, by team, programme and way; sent twice it is one."""
    known = InterviewSample.objects.filter(submission_id=submission_id).first()
    if known:
        return known
    place = organization.managed_institutions(by, permissions.INTERVIEW).filter(pk=institution_id).first()
    if place is None:
        raise misshapen("E_INSTITUTION", "institution")
    if not since <= until <= on:
        raise misshapen("E_SAMPLE_PERIOD", "until")
    claimed = claimed_services(place.pk, since, until)
    if not claimed:
        raise broken("B_SAMPLE_EMPTY")
    number = secrets.randbits(SEED_BITS) if seed is None else seed
    drawn = _drawn(claimed, number, on, organization.schemes_for(place.region_id, on))
    sample = InterviewSample.objects.create(
        institution=place,
        region_id=place.region_id,
        since_on=since,
        until_on=until,
        services=len(claimed),
        size=len(drawn),
        seed=number,
        script=SCRIPT,
        rulebook_version=rulebook().version,
        drawn_on=on,
        drawn_by=by.actor_id,
        drawn_by_name=by.actor_name[:60],
        submission_id=submission_id,
    )
    InterviewCase.objects.bulk_create(_cases(sample, drawn))
    details = {"services": len(claimed), "size": len(drawn), "seed": number}
    audit.record(
        by=by, act="assurance.draw_interviews", subject_kind="re_interview", subject_ids=[sample.pk], details=details
    )
    return sample


def drawn_again(sample: InterviewSample) -> list[UUID]:
    """The services that the kept seed draws from the same time as it stands now."""
    claimed = claimed_services(sample.institution_id, sample.since_on, sample.until_on)
    schemes = organization.schemes_for(sample.region_id, sample.drawn_on)
    return [one.service_id for one in _drawn(claimed, sample.seed, sample.drawn_on, schemes)]


def _drawn(claimed: Sequence[Claimed], seed: int, on: dt.date, schemes: Sequence[str]) -> list[Claimed]:
    strata: dict[tuple[UUID, str, str], list[Claimed]] = {}
    for one in claimed:
        strata.setdefault((one.team_id, one.items[0], one.mode), []).append(one)
    size = sample_size(len(claimed), least=value_on(SIZE, on, schemes), share=value_on(SHARE, on, schemes))
    sizes = {key: len(found) for key, found in strata.items()}
    return draw(strata, allocate(sizes, size, {key: float(count) for key, count in sizes.items()}), seed=seed)


def _cases(sample: InterviewSample, drawn: Sequence[Claimed]) -> list[InterviewCase]:
    return [
        InterviewCase(
            sample=sample,
            position=position,
            service_id=one.service_id,
            resident_id=one.resident_id,
            team_id=one.team_id,
            programme=one.items[0],
            items=list(one.items),
            mode=one.mode,
            claimed_on=one.on,
        )
        for position, one in enumerate(drawn, start=1)
    ]


@retrying_atomic
def take_case(*, by: Viewer, case_id: UUID) -> InterviewCase:
    """Begin to call somebody. Of many at once one gets it; beginning again what one has begun changes nothing."""
    case = _locked(by, case_id)
    if case.state == CaseState.CALLING and case.taken_by == by.actor_id:
        return case
    if case.state == CaseState.CALLING:
        raise broken("B_CASE_TAKEN", name=case.taken_by_name)
    case.state, case.taken_by, case.taken_by_name = CaseState.CALLING, by.actor_id, by.actor_name[:60]
    return _saved(by, case, "take_case")


@retrying_atomic
def release_case(*, by: Viewer, case_id: UUID) -> InterviewCase:
    """Leave somebody to another reviewer; the calls made so far stay."""
    case = _mine(by, case_id)
    case.state, case.taken_by, case.taken_by_name = CaseState.WAITING, None, ""
    return _saved(by, case, "release_case")


@retrying_atomic
def record_call(*, by: Viewer, case_id: UUID, result: str, note: str, at: dt.datetime) -> InterviewCase:
    """Note a call. A wrong number or a refusal ends it; so do as many calls on different days as the rulebook asks for
    where nobody was reached."""
    case = _mine(by, case_id)
    if result not in set(CallResult):
        raise misshapen("E_CALL_RESULT", "result")
    calls, day = list(case.calls.order_by("number")), _day(at)
    today = sum(_day(call.at) == day for call in calls)
    schemes = organization.schemes_for(case.sample.region_id, day)
    if today >= value_on(A_DAY, day, schemes):
        raise broken("B_CALLED_TODAY", count=today)
    Call.objects.create(
        case=case, number=len(calls) + 1, at=at, result=result, note=note.strip()[:200], by_name=by.actor_name[:60]
    )
    ends = CLOSING_CALLS.get(CallResult(result))
    if ends is None and result != CallResult.ANSWERED and len(calls) + 1 >= value_on(ATTEMPTS, day, schemes):
        ends = Outcome.UNREACHABLE
    if ends:
        case.state, case.outcome, case.closed_on = CaseState.CLOSED, ends, day
    return _saved(by, case, "record_call", result=str(result))


@retrying_atomic
def close_case(
    *, by: Viewer, case_id: UUID, answers: Mapping[str, str], outcome: str, note: str, on: dt.date
) -> InterviewCase:
    """Enter the answers and what they come to; where the reviewer judges otherwise than the decision, with a reason."""
    case = _mine(by, case_id)
    script = rulebook().scripts[case.sample.script]
    known = {code: {one.code for one in question.answers} for code, question in script.questions.items()}
    if answers.keys() != known.keys() or any(answers[code] not in known[code] for code in known):
        raise misshapen("E_ANSWERS_MISSING")
    if outcome not in JUDGED:
        raise misshapen("E_OUTCOME", "outcome")
    facts = {code: answers[code] for code, question in script.questions.items() if question.decides}
    schemes = organization.schemes_for(case.sample.region_id, on)
    proposed = decide("assurance.interview.outcome", on=on, schemes=schemes, facts=facts)["outcome"] or ""
    if outcome != proposed and not note.strip():
        raise misshapen("E_OUTCOME_NOTE", "note")
    case.answers, case.proposed, case.outcome = dict(answers), proposed, outcome
    case.note, case.state, case.closed_on = note.strip()[:500], CaseState.CLOSED, on
    return _saved(by, case, "close_case", outcome=str(outcome))


@retrying_atomic
def reveal_phone(*, by: Viewer, case_id: UUID, reason: str) -> str:
    """The number to call, for whoever is calling; the history tells who saw it and why."""
    case = _mine(by, case_id)
    if not reason.strip():
        raise misshapen("E_REVEAL_REASON", "reason")
    found = people.reveal_numbers(by=by, resident_id=case.resident_id, names=("phone",), reason=reason)["phone"]
    if not found:
        raise broken("E_PHONE_NONE")
    return found


def _mine(by: Viewer, case_id: UUID) -> InterviewCase:
    case = _locked(by, case_id)
    if case.state != CaseState.CALLING:
        raise broken("B_CASE_NOT_TAKEN")
    if case.taken_by != by.actor_id:
        raise broken("B_CASE_TAKEN", name=case.taken_by_name)
    return case


def _locked(by: Viewer, case_id: UUID) -> InterviewCase:
    lock_case(case_id)
    case = case_for(by, case_id)
    if case.state == CaseState.CLOSED:
        raise broken("B_CASE_CLOSED")
    if case.team_id in organization.teams_of_practitioner(by.practitioner_id):
        raise broken("B_CASE_OWN")
    return case


def lock_case(case_id: UUID) -> None:
    """Hold the case's row until the transaction ends."""
    InterviewCase.objects.select_for_update().filter(pk=case_id).values_list("pk").first()


def _day(at: dt.datetime) -> dt.date:
    return at.astimezone(clock.SHANGHAI).date()


def _saved(by: Viewer, case: InterviewCase, act: str, **details: Any) -> InterviewCase:
    case.save()
    audit.record(
        by=by,
        act=f"assurance.{act}",
        subject_kind="re_interview",
        subject_ids=[case.pk],
        resident_ids=[case.resident_id],
        details=details,
    )
    return case
