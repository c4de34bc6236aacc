"""Health plans: the one that stands, and those that wait for the expert."""

import datetime as dt
from uuid import UUID

from django.db.models import F, QuerySet

from jiayi.foundation.base.viewer import Viewer
from jiayi.registry.people import selectors as people
from jiayi.service.care import permissions
from jiayi.service.care.models import PlanReview, Record, RecordVersion
from jiayi.service.care.terms import HEALTH_PLAN, RecordState


def plan_of(viewer: Viewer, resident_id: UUID) -> RecordVersion | None:
    """The latest health plan of a resident whom the viewer may see, with its record; None where there is none."""
    people.resident_for(viewer, resident_id, permission=permissions.READ)
    found = RecordVersion.objects.filter(
        record__resident_id=resident_id,
        record__form=HEALTH_PLAN,
        record__state=RecordState.CURRENT,
        number=F("record__version"),
    )
    return found.select_related("record").order_by("-record__visit_on", "-record_id").first()


def reviews_of(record: Record) -> list[PlanReview]:
    """The reviews of a plan, the latest version first. The caller has found the record for its viewer."""
    return list(record.reviews.order_by("-version"))


def plan_reviews(viewer: Viewer, *, on: dt.date) -> QuerySet[PlanReview]:
    """Reviews of the plans of residents within reach, those that wait longest first, with resident and team."""
    reach = people.listed(viewer, on, permissions.READ, key="record__resident_id")
    found = PlanReview.objects.filter(reach, record__state=RecordState.CURRENT)
    return found.select_related("record__resident", "record__team", "region").order_by("asked_on", "id")
