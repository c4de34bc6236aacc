"""What teams have promised and whom: counted over all agreements in force at once, whatever norms it is measured by."""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When

from jiayi.foundation.rulebook import rulebook
from jiayi.registry.organization import selectors as organization
from jiayi.registry.organization.terms import StaffTime
from jiayi.registry.people import selectors as people
from jiayi.service.agreements.models import Agreement, AgreementPackage
from jiayi.service.agreements.terms import RUNNING, Kind, State

MATERNAL = "maternal"


@dataclass
class Promised:
    """A team's residents by completed years (of those asked for, the last one reached) and by condition, the items
    promised a year, and its members' time. `postpartum` are the women by the day of delivery."""

    ages: Counter[int] = field(default_factory=Counter)
    conditions: Counter[str] = field(default_factory=Counter)
    postpartum: Counter[dt.date] = field(default_factory=Counter)
    items: Counter[str] = field(default_factory=Counter)
    packages: list[tuple[AgreementPackage, int]] = field(default_factory=list)  # one of a version, how many hold it
    members: Sequence[StaffTime] = ()

    def conditions_on(self, on: dt.date, maternal_days: int | None) -> Counter[str]:
        """The conditions with the women whose delivery is no longer ago than the scheme's days."""
        recent = sum(
            count
            for day, count in self.postpartum.items()
            if maternal_days is not None and day <= on <= day + dt.timedelta(days=maternal_days)
        )
        return self.conditions + Counter({MATERNAL: recent})


def promised_by(team_ids: Collection[UUID], on: dt.date, *, years: Iterable[int]) -> dict[UUID, Promised]:
    """The work of teams; one query each for ages, conditions, packages, contents of packages, and two for members.

    `years` are the ages at which norms make a difference.
    """
    found = {team_id: Promised(members=time) for team_id, time in organization.staff_time(team_ids, on).items()}
    counted = in_force().filter(team_id__in=list(team_ids)).order_by()
    principal = counted.exclude(kind=Kind.SUPPLEMENTARY)
    for team_id, age, persons in _ages(principal, on, years):
        found[team_id].ages[age] += persons
    for team_id, group, delivered_on, persons in _conditions(principal, on):
        if delivered_on is None:
            found[team_id].conditions[group] += persons
        else:
            found[team_id].postpartum[delivered_on] += persons
    for team_id, package, items, agreements in _items(counted):
        found[team_id].packages.append((package, agreements))
        found[team_id].items.update(items)
    return found


def in_force() -> QuerySet[Agreement]:
    """Agreements that run or rest, and those that will start and follow none with the same team: each promise once."""
    running = Agreement.objects.filter(resident=OuterRef("resident"), team=OuterRef("team"), state__in=RUNNING)
    running = running.exclude(kind=Kind.SUPPLEMENTARY)
    coming = Q(state=State.SCHEDULED) & (Q(kind=Kind.SUPPLEMENTARY) | ~Exists(running))
    return Agreement.objects.filter(Q(state__in=RUNNING) | coming)


def _ages(principal: QuerySet[Agreement], on: dt.date, years: Iterable[int]) -> Iterable[tuple[UUID, int, int]]:
    steps = [
        When(resident__birth_date__lte=people.latest_birth(on, year * 12), then=Value(year))
        for year in sorted(set(years), reverse=True)
        if year > 0
    ]
    age = Case(*steps, default=Value(0), output_field=IntegerField()) if steps else Value(0)
    return principal.annotate(age=age).values_list("team_id", "age").annotate(persons=Count("id"))


def _conditions(principal: QuerySet[Agreement], on: dt.date) -> Iterable[tuple[UUID, str, dt.date | None, int]]:
    path = "resident__group_memberships__"
    over = Q(**{f"{path}until": None}) | Q(**{f"{path}until__gte": on})
    rows = principal.filter(over, **{f"{path}since__lte": on})
    columns = ("team_id", f"{path}group", f"{path}delivered_on")
    return rows.values_list(*columns).annotate(persons=Count("resident_id", distinct=True))


def _items(counted: QuerySet[Agreement]) -> Iterable[tuple[UUID, AgreementPackage, Mapping[str, int], int]]:
    """By team and version of a package: what is promised to whom it is meant for, and how many agreements hold it."""
    audiences = sorted({tuple(item.groups) for item in rulebook().items.values() if item.groups})
    meant = {
        f"meant_{number}": Count("id", filter=Q(groups__overlap=list(groups)))
        for number, groups in enumerate(audiences)
    }
    columns = ("team_id", "packages__package", "packages__version")
    rows = list(counted.exclude(packages=None).values(*columns).annotate(everybody=Count("id"), **meant))
    versions = versions_of({(row["packages__package"], row["packages__version"]) for row in rows})
    for row in rows:
        held = {groups: row[f"meant_{number}"] for number, groups in enumerate(audiences)} | {(): row["everybody"]}
        package = versions[row["packages__package"], row["packages__version"]]
        promised = quantities(package.items).items()
        items = {item: quantity * held[audience_of(item)] for item, quantity in promised}
        yield row["team_id"], package, items, row["everybody"]


def audience_of(item: str) -> tuple[str, ...]:
    """The groups that an item is meant for; none: everybody."""
    known = rulebook().items.get(item)
    return tuple(known.groups) if known else ()


def versions_of(packages: Collection[tuple[str, str]]) -> dict[tuple[str, str], AgreementPackage]:
    """Of each package and version one as it was promised, with its items: a version never changes. One query."""
    samples = [
        AgreementPackage.objects.filter(package=package, version=version)[:1] for package, version in sorted(packages)
    ]
    found = samples[0].union(*samples[1:], all=True) if samples else []
    return {(one.package, one.version): one for one in found}


def quantities(lines: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    """Quantity a year by item."""
    found: Counter[str] = Counter()
    for line in lines:
        found[line["item"]] += line["quantity"]
    return dict(found)
