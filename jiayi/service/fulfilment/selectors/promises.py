"""What one agreement promised, year by year and item by item, and what was done of it."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Case, IntegerField, Sum, Value, When

from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.core.dates import Period
from jiayi.foundation.rulebook import rulebook
from jiayi.service.agreements import selectors as agreements
from jiayi.service.agreements.terms import RUNNING, State
from jiayi.service.fulfilment import permissions
from jiayi.service.fulfilment.models import DoneService, Entitlement, LedgerEntry
from jiayi.service.fulfilment.rules import next_due_on, owed_by
from jiayi.service.fulfilment.terms import Act

from .effectiveness import Effectiveness, effectiveness_of
from .services import services_done

MOST_SERVICES = 200


@dataclass(frozen=True)
class PromisedItem:
    """One item of a year: how many were promised, done (by grade of evidence), remain, are late."""

    item: str
    quantity: int
    grades: Counter[str]
    overdue: int
    next_due_on: dt.date | None
    is_on_demand: bool

    @property
    def done(self) -> int:
        return self.grades.total()

    @property
    def remaining(self) -> int:
        return max(self.quantity - self.done, 0)

    @property
    def extra(self) -> int:
        return max(self.done - self.quantity, 0)


@dataclass(frozen=True)
class PromisedYear:
    """An agreement year as far as the agreement holds it; the latest comes first."""

    starts_on: dt.date
    ends_on: dt.date
    items: list[PromisedItem]
    is_running: bool


@dataclass(frozen=True)
class Promises:
    """Everything that the page of an agreement's promises shows."""

    agreement: Any
    years: list[PromisedYear]
    effectiveness: Effectiveness | None  # of agreements that run
    services: Sequence[DoneService]


def promises_of(viewer: Viewer, agreement_id: UUID, on: dt.date) -> Promises:
    """What an agreement within reach promised and what was done; NotVisible otherwise."""
    if not viewer.can(permissions.READ):
        raise NotVisible
    agreement = agreements.agreement_for(viewer, agreement_id)
    rows = list(Entitlement.objects.filter(agreement_id=agreement.id, is_withdrawn=False).order_by("-year_starts_on"))
    return Promises(
        agreement=agreement,
        years=_years(agreement, rows, on),
        effectiveness=effectiveness_of([agreement.id], on).get(agreement.id),
        services=_services(agreement, rows),
    )


def years_of(agreement: Any, on: dt.date) -> list[PromisedYear]:
    """The years of an agreement that the caller may see. Two queries."""
    rows = Entitlement.objects.filter(agreement_id=agreement.id, is_withdrawn=False).order_by("-year_starts_on")
    return _years(agreement, list(rows), on)


def _services(agreement: Any, rows: list[Entitlement]) -> Sequence[DoneService]:
    if not rows:
        return []
    since, until = min(row.starts_on for row in rows), max(row.ends_on for row in rows)
    return list(services_done(agreement.resident_id, since, until)[:MOST_SERVICES])


def _years(agreement: Any, rows: list[Entitlement], on: dt.date) -> list[PromisedYear]:
    grades = _grades(rows)
    by_year: defaultdict[dt.date, list[Entitlement]] = defaultdict(list)
    for row in rows:
        by_year[row.year_starts_on].append(row)
    return [
        PromisedYear(
            starts_on=min(row.starts_on for row in held),
            ends_on=max(row.ends_on for row in held),
            items=sorted(
                (_item(agreement, row, grades[row.promise_id, row.item, row.year_starts_on], on) for row in held),
                key=lambda one: (one.is_on_demand, -one.overdue, one.item),
            ),
            is_running=agreement.state in RUNNING and any(row.starts_on <= on <= row.ends_on for row in held),
        )
        for held in by_year.values()
    ]


def _item(agreement: Any, row: Entitlement, grades: Counter[str], on: dt.date) -> PromisedItem:
    known = rulebook().items.get(row.item)
    interval = row.interval_days or (known.interval_days if known else None)
    period, on_demand = Period(row.year_starts_on, row.ends_on), bool(known and known.on_demand)
    owes = not on_demand and agreement.state in (*RUNNING, State.RENEWED, State.EXPIRED)
    owed = owed_by(row.quantity, interval, period, on) if owes else 0
    return PromisedItem(
        item=row.item,
        quantity=row.quantity,
        grades=grades,
        overdue=max(owed - grades.total(), 0),
        next_due_on=next_due_on(grades.total(), row.quantity, interval, period)
        if owes and agreement.state in RUNNING and on <= row.ends_on
        else None,
        is_on_demand=on_demand,
    )


def _grades(rows: list[Entitlement]) -> defaultdict[tuple[UUID, str, dt.date], Counter[str]]:
    """By promise, item and year the services done by grade, whichever agreement of the promise they were done under."""
    of_year = [f"entitlement__{name}" for name in ("promise_id", "item", "year_starts_on")]
    sign = Case(When(act=Act.CONSUME, then=Value(1)), default=Value(-1), output_field=IntegerField())
    entries = LedgerEntry.objects.filter(entitlement__promise_id__in={row.promise_id for row in rows})
    found: defaultdict[tuple[UUID, str, dt.date], Counter[str]] = defaultdict(Counter)
    for *key, grade, count in entries.values_list(*of_year, "evidence").annotate(count=Sum(sign)):
        if count:
            found[tuple(key)][grade] += count
    return found
