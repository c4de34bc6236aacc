"""Health plans in words: what was agreed, where the review stands, and the queue of reviews."""

import datetime as dt
from collections.abc import Mapping
from operator import itemgetter
from typing import Any

from django.utils.translation import get_language, gettext_noop

from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook import rulebook
from jiayi.foundation.ui.exports import Column
from jiayi.foundation.ui.lists import ListSpec, Sort, choice_filter
from jiayi.foundation.ui.wording import label_of, options_of
from jiayi.registry.organization import selectors as organization
from jiayi.registry.people import selectors as people
from jiayi.service.care.models import PlanReview, RecordVersion
from jiayi.service.care.permissions import READ
from jiayi.service.care.terms import HEALTH_PLAN, ReviewState

from .values import value_text

LOOKS = {
    ReviewState.WAITING: ("yellow", "hourglass"),
    ReviewState.APPROVED: ("green", "circle-check"),
    ReviewState.RETURNED: ("red", "arrow-back-up"),
}
REVIEW_COLUMNS = (
    Column(gettext_noop("居民"), itemgetter("name")),
    Column(gettext_noop("所在地区"), itemgetter("region")),
    Column(gettext_noop("团队"), itemgetter("team")),
    Column(gettext_noop("提交日期"), lambda row: row["asked_on"].isoformat()),
    Column(gettext_noop("状态"), itemgetter("state")),
    Column(gettext_noop("审核人"), itemgetter("by")),
    Column(gettext_noop("审核意见"), itemgetter("remark")),
)


def plan_card(version: RecordVersion | None, reviews: list[PlanReview]) -> dict[str, Any] | None:
    """The plan that stands, in short: class, risks, goals, services, and its review."""
    if version is None:
        return None
    form, values = rulebook().forms[HEALTH_PLAN], version.values
    fields = form.fields
    return {
        "record_id": version.record_id,
        "visit_on": version.record.visit_on,
        "version": version.number,
        "class": value_text(fields["class"], values.get("class")),
        "is_high": values.get("class") == "high_risk",
        "risks": value_text(fields["risks"], values.get("risks")),
        "goals": [_row(fields["goals"], row) for row in values.get("goals") or []],
        "measures": [_row(fields["measures"], row) for row in values.get("measures") or []],
        "next_on": values.get("next_visit_on") or "",
        "review": review_line(next((one for one in reviews if one.version == version.number), None)),
    }


def _row(field: Any, row: Mapping[str, Any]) -> dict[str, str]:
    return {code: value_text(column, row.get(code)) for code, column in field.columns.items()}


def review_line(review: PlanReview | None) -> dict[str, Any] | None:
    """Where a review stands, in words; None where the scheme asks for none."""
    if review is None:
        return None
    role = rulebook().roles.get(review.role)
    colour, icon = LOOKS.get(ReviewState(review.state), ("secondary", "circle-dashed"))
    return {
        "version": review.version,
        "state": label_of(ReviewState, review.state),
        "is_waiting": review.state == ReviewState.WAITING,
        "colour": colour,
        "icon": icon,
        "role": role.label(get_language() or "") if role else review.role,
        "asked_on": review.asked_on,
        "decided_on": review.decided_on,
        "by": review.decided_by_name,
        "remark": review.remark,
    }


def review_list(viewer: Viewer, on: dt.date, chosen_region: str = "") -> ListSpec:
    """What the queue can be narrowed and sorted by."""
    places = organization.place_choices(viewer, READ, chosen_region)
    states = [pair for pair in options_of(ReviewState) if pair[0] != ReviewState.SUPERSEDED]
    return ListSpec(
        sorts=(
            Sort("asked_on", gettext_noop("提交日期"), ("asked_on", "id")),
            Sort("place", gettext_noop("村（社区）"), ("region_id", "asked_on", "id")),
        ),
        filters=(
            choice_filter("state", gettext_noop("状态"), states),
            choice_filter("region", gettext_noop("地区"), places, apply=people.in_region),
        ),
    )


def review_row(review: PlanReview) -> dict[str, Any]:
    """What a row of the queue shows; record, resident, team and region are loaded with the review."""
    line = review_line(review) or {}
    record = review.record
    return line | {
        "record_id": record.id,
        "resident_id": record.resident_id,
        "name": record.resident.name,
        "region": review.region.name,
        "team": record.team.name if record.team else "",
    }
