"""Practitioners: whom a viewer may know, and what rules ask of a doctor."""

from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.viewer import Viewer
from jiayi.registry.organization.models import Practitioner
from jiayi.registry.organization.permissions import AREA_WRITE, PRACTITIONER_WRITE, TEAM_WRITE, at_institutions
from jiayi.registry.organization.terms import DoctorFacts


def practitioners(
    viewer: Viewer,
    *,
    institution: UUID | None = None,
    role: str = "",
    title: str = "",
    employment_kind: str = "",
    text: str = "",
    is_active: bool | None = None,
    on: date | None = None,
) -> QuerySet[Practitioner]:
    """The staff of the institutions where the viewer forms teams, draws areas or keeps staff, and the viewer.

    `is_active` needs the day `on`: the day of leaving is the last active one.
    """
    found = Practitioner.objects.filter(_visible(viewer)).select_related("institution").order_by("name_pinyin", "id")
    if institution:
        found = found.filter(institution_id=institution)
    if role:
        found = found.filter(roles__contains=[role])
    if title:
        found = found.filter(title=title)
    if employment_kind:
        found = found.filter(employment_kind=employment_kind)
    if is_active is not None and on is not None:
        active = active_on(on)
        found = found.filter(active if is_active else ~active)
    return found.filter(_matches(text.strip())) if text.strip() else found


def active_on(on: date, path: str = "") -> Q:
    """Those who have joined (or of whom no first day is known) and have not left by the day."""
    joined = Q(**{f"{path}joined_on": None}) | Q(**{f"{path}joined_on__lte": on})
    return joined & (Q(**{f"{path}left_on": None}) | Q(**{f"{path}left_on__gte": on}))


def _visible(viewer: Viewer) -> Q:
    scopes = [viewer.scope(permission) for permission in (PRACTITIONER_WRITE, TEAM_WRITE, AREA_WRITE)]
    if any(scope.everything for scope in scopes):
        return Q()
    visible = Q(pk=viewer.practitioner_id)
    for scope in scopes:
        visible |= at_institutions(scope)
    return visible


def _matches(text: str) -> Q:
    found = Q(name__contains=text)
    if not text.isascii():
        return found
    spelt = text.lower()
    return found | Q(name_initials__startswith=spelt) | Q(name_pinyin__startswith=spelt) | Q(licence_number=text)


def practitioner_for(viewer: Viewer, practitioner_id: UUID) -> Practitioner:
    """The practitioner; NotVisible where there is none, or none that the viewer may know of."""
    found = practitioners(viewer).filter(id=practitioner_id).first()
    if found is None:
        raise NotVisible
    return found


def doctor_facts(practitioner_id: UUID, on: date) -> DoctorFacts | None:
    """What rules and papers ask of a practitioner on a day; None where there is none. One query."""
    found = Practitioner.objects.select_related("institution").filter(id=practitioner_id).first()
    if found is None:
        return None
    joined = found.joined_on is None or found.joined_on <= on
    return DoctorFacts(
        id=found.id,
        name=found.name,
        institution_id=found.institution_id,
        institution_name=found.institution.name,
        region_code=found.institution.region_id,
        roles=tuple(found.roles),
        qualifications=tuple(found.qualifications),
        title=found.title,
        is_active=joined and (found.left_on is None or found.left_on >= on),
    )
