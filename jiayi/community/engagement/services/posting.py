"""Letters that were printed and posted."""

import datetime as dt
from collections.abc import Collection
from uuid import UUID

from jiayi.community.engagement import permissions
from jiayi.community.engagement.models import Message
from jiayi.community.engagement.selectors.messages import letters_to_post
from jiayi.community.engagement.terms import MessageState
from jiayi.foundation.audit import services as audit
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.transactions import retrying_atomic
from jiayi.foundation.base.viewer import Viewer


@retrying_atomic
def post_letters(*, by: Viewer, ids: Collection[UUID], at: dt.datetime) -> int:
    """Note those of these letters that wait within reach as posted; how many were. Twice is once."""
    if not by.can(permissions.ANSWER):
        raise NotVisible
    waiting = {one.id: one.resident_id for one in letters_to_post(by) if one.id in set(ids)}
    rows = Message.objects.select_for_update().filter(pk__in=waiting, state=MessageState.WAITING)
    posted = list(rows.values_list("pk", flat=True))
    Message.objects.filter(pk__in=posted).update(state=MessageState.SENT, sent_at=at, reason="")
    if posted:
        residents = sorted({waiting[one] for one in posted})
        audit.record(
            by=by,
            act="engagement.post_letters",
            subject_kind="message",
            subject_ids=posted,
            resident_ids=residents,
            details={"letters": len(posted)},
        )
    return len(posted)
