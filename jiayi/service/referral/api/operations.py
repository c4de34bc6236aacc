"""Referrals over the API: list, send, read, act."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Status

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import NotVisible, identifier_of
from jiayi.foundation.base.idempotency import DOCUMENTED, answer_once
from jiayi.foundation.ui.refusals import misshapen
from jiayi.service.referral import permissions, selectors, services
from jiayi.service.referral.models import Referral
from jiayi.service.referral.terms import Act

from .shapes import TO_APPROVE, LeftAnswer, NewAct, NewReferral, ReferralAnswer, ReferralQuery

router = Router(tags=["referrals"])
_WITH_REASON = (Act.REJECT, Act.REDIRECT, Act.CANCEL, Act.REFUSE)
_BY_ITSELF = (Act.DRAFT, Act.EXPIRE)  # no act of anybody who calls
_COLUMNS = (
    *("id", "number", "state", "version", "direction", "urgency", "visit", "group", "to_name", "to_level"),
    *("diagnosis", "illness", "voucher_valid", "exemption", "submitted_at", "answer_due_at", "arrive_by"),
    *("appointment_on", "appointment_time", "arrived_on", "complete_by", "home_by", "check_by", "closed_on"),
    *("reason", "reasons"),
)


@router.get("/referrals", response=list[ReferralAnswer], summary="Referrals within reach, the nearest clock first")
def referrals(request: HttpRequest, query: Query[ReferralQuery]) -> list[dict[str, Any]]:
    """Sent, received or both. What was not sent yet is not the receiver's to see."""
    viewer, of_insurer = request.viewer, query.side == TO_APPROVE
    if not viewer.can(permissions.APPROVE if of_insurer else permissions.READ):
        raise NotVisible
    rows = selectors.approvals(viewer) if of_insurer else selectors.of_side(viewer, query.side)
    if query.state:
        rows = rows.filter(state=query.state)
    elif query.is_open:
        rows = selectors.only_open(rows)
    same = {name: value for name in ("urgency", "direction") if (value := getattr(query, name))}
    if query.since:
        same["submitted_at__date__gte"] = query.since
    found = list(selectors.by_clock(rows.filter(**same))[: query.limit])
    audit.record_read(by=viewer, act="referral.list", resident_ids=[one.resident_id for one in found])
    return [_shown(request, one) for one in found]


@router.post("/referrals", response={201: ReferralAnswer}, summary="Send a referral", openapi_extra=DOCUMENTED)
def send(request: HttpRequest, data: NewReferral) -> Status:
    """Once per Idempotency-Key. 409 with the breaches where a rule forbids it (a skipped level, no consent, an open
    referral of the same episode); the insurer's approval is awaited where the scheme asks it (state `approval`)."""
    if not request.viewer.can(permissions.WRITE):
        raise NotVisible

    def do() -> dict[str, Any]:
        made = services.send_referral(by=request.viewer, asked=data.asked(), on=clock.today(), at=clock.now())
        return {"referral": made.id}

    return Status(*answer_once(request, do=do, show=lambda ids: _found(request, UUID(str(ids["referral"])))))


@router.get("/referrals/{referral_id}", response=ReferralAnswer, summary="Read a referral")
def read(request: HttpRequest, referral_id: str) -> dict[str, Any]:
    """One referral in reach; 404 otherwise."""
    return _found(request, identifier_of(referral_id))


@router.post(
    "/referrals/{referral_id}/acts",
    response={200: ReferralAnswer | LeftAnswer},
    summary="Act on it",
    openapi_extra=DOCUMENTED,
)
def act(request: HttpRequest, referral_id: str, data: NewAct) -> Status:
    """Once per Idempotency-Key. 404 where the act is another side's, 409 where it does not follow from the state.
    Of a referral that left one's reach by it (redirected) the answer is id and number."""
    key, given = identifier_of(referral_id), _given(data)
    if not any(request.viewer.can(one) for one in (permissions.WRITE, permissions.ANSWER, permissions.APPROVE)):
        raise NotVisible

    def do() -> dict[str, Any]:
        common: dict[str, Any] = {"by": request.viewer, "referral_id": key, "on": clock.today(), "at": clock.now()}
        done = getattr(services, data.act)(**common, **given)
        return {"referral": key, "number": done.number}

    return Status(*answer_once(request, do=do, show=lambda ids: _left_or_found(request, ids), status=200))


def _given(data: NewAct) -> dict[str, Any]:
    """What the service of this act takes; BadShape where a part is missing."""
    if data.act in _BY_ITSELF:
        raise misshapen("E_ACT_BY_ITSELF", "act")
    if data.act == Act.SUBMIT:
        return {}
    if data.act == Act.COMPLETE:
        return {"consent_by": _part(data, "consent_by"), "illness": data.illness}
    if data.act == Act.PROPOSE_RETURN:
        return {"reply": _part(data, "reply").asked()}
    given: dict[str, Any] = {"note": data.note}
    if data.act in _WITH_REASON:
        given["reason"] = _part(data, "reason")
    if data.act == Act.REDIRECT:
        given["destination"] = _part(data, "destination").asked()
    if data.act == Act.SCHEDULE or (data.act == Act.ACCEPT and data.appointment):
        given["appointment"] = _part(data, "appointment").asked()
    return given


def _part(data: NewAct, name: str) -> Any:
    value = getattr(data, name)
    if value is None:
        raise misshapen("E_ACT_PART", name, part=name)
    return value


def _left_or_found(request: HttpRequest, ids: Any) -> dict[str, Any]:
    try:
        return _found(request, UUID(str(ids["referral"])))
    except NotVisible:
        return {"id": ids["referral"], "number": ids["number"], "has_left": True}


def _found(request: HttpRequest, referral_id: UUID) -> dict[str, Any]:
    find = selectors.referral_for if request.viewer.can(permissions.READ) else selectors.referral_to_approve
    found = find(request.viewer, referral_id)
    audit.record_read(by=request.viewer, act="referral.open_referral", resident_ids=[found.resident_id])
    return _shown(request, found)


def _shown(request: HttpRequest, referral: Referral) -> dict[str, Any]:
    return {name: getattr(referral, name) for name in _COLUMNS} | {
        "resident": referral.resident_id,
        "from_institution": referral.from_institution_id,
        "to_institution": referral.to_institution_id,
        "department": referral.appointment_department or referral.to_department,
        "contact": referral.appointment_contact or referral.to_contact,
        "phone": referral.to_phone,
        "reasons": [dict(one) for one in referral.reasons],
        "acts": selectors.acts_open_to(request.viewer, referral),
    }
