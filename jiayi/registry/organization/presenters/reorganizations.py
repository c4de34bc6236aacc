"""Acts over many in words: rows of the list, what was or would be changed."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from jiayi.foundation.base.signs import joined
from jiayi.foundation.jobs.terms import JobState
from jiayi.foundation.ui.exports import Column
from jiayi.foundation.ui.lists import ListSpec, Sort, choice_filter
from jiayi.foundation.ui.wording import label_of, options_of
from jiayi.registry.organization.models import Reorganization
from jiayi.registry.organization.presenters.rows import Row
from jiayi.registry.organization.terms import ReorganizationKind

# What the rows of a table are, in the order in which people want to know; others are means only.
_COUNTED = {
    "agreements_agreement": gettext_noop("协议"),
    "people_resident": gettext_noop("居民"),
    "people_household": gettext_noop("家庭"),
    "organization_team": gettext_noop("团队"),
    "organization_teammember": gettext_noop("团队成员"),
    "organization_area": gettext_noop("责任区域"),
    "organization_practitioner": gettext_noop("人员"),
    "organization_device": gettext_noop("设备"),
    "organization_responsibility": gettext_noop("网格责任"),
    "organization_region": gettext_noop("村（社区）"),
    "organization_institution": gettext_noop("机构"),
    "access_post": gettext_noop("岗位"),
}

COLUMNS = [
    Column(gettext_noop("日期"), lambda row: row.on),
    Column(gettext_noop("调整事项"), lambda row: row.kind),
    Column(gettext_noop("调整前"), lambda row: row.former),
    Column(gettext_noop("调整后"), lambda row: row.following),
    Column(gettext_noop("原因"), lambda row: row.reason),
    Column(gettext_noop("机构"), lambda row: row.institution),
    Column(gettext_noop("办理人"), lambda row: row.by),
    Column(gettext_noop("状态"), lambda row: row.state),
]


def reorganization_list() -> ListSpec:
    return ListSpec(
        filters=(
            choice_filter("kind", gettext_noop("调整事项"), options_of(ReorganizationKind)),
            choice_filter(
                "state",
                gettext_noop("状态"),
                [("done", _("已办理")), ("undone", _("已撤销"))],
                apply=lambda rows, state: rows.filter(undone_at__isnull=state == "done"),
            ),
        ),
        sorts=(Sort("on", gettext_noop("日期"), ("-created_at", "-id")),),
    )


def reorganization_row(act: Reorganization) -> Row:
    return Row(
        act.id,
        {
            "on": act.effective_on,
            "kind": label_of(ReorganizationKind, act.kind),
            "former": joined(act.former),
            "following": joined(act.following),
            "reason": act.reason,
            "institution": act.institution.name,
            "by": act.done_by_name,
            "at": timezone.localtime(act.created_at),
            "state": _("已撤销") if act.undone_at else _("已办理"),
        },
        is_over=act.undone_at is not None,
    )


def run_rows(runs: Iterable[Any]) -> list[tuple[datetime, str]]:
    """When background work about an act was started, and how it stands."""
    return [(timezone.localtime(run.created_at), label_of(JobState, run.state)) for run in runs]


def changed_rows(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """What is changed and how many, as far as people count it."""
    return [(_(words), counts[table]) for table, words in _COUNTED.items() if counts.get(table)]


def kinds() -> list[dict[str, Any]]:
    """The acts to choose from; a hand-over begins at its practitioner."""
    icons = {
        ReorganizationKind.MERGE_TEAMS: "arrows-join",
        ReorganizationKind.SPLIT_TEAM: "arrows-split",
        ReorganizationKind.MERGE_INSTITUTIONS: "building-hospital",
        ReorganizationKind.MERGE_VILLAGES: "map-2",
        ReorganizationKind.RENAME_VILLAGE: "edit",
    }
    return [
        {"code": str(kind), "label": label_of(ReorganizationKind, kind), "icon": icon} for kind, icon in icons.items()
    ]
