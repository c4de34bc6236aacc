"""Record that a resident lives elsewhere for a time, and that they are back."""

from datetime import date
from uuid import UUID

from django.db import IntegrityError

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base.transactions import retrying_atomic
from jiayi.foundation.base.viewer import Viewer
from jiayi.registry.people.faults import breach, broken, misshapen
from jiayi.registry.people.models import StayElsewhere
from jiayi.registry.people.selectors.residents import resident_to_write
from jiayi.registry.people.selectors.stays import stay_for
from jiayi.registry.people.terms import StayReason
from jiayi.registry.people.wording import free_text


def record_stay_elsewhere(
    *, by: Viewer, resident_id: UUID, since: date, reason: str, on: date, place: str = ""
) -> StayElsewhere:
    """From `since` the resident lives elsewhere; LawBroken where an earlier entry has not ended."""
    try:
        return _record(by, resident_id, since, reason, on, free_text(place))
    except IntegrityError as error:
        if "stay_elsewhere_open_once" not in str(error):
            raise
        raise broken("E_STAY_OPEN", "since") from None


@retrying_atomic
def _record(by: Viewer, resident_id: UUID, since: date, reason: str, on: date, place: str) -> StayElsewhere:
    resident = resident_to_write(by, resident_id)
    if reason not in set(StayReason):
        raise misshapen([breach("E_CODE_UNKNOWN", "reason")])
    if since > on:
        raise misshapen([breach("E_DATE_IN_FUTURE", "since")])
    if since < resident.birth_date:
        raise misshapen([breach("E_DATE_TOO_EARLY", "since")])
    stay = StayElsewhere.objects.create(
        resident=resident, since=since, reason=reason, place=place, entered_by=by.actor_id
    )
    _audit(by, "people.record_stay_elsewhere", stay)
    return stay


@retrying_atomic
def end_stay_elsewhere(*, by: Viewer, stay_id: UUID, until: date, on: date) -> StayElsewhere:
    """The resident is back; `until` is the last day elsewhere."""
    stay = stay_for(by, stay_id, to_write=True)
    if until > on:
        raise misshapen([breach("E_DATE_IN_FUTURE", "until")])
    if until < stay.since:
        raise misshapen([breach("E_DATE_TOO_EARLY", "until")])
    stay.until = until
    stay.save(update_fields=["until", "updated_at"])
    _audit(by, "people.end_stay_elsewhere", stay)
    return stay


def _audit(by: Viewer, act: str, stay: StayElsewhere) -> None:
    audit.record(
        by=by,
        act=act,
        subject_kind="stay_elsewhere",
        subject_ids=[stay.id],
        resident_ids=[stay.resident_id],
        details={"since": stay.since, "until": stay.until, "reason": stay.reason},
    )
