"""The return form and the plan for home, as rows."""

import datetime as dt
from typing import Any

from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.ui.refusals import misshapen, refused
from jiayi.service.referral.models import PlanItem, Referral, Reply
from jiayi.service.referral.selectors.judging import judge_return
from jiayi.service.referral.terms import ReplyRequest

MOST_PLANNED = 20


def keep_reply(referral: Referral, reply: ReplyRequest, *, by: Viewer, on: dt.date) -> dict[str, Any]:
    """Write the return form and its plan; LawBroken where the patient is not fit to go or the package lacks a part."""
    outcome = judge_return(referral, reply, on=on)
    if not outcome["suitable"] or not outcome["complete"]:
        raise refused([reason for reason in outcome["reasons"] if reason["code"] != "DOWN_FOLLOW_UP"])
    if len(reply.plan) > MOST_PLANNED or any(item.due_on < on or not item.text.strip() for item in reply.plan):
        raise misshapen("E_PLAN_DAYS", "plan")
    Reply.objects.create(
        referral=referral,
        diagnosis=reply.diagnosis,
        inpatient_number=reply.inpatient_number,
        exam_results=reply.exam_results,
        summary=reply.summary,
        drugs=reply.drugs,
        next_plan=reply.next_plan,
        warning_signs=reply.warning_signs,
        revisit_on=reply.revisit_on,
        contact=reply.contact,
        purposes=list(reply.purposes),
        doctor_name=by.actor_name[:60],
        written_on=on,
        reasons=outcome["reasons"],
    )
    PlanItem.objects.bulk_create(
        [PlanItem(referral=referral, text=item.text.strip()[:200], due_on=item.due_on) for item in reply.plan]
    )
    return outcome
