"""What the day itself changes: supplies used up, orders lapsed, follow-ups missed."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import Count, F, Q

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook import find_value
from jiayi.registry.organization import selectors as organization
from jiayi.service.prescriptions.models import Prescription
from jiayi.service.prescriptions.selectors.adherence import irregular_orders
from jiayi.service.prescriptions.selectors.evidence import REGULAR
from jiayi.service.prescriptions.terms import State

from .standing import restate
from .triggering import act_on

LAPSES, MISSED = "prescription.lapses_after_days", "prescription.missed_follow_ups"
CHUNK = 2_000


@dataclass(frozen=True, slots=True)
class TurnedDay:
    """How many orders the day changed."""

    prescriptions_finished: int
    prescriptions_lapsed: int
    prescriptions_held: int


def turn_day(*, by: Viewer, on: dt.date) -> TurnedDay:
    """Finish what is used up, let lapse what nobody collected, hold what nobody followed up."""
    ended = Prescription.objects.filter(state=State.ACTIVE, runs_out_on__lt=on)
    finished = _close(ended.filter(opens_on=None), State.FINISHED, by=by, on=on)
    lapsed = _close(_not_collected(on), State.LAPSED, by=by, on=on)
    held = _hold_missed(by=by, on=on) + _hold_irregular(by=by, on=on)
    return TurnedDay(finished, lapsed, held)


def _not_collected(on: dt.date):
    """Open orders beyond their end by so many days, whose supply has run out. Days differ by scheme."""
    rows = Prescription.objects.filter(state__in=(State.ACTIVE, State.HELD), ends_on__lt=on, runs_out_on__lt=on)
    wanted = Q(pk__in=[])
    for days, regions in _regions_by_value(rows, LAPSES, on).items():
        wanted |= Q(region__in=regions, ends_on__lt=on - dt.timedelta(days=days))
    return rows.filter(wanted)


def _regions_by_value(rows, key: str, on: dt.date) -> dict[float, list[str]]:
    found: dict[float, list[str]] = defaultdict(list)
    for region in rows.order_by().values_list("region_id", flat=True).distinct():
        value = find_value(key, on, organization.schemes_for(region, on))
        if value is not None:
            found[value.value].append(region)
    return found


@transaction.atomic
def _close(rows, state: State, *, by: Viewer, on: dt.date) -> int:
    ids = list(rows.order_by("id").values_list("id", flat=True))
    for start in range(0, len(ids), CHUNK):
        some = Prescription.objects.select_for_update().filter(id__in=ids[start : start + CHUNK])
        orders = list(some.order_by("id"))
        some.update(state=state, opens_on=None, held_on=None)
        restate(orders, on=on, outcome=state)
    if ids:
        act = "prescriptions.turn_finished" if state == State.FINISHED else "prescriptions.turn_lapsed"
        audit.record(by=by, act=act, subject_kind="prescription", details={"orders": len(ids)})
    return len(ids)


def _hold_missed(*, by: Viewer, on: dt.date) -> int:
    """Orders with so many follow-ups overdue that no doctor has judged them for yet."""
    unjudged = Q(judged_on=None) | Q(follow_ups__due_on__gte=F("judged_on"))
    missed = Count("follow_ups", filter=Q(follow_ups__done_on=None, follow_ups__due_on__lt=on) & unjudged)
    rows = Prescription.objects.filter(state=State.ACTIVE).annotate(missed=missed).filter(missed__gt=0)
    limits = {region: limit for limit, regions in _regions_by_value(rows, MISSED, on).items() for region in regions}
    found = rows.order_by("id").values_list("resident_id", "region_id", "missed")
    return _hold(
        [(resident, region) for resident, region, number in found if region in limits and number >= limits[region]],
        "missed_follow_ups",
        by=by,
        on=on,
    )


def _hold_irregular(*, by: Viewer, on: dt.date) -> int:
    """Orders whose patients are out of medicine and had it on too few days since a doctor last judged."""
    rows = Prescription.objects.filter(state=State.ACTIVE, runs_out_on__lt=on)
    return sum(
        _hold(irregular_orders(on, least=least, regions=regions), "poor_adherence", by=by, on=on)
        for least, regions in _regions_by_value(rows, REGULAR, on).items()
    )


def _hold(found: Iterable[tuple[UUID, str]], trigger: str, *, by: Viewer, on: dt.date) -> int:
    """How many residents' orders were put on hold, each in a transaction of its own."""
    acted = [
        act_on([trigger], by=by, resident_id=one, region_code=region, on=on) for one, region in dict(found).items()
    ]
    return sum(action != "none" for action in acted)
