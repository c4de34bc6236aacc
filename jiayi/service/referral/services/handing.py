"""Tell other rooms that a patient goes home with a plan."""

import datetime as dt

from jiayi.foundation.base import events
from jiayi.service.referral.events import CareHandedHome
from jiayi.service.referral.models import Referral
from jiayi.service.referral.terms import RESTRICTED_GROUPS, Direction


def hand_home(referral: Referral, *, on: dt.date, until: dt.date) -> None:
    """Its medicines go on at home; of a restricted episode, which few read, nothing is told."""
    reply = getattr(referral, "reply", None)
    if reply is None or referral.group in RESTRICTED_GROUPS:
        return
    is_down = referral.direction == Direction.DOWN
    place = referral.from_institution.name if is_down else referral.to_name
    events.publish(CareHandedHome(referral.id, referral.resident_id, place, reply.diagnosis, reply.drugs, on, until))
