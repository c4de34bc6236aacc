"""Notices, reactions and medicine boxes in words."""

import datetime as dt
from operator import itemgetter
from typing import Any

from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.ui.exports import Column
from jiayi.foundation.ui.lists import ListSpec, Sort, choice_filter, date_filter
from jiayi.foundation.ui.wording import label_of, options_of
from jiayi.registry.organization import selectors as organization
from jiayi.registry.people import selectors as people
from jiayi.service.prescriptions.models import AdverseReaction, BoxCheck
from jiayi.service.prescriptions.permissions import READ, TELL
from jiayi.service.prescriptions.selectors.aftercare import BoxItem, is_offering
from jiayi.service.prescriptions.selectors.catalogue import drug_name
from jiayi.service.prescriptions.terms import BoxProblem, Measure, ReactionOutcome, Severity

from .wording import dose_text, item_label, unit_label

COLOURS = {Severity.MILD: "yellow", Severity.MODERATE: "orange", Severity.SEVERE: "red"}
NOTICE_COLUMNS = (
    Column(gettext_noop("居民"), itemgetter("name")),
    Column(gettext_noop("所在地区"), itemgetter("region")),
    Column(gettext_noop("团队"), itemgetter("team")),
    Column(gettext_noop("告知日期"), lambda row: row["told_on"].isoformat() if row["told_on"] else ""),
)
OFFERING_COLUMNS = (
    Column(gettext_noop("机构"), itemgetter("name")),
    Column(gettext_noop("所在地区"), itemgetter("region")),
    Column(gettext_noop("最近开具"), lambda row: row["last_issued"].isoformat() if row["last_issued"] else ""),
    Column(gettext_noop("开展日期"), lambda row: row["opened_on"].isoformat() if row["opened_on"] else ""),
    Column(gettext_noop("是否开展"), itemgetter("word")),
)
REACTION_COLUMNS = (
    Column(gettext_noop("报告日期"), lambda row: row["reported_on"].isoformat()),
    Column(gettext_noop("居民"), itemgetter("name")),
    Column(gettext_noop("所在地区"), itemgetter("region")),
    Column(gettext_noop("怀疑药品"), itemgetter("drug")),
    Column(gettext_noop("批号"), itemgetter("lot")),
    Column(gettext_noop("发生日期"), lambda row: row["began_on"].isoformat()),
    Column(gettext_noop("程度"), itemgetter("severity")),
    Column(gettext_noop("不良反应过程描述"), itemgetter("description")),
    Column(gettext_noop("处理"), itemgetter("measures")),
    Column(gettext_noop("结果"), itemgetter("outcome")),
    Column(gettext_noop("报告编号"), itemgetter("number")),
)


def notice_list(viewer: Viewer, on: dt.date, chosen_region: str = "") -> ListSpec:
    """Those who were not told first; narrowed by place, team and whether they were told."""
    places = organization.place_choices(viewer, TELL, chosen_region)
    told = [("no", _("未告知")), ("yes", _("已告知"))]
    return ListSpec(
        sorts=(
            Sort("region", gettext_noop("所在地区"), ("region_id", "id")),
            Sort("-signed_on", gettext_noop("最近签约在前"), ("-signed_on", "-id")),
        ),
        filters=(
            choice_filter("region", gettext_noop("地区"), places, apply=people.in_region),
            choice_filter("team", gettext_noop("团队"), organization.team_choices(viewer, TELL, on), lookup="team_id"),
            choice_filter(
                "told",
                gettext_noop("政策告知"),
                told,
                apply=lambda rows, value: rows.filter(told_on__isnull=value == "no"),
            ),
        ),
    )


def notice_row(agreement: Any) -> dict[str, Any]:
    """A signed resident and when they were told."""
    return {
        "resident_id": agreement.resident_id,
        "name": agreement.resident.name,
        "region": agreement.region.name,
        "team": agreement.team.name,
        "told_on": agreement.told_on,
    }


