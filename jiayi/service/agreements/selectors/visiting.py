"""Whom local helpers visit: who lives there, and whether they have signed; nothing of health (S0-14)."""

import datetime as dt

from django.db.models import Exists, OuterRef, Q, QuerySet

from jiayi.foundation.base.viewer import Viewer
from jiayi.registry.people import selectors as people
from jiayi.service.agreements.models import Agreement, Refusal
from jiayi.service.agreements.terms import IN_FORCE, Kind, VisitStanding


def to_visit(viewer: Viewer, *, on: dt.date) -> QuerySet:
    """Residents living where the viewer helps, each with is_signed and is_refused; none without the permission."""
    signed = Agreement.objects.filter(resident=OuterRef("pk"), state__in=IN_FORCE).exclude(kind=Kind.SUPPLEMENTARY)
    refused = Refusal.objects.filter(resident=OuterRef("pk"), withdrawn_on=None)
    found = people.residents_to_visit(viewer, on=on).select_related("region", "household")
    return found.annotate(is_signed=Exists(signed), is_refused=Exists(refused))


def of_standing(rows: QuerySet, standing: str) -> QuerySet:
    """Those of the rows of to_visit that have signed, have refused, or are still to be asked."""
    return rows.filter(
        {
            VisitStanding.SIGNED: Q(is_signed=True),
            VisitStanding.REFUSED: Q(is_signed=False, is_refused=True),
        }.get(VisitStanding(standing), Q(is_signed=False, is_refused=False))
    )


def visit_standing_of(resident: object) -> VisitStanding:
    """How a row of to_visit stands."""
    if resident.is_signed:
        return VisitStanding.SIGNED
    return VisitStanding.REFUSED if resident.is_refused else VisitStanding.TO_ASK
