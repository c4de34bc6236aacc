"""How many sessions were planned, held, called off; how many residents were booked and came; which villages lack
rounds."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Max, Min, Q, QuerySet, Sum
from django.db.models.functions import TruncMonth

from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook import value_on
from jiayi.registry.organization import selectors as organization
from jiayi.service.scheduling import permissions
from jiayi.service.scheduling.models import Booking, Session
from jiayi.service.scheduling.rules import Reach, reach_of
from jiayi.service.scheduling.terms import BookingState, SessionKind, SessionState

ROUND_EVERY = "scheduling.round_every_days"


@dataclass
class MonthCount:
    """An institution's sessions of a kind in a month; `id` names the row."""

    institution_id: UUID
    institution: str
    month: dt.date
    kind: str
    planned: int
    held: int
    cancelled: int
    not_held: int
    places: int
    booked: int
    came: int
    missed: int
    walked_in: int

    @property
    def id(self) -> str:
        return f"{self.institution_id}:{self.month}:{self.kind}"

    @property
    def attended(self) -> int:
        return self.came + self.walked_in


@dataclass(frozen=True)
class VillageReach:
    """A village of a team's area, and how its rounds stand."""

    id: str  # the village's code
    name: str
    team: str
    team_id: UUID
    reach: Reach


def monthly_counts(
    viewer: Viewer, *, since: dt.date, until: dt.date, kind: str = "", team: UUID | None = None
) -> list[MonthCount]:
    """By month, institution and kind; both days included, `planned` are all that were to be held. Two queries."""
    rows = Session.objects.filter(permissions.within(viewer.scope(permissions.READ)), held_on__range=(since, until))
    if kind:
        rows = rows.filter(kind=kind)
    if team:
        rows = rows.filter(team_id=team)
    people = _people(rows)
    keys = ("institution_id", "institution__name", "month", "kind")
    grouped = rows.order_by().annotate(month=TruncMonth("held_on")).values(*keys)
    counted = grouped.annotate(
        planned=Count("id"),
        places=Sum("capacity"),
        **{str(state): Count("id", filter=Q(state=state)) for state in _SETTLED},
    )
    return [
        MonthCount(
            institution_id=one["institution_id"],
            institution=one["institution__name"],
            month=one["month"],
            kind=one["kind"],
            **{name: one[name] for name in ("planned", "places", *map(str, _SETTLED))},
            **people.get((one["institution_id"], one["month"], one["kind"]), _NOBODY),
        )
        for one in counted.order_by("-month", "institution__name", "kind")
    ]


def villages_reached(viewer: Viewer, *, on: dt.date, region: str = "") -> list[VillageReach]:
    """The villages of teams within reach with their last and next round: covers everybody who signed (S0-26). A
    steady number of queries."""
    scope = viewer.scope(permissions.READ)
    areas = organization.areas(viewer, on=on, region=region)
    areas = areas.filter(permissions.within(scope))
    rounds = Session.objects.filter(kind=SessionKind.OUTREACH_ROUND).order_by()
    last = _by_village(rounds.filter(state=SessionState.HELD, held_on__lte=on), Max("held_on"))
    coming = _by_village(rounds.filter(state=SessionState.PLANNED, held_on__gte=on), Min("held_on"))
    found: dict[str, VillageReach] = {}
    every = {}
    for area in areas:
        code = area.region_id
        if code in found:
            continue
        township = code[:9]
        if township not in every:
            every[township] = int(value_on(ROUND_EVERY, on, organization.schemes_for(township, on)))
        reach = reach_of(last.get(code), coming.get(code), every_days=every[township], on=on)
        found[code] = VillageReach(code, area.region.name, area.team.name, area.team_id, reach)
    return list(found.values())


_SETTLED = (SessionState.HELD, SessionState.CANCELLED, SessionState.NOT_HELD)
_PEOPLE = {
    "booked": (BookingState.BOOKED, BookingState.CAME, BookingState.MISSED),
    "came": (BookingState.CAME,),
    "missed": (BookingState.MISSED,),
    "walked_in": (BookingState.WALKED_IN,),
}
_NOBODY = dict.fromkeys(_PEOPLE, 0)


def _people(rows: QuerySet[Session]) -> dict[tuple[UUID, dt.date, str], dict[str, int]]:
    booked = Booking.objects.filter(session__in=rows).order_by().annotate(month=TruncMonth("session__held_on"))
    keys = ("session__institution_id", "month", "session__kind")
    counts = {name: Count("id", filter=Q(state__in=states)) for name, states in _PEOPLE.items()}
    return {
        (one[keys[0]], one["month"], one[keys[2]]): {name: one[name] for name in counts}
        for one in booked.values(*keys).annotate(**counts)
    }


def _by_village(rows: QuerySet[Session], day: Max | Min) -> dict[str, dt.date]:
    return dict(rows.values_list("region_id").annotate(day=day))
