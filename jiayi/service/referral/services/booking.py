"""A referral books a place of what the receiving institution shares; when it ends before, the place is given back."""

import datetime as dt
from uuid import UUID

from jiayi.foundation.base.transactions import retrying_atomic
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.ui.refusals import misshapen
from jiayi.service.referral.models import Referral
from jiayi.service.referral.terms import Party, State
from jiayi.service.scheduling import selectors as scheduling
from jiayi.service.scheduling import services as places
from jiayi.service.scheduling.terms import Booker

from .stepping import locked_referral, restate

_BOOKABLE = (State.APPROVAL, State.SUBMITTED, State.ACCEPTED, State.SCHEDULED, State.NO_SHOW)


@retrying_atomic
def book_slot(*, by: Viewer, referral_id: UUID, slot_id: UUID, on: dt.date, at: dt.datetime) -> Referral:
    """Book a place for the patient; a former one of this referral is given back. LawBroken by scheduling.slot."""
    referral = locked_referral(by, referral_id, Party.SENDER)
    slot = scheduling.slot_for(by, slot_id)
    if referral.state not in _BOOKABLE or slot.resource.institution_id != referral.to_institution_id:
        raise misshapen("E_REFERRAL_SLOT", "slot")
    places.give_back_slots_of(subject_id=referral.id, on=on, at=at)
    places.take_slot(
        by=by,
        slot_id=slot.id,
        resident_id=referral.resident_id,
        booker=Booker(referral.from_institution_id, referral.team_id, by.practitioner_id),
        on=on,
        at=at,
        purpose=referral.diagnosis,
        subject_id=referral.id,
    )
    columns = {
        "appointment_on": slot.held_on,
        "appointment_time": f"{slot.resource.begins_at:%H:%M}—{slot.resource.ends_at:%H:%M}",
        "appointment_department": (slot.resource.department or slot.resource.title)[:60],
        "appointment_contact": slot.resource.doctor_name,
    }
    if referral.state in (State.ACCEPTED, State.SCHEDULED):
        columns["arrive_by"] = slot.held_on
    Referral.objects.filter(id=referral.id).update(**columns)
    for name, value in columns.items():
        setattr(referral, name, value)
    restate(referral, on=on, outcome="booked")
    return referral
