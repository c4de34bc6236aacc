"""The place that a referral booked follows what becomes of it."""

import datetime as dt

from jiayi.foundation.base import clock
from jiayi.service.referral.models import Referral
from jiayi.service.referral.terms import Act
from jiayi.service.scheduling import services as places
from jiayi.service.scheduling.terms import SlotState


def follow_act(referral: Referral, act: Act, *, on: dt.date) -> None:
    """The place follows what became of the referral: used, missed, or given back."""
    if act == Act.ARRIVE:
        places.mark_slots_of(subject_id=referral.id, state=SlotState.CAME, on=on)
    elif act == Act.MISS:
        places.mark_slots_of(subject_id=referral.id, state=SlotState.MISSED, on=on)
    elif act in (Act.REJECT, Act.REFUSE, Act.CANCEL, Act.EXPIRE, Act.REDIRECT):
        places.give_back_slots_of(subject_id=referral.id, on=on, at=clock.now())
