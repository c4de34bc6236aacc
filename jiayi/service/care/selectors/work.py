"""What was done: records of a time by team and kind of work, with how well they are proved."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Count, QuerySet

from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook import rulebook
from jiayi.service.care.models import Record
from jiayi.service.care.terms import Evidence, RecordState

from .records import records

OTHER = "other"


@dataclass
class TeamWork:
    """A team's records by kind of work, and how many of them are proved by more than staff entry."""

    team_id: UUID | None
    name: str
    kinds: Counter[str] = field(default_factory=Counter)
    proved: int = 0

    @property
    def total(self) -> int:
        return self.kinds.total()


def work_done(viewer: Viewer, *, since: dt.date, until: dt.date, on: dt.date) -> list[TeamWork]:
    """By team within reach, the most work first; both days included. Voided records do not count. Few queries."""
    rows = records(viewer, on=on).filter(state=RecordState.CURRENT, visit_on__range=(since, until))
    counted = rows.order_by().values("team_id", "team__name", "form", "evidence").annotate(count=Count("id"))
    kinds = kind_of_forms()
    found: dict[UUID | None, TeamWork] = {}
    for row in counted:
        team = found.setdefault(row["team_id"], TeamWork(row["team_id"], row["team__name"] or ""))
        team.kinds[kinds.get(row["form"], OTHER)] += row["count"]
        team.proved += row["count"] if row["evidence"] != Evidence.C else 0
    return sorted(found.values(), key=lambda team: (-team.total, team.name))


def kind_of_forms() -> dict[str, str]:
    """The kind of work of each form that has one."""
    return {form: code for code, kind in rulebook().work_kinds.items() for form in kind.forms}


def of_kind(rows: QuerySet[Record], kind: str) -> QuerySet[Record]:
    """The records of a kind of work."""
    known = rulebook().work_kinds
    if kind == OTHER:
        return rows.exclude(form__in=kind_of_forms())
    return rows.filter(form__in=known[kind].forms) if kind in known else rows.none()
