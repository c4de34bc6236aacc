"""What the day itself changes: what nobody answered or nobody came for expires."""

import datetime as dt
from dataclasses import dataclass

from jiayi.foundation.base import clock
from jiayi.foundation.base.transactions import retrying_atomic
from jiayi.foundation.base.viewer import Viewer
from jiayi.service.referral.models import Referral
from jiayi.service.referral.terms import AWAITED, Act, State

from .stepping import step
from .watching import watch_rates

CHUNK = 500


@dataclass(frozen=True)
class Turned:
    """How many referrals a day has changed, and how many warnings it brought."""

    referrals_expired: int
    rate_warnings: int


def turn_day(*, by: Viewer, on: dt.date) -> Turned:
    """Expire what waited too long; a second run changes nothing, days that were missed are caught up."""
    expired = 0
    while done := _expire_some(by, on):
        expired += done
    return Turned(expired, watch_rates(on=on))


@retrying_atomic
def _expire_some(by: Viewer, on: dt.date) -> int:
    waiting = Referral.objects.filter(expires_on__lt=on, state__in=(State.APPROVAL, State.SUBMITTED, *AWAITED))
    rows = list(waiting.select_for_update(of=("self",), skip_locked=True).order_by("id")[:CHUNK])
    for referral in rows:
        step(referral, Act.EXPIRE, State.EXPIRED, by=by, on=on, at=clock.now(), expires_on=None, closed_on=on)
    return len(rows)
