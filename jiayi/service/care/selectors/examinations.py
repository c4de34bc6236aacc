"""Examinations that were asked for, and results of others that may be relied on instead."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from jiayi.foundation.base.viewer import SystemViewer, Viewer
from jiayi.foundation.rulebook import decide, rulebook
from jiayi.registry.organization import selectors as organization
from jiayi.registry.people import selectors as people
from jiayi.service.care import permissions
from jiayi.service.care.models import Examination, SharedResult

from .shared_results import latest_results


@dataclass(frozen=True)
class Weighed:
    """The latest result of an examination, and what care.recognition says of it."""

    result: SharedResult
    outcome: dict[str, Any]

    @property
    def is_recognised(self) -> bool:
        return bool(self.outcome["recognised"])


def own_institution(viewer: Viewer, on: dt.date) -> Any:
    """The institution at which the viewer works; None of somebody who is no practitioner."""
    facts = organization.doctor_facts(viewer.practitioner_id, on) if viewer.practitioner_id else None
    return organization.institution_for(SystemViewer(), facts.institution_id) if facts else None


def weigh_results(viewer: Viewer, resident: Any, item: str, *, own_level: str, on: dt.date) -> Weighed | None:
    """The latest result of this examination, made anywhere; None where there is none. The caller found the resident."""
    found = latest_results(viewer, resident.id, [item]).get(item)
    examination = rulebook().examinations.get(item)
    if found is None or examination is None:
        return None
    facts = {
        "kind": examination.kind,
        "performed_on": found.performed_on.isoformat(),
        "on": on.isoformat(),
        "result_level": found.level,
        "own_level": own_level,
        "marked": found.is_marked,
    }
    schemes = list(organization.schemes_for(resident.region_id, on))
    return Weighed(found, decide("care.recognition", on=on, schemes=schemes, facts=facts))


def examinations(viewer: Viewer, *, on: dt.date) -> QuerySet[Examination]:
    """Requests for residents within reach, the latest first, with everything that a list shows."""
    reach = people.listed(viewer, on, permissions.READ, key="resident_id")
    rows = Examination.objects.filter(reach).select_related("resident", "region", "institution", "result")
    return rows.order_by("-asked_on", "-id")
