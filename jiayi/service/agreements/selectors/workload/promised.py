"""What teams have promised and whom: counted over all agreements in force at once, whatever norms it is measured by."""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from jiayi.foundation.rulebook import rulebook
from jiayi.registry.organization import selectors as organization
from jiayi.registry.organization.terms import StaffTime
from jiayi.service.agreements.models import Agreement, AgreementPackage

from . import counting

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
    """The work of teams, in as many queries for one as for a county's.

    `years` are the ages at which norms make a difference.
    """
    found = {team_id: Promised(members=time) for team_id, time in organization.staff_time(team_ids, on).items()}
    versions = counting.package_versions()
    for agreements in counting.in_force(team_ids):
        _add_persons(found, counting.principal(agreements), on, years)
        _add_items(found, agreements, versions)
    return found


def _add_persons(
    found: dict[UUID, Promised], principal: QuerySet[Agreement], on: dt.date, years: Iterable[int]
) -> None:
    for team_id, age, persons in counting.persons_by_age(principal, on, years):
        found[team_id].ages[age] += persons
    for team_id, group, delivered_on, persons in counting.persons_by_condition(principal, on):
        if delivered_on is None:
            found[team_id].conditions[group] += persons
        else:
            found[team_id].postpartum[delivered_on] += persons


def _add_items(
    found: dict[UUID, Promised], agreements: QuerySet[Agreement], versions: Mapping[tuple[str, str], AgreementPackage]
) -> None:
    contents = {version: quantities(package.items) for version, package in versions.items()}
    audiences = sorted({audience_of(item) for items in contents.values() for item in items} - {()})
    for team_id, package, version, held in counting.agreements_by_package(agreements, audiences):
        found[team_id].packages.append((versions[package, version], held[()]))
        items = contents[package, version].items()
        found[team_id].items.update({item: quantity * held[audience_of(item)] for item, quantity in items})


def audience_of(item: str) -> tuple[str, ...]:
    """The groups that an item is meant for; none: everybody."""
    known = rulebook().items.get(item)
    return tuple(known.groups) if known else ()


def quantities(lines: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    """Quantity a year by item."""
    found: Counter[str] = Counter()
    for line in lines:
        found[line["item"]] += line["quantity"]
    return dict(found)
