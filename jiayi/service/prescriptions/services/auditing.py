"""The pharmacist's audit: pass, query or reject an order; the doctor answers."""

import datetime as dt
from uuid import UUID

from django.db import transaction

from jiayi.foundation.base.signs import joined
from jiayi.foundation.base.viewer import Viewer
from jiayi.registry.organization import selectors as organization
from jiayi.service.prescriptions import permissions
from jiayi.service.prescriptions.faults import forbidden, wrong
from jiayi.service.prescriptions.models import AuditEntry, Prescription
from jiayi.service.prescriptions.selectors.reach import prescription_for
from jiayi.service.prescriptions.terms import AuditAct, State, StopReason

from .following_up import plan_follow_ups
from .standing import record, require_state, restate
from .stopping import judge_again

LEADS_TO = {AuditAct.PASS: State.ACTIVE, AuditAct.QUERY: State.QUERIED, AuditAct.REJECT: State.REJECTED}


@transaction.atomic
def audit_prescription(
    *, by: Viewer, prescription_id: UUID, version: int, act: AuditAct, text: str, on: dt.date, at: dt.datetime
) -> Prescription:
    """Pass it and it may be dispensed; query or reject it, saying why. Nobody audits their own order.

    `version` is the one that the pharmacist has read: another one is refused.
    """
    order = prescription_for(by, prescription_id, permission=permissions.AUDIT, lock=True)
    require_state(order, State.AUDITING, State.QUERIED)
    if act not in LEADS_TO:
        raise wrong("E_AUDIT_ACT", "act")
    if order.version != version:
        raise forbidden("E_VERSION")
    if by.practitioner_id is None:
        raise forbidden("E_NO_PRACTITIONER")
    if by.practitioner_id == order.prescriber_id:
        raise forbidden("E_OWN_ORDER")
    if act == AuditAct.PASS and order.hold_reasons:
        raise forbidden("E_HELD_BACK", **_held_for(order))
    if act != AuditAct.PASS and not text.strip():
        raise wrong("E_TEXT_NEEDED", "text")
    order.state = LEADS_TO[act]
    if act == AuditAct.PASS:
        order.passed_on = on
    if act == AuditAct.REJECT:
        order.opens_on = None
    order.save()
    _note(order, act, text, by=by, on=on, at=at)
    if act == AuditAct.PASS:
        plan_follow_ups(order, on=on)
    record(by, "prescriptions.audit", order, result=act, version=version)
    restate([order], on=on, outcome=act)
    return order


@transaction.atomic
def answer_query(*, by: Viewer, prescription_id: UUID, text: str, on: dt.date, at: dt.datetime) -> Prescription:
    """The doctor answers without changing the order: it waits for the pharmacist again. What held it is judged."""
    order = prescription_for(by, prescription_id, permission=permissions.WRITE, lock=True)
    require_state(order, State.QUERIED)
    if not text.strip():
        raise wrong("E_TEXT_NEEDED", "text")
    if order.hold_reasons:
        if by.practitioner_id is None:
            raise forbidden("E_NO_PRACTITIONER")
        judge_again(order, on=on)
    order.state = State.AUDITING
    order.save()
    _note(order, AuditAct.ANSWER, text, by=by, on=on, at=at)
    record(by, "prescriptions.answer", order)
    restate([order], on=on, outcome="answered")
    return order


def _held_for(order: Prescription) -> dict[str, str]:
    reasons = [StopReason(one) for one in order.hold_reasons]
    zh, en = (one.label_zh for one in reasons), (one.label_en for one in reasons)
    return {"reasons": joined(zh, language="zh-hans"), "reasons_en": joined(en, language="en")}


def _note(order: Prescription, act: AuditAct, text: str, *, by: Viewer, on: dt.date, at: dt.datetime) -> None:
    facts = organization.doctor_facts(by.practitioner_id, on) if by.practitioner_id else None
    AuditEntry.objects.create(
        prescription=order,
        version=order.version,
        act=act,
        text=text.strip(),
        institution_id=facts.institution_id if facts else None,
        practitioner_id=by.practitioner_id,
        is_remote=bool(facts and act != AuditAct.ANSWER and facts.institution_id != order.institution_id),
        by_id=by.actor_id,
        by_name=by.actor_name[:60],
        at=at,
    )
