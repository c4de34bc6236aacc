"""The insurer's office signs the referral form, or does not."""

import datetime as dt
from uuid import UUID

from jiayi.foundation.base.transactions import retrying_atomic
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.ui.refusals import refused_by
from jiayi.service.referral.models import Referral
from jiayi.service.referral.selectors.judging import judge_path
from jiayi.service.referral.terms import REASONS_TO_REFUSE, Act, Party, State

from .sending import INSURER, sent
from .stepping import locked_referral, require_reason, step


@retrying_atomic
def approve(*, by: Viewer, referral_id: UUID, on: dt.date, at: dt.datetime, note: str = "") -> Referral:
    """Sign the form: it is a valid voucher now and goes to the receiver. Twice is once."""
    referral = locked_referral(by, referral_id, Party.INSURER)
    if referral.state == State.SUBMITTED and INSURER in referral.approvals:
        return referral
    referral.approvals = sorted({*referral.approvals, INSURER})
    outcome = judge_path(referral, on=on)
    if not outcome["allowed"]:
        raise refused_by(outcome)
    columns = {
        "approvals": referral.approvals,
        "approved_by": by.actor_name[:60],
        "approved_on": on,
        "reasons": outcome["reasons"],
        "voucher_valid": outcome["voucher_valid"],
    }
    return step(
        referral, Act.APPROVE, State.SUBMITTED, by=by, on=on, at=at, words=note, **columns, **sent(referral, on, at)
    )


@retrying_atomic
def refuse(*, by: Viewer, referral_id: UUID, reason: str, on: dt.date, at: dt.datetime, note: str = "") -> Referral:
    """Do not sign the form, and say why."""
    referral = locked_referral(by, referral_id, Party.INSURER)
    words = require_reason(reason, note, REASONS_TO_REFUSE)
    ended = {"reason": reason, "note": note.strip()[:200], "expires_on": None, "approved_by": by.actor_name[:60]}
    return step(referral, Act.REFUSE, State.REFUSED, by=by, on=on, at=at, words=words, closed_on=on, **ended)
