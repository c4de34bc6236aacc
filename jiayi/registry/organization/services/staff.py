"""Keep practitioners: join, change, leave."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.journal import Journal
from jiayi.foundation.base.transactions import retrying_atomic
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.core.pinyin import name_initials, name_pinyin
from jiayi.registry.organization.models import Institution, Practitioner
from jiayi.registry.organization.permissions import PRACTITIONER_WRITE, require_at
from jiayi.registry.organization.selectors.handover import duties_of
from jiayi.registry.organization.services.changes import apply_changes
from jiayi.registry.organization.services.laws import Breach, breach, kept_by, refuse

FIELDS = (
    "name",
    "sex",
    "phone",
    "roles",
    "title",
    "qualifications",
    "licence_number",
    "employment_kind",
    "speciality",
    "education",
    "training",
    "services",
    "joined_on",
    "introduction",
    "public_fields",
    "public_agreed_on",
)
PUBLICATION_FIELDS = ("introduction", "public_fields", "public_agreed_on")


@retrying_atomic
def create_practitioner(*, by: Viewer, institution_id: UUID, fields: Mapping[str, Any]) -> Practitioner:
    """Register a practitioner at an institution; `fields` are those of FIELDS."""
    institution = Institution.objects.filter(id=institution_id, closed_on=None).first()
    if institution is None:
        raise NotVisible
    require_at(by, PRACTITIONER_WRITE, institution)
    practitioner = Practitioner(institution=institution)
    changes = apply_changes(practitioner, fields, FIELDS)
    _spell(practitioner)
    with kept_by(_laws(practitioner.joined_on or date.min)):
        practitioner.save(force_insert=True)
    _record(by, "organization.create_practitioner", practitioner, {"fields": sorted(changes)})
    return practitioner


@retrying_atomic
def create_practitioners(*, by: Viewer, staff: Sequence[tuple[UUID, Mapping[str, Any]]]) -> list[Practitioner]:
    """Register many practitioners, (institution, fields of FIELDS) each; one entry in the history names them all."""
    wanted = {institution for institution, _fields in staff}
    institutions = {each.id: each for each in Institution.objects.filter(id__in=wanted, closed_on=None)}
    if len(institutions) < len(wanted):
        raise NotVisible
    for institution in institutions.values():
        require_at(by, PRACTITIONER_WRITE, institution)
    made = []
    for institution_id, fields in staff:
        practitioner = Practitioner(institution=institutions[institution_id])
        apply_changes(practitioner, fields, FIELDS)
        _spell(practitioner)
        made.append(practitioner)
    Practitioner.objects.bulk_create(made, batch_size=1000)
    audit.record(
        by=by,
        act="organization.create_practitioners",
        subject_kind="practitioner",
        subject_ids=[each.id for each in made],
        details={
            "institutions": sorted(map(str, wanted)),
            "fields": sorted({name for _at, own in staff for name in own}),
        },
    )
    return made


@retrying_atomic
def change_practitioner(*, by: Viewer, practitioner_id: UUID, fields: Mapping[str, Any], on: date) -> Practitioner:
    """Change what is given of FIELDS."""
    practitioner = locked_practitioner(practitioner_id)
    require_at(by, PRACTITIONER_WRITE, practitioner.institution)
    changes = apply_changes(practitioner, fields, FIELDS)
    _spell(practitioner)
    with kept_by(_laws(on)):
        practitioner.save()
    _record(by, "organization.change_practitioner", practitioner, {"fields": changes})
    return practitioner


@retrying_atomic
def choose_publication(
    *, by: Viewer, practitioner_id: UUID, introduction: str, public_fields: Sequence[str], on: date
) -> Practitioner:
    """A person's own choice of what public boards show; the name and the office always stand there."""
    practitioner = locked_practitioner(practitioner_id)
    if by.practitioner_id != practitioner.id:
        raise NotVisible
    fields = {"introduction": introduction, "public_fields": list(public_fields), "public_agreed_on": on}
    changes = apply_changes(practitioner, fields, PUBLICATION_FIELDS)
    practitioner.save()
    _record(by, "organization.choose_publication", practitioner, {"fields": changes})
    return practitioner


@retrying_atomic
def leave_practitioner(*, by: Viewer, practitioner_id: UUID, left_on: date) -> Practitioner:
    """Give a practitioner a last day; whoever still has duties after it must hand them over first."""
    practitioner = locked_practitioner(practitioner_id)
    require_at(by, PRACTITIONER_WRITE, practitioner.institution)
    duties = duties_of(practitioner_id, left_on)
    if duties.count:
        refuse(breach("B_DUTIES_OPEN", on=left_on, count=duties.count))
    end_service(practitioner, left_on)
    _record(by, "organization.leave_practitioner", practitioner, {"left_on": left_on})
    return practitioner


def end_service(practitioner: Practitioner, left_on: date, journal: Journal | None = None) -> None:
    """Save the last day; it may not be before the first. With a journal it can be undone."""
    with kept_by({"practitioner_leaves_after_joining": lambda: breach("B_LEAVES_BEFORE_JOINING", on=left_on)}):
        (journal or Journal(None)).update(Practitioner.objects.filter(id=practitioner.id), left_on=left_on)
    practitioner.left_on = left_on


def locked_practitioner(practitioner_id: UUID) -> Practitioner:
    """The practitioner, locked, with the institution; NotVisible where there is none."""
    rows = Practitioner.objects.select_for_update(of=("self",)).select_related("institution")
    practitioner = rows.filter(id=practitioner_id).first()
    if practitioner is None:
        raise NotVisible
    return practitioner


def _laws(on: date) -> dict[str, Callable[[], Breach]]:
    return {
        "practitioner_leaves_after_joining": lambda: breach("B_LEAVES_BEFORE_JOINING", on=on),
        "practitioner_public_by_consent": lambda: breach("B_PUBLIC_WITHOUT_CONSENT", on=on),
    }


def _spell(practitioner: Practitioner) -> None:
    practitioner.name_pinyin = name_pinyin(practitioner.name)[:200]
    practitioner.name_initials = name_initials(practitioner.name)[:30]


def _record(by: Viewer, act: str, practitioner: Practitioner, details: Mapping[str, Any]) -> None:
    audit.record(by=by, act=act, subject_kind="practitioner", subject_ids=[practitioner.id], details=details)
