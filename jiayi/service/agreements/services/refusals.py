"""The register of refusals (S3-22)."""

import datetime as dt
from uuid import UUID

from django.db import IntegrityError, transaction

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.ui.refusals import misshapen
from jiayi.registry.people import selectors as people
from jiayi.service.agreements import permissions
from jiayi.service.agreements.models import Agreement, Refusal
from jiayi.service.agreements.terms import IN_FORCE, Kind, RefusalReason


def record_refusal(
    *,
    by: Viewer,
    resident_id: UUID,
    reason: str,
    refused_on: dt.date,
    on: dt.date,
    team_id: UUID | None = None,
    note: str = "",
) -> Refusal:
    """Record that an unsigned resident was asked and did not want to; one open refusal a resident."""
    if reason not in set(RefusalReason):
        raise misshapen("E_CODE_UNKNOWN", "reason")
    if refused_on > on:
        raise misshapen("E_REFUSED_IN_FUTURE", "refused_on")
    _require_resident(by, resident_id)
    try:
        with transaction.atomic():
            _require_unsigned(resident_id)
            refusal = Refusal.objects.create(
                resident_id=resident_id,
                team_id=team_id,
                refused_on=refused_on,
                reason=reason,
                note=note[:200],
                recorded_by=by.actor_id,
            )
            _record(by, "agreements.record_refusal", refusal)
    except IntegrityError as error:
        if getattr(getattr(error.__cause__, "diag", None), "constraint_name", "") != "refusal_open_once":
            raise
        raise misshapen("E_ALREADY_REFUSED") from error
    return refusal


@transaction.atomic
def withdraw_refusal(*, by: Viewer, refusal_id: UUID, on: dt.date) -> Refusal:
    """Take an open refusal back: the resident may be asked again."""
    refusal = Refusal.objects.select_for_update().filter(id=refusal_id).first()
    if refusal is None:
        raise NotVisible
    _require_resident(by, refusal.resident_id)
    if refusal.withdrawn_on is not None:
        raise misshapen("E_REFUSAL_WITHDRAWN")
    refusal.withdrawn_on = max(on, refusal.refused_on)
    refusal.save(update_fields=["withdrawn_on", "updated_at"])
    _record(by, "agreements.withdraw_refusal", refusal)
    return refusal


def _require_resident(by: Viewer, resident_id: UUID) -> None:
    resident = people.resident_for(by, resident_id)
    if not by.scope(permissions.RECORD_REFUSAL).holds_region(resident.region_id):
        raise NotVisible


def _require_unsigned(resident_id: UUID) -> None:
    signed = Agreement.objects.filter(resident_id=resident_id, state__in=IN_FORCE).exclude(kind=Kind.SUPPLEMENTARY)
    if signed.exists():
        raise misshapen("E_RESIDENT_SIGNED")


def _record(by: Viewer, act: str, refusal: Refusal) -> None:
    audit.record(
        by=by,
        act=act,
        subject_kind="refusal",
        subject_ids=[refusal.id],
        resident_ids=[refusal.resident_id],
        details={"reason": refusal.reason, "refused_on": refusal.refused_on.isoformat()},
    )
