"""Residents agree to a purpose and take it back: either is one press, and each answer stays in the history."""

import datetime as dt
from uuid import UUID

from django.db import IntegrityError, transaction

from jiayi.community.engagement.models import Consent
from jiayi.community.engagement.selectors.consents import consents_of
from jiayi.community.engagement.terms import Heard
from jiayi.foundation.audit import services as audit
from jiayi.foundation.base.transactions import retrying_atomic
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook import rulebook
from jiayi.foundation.ui.refusals import misshapen


@retrying_atomic
def answer_consent(
    *, by: Viewer, resident_id: UUID, purpose: str, is_given: bool, heard: str, on: dt.date, at: dt.datetime
) -> Consent:
    """The latest answer stands; the same answer again changes nothing. BadShape for an unknown purpose."""
    known = {one.purpose for one in consents_of(by, resident_id, on)}
    if purpose not in known or heard not in set(Heard):
        raise misshapen("E_CONSENT_PURPOSE", "purpose")
    standing = Consent.objects.select_for_update().filter(resident_id=resident_id, purpose=purpose, until=None).first()
    if standing and standing.is_given == is_given:
        return standing
    if standing:
        standing.until = max(at, standing.since)
        standing.save(update_fields=["until", "updated_at"])
    answer = Consent(
        resident_id=resident_id,
        purpose=purpose,
        is_given=is_given,
        since=at,
        heard=heard,
        said_by_name=by.actor_name[:60],
        version=rulebook().version,
    )
    try:
        with transaction.atomic():
            answer.save(force_insert=True)
    except IntegrityError:  # somebody answered at the same moment: theirs stands
        return Consent.objects.get(resident_id=resident_id, purpose=purpose, until=None)
    audit.record(
        by=by,
        act="engagement.answer_consent",
        subject_kind="consent",
        subject_ids=[answer.id],
        resident_ids=[resident_id],
        details={"purpose": purpose, "given": is_given, "heard": heard},
    )
    return answer
