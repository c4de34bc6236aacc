"""Keep institutions and consortia."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.transactions import retrying_atomic
from jiayi.foundation.base.viewer import Viewer
from jiayi.registry.organization.models import Consortium, Institution, Practitioner, Region, Team
from jiayi.registry.organization.permissions import INSTITUTION_WRITE, require_at, require_over
from jiayi.registry.organization.services.changes import apply_changes
from jiayi.registry.organization.services.laws import breach, kept_by, refuse

FIELDS = (
    *("code", "name", "kind", "level", "grade", "parent_id", "consortium_id"),
    *("address", "phone", "hotline", "hours", "online"),
)


@retrying_atomic
def create_institution(
    *,
    by: Viewer,
    region_code: str,
    fields: Mapping[str, Any],
    on: date,
    service_regions: Iterable[str] = (),
) -> Institution:
    """Register an institution in a region; `fields` are those of FIELDS."""
    require_over(by, INSTITUTION_WRITE, region_code)
    if not Region.objects.filter(code=region_code).exists():
        raise NotVisible
    institution = Institution(region_id=region_code)
    changes = apply_changes(institution, fields, FIELDS)
    with kept_by(
        {"organization_institution_code_key": lambda: breach("B_CODE_TAKEN", on=on, code_text=institution.code)}
    ):
        institution.save(force_insert=True)
    _serve(by, institution, service_regions)
    _record(by, "organization.create_institution", institution, {"region": region_code, "fields": sorted(changes)})
    return institution


@dataclass(frozen=True, slots=True)
class NewInstitution:
    """One of many institutions to register: the region it stands in, and its `fields` of FIELDS."""

    region_code: str
    fields: Mapping[str, Any]


@retrying_atomic
def create_institutions(*, by: Viewer, institutions: Sequence[NewInstitution], on: date) -> list[Institution]:
    """Register many institutions at once, in a steady number of statements; one entry in the history names them all."""
    regions = {new.region_code for new in institutions}
    for code in regions:
        require_over(by, INSTITUTION_WRITE, code)
    if Region.objects.filter(code__in=regions).count() < len(regions):
        raise NotVisible
    made = [Institution(region_id=new.region_code) for new in institutions]
    for institution, new in zip(made, institutions, strict=True):
        apply_changes(institution, new.fields, FIELDS)
    with kept_by(
        {"organization_institution_code_key": lambda: breach("B_CODE_TAKEN", on=on, code_text=_first_taken(made))}
    ):
        Institution.objects.bulk_create(made, batch_size=1000)
    audit.record(
        by=by,
        act="organization.create_institutions",
        subject_kind="institution",
        subject_ids=[each.id for each in made],
        details={"regions": sorted(regions), "fields": sorted({name for new in institutions for name in new.fields})},
    )
    return made


def _first_taken(made: Sequence[Institution]) -> str:
    """The first code that an institution has already, or that stands twice among the new ones."""
    taken = set(Institution.objects.filter(code__in=[each.code for each in made]).values_list("code", flat=True))
    for each in made:
        if each.code in taken:
            return each.code
        taken.add(each.code)
    return ""


@retrying_atomic
def change_institution(
    *,
    by: Viewer,
    institution_id: UUID,
    fields: Mapping[str, Any],
    on: date,
    service_regions: Iterable[str] | None = None,
) -> Institution:
    """Change what is given of FIELDS, and the regions its areas must cover where they are given."""
    institution = _locked(institution_id)
    require_at(by, INSTITUTION_WRITE, institution)
    changes = apply_changes(institution, fields, FIELDS)
    with kept_by(
        {"organization_institution_code_key": lambda: breach("B_CODE_TAKEN", on=on, code_text=institution.code)}
    ):
        institution.save()
    if service_regions is not None:
        codes = sorted(service_regions)
        if codes != sorted(institution.service_regions.values_list("code", flat=True)):
            _serve(by, institution, codes)
            changes["service_regions"] = codes
    _record(by, "organization.change_institution", institution, {"fields": changes})
    return institution


@retrying_atomic
def close_institution(*, by: Viewer, institution_id: UUID, closed_on: date) -> None:
    """Close an institution; its teams must be dissolved and its staff gone before."""
    institution = _locked(institution_id)
    require_at(by, INSTITUTION_WRITE, institution)
    staff = Practitioner.objects.filter(institution=institution, left_on=None).count()
    teams = Team.objects.filter(institution=institution, dissolved_on=None).count()
    if staff or teams:
        refuse(breach("B_INSTITUTION_IN_USE", on=closed_on, staff=staff, teams=teams))
    institution.closed_on = closed_on
    institution.save(update_fields=["closed_on", "updated_at"])
    _record(by, "organization.close_institution", institution, {"closed_on": closed_on})


def _locked(institution_id: UUID) -> Institution:
    institution = Institution.objects.select_for_update().filter(id=institution_id).first()
    if institution is None:
        raise NotVisible
    return institution


def _serve(by: Viewer, institution: Institution, codes: Iterable[str]) -> None:
    codes = list(codes)
    for code in codes:
        require_over(by, INSTITUTION_WRITE, code)
    institution.service_regions.set(Region.objects.filter(code__in=codes))


def _record(by: Viewer, act: str, institution: Institution, details: Mapping[str, Any]) -> None:
    audit.record(by=by, act=act, subject_kind="institution", subject_ids=[institution.id], details=details)


@retrying_atomic
def create_consortium(*, by: Viewer, name: str, kind: str, lead_id: UUID, parent_id: UUID | None = None) -> Consortium:
    """Bind institutions together under a lead, who is its first member."""
    lead = _locked(lead_id)
    require_at(by, INSTITUTION_WRITE, lead)
    consortium = Consortium.objects.create(name=name, kind=kind, lead=lead, parent_id=parent_id)
    lead.consortium = consortium
    lead.save(update_fields=["consortium", "updated_at"])
    audit.record(
        by=by,
        act="organization.create_consortium",
        subject_kind="consortium",
        subject_ids=[consortium.id],
        details={"name": name, "kind": kind, "lead": lead_id},
    )
    return consortium
