"""Supervision over the API: rates with their caps and warnings, where open referrals stand, audited cases."""

import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Status

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import NotVisible, identifier_of
from jiayi.foundation.base.idempotency import DOCUMENTED, answer_once
from jiayi.service.insurance.terms import Period
from jiayi.service.referral import permissions, selectors, services
from jiayi.service.referral.models import CaseAudit, RateWarning

from .supervising_shapes import (
    CaseAnswer,
    CaseQuery,
    Correction,
    NewSample,
    PeriodQuery,
    RateAnswer,
    StandingAnswer,
    Verdict,
    WarningAnswer,
    WarningReply,
)

router = Router(tags=["referrals"])
_WARNING = ("id", "since", "until", "referred", "treated", "rate", "cap", "state", "opened_on", "due_on")
_CASE = ("id", "drawn_on", "verdict", "faults", "judged_on", "sanction", "correct_by", "corrected_on", "correction")


@router.get("/referral-rates", response=list[RateAnswer], summary="Rates of up-referral beside their caps")
def rates(request: HttpRequest, query: Query[PeriodQuery]) -> list[dict[str, Any]]:
    """The nearest to its cap first; the last ninety days where none are named. No resident's data."""
    rows = selectors.rates(request.viewer, _period(query), on=clock.today())
    return [
        {
            "institution": row.institution.id,
            "institution_name": row.institution.name,
            "level": row.institution.level,
            "referred": row.referred,
            "treated": row.treated,
            **{name: row.outcome[name] for name in ("rate", "cap", "state", "reasons")},
        }
        for row in rows
    ]


@router.get(
    "/referral-standing", response=StandingAnswer, summary="Open referrals by step and time; how many came back"
)
def standing(request: HttpRequest, query: Query[PeriodQuery]) -> dict[str, Any]:
    """Open ones by state and by how long they have stood in it; of those sent in the period, how many came back."""
    if not request.viewer.can(permissions.READ_VISITS):
        raise NotVisible
    return {
        "open": selectors.open_by_step_and_time(request.viewer, clock.now()),
        "sent": selectors.loop_of(request.viewer, _period(query)),
    }


@router.get("/referral-warnings", response=list[WarningAnswer], summary="Warnings that wait for an answer")
def warnings(request: HttpRequest) -> list[dict[str, Any]]:
    """Institutions near or over their cap, the nearest deadline first."""
    if not request.viewer.can(permissions.READ_VISITS):
        raise NotVisible
    return [_warning(one) for one in selectors.warnings(request.viewer)]


@router.post(
    "/referral-warnings/{warning_id}/answer",
    response={200: WarningAnswer},
    summary="Answer a warning",
    openapi_extra=DOCUMENTED,
)
def answer(request: HttpRequest, warning_id: str, data: WarningReply) -> Status:
    """Once per Idempotency-Key; the supervisor's task closes."""
    key = identifier_of(warning_id)

    def do() -> dict[str, Any]:
        done = services.answer_warning(by=request.viewer, warning_id=key, answer=data.answer, on=clock.today())
        return {"warning": done.id}

    def show(ids: Any) -> dict[str, Any]:
        return _warning(RateWarning.objects.select_related("institution").get(id=ids["warning"]))

    return Status(*answer_once(request, do=do, show=show, status=200))


@router.get("/referral-cases", response=list[CaseAnswer], summary="Audited cases, the latest drawn first")
def cases(request: HttpRequest, query: Query[CaseQuery]) -> list[dict[str, Any]]:
    """Cases of the samples, of referrals within reach."""
    if not request.viewer.can(permissions.READ):
        raise NotVisible
    rows = selectors.cases(request.viewer)
    if query.verdict is not None:
        rows = rows.filter(verdict="" if query.verdict == "none" else query.verdict)
    return _cases(request, list(rows[: query.limit]))


@router.post(
    "/referral-cases", response={201: list[CaseAnswer]}, summary="Draw a sample of cases", openapi_extra=DOCUMENTED
)
def draw(request: HttpRequest, data: NewSample) -> Status:
    """Once per Idempotency-Key. Referrals of the period that were not audited before, by lot; fewer where there are
    fewer."""

    def do() -> dict[str, Any]:
        made = services.draw_cases(by=request.viewer, **data.model_dump(), on=clock.today())
        return {"cases": [str(one.id) for one in made]}

    def show(ids: Any) -> list[dict[str, Any]]:
        return _cases(request, list(selectors.cases(request.viewer).filter(id__in=ids["cases"])))

    return Status(*answer_once(request, do=do, show=show))


@router.post(
    "/referral-cases/{case_id}/verdict", response={200: CaseAnswer}, summary="Judge a case", openapi_extra=DOCUMENTED
)
def judge(request: HttpRequest, case_id: str, data: Verdict) -> Status:
    """Once per Idempotency-Key. A breach names its faults, its sanction and the day by which it is put right."""
    return _act(request, case_id, services.judge_case, **data.model_dump())


@router.post(
    "/referral-cases/{case_id}/correction",
    response={200: CaseAnswer},
    summary="Say what was put right",
    openapi_extra=DOCUMENTED,
)
def correct(request: HttpRequest, case_id: str, data: Correction) -> Status:
    """Once per Idempotency-Key, by a side of the referral."""
    return _act(request, case_id, services.correct_case, correction=data.correction)


def _act(request: HttpRequest, case_id: str, service: Callable[..., CaseAudit], **given: Any) -> Status:
    key = identifier_of(case_id)

    def do() -> dict[str, Any]:
        return {"case": service(by=request.viewer, case_id=key, on=clock.today(), **given).id}

    return Status(*answer_once(request, do=do, show=partial(_case_of, request), status=200))


def _period(query: PeriodQuery) -> Period:
    usual = selectors.usual_period(query.until or clock.today())
    return Period(query.since or usual.since, usual.until)


def _warning(one: RateWarning) -> dict[str, Any]:
    return {name: getattr(one, name) for name in (*_WARNING, "answered_on", "answer")} | {
        "institution": one.institution_id,
        "institution_name": one.institution.name,
        "is_late": one.answered_on is None and one.due_on < clock.today(),
    }


def _case_of(request: HttpRequest, ids: Any) -> dict[str, Any]:
    return _cases(request, [selectors.case_for(request.viewer, UUID(str(ids["case"])))])[0]


def _cases(request: HttpRequest, rows: list[CaseAudit]) -> list[dict[str, Any]]:
    audit.record_read(by=request.viewer, act="referral.list", resident_ids=[one.referral.resident_id for one in rows])
    return [_case(one, clock.today()) for one in rows]


def _case(one: CaseAudit, today: dt.date) -> dict[str, Any]:
    return {name: getattr(one, name) for name in _CASE} | {
        "referral": one.referral_id,
        "number": one.referral.number,
        "resident": one.referral.resident_id,
        "from_institution": one.referral.from_institution_id,
        "is_late": bool(one.correct_by and one.corrected_on is None and one.correct_by < today),
    }
