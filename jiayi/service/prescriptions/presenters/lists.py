"""Lists of orders."""

import datetime as dt
from operator import itemgetter
from typing import Any

from django.utils.translation import get_language, gettext_noop

from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook import value_on
from jiayi.foundation.ui.exports import Column
from jiayi.foundation.ui.lists import Filter, ListSpec, Sort, choice_filter, date_filter, flag_filter
from jiayi.foundation.ui.wording import label_of, options_of
from jiayi.registry.organization import selectors as organization
from jiayi.registry.people import selectors as people
from jiayi.service.prescriptions.models import Prescription
from jiayi.service.prescriptions.permissions import READ
from jiayi.service.prescriptions.terms import State, StopReason

from .wording import diagnoses_text

COLOURS = {
    State.AUDITING: "orange",
    State.QUERIED: "red",
    State.REJECTED: "red",
    State.ACTIVE: "green",
    State.HELD: "red",
    State.STOPPED: "secondary",
    State.FINISHED: "secondary",
    State.LAPSED: "secondary",
}
COLUMNS = (
    Column(gettext_noop("开具日期"), lambda row: row["issued_on"].isoformat()),
    Column(gettext_noop("处方编号"), itemgetter("code")),
    Column(gettext_noop("居民"), itemgetter("name")),
    Column(gettext_noop("所在地区"), itemgetter("region")),
    Column(gettext_noop("诊断"), itemgetter("diagnoses")),
    Column(gettext_noop("天数"), itemgetter("days"), "quantity"),
    Column(gettext_noop("状态"), itemgetter("state")),
    Column(gettext_noop("开具医生"), itemgetter("prescriber")),
    Column(gettext_noop("开具机构"), itemgetter("institution")),
    Column(gettext_noop("可领日期"), lambda row: row["opens_on"].isoformat() if row["opens_on"] else ""),
    Column(gettext_noop("药可用到"), lambda row: row["runs_out_on"].isoformat() if row["runs_out_on"] else ""),
    Column(gettext_noop("停用原因"), itemgetter("stop_reason")),
)


def prescription_list(viewer: Viewer, on: dt.date, chosen_region: str = "") -> ListSpec:
    """What orders can be narrowed and sorted by."""
    usual_days = value_on("prescription.days_without_papers", on, ["national"])
    return ListSpec(
        sorts=(
            Sort("-issued_on", gettext_noop("最近开具在前"), ("-issued_on", "-id")),
            Sort("issued_on", gettext_noop("最早开具在前"), ("issued_on", "id")),
            Sort("runs_out_on", gettext_noop("药可用到"), ("runs_out_on", "id")),
        ),
        filters=(
            *_places(viewer, on, chosen_region),
            choice_filter("state", gettext_noop("状态"), options_of(State)),
            choice_filter("stop_reason", gettext_noop("停用原因"), options_of(StopReason)),
            flag_filter("long", gettext_noop("超过四周"), lambda rows, _: rows.filter(days__gt=usual_days)),
            date_filter("issued_from", gettext_noop("开具自"), "issued_on__gte"),
            date_filter("issued_to", gettext_noop("开具至"), "issued_on__lte"),
        ),
    )


def refill_list(viewer: Viewer, on: dt.date, chosen_region: str = "") -> ListSpec:
    """What the list of those who should collect can be narrowed and sorted by."""
    return ListSpec(
        sorts=(
            Sort("opens_on", gettext_noop("可领日期"), ("opens_on", "id")),
            Sort("runs_out_on", gettext_noop("药可用到"), ("runs_out_on", "id")),
            Sort("place", gettext_noop("村（社区）"), ("region_id", "opens_on", "id")),
        ),
        filters=(
            *_places(viewer, on, chosen_region),
            flag_filter("late", gettext_noop("已断药"), lambda rows, _: rows.filter(runs_out_on__lt=on)),
            date_filter("opens_to", gettext_noop("可领至"), "opens_on__lte"),
        ),
    )


def _places(viewer: Viewer, on: dt.date, chosen_region: str) -> tuple[Filter, Filter]:
    places = organization.place_choices(viewer, READ, chosen_region)
    return (
        choice_filter("region", gettext_noop("地区"), places, apply=people.in_region),
        choice_filter("team", gettext_noop("团队"), organization.team_choices(viewer, READ, on), lookup="team_id"),
    )


def order_row(order: Prescription, *, on: dt.date) -> dict[str, Any]:
    """What a row shows; resident, region, team, institution and prescriber are loaded with the order."""
    return {
        "id": order.id,
        "code": order.code,
        "resident_id": order.resident_id,
        "name": order.resident.name,
        "region": order.region.name,
        "team": order.team.name if order.team else "",
        "diagnoses": diagnoses_text(order),
        "days": order.days,
        "issued_on": order.issued_on,
        "state": State(order.state).label(get_language() or ""),
        "colour": COLOURS[State(order.state)],
        "prescriber": order.prescriber.name,
        "institution": order.institution.name,
        "opens_on": order.opens_on if order.state == State.ACTIVE else None,
        "runs_out_on": order.runs_out_on if order.runs_out_on >= order.starts_on else None,
        "is_late": order.state == State.ACTIVE and bool(order.opens_on) and order.runs_out_on < on,
        "stop_reason": label_of(StopReason, order.stop_reason),
    }
