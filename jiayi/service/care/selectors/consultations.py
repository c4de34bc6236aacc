"""Consultations within reach: asked by us, asked of us, of our residents; and who may do what with one."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Q, QuerySet

from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.reach import within
from jiayi.foundation.base.viewer import Viewer
from jiayi.registry.organization import selectors as organization
from jiayi.registry.organization.terms import PRIMARY_LEVELS
from jiayi.registry.people import selectors as people
from jiayi.service.care import permissions
from jiayi.service.care.models import Consultation, ConsultationFile, ConsultationStep
from jiayi.service.care.terms import CONSULTATION_STEPS, OPEN_CONSULTATIONS, ConsultationAct

_WITH = ("resident", "region", "team", "from_institution", "to_institution")
BY_ANSWERER = (ConsultationAct.TAKE, ConsultationAct.ANSWER, ConsultationAct.DECLINE)


def consultations(viewer: Viewer) -> QuerySet[Consultation]:
    """Every one within reach, with resident and both institutions; restricted ones at home by few only."""
    scope = viewer.scope(permissions.READ_CONSULTATIONS)
    rows = Consultation.objects.select_related(*_WITH)
    if scope.everything:
        return rows
    institutions = Q(to_institution_id__in=scope.institution_ids) | Q(from_institution_id__in=scope.institution_ids)
    home = within(scope, institution="")
    if not viewer.can(permissions.READ_RESTRICTED):
        home &= Q(is_restricted=False)
    return rows.filter(institutions | home)


def consultation_for(viewer: Viewer, consultation_id: UUID) -> Consultation:
    """One; NotVisible out of reach."""
    found = consultations(viewer).select_related("record", "asked_by", "answered_by").filter(pk=consultation_id).first()
    if found is None:
        raise NotVisible
    return found


def consultations_of(viewer: Viewer, resident_id: UUID) -> QuerySet[Consultation]:
    """A resident's, the latest first; NotVisible for residents out of reach."""
    people.resident_for(viewer, resident_id, permission=permissions.READ_CONSULTATIONS)
    return consultations(viewer).filter(resident_id=resident_id).order_by("-asked_at", "-id")


def answered_of(resident_id: UUID, kind: str, *, conclusions: Collection[str]) -> QuerySet[Consultation]:
    """Answers of a kind about a resident, the latest first; for decisions of rooms above, which know the resident."""
    rows = Consultation.objects.filter(resident_id=resident_id, kind=kind, conclusion__in=conclusions)
    return rows.select_related("to_institution").order_by("-answered_at")


def steps_of(consultation: Consultation) -> list[ConsultationStep]:
    """What became of it, the first step first. The caller has found it for its viewer."""
    return list(consultation.steps.order_by("number"))


def files_of(consultation: Consultation) -> list[ConsultationFile]:
    """Its files, the earliest first."""
    return list(consultation.files.order_by("added_at", "id"))


def file_for(viewer: Viewer, consultation_id: UUID, file_id: UUID) -> ConsultationFile:
    """One file; NotVisible out of reach."""
    found = consultation_for(viewer, consultation_id).files.filter(pk=file_id).first()
    if found is None:
        raise NotVisible
    return found


def askers(viewer: Viewer) -> QuerySet:
    """Institutions for which the viewer may ask: their own, or those of their township."""
    own = Q(id__in=viewer.scope(permissions.CONSULT).institution_ids) | Q(level__in=PRIMARY_LEVELS)
    return organization.managed_institutions(viewer, permissions.CONSULT).filter(own).exclude(level="")


def places_to_ask(viewer: Viewer) -> QuerySet:
    """Open institutions above the village, those nearest in level first."""
    return organization.institutions(viewer, is_open=True).exclude(level__in=("", "village")).order_by("level", "code")


def is_party(viewer: Viewer, consultation: Consultation, act: ConsultationAct) -> bool:
    """Whether the viewer acts for the side whose act it is."""
    if act in BY_ANSWERER:
        scope = viewer.scope(permissions.ANSWER)
        return scope.everything or consultation.to_institution_id in scope.institution_ids
    scope = viewer.scope(permissions.CONSULT)
    here = scope.holds_region(consultation.region_id) or consultation.team_id in scope.team_ids
    return scope.everything or here or consultation.from_institution_id in scope.institution_ids


def consultation_acts(viewer: Viewer, consultation: Consultation) -> list[ConsultationAct]:
    """What this viewer may do with it now."""
    return [
        act
        for act, (states, _) in CONSULTATION_STEPS.items()
        if consultation.state in states and is_party(viewer, consultation, act)
    ]


def may_add_file(viewer: Viewer, consultation: Consultation) -> bool:
    """Files are added while it is open, by either side."""
    sides = (ConsultationAct.ANSWER, ConsultationAct.WITHDRAW)
    return consultation.state in OPEN_CONSULTATIONS and any(is_party(viewer, consultation, one) for one in sides)
