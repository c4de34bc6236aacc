"""What is due of several people, with their last values: for a round sheet and a household's page."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import get_language

from jiayi.foundation.base.signs import bracketed
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook import rulebook
from jiayi.foundation.ui.wording import label_of
from jiayi.registry.people import selectors as people
from jiayi.registry.tasks import selectors as tasks
from jiayi.registry.tasks.terms import PAGES, TaskKind
from jiayi.service.care import selectors as care

from .words import sex_label

PRESSURE = ("systolic", "diastolic")
GLUCOSE = "fasting_glucose"
CODES = (*PRESSURE, GLUCOSE)


@dataclass(frozen=True)
class DueLine:
    """One thing that is due of somebody."""

    title: str
    from_on: dt.date
    due_on: dt.date
    is_overdue: bool
    is_begun: bool
    act: str
    subject_id: UUID | None
    form: str


@dataclass(frozen=True)
class NextVisit:
    """One programme of somebody, and when its next visit is due."""

    title: str
    enrolment_id: UUID
    due_on: dt.date | None
    last_on: dt.date | None
    is_lost: bool


@dataclass(frozen=True)
class PersonDues:
    """Somebody with everything that is due of them, and the values last measured in words."""

    id: UUID
    name: str
    sex: str
    age: int
    dues: list[DueLine] = field(default_factory=list)
    visits: list[NextVisit] = field(default_factory=list)
    pressure: str = ""
    glucose: str = ""


def dues_of(viewer: Viewer, residents: Sequence[Any], on: dt.date) -> list[PersonDues]:
    """Every resident with their open tasks, programmes and last values; four queries, however many."""
    ids = [one.id for one in residents]
    facts = people.facts_of(ids, on)
    lines, visits = _lines(viewer, ids, on), _visits(viewer, ids)
    values = care.last_values(viewer, ids, CODES)
    language = get_language() or ""
    return [
        PersonDues(
            id=one.id,
            name=one.name,
            sex=sex_label(one.sex, language),
            age=facts[one.id].age,
            dues=lines[one.id],
            visits=visits[one.id],
            pressure=_pressure(values.get(one.id, {})),
            glucose=_told([values.get(one.id, {}).get(GLUCOSE)]),
        )
        for one in residents
    ]


def _lines(viewer: Viewer, ids: list[UUID], on: dt.date) -> dict[UUID, list[DueLine]]:
    found: dict[UUID, list[DueLine]] = defaultdict(list)
    for task in tasks.tasks_of(viewer, ids):
        forms = care.visit_forms(viewer, task.programme) if task.programme else []
        found[task.resident_id].append(
            DueLine(
                title=task_title(task),
                from_on=task.from_on,
                due_on=task.due_on,
                is_overdue=task.due_on < on,
                is_begun=task.from_on <= on or task.remind_on is not None,
                act=PAGES.get(task.kind, ""),
                subject_id=task.subject_id,
                form=forms[0] if forms else "",
            )
        )
    return found


def task_title(task: Any) -> str:
    """What is to be done; of somebody lost, in which programme."""
    label = label_of(TaskKind, task.kind)
    return f"{label} · {programme_title(task.programme)}" if task.kind == TaskKind.FIND_LOST else label


def programme_title(code: str) -> str:
    """The name of a programme in the language of the request."""
    programme = rulebook().programmes.get(code)
    return programme.label(get_language() or "") if programme else code


def _visits(viewer: Viewer, ids: list[UUID]) -> dict[UUID, list[NextVisit]]:
    found: dict[UUID, list[NextVisit]] = defaultdict(list)
    for one in care.open_enrolments_of(viewer, ids):
        line = NextVisit(programme_title(one.programme), one.id, one.due_on, one.last_on, one.state == "lost")
        found[one.resident_id].append(line)
    return found


def _pressure(values: Mapping[str, Any]) -> str:
    return _told([values.get(code) for code in PRESSURE])


def _told(rows: Sequence[Any]) -> str:
    """Values with the day of the last, such as 138/86（2026-08-30）; nothing where one is missing."""
    if any(row is None or row.number is None for row in rows):
        return ""
    day = timezone.localtime(rows[-1].at).date()
    return bracketed("/".join(f"{float(row.number):g}" for row in rows), day.isoformat())
