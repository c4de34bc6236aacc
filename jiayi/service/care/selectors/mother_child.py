"""A mother and her children as one line of services: pregnancy, birth, check-ups, vaccinations, eyes (S3-26)."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import F

from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook import rulebook, value_on
from jiayi.foundation.rulebook.schema import Form
from jiayi.registry.people import selectors as people
from jiayi.service.care import permissions
from jiayi.service.care.models import Enrolment, RecordVersion
from jiayi.service.care.terms import EnrolmentState, RecordState

PROGRAMMES = ("maternal", "child")
CHILD, MOTHER = "child", "mother"
ALSO = ("vaccination-status", "vision-screen", "tcm-child-guidance")  # forms of children that are no visit of these
OF_AGE = "resident.guardian_age"


@dataclass(frozen=True)
class Member:
    """One of the line: who, as what, the programmes that go on, what was recorded (the latest first)."""

    resident: Any
    role: str
    enrolments: list[Enrolment]
    versions: list[RecordVersion]


def mother_child_line(viewer: Viewer, resident_id: UUID, *, on: dt.date) -> list[Member]:
    """The mother first, then her children under age, the eldest first; whoever is out of reach is left out.

    NotVisible where the resident's records may not be seen. Five queries, however many children.
    """
    person = people.resident_for(viewer, resident_id, on=on, permission=permissions.READ)
    is_child = _is_under_age(person.birth_date, on)
    mother_id = person.guardian_id if is_child else person.id
    known = people.residents_among(viewer, [mother_id], wards=True, permission=permissions.READ) if mother_id else []
    rows = [one for one in known if one.id == mother_id or _is_under_age(one.birth_date, on)]
    if all(one.id != person.id for one in rows):
        rows.append(person)
    rows.sort(key=lambda one: (one.id != mother_id, one.birth_date))
    enrolments, versions = _enrolments([one.id for one in rows]), _versions([one.id for one in rows])
    return [
        Member(
            one,
            MOTHER if one.id == mother_id else CHILD,
            [row for row in enrolments if row.resident_id == one.id],
            [row for row in versions if row.record.resident_id == one.id],
        )
        for one in rows
    ]


def _is_under_age(birth_date: dt.date, on: dt.date) -> bool:
    years = value_on(OF_AGE, on, ["national"])["years"]
    return birth_date.replace(day=1) > on.replace(day=1, year=on.year - years)


def line_forms() -> list[str]:
    """The forms whose records stand on the line."""
    return [code for code, form in rulebook().forms.items() if _is_of_line(form)]


def _is_of_line(form: Form) -> bool:
    return bool(set(form.programmes) & set(PROGRAMMES)) or form.form in ALSO


def _enrolments(ids: Collection[UUID]) -> list[Enrolment]:
    rows = Enrolment.objects.filter(resident_id__in=ids, programme__in=PROGRAMMES)
    return list(rows.exclude(state=EnrolmentState.CLOSED).order_by("programme", "id"))


def _versions(ids: Collection[UUID]) -> list[RecordVersion]:
    rows = RecordVersion.objects.filter(
        record__resident_id__in=ids,
        record__form__in=line_forms(),
        record__state=RecordState.CURRENT,
        record__is_restricted=False,
        number=F("record__version"),
    )
    return list(rows.select_related("record__practitioner").order_by("-record__visit_on", "-record_id"))
