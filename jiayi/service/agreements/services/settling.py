"""Bring agreements to where the day puts them: start what was signed ahead, renew in silence or expire what is over."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from jiayi.foundation.base.transactions import retrying_atomic
from jiayi.foundation.base.viewer import Viewer
from jiayi.service.agreements.models import Agreement
from jiayi.service.agreements.terms import RUNNING, Act, EndReason, Kind, State

from . import loads
from .following import close_relations, restate_tasks
from .lapsing import lapse_unsigned
from .recording import record
from .silence import renew_in_silence, those_renewed
from .suspending import resume_expected
from .telling import tell

CHUNK = 1_000
Done = TypeVar("Done", int, Counter)


@dataclass(frozen=True)
class DayTurned:
    """How many agreements a day changed, by what became of them."""

    lapsed: int  # waited too long to be signed
    resumed: int
    started: int
    renewed: int  # in silence
    expired: int


def turn_day(*, by: Viewer, on: dt.date) -> DayTurned:
    """Bring every agreement to where the day puts it, also after days on which nobody did.

    Each chunk is a transaction of its own, so it may be ended anywhere and run again; a second run finds nothing.
    """
    lapsed, resumed = lapse_unsigned(by=by, on=on), resume_expected(by=by, on=on)
    started, ended = start_scheduled(by=by, on=on), end_terms(by=by, on=on)
    return DayTurned(lapsed, resumed, started, ended[State.RENEWED], ended[State.EXPIRED])


def start_scheduled(*, by: Viewer, on: dt.date) -> int:
    """Start every scheduled agreement whose first day has come; the one before it is renewed. Answers how many."""
    return sum(_chunks(_starting(on), lambda ids: _start(by, ids, on)))


def expire(*, by: Viewer, on: dt.date) -> int:
    """End every agreement whose last day is past: renewed in silence where the scheme says so, else expired."""
    return end_terms(by=by, on=on).total()


def end_terms(*, by: Viewer, on: dt.date) -> Counter[str]:
    """The same, answering how many came to which state."""
    return sum(_chunks(_over(on), lambda ids: _expire(by, ids, on)), Counter())


def settle(*, by: Viewer, resident_ids: Sequence[UUID], on: dt.date) -> None:
    """The same for a few residents at once, so that nobody waits for the night."""
    starting = list(_starting(on).filter(resident_id__in=resident_ids).values_list("id", flat=True))
    if starting:
        _start(by, starting, on)
    over = list(_over(on).filter(resident_id__in=resident_ids).values_list("id", flat=True))
    if over:
        _expire(by, over, on)


def _starting(on: dt.date) -> QuerySet[Agreement]:
    still_there = Agreement.objects.filter(
        resident=OuterRef("resident"), state__in=RUNNING, ends_on__gte=OuterRef("starts_on")
    ).exclude(kind=Kind.SUPPLEMENTARY)
    return Agreement.objects.filter(state=State.SCHEDULED, starts_on__lte=on).exclude(Exists(still_there))


def _over(on: dt.date) -> QuerySet[Agreement]:
    """Those past their last day, but for those that the next one only has to follow (`start_scheduled`)."""
    following = Agreement.objects.filter(resident=OuterRef("resident"), state=State.SCHEDULED)
    over = Agreement.objects.filter(state__in=RUNNING, ends_on__lt=on)
    return over.filter(Q(kind=Kind.SUPPLEMENTARY) | ~Exists(following))


def _chunks(found: QuerySet[Agreement], act: Callable[[list[UUID]], Done]) -> Iterator[Done]:
    """Act on chunks, each in a transaction of its own, as long as one brings something to an end."""
    while ids := list(found.order_by("id").values_list("id", flat=True)[:CHUNK]):
        done = act(ids)
        yield done
        if not done:
            return


@retrying_atomic
def _start(by: Viewer, ids: list[UUID], on: dt.date) -> int:
    starting = list(_locked(ids).filter(state=State.SCHEDULED))
    residents = [agreement.resident_id for agreement in starting]
    before = loads.seats_of(residents)
    former = Agreement.objects.filter(resident_id__in=residents, state__in=RUNNING).exclude(kind=Kind.SUPPLEMENTARY)
    former = list(former)
    tell(Act.RENEW, by=by, on=on)
    _end_of_term(former, State.RENEWED, EndReason.RENEWAL)
    tell(Act.START, by=by, on=on)
    Agreement.objects.filter(id__in=[agreement.id for agreement in starting]).update(state=State.ACTIVE)
    loads.move(loads.Shift(before=before, after=loads.seats_of(residents)))
    kept = {(agreement.paper_id, agreement.resident_id) for agreement in starting}
    close_relations([one for one in former if (one.paper_id, one.resident_id) not in kept], by=by, on=on)
    restate_tasks([*former, *starting], on=on, outcome=str(State.RENEWED))
    _record(by, "agreements.start_scheduled", starting, on)
    return len(starting)


@retrying_atomic
def _expire(by: Viewer, ids: list[UUID], on: dt.date) -> Counter[str]:
    over = list(_locked(ids).filter(state__in=RUNNING))
    residents = [agreement.resident_id for agreement in over]
    before = loads.seats_of(residents)
    renewing = those_renewed(over)
    lapsing = [agreement for agreement in over if agreement.id not in renewing]
    tell(Act.EXPIRE, by=by, on=on)
    _end_of_term(lapsing, State.EXPIRED, EndReason.TERM_OVER)
    renewed = [agreement for agreement in over if agreement.id in renewing]
    tell(Act.RENEW, by=by, on=on)
    _end_of_term(renewed, State.RENEWED, EndReason.RENEWAL)
    tell(Act.SIGN, by=by, on=on)
    following = renew_in_silence(renewed)
    loads.move(loads.Shift(before=before, after=loads.seats_of(residents)))
    close_relations(lapsing, by=by, on=on)
    restate_tasks([*over, *following], on=on, outcome=str(State.EXPIRED))
    _record(by, "agreements.expire_agreements", lapsing, on)
    _record(by, "agreements.renew_in_silence", following, on)
    return Counter({State.RENEWED: len(renewed), State.EXPIRED: len(lapsing)})


def _locked(ids: list[UUID]) -> QuerySet[Agreement]:
    return Agreement.objects.filter(id__in=ids).order_by("id").select_for_update(no_key=True, of=("self",))


def _end_of_term(agreements: list[Agreement], state: State, reason: EndReason) -> None:
    rows = Agreement.objects.filter(id__in=[agreement.id for agreement in agreements])
    rows.update(state=state, end_reason=reason, ended_on=F("ends_on"))


def _record(by: Viewer, act: str, agreements: list[Agreement], on: dt.date) -> None:
    if agreements:
        record(by, act, agreements, {"on": on.isoformat(), "count": len(agreements)})
