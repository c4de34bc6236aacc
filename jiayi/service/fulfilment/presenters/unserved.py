"""The list of those who are signed and not served."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from jiayi.foundation.base.signs import joined
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.core.choices import Sex
from jiayi.foundation.core.dates import completed_years
from jiayi.foundation.rulebook import rulebook
from jiayi.foundation.ui.exports import Column
from jiayi.foundation.ui.lists import ListSpec, Sort, choice_filter
from jiayi.foundation.ui.wording import label_of
from jiayi.registry.organization import selectors as organization
from jiayi.registry.people import selectors as people
from jiayi.service.fulfilment import permissions, selectors

from .words import item_labels


def unserved_list(viewer: Viewer, on: dt.date, chosen_region: str) -> ListSpec:
    """Those signed and not served; by village, then name, unless sorted otherwise."""
    places = organization.place_choices(viewer, permissions.READ, chosen_region)
    teams = organization.team_choices(viewer, permissions.READ, on)
    return ListSpec(
        filters=(
            choice_filter("region", gettext_noop("地区"), places, apply=people.in_region),
            choice_filter("team", gettext_noop("团队"), teams, lookup="team_id"),
            choice_filter("group", gettext_noop("人群"), _groups(), apply=_by_group),
            choice_filter("missing", gettext_noop("欠缺项目"), _items(on), apply=_by_missing),
            choice_filter("how", gettext_noop("情形"), _kinds(), apply=_by_kind),
        ),
        sorts=(
            Sort("place", gettext_noop("村（社区）"), ("region_id", "resident__name_pinyin", "id")),
            Sort("signed_on", gettext_noop("签约日期"), ("signed_on", "id")),
            Sort("services", gettext_noop("已计服务"), ("standing__services", "id")),
        ),
    )


def unserved_row(agreement: Any, *, on: dt.date) -> dict[str, Any]:
    """A line of the list, as `selectors.unserved` loads it."""
    resident, standing = agreement.resident, agreement.standing
    late = bool(standing.missing)
    return {
        "id": agreement.id,
        "resident_id": agreement.resident_id,
        "name": resident.name,
        "sex": label_of(Sex, resident.sex),
        "age": completed_years(resident.birth_date, on),
        "place": agreement.region.name,
        "address": resident.address,
        "number": agreement.paper.number,
        "signed_on": agreement.signed_on,
        "ends_on": agreement.ends_on,
        "team": agreement.team.name,
        "doctor": agreement.responsible_person.name,
        "services": standing.services,
        "missing": item_labels(standing.missing),
        "standing": _("应做未做") if late else _("尚无服务"),
        "colour": "red" if late else "yellow",
        "icon": "alert-triangle" if late else "clock",
        "judged_on": standing.judged_on,
    }


def unserved_rows(found: Iterable[Any], *, on: dt.date) -> Iterable[dict[str, Any]]:
    """The rows of a file, counted from 1."""
    return ({"line": line, **unserved_row(one, on=on)} for line, one in enumerate(found, start=1))


def unserved_columns() -> list[Column]:
    """The list as a file."""
    texts = [
        ("line", gettext_noop("序号")),
        ("place", gettext_noop("村（社区）")),
        ("name", gettext_noop("姓名")),
        ("sex", gettext_noop("性别")),
        ("age", gettext_noop("年龄")),
        ("number", gettext_noop("签约编号")),
        ("signed_on", gettext_noop("签约日期")),
        ("ends_on", gettext_noop("到期日期")),
        ("standing", gettext_noop("情形")),
        ("missing", gettext_noop("欠缺项目")),
        ("services", gettext_noop("已计服务")),
        ("team", gettext_noop("团队")),
        ("doctor", gettext_noop("医生")),
        ("judged_on", gettext_noop("判定日期")),
    ]
    return [_column(name, title) for name, title in texts]


def _column(name: str, title: str) -> Column:
    kind = "quantity" if name in ("line", "age", "services") else "text"
    if name == "missing":
        return Column(title, lambda row: joined(row["missing"]), kind)
    return Column(title, lambda row: row[name], kind)


def _kinds() -> list[tuple[str, str]]:
    return [("late", _("应做未做")), ("none", _("尚无服务"))]


def _by_kind(rows: Any, kind: str) -> Any:
    return selectors.late(rows) if kind == "late" else rows.filter(standing__services=0)


def _by_missing(rows: Any, item: str) -> Any:
    return rows.filter(standing__missing__contains=[item])


def _by_group(rows: Any, group: str) -> Any:
    return rows.filter(groups__contains=[group])


def _items(on: dt.date) -> list[tuple[str, str]]:
    entries = rulebook().parameters["effective.items"].values[-1].value
    codes = [entry["item"] for entry in entries]
    return list(zip(codes, item_labels(codes), strict=True))


def _groups() -> list[tuple[str, str]]:
    return [(code, group.label(get_language() or "")) for code, group in rulebook().open_groups.items()]
