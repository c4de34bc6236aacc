"""Checks of what is uniform and what is posted: what schemes ask for, and what was found."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet, Subquery

from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook import RulebookView
from jiayi.registry.organization.models import Institution, PublicityCheck, PublicityFinding
from jiayi.registry.organization.permissions import PUBLICITY_CHECK, at_institutions
from jiayi.registry.organization.terms import PRIMARY_LEVELS, Asked, CheckKind

UNIFIED, ASSETS = "team.unified", "team.asset_kinds"
FIELDS, PLACES = "area.notice_fields", "area.notice_places"
WHOLE_BOARD = "public_board"  # what is looked for where a scheme names places and no contents (S0-31)


def asked_of(kind: CheckKind, schemes: Sequence[str], on: date) -> Asked:
    """The items of a check, and the places where each is looked for, by the schemes of a day."""
    view = RulebookView(on, schemes)
    if kind == CheckKind.UNIFIED:
        items, places = [*(view.get(UNIFIED) or []), *(view.get(ASSETS) or [])], []
    else:
        places = view.get(PLACES) or []
        items = view.get(FIELDS) or ([WHOLE_BOARD] if places else [])
    reasons = tuple(reason.as_dict() for reason in view.values_read(except_for=set()))
    return Asked(kind, tuple(dict.fromkeys(items)), tuple(places), reasons)


def checked_places(viewer: Viewer) -> QuerySet[Institution]:
    """The open primary institutions that the viewer checks, by region, each with the latest check of both kinds:
    `unified_on`, `unified_by`, `unified_missing` (null: never checked), `unified_lacking` (items); `open_on` …"""
    found = Institution.objects.filter(
        at_institutions(viewer.scope(PUBLICITY_CHECK), ""), closed_on=None, level__in=PRIMARY_LEVELS
    )
    for kind in CheckKind:
        latest = PublicityCheck.objects.filter(institution=OuterRef("pk"), kind=kind).order_by("-checked_on", "-id")
        latest_id = Subquery(latest.values("id")[:1])
        lacking = PublicityFinding.objects.filter(check_made=OuterRef(f"{kind}_check"), is_met=False)
        found = found.annotate(
            **{
                f"{kind}_check": latest_id,
                f"{kind}_on": Subquery(latest.values("checked_on")[:1]),
                f"{kind}_by": Subquery(latest.values("checked_by_name")[:1]),
                f"{kind}_missing": Subquery(latest.values("missing")[:1]),
                f"{kind}_lacking": ArraySubquery(lacking.order_by("id").values("item")),
            }
        )
    return found.select_related("region").order_by("region_id", "code")


def checks_of(viewer: Viewer, institution_id: UUID) -> QuerySet[PublicityCheck]:
    """The checks of an institution with their findings, the latest first; none where the viewer does not check."""
    found = PublicityCheck.objects.filter(at_institutions(viewer.scope(PUBLICITY_CHECK)), institution_id=institution_id)
    return found.prefetch_related("findings").order_by("-checked_on", "-id")
