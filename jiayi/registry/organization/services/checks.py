"""Record checks of what is uniform and what is posted; a check is never changed."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.transactions import retrying_atomic
from jiayi.foundation.base.viewer import Viewer
from jiayi.registry.organization.models import Institution, PublicityCheck, PublicityFinding
from jiayi.registry.organization.permissions import PUBLICITY_CHECK, require_at
from jiayi.registry.organization.selectors.checks import asked_of
from jiayi.registry.organization.selectors.schemes import schemes_for
from jiayi.registry.organization.services.laws import breach, misshapen, refuse
from jiayi.registry.organization.terms import CheckKind, Finding


@retrying_atomic
def record_check(
    *,
    by: Viewer,
    institution_id: UUID,
    kind: CheckKind,
    checked_on: date,
    findings: Sequence[Finding],
    on: date,
    note: str = "",
) -> PublicityCheck:
    """Keep what was found on a day; the findings answer exactly what the schemes of that day ask for."""
    institution = Institution.objects.filter(id=institution_id, closed_on=None).first()
    if institution is None:
        raise NotVisible
    require_at(by, PUBLICITY_CHECK, institution)
    if checked_on > on:
        refuse(breach("B_CHECK_IN_FUTURE", on=on))
    asked = asked_of(kind, schemes_for(institution.region_id, checked_on), checked_on)
    if not asked.items:
        refuse(breach("B_NOTHING_TO_CHECK", on=on))
    if sorted((each.item, each.place) for each in findings) != sorted(asked.pairs):
        misshapen(breach("E_CHECK_INCOMPLETE", on=on))
    missing = sum(not each.is_met for each in findings)
    made = PublicityCheck.objects.create(
        institution=institution,
        kind=kind,
        checked_on=checked_on,
        checked_by_name=by.actor_name[:60],
        note=note.strip(),
        asked=len(findings),
        missing=missing,
    )
    PublicityFinding.objects.bulk_create(
        PublicityFinding(check_made=made, item=one.item, place=one.place, is_met=one.is_met, note=one.note.strip())
        for one in findings
    )
    audit.record(
        by=by,
        act="organization.record_check",
        subject_kind="institution",
        subject_ids=[institution.id],
        details={"kind": kind, "checked_on": checked_on, "asked": len(findings), "missing": missing},
    )
    return made
