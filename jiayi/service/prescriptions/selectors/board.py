"""The indicators of long-term prescriptions (domain 3.7) of a region and of the regions below it."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import Count, F, Min, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce, Substr

from jiayi.foundation.base.conditions import in_region
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.viewer import SystemViewer, Viewer
from jiayi.foundation.rulebook import RulebookView, find_value
from jiayi.registry.organization import selectors as organization
from jiayi.registry.people import selectors as people
from jiayi.service.prescriptions import permissions
from jiayi.service.prescriptions.models import Dispensing, DispensingReturn, Prescription
from jiayi.service.prescriptions.terms import State

from .aftercare import is_offering, offering_institutions, signed_for_notice
from .evidence import LEAST_DAYS, REGULAR
from .formulary import match_target, matches

TARGETS = "prescription.board_targets"
WITHOUT_PAPERS = "prescription.days_without_papers"
NEXT_DIGITS = {2: 4, 4: 6, 6: 9, 9: 12, 12: 12}
CODES = ("notice", "offering", "match", "regular", "long", "consent", "audited", "stopped")


@dataclass(frozen=True)
class Share:
    """So many of so many; none where there is nothing to count."""

    count: int = 0
    of: int = 0

    @property
    def value(self) -> float | None:
        return self.count / self.of if self.of else None


@dataclass
class BoardRow:
    """A region with its shares by indicator, the orders of the time, and those who hold one now."""

    code: str
    name: str
    shares: dict[str, Share] = field(default_factory=dict)
    orders: int = 0
    running: int = 0


@dataclass(frozen=True)
class Board:
    """The whole, its parts, why orders were stopped, and what is aimed at."""

    whole: BoardRow
    parts: list[BoardRow]
    reasons: Counter[str]
    targets: Mapping[str, float]


def board(viewer: Viewer, region_code: str, *, since: dt.date, until: dt.date) -> Board:
    """Orders issued from since to until (inclusive); the other indicators as they stand on `until`.

    NotVisible for a region outside of the viewer's reach.
    """
    if not viewer.can(permissions.READ, region_code):
        raise NotVisible
    digits = NEXT_DIGITS[len(region_code)]
    orders = _within(Prescription.objects.filter(_reach(viewer, until)), region_code, digits)
    counted = _Counted(region_code, digits)
    issued = orders.filter(issued_on__range=(since, until))
    view = RulebookView(until, organization.schemes_for(region_code, until))
    _count_orders(counted, issued, view.need(WITHOUT_PAPERS))
    _count_adherence(counted, orders, region_code, until)
    _count_notices(counted, viewer, until)
    _count_institutions(counted, viewer, until)
    running = orders.filter(state__in=(State.ACTIVE, State.HELD))
    for row in running.order_by().values("part").annotate(n=Count("id")):
        counted.running[row["part"]] += row["n"]
    reasons = issued.filter(state=State.STOPPED).order_by().values_list("stop_reason").annotate(Count("id"))
    targets = find_value(TARGETS, until, organization.schemes_for(region_code, until))
    aims = dict(targets.value) if targets else {}
    matched = match_target(region_code, until)
    return counted.board(Counter(dict(reasons)), aims | ({"match": 1.0} if matched else {}))


class _Counted:
    """Counts by part, summed into a board."""

    def __init__(self, region_code: str, digits: int) -> None:
        self.region_code, self.digits = region_code, digits
        self.found: dict[str, dict[str, list[int]]] = {code: defaultdict(lambda: [0, 0]) for code in CODES}
        self.orders: Counter[str] = Counter()
        self.running: Counter[str] = Counter()

    def add(self, code: str, part: str, count: int, of: int) -> None:
        cell = self.found[code][part]
        cell[0] += count
        cell[1] += of

    def holds(self, region_code: str) -> bool:
        return region_code.startswith(self.region_code)

    def part_of(self, region_code: str) -> str:
        return region_code[: self.digits]

    def board(self, reasons: Counter[str], targets: Mapping[str, float]) -> Board:
        parts = {part for some in self.found.values() for part in some} | set(self.orders) | set(self.running)
        names = dict(
            organization.regions(SystemViewer()).filter(code__in=[self.region_code, *parts]).values_list("code", "name")
        )
        rows = [self._row(part, names.get(part, part), [part]) for part in sorted(parts)]
        whole = self._row(self.region_code, names.get(self.region_code, self.region_code), sorted(parts))
        return Board(whole, rows, reasons, targets)

    def _row(self, code: str, name: str, parts: list[str]) -> BoardRow:
        shares = {
            each: Share(sum(cells[part][0] for part in parts), sum(cells[part][1] for part in parts))
            for each, cells in self.found.items()
        }
        orders, running = (sum(some[part] for part in parts) for some in (self.orders, self.running))
        return BoardRow(code, name, shares, orders, running)


def _reach(viewer: Viewer, on: dt.date) -> Q:
    return people.listed(viewer, on, permissions.READ, key="resident_id")


def _within(rows: QuerySet, region_code: str, digits: int) -> QuerySet:
    return rows.filter(in_region(region_code, "region_id")).annotate(part=Substr("region_id", 1, digits))


def _count_orders(counted: _Counted, issued: QuerySet, usual_days: int) -> None:
    """Orders, and of those of more days than usual how many have a consent."""
    longer = Q(days__gt=usual_days)
    first = Dispensing.objects.filter(prescription_id=OuterRef("pk")).order_by("on").values("on")[:1]
    rows = issued.exclude(state=State.REJECTED).annotate(given_on=Subquery(first)).order_by().values("part")
    for row in rows.annotate(
        n=Count("id"),
        longer=Count("id", longer),
        passed=Count("id", Q(passed_on__isnull=False)),
        longer_passed=Count("id", longer & Q(passed_on__isnull=False)),
        agreed=Count("id", longer & Q(has_consent=True)),
        given=Count("id", Q(given_on__isnull=False)),
        audited=Count("id", Q(given_on__isnull=False, passed_on__lte=F("given_on"))),
        stopped=Count("id", Q(state=State.STOPPED)),
    ):
        part = row["part"]
        counted.orders[part] += row["n"]
        counted.add("consent", part, row["agreed"], row["longer"])
        counted.add("long", part, row["longer_passed"], row["passed"])
        counted.add("audited", part, row["audited"], row["given"])
        counted.add("stopped", part, row["stopped"], row["n"])


def _count_adherence(counted: _Counted, orders: QuerySet, region_code: str, until: dt.date) -> None:
    """Days covered of the days since the first part, up to yesterday: what was given less what is still to be taken."""
    least = find_value(REGULAR, until, organization.schemes_for(region_code, until))
    given = Dispensing.objects.filter(prescription_id=OuterRef("pk")).order_by().values("prescription")
    back = DispensingReturn.objects.filter(dispensing__prescription_id=OuterRef("pk")).order_by()
    rows = orders.filter(state__in=(State.ACTIVE, State.HELD)).annotate(
        given=Subquery(given.annotate(days=Sum("days")).values("days")),
        began=Subquery(given.annotate(began=Min("on")).values("began")),
        back=Coalesce(Subquery(back.values("dispensing__prescription").annotate(d=Sum("days")).values("d")), 0),
    )
    last = until - dt.timedelta(days=1)
    for part, days, began, returned, runs_out_on in rows.exclude(given=None).values_list(
        "part", "given", "began", "back", "runs_out_on"
    ):
        counted_days = (last - began).days + 1
        if least is None or counted_days < LEAST_DAYS:
            continue
        covered = days - returned - max((runs_out_on - last).days, 0)
        counted.add("regular", part, int(min(covered, counted_days) >= least.value * counted_days), 1)


def _count_notices(counted: _Counted, viewer: Viewer, until: dt.date) -> None:
    rows = signed_for_notice(viewer, on=until, permission=permissions.READ)
    signed = _within(rows, counted.region_code, counted.digits)
    told = signed.filter(told_on__lte=until)
    for row in signed.order_by().values("part").annotate(n=Count("resident_id", distinct=True)):
        counted.add("notice", row["part"], 0, row["n"])
    for row in told.order_by().values("part").annotate(n=Count("resident_id", distinct=True)):
        counted.add("notice", row["part"], row["n"], 0)


def _count_institutions(counted: _Counted, viewer: Viewer, until: dt.date) -> None:
    for one in offering_institutions(viewer):
        if counted.holds(one.region_id):
            counted.add("offering", counted.part_of(one.region_id), int(is_offering(one, until)), 1)
    target = match_target(counted.region_code, until)
    for match in matches(viewer, on=until) if target is not None else ():
        if counted.holds(match.institution.region_id) and match.rate is not None:
            reached = int(match.rate >= target)
            counted.add("match", counted.part_of(match.institution.region_id), reached, 1)
