"""Who is in which programme, within a viewer's reach."""

import datetime as dt
from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q, QuerySet

from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook import rulebook
from jiayi.registry.people import selectors as people
from jiayi.service.care import permissions
from jiayi.service.care.models import ContactAttempt, Enrolment
from jiayi.service.care.terms import EnrolmentState

from .definitions import permission_for


def enrolments(viewer: Viewer, *, on: dt.date) -> QuerySet[Enrolment]:
    """Enrolments of residents within reach, the nearest visit first."""
    reach = people.listed(viewer, on, permissions.READ, key="resident_id")
    found = Enrolment.objects.filter(reach, _kinds(viewer)).select_related("resident", "region", "team")
    return found.order_by("due_on", "id")


def enrolments_of(viewer: Viewer, resident_id: UUID) -> list[Enrolment]:
    """A resident's programmes, those that go on first."""
    people.resident_for(viewer, resident_id, permission=permissions.READ)
    found = list(Enrolment.objects.filter(_kinds(viewer), resident_id=resident_id).order_by("enrolled_on", "id"))
    return sorted(found, key=lambda one: one.state == EnrolmentState.CLOSED)


def enrolment_for(viewer: Viewer, enrolment_id: UUID, *, to_write: bool = False) -> Enrolment:
    """One enrolment with its resident; NotVisible where the resident or the programme is out of reach."""
    found = Enrolment.objects.select_related("resident", "region", "team").filter(pk=enrolment_id).first()
    if found is None:
        raise NotVisible
    programme = rulebook().programmes.get(found.programme)
    permission = permission_for(bool(programme and programme.restricted), to_write=to_write)
    people.resident_for(viewer, found.resident_id, permission=permission)
    return found


def open_enrolments_of(viewer: Viewer, resident_ids: Iterable[UUID]) -> list[Enrolment]:
    """Residents' programmes that go on, the nearest visit first. The caller has found the residents. One query."""
    rows = Enrolment.objects.filter(_kinds(viewer), resident_id__in=list(resident_ids))
    return list(rows.exclude(state=EnrolmentState.CLOSED).order_by("due_on", "id"))


def standing_of(enrolment_ids: Iterable[UUID]) -> dict[UUID, Enrolment]:
    """Enrolments by id, for lists of what is due about them. One query.

    No viewer: the caller has found these enrolments for theirs.
    """
    return Enrolment.objects.in_bulk(list(enrolment_ids))


def attempts_of(enrolment: Enrolment) -> list[ContactAttempt]:
    """Who tried to reach the resident, the latest first. The caller has found the enrolment for its viewer."""
    return list(enrolment.attempts.order_by("-on", "-id"))


def _kinds(viewer: Viewer) -> Q:
    if viewer.can(permissions.READ_RESTRICTED):
        return Q()
    return ~Q(programme__in=[code for code, one in rulebook().programmes.items() if one.restricted])