def offering_row(institution: Any, *, on: dt.date) -> dict[str, Any]:
    """An institution and whether it offers the service."""
    offers = is_offering(institution, on)
    return {
        "id": institution.id,
        "name": institution.name,
        "region": institution.region.name,
        "last_issued": institution.last_issued,
        "opened_on": institution.service_opened_on,
        "offers": offers,
        "word": _("已开展") if offers else _("未开展"),
    }


def reaction_list(viewer: Viewer, on: dt.date, chosen_region: str = "") -> ListSpec:
    """What reactions can be narrowed and sorted by."""
    places = organization.place_choices(viewer, READ, chosen_region)
    sent = [("no", _("未上报")), ("yes", _("已上报"))]
    return ListSpec(
        sorts=(Sort("-reported_on", gettext_noop("最近报告在前"), ("-reported_on", "-id")),),
        filters=(
            choice_filter("region", gettext_noop("地区"), places, apply=people.in_region),
            choice_filter("severity", gettext_noop("程度"), options_of(Severity)),
            choice_filter(
                "sent", gettext_noop("上报"), sent, apply=lambda rows, value: rows.filter(sent_on__isnull=value == "no")
            ),
            date_filter("since", gettext_noop("报告自"), "reported_on__gte"),
        ),
    )


def reaction_row(one: AdverseReaction) -> dict[str, Any]:
    """A line of the list, and what its page shows."""
    return {
        "id": one.id,
        "resident_id": one.resident_id,
        "prescription_id": one.prescription_id,
        "name": one.resident.name,
        "region": one.region.name,
        "reported_on": one.reported_on,
        "drug": drug_name(one.drug, get_language() or "", one.drug_name),
        "lot": one.lot_number,
        "began_on": one.began_on,
        "severity": label_of(Severity, one.severity),
        "colour": COLOURS[Severity(one.severity)],
        "description": one.description,
        "measures": label_of(Measure, one.measures),
        "outcome": label_of(ReactionOutcome, one.outcome),
        "number": one.report_number,
        "sent_on": one.sent_on,
        "by": one.by_name,
    }


def reaction_facts(one: AdverseReaction) -> list[tuple[str, str]]:
    """The report as pairs."""
    row = reaction_row(one)
    return [
        (_("怀疑药品"), row["drug"]),
        (_("批号"), row["lot"]),
        (_("发生日期"), one.began_on.isoformat()),
        (_("程度"), row["severity"]),
        (_("处理"), row["measures"]),
        (_("结果"), row["outcome"]),
        (_("不良反应过程描述"), row["description"]),
        (_("报告"), f"{one.reported_on.isoformat()} {one.by_name}"),
        (_("上报"), f"{one.sent_on.isoformat()} {one.report_number}" if one.sent_on else _("未上报")),
    ]


def box_rows(box: list[BoxItem], on: dt.date) -> list[dict[str, Any]]:
    """What each member holds, until when."""
    return [
        {
            "resident_id": one.resident_id,
            "name": one.name,
            "order_id": one.order.id,
            "drug": item_label(one.item),
            "dose": dose_text(one.item),
            "until": one.until,
            "left": one.expected_left,
            "unit": unit_label(one.item.form),
            "expires_on": one.expires_on,
            "is_over": one.until < on,
            "is_stopped": one.order.state in ("stopped", "lapsed"),
            "is_expired": bool(one.expires_on and one.expires_on < on),
        }
        for one in box
    ]


def check_rows(checks: list[BoxCheck]) -> list[dict[str, Any]]:
    """The last times the box was looked at."""
    language = get_language() or ""
    return [
        {
            "on": one.checked_on,
            "by": one.by_name,
            "advice": one.advice,
            "findings": [
                {
                    "name": found["name"],
                    "left": found["left"],
                    "expected": found["expected"],
                    "problems": [BoxProblem(code).label(language) for code in found["problems"]],
                    "note": found["note"],
                }
                for found in one.findings
                if found["problems"] or found["left"] is not None or found["note"]
            ],
        }
        for one in checks
    ]
