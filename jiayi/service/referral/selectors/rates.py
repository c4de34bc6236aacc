"""Up-referrals against those treated, institution by institution; how many referrals stand where, and since when."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, Q, QuerySet, Value, When

from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.reach import within
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.core.dates import ONE_DAY
from jiayi.foundation.rulebook import decide
from jiayi.registry.organization import selectors as organization
from jiayi.service.insurance import selectors as insurance
from jiayi.service.insurance.terms import Period
from jiayi.service.referral import permissions
from jiayi.service.referral.models import RateWarning
from jiayi.service.referral.terms import OPEN, Direction, State

from .referrals import referrals

CENTRAL = "central_township_centre"
USUAL_DAYS = 90
_WAITS = ((1, "day"), (3, "three_days"), (7, "week"))  # for so many days at most
_SENT = ~Q(state__in=(State.DRAFT, State.APPROVAL, State.REFUSED))


@dataclass(frozen=True, slots=True)
class RateRow:
    """One institution in a period; `outcome` is that of referral.rate."""

    institution: Any
    referred: int
    treated: int
    outcome: dict[str, Any]


def usual_period(until: dt.date) -> Period:
    """The ninety days that are looked at where nobody names others."""
    return Period(until - (USUAL_DAYS - 1) * ONE_DAY, until)


def rates(viewer: Viewer, period: Period, *, on: dt.date) -> list[RateRow]:
    """Institutions that treated or referred somebody within reach, the nearest to their cap first. Five queries."""
    if not viewer.can(permissions.READ_VISITS):
        raise NotVisible
    treated = {one.institution_id: one.treated for one in insurance.visits_by_institution(viewer, period)}
    in_period = Q(submitted_at__date__gte=period.since, submitted_at__date__lte=period.until)
    sent = referrals(viewer).filter(_SENT & in_period, direction=Direction.UP).order_by()
    referred: dict[Any, int] = dict(sent.values_list("from_institution_id").annotate(Count("id")))
    places = list(organization.institutions(viewer).filter(id__in={*treated, *referred}))
    schemes = organization.schemes_of({one.region_id for one in places}, on)
    rows = []
    for place in places:
        if not place.level:
            continue
        facts = {
            "place": "central_township" if place.kind == CENTRAL else place.level,
            "referred": referred.get(place.id, 0),
            "treated": treated.get(place.id, 0),
        }
        outcome = decide("referral.rate", on=on, schemes=list(schemes[place.region_id]), facts=facts)
        rows.append(RateRow(place, facts["referred"], facts["treated"], outcome))
    return sorted(rows, key=lambda row: (-_nearness(row), row.institution.code))


def warnings(viewer: Viewer) -> QuerySet[RateWarning]:
    """Warnings of the institutions in the viewer's area that nobody has answered, the nearest deadline first."""
    scope = viewer.scope(permissions.READ_VISITS)
    rows = RateWarning.objects.filter(answered_on=None).select_related("institution").order_by("due_on", "id")
    return rows.filter(within(scope, team="", region="institution__region_id"))


def warning_for(viewer: Viewer, warning_id: Any) -> RateWarning:
    """One of them; NotVisible otherwise."""
    found = warnings(viewer).filter(id=warning_id).first()
    if found is None or not viewer.can(permissions.READ_VISITS):
        raise NotVisible
    return found


def open_by_step_and_time(viewer: Viewer, now: dt.datetime) -> list[dict[str, Any]]:
    """Open referrals by state and by how long they have stood in it, overdue ones apart. One query."""
    whens = [When(updated_at__gte=now - dt.timedelta(days=days), then=Value(name)) for days, name in _WAITS]
    rows = referrals(viewer).filter(state__in=OPEN).exclude(state=State.DRAFT).order_by()
    found = rows.values("state").annotate(waits=Case(*whens, default=Value("longer")), count=Count("id"))
    late: dict[str, int] = dict(rows.filter(clock_at__lt=now).values_list("state").annotate(Count("id")))
    table: dict[str, dict[str, int]] = {}
    for one in found:
        line = table.setdefault(one["state"], {})
        line[one["waits"]] = line.get(one["waits"], 0) + one["count"]
    return [
        {"state": state, "late": late.get(str(state), 0)}
        | {name: table[str(state)].get(name, 0) for name in ("day", "three_days", "week", "longer")}
        for state in OPEN
        if str(state) in table
    ]


def loop_of(viewer: Viewer, period: Period) -> dict[str, int]:
    """Up-referrals of a period, those that came back to a follow-up, and the patients sent down."""
    in_period = Q(submitted_at__date__gte=period.since, submitted_at__date__lte=period.until)
    return (
        referrals(viewer)
        .filter(_SENT & in_period)
        .order_by()
        .aggregate(
            up=Count("id", filter=Q(direction=Direction.UP)),
            ended=Count("id", filter=Q(direction=Direction.UP, state=State.CLOSED)),
            followed=Count("id", filter=Q(direction=Direction.UP, followed_up_on__isnull=False)),
            down=Count("id", filter=Q(direction=Direction.DOWN) | Q(direction=Direction.UP, return_on__isnull=False)),
        )
    )


def _nearness(row: RateRow) -> float:
    rate, cap = row.outcome["rate"], row.outcome["cap"]
    return rate / cap if rate is not None and cap else -1.0
