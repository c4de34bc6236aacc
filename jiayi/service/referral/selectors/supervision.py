"""Cases of the audit sample, the institutions a county must have, its partners."""

import datetime as dt
from collections import Counter
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook import find_value
from jiayi.registry.organization import selectors as organization
from jiayi.service.referral import permissions
from jiayi.service.referral.models import CaseAudit, Partner, Referral
from jiayi.service.referral.terms import AuditVerdict, State

from .referrals import referrals

MINIMUM = "tiered_care.minimum_institutions"
_UNSENT = (State.DRAFT, State.APPROVAL, State.REFUSED)
# What the document asks for, as kinds of institutions here.
KINDS = {
    "general_hospital": ("county_hospital",),
    "tcm_hospital": ("county_tcm_hospital",),
    "mch_hospital": ("maternal_child",),
}


def to_sample(viewer: Viewer, since: dt.date, until: dt.date) -> QuerySet[Referral]:
    """Referrals sent in a period within reach that no audit has drawn."""
    rows = referrals(viewer).exclude(state__in=_UNSENT).filter(audits=None)
    return rows.filter(submitted_at__date__gte=since, submitted_at__date__lte=until)


def cases(viewer: Viewer) -> QuerySet[CaseAudit]:
    """Audited cases within reach, the latest drawn first."""
    rows = CaseAudit.objects.filter(referral__in=referrals(viewer).values("id"))
    return rows.select_related("referral__resident", "referral__from_institution").order_by("-drawn_on", "-id")


def case_for(viewer: Viewer, case_id: UUID) -> CaseAudit:
    """One of them; NotVisible out of reach."""
    found = cases(viewer).filter(id=case_id).first()
    if found is None:
        raise NotVisible
    return found


def quality(viewer: Viewer) -> dict[str, int]:
    """How the audited cases came out (S4-83)."""
    return (
        cases(viewer)
        .order_by()
        .aggregate(
            drawn=Count("id"),
            judged=Count("id", filter=~Q(verdict="")),
            proper=Count("id", filter=Q(verdict=AuditVerdict.PROPER)),
            breaches=Count("id", filter=Q(verdict=AuditVerdict.BREACH)),
            uncorrected=Count("id", filter=Q(verdict=AuditVerdict.BREACH, corrected_on=None)),
        )
    )


def required_institutions(viewer: Viewer, county: str, on: dt.date) -> list[dict[str, Any]]:
    """What the county's schemes ask for at least, and what there is (S4-04)."""
    found = find_value(MINIMUM, on, list(organization.schemes_for(county, on)))
    wanted: dict[str, int] = found.value if found else {}
    there = Counter(organization.institutions(viewer, region=county, is_open=True).values_list("kind", flat=True))
    return [
        {"code": code, "least": least, "there": sum(there[kind] for kind in KINDS.get(code, (code,)))}
        for code, least in wanted.items()
    ]


def partners(viewer: Viewer) -> QuerySet[Partner]:
    """Partners in force; no resident's data."""
    if not viewer.can(permissions.READ):
        raise NotVisible
    return Partner.objects.filter(until=None).order_by("level", "name")
