"""The list of those to renew, by place and by name."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_noop

from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.ui.exports import Column
from jiayi.foundation.ui.lists import ListSpec, Sort, choice_filter, date_filter
from jiayi.foundation.ui.wording import label_of, options_of
from jiayi.registry.organization import selectors as organization
from jiayi.registry.organization.terms import CODE_LENGTHS, RegionLevel
from jiayi.service.agreements import permissions
from jiayi.service.agreements.models import Agreement
from jiayi.service.agreements.terms import RenewalStanding

from .lists import by_group, by_region, group_choices
from .rows import row_of

TOWNSHIP_DIGITS, VILLAGE_DIGITS = CODE_LENGTHS[RegionLevel.TOWNSHIP], CODE_LENGTHS[RegionLevel.VILLAGE]
LOOKS = {
    RenewalStanding.NOTICE_DUE: ("red", "bell-ringing"),
    RenewalStanding.NOTIFIED: ("azure", "phone-check"),
    RenewalStanding.OBJECTED: ("yellow", "hand-stop"),
    RenewalStanding.RENEWED: ("green", "circle-check"),
}


def to_renew_list(viewer: Viewer, on: dt.date, chosen_region: str) -> ListSpec:
    """Those whose term ends soon; by place unless sorted otherwise."""
    return ListSpec(
        filters=(
            choice_filter(
                "region",
                gettext_noop("地区"),
                organization.place_choices(viewer, permissions.READ, chosen_region),
                apply=by_region,
            ),
            choice_filter("standing", gettext_noop("续签状态"), standing_choices(), lookup="renewal_standing"),
            choice_filter(
                "team", gettext_noop("团队"), organization.team_choices(viewer, permissions.READ, on), lookup="team_id"
            ),
            choice_filter("group", gettext_noop("人群"), group_choices(), apply=by_group),
            date_filter("ends_to", gettext_noop("到期至"), "ends_on__lte"),
        ),
        sorts=(
            Sort("place", gettext_noop("村（社区）"), ("region_id", "resident__name_pinyin", "id")),
            Sort("ends_on", gettext_noop("到期日期"), ("ends_on", "id")),
        ),
    )


def standing_choices() -> list[tuple[str, str]]:
    """Where an agreement stands on its way to renewal."""
    return options_of(RenewalStanding)


def to_renew_row(agreement: Agreement, *, on: dt.date) -> dict[str, Any]:
    """A line of the list, as `selectors.to_renew` loads it."""
    colour, icon = LOOKS[RenewalStanding(agreement.renewal_standing)]
    return {
        **row_of(agreement, on=on),
        "place": agreement.region.name,
        "standing": label_of(RenewalStanding, agreement.renewal_standing),
        "colour": colour,
        "icon": icon,
        "is_renewed": agreement.renewal_standing == RenewalStanding.RENEWED,
        "days_left": (agreement.ends_on - on).days,
        "notified_on": agreement.notified_on,
        "objected_on": agreement.objected_on,
    }


def to_renew_rows(agreements: Iterable[Agreement], *, on: dt.date) -> Iterable[dict[str, Any]]:
    """The rows of a file, counted from 1."""
    return ({"line": line, **to_renew_row(one, on=on)} for line, one in enumerate(agreements, start=1))


def to_renew_columns() -> list[Column]:
    """The columns of the call list as a file."""
    texts = [
        ("line", gettext_noop("序号")),
        ("place", gettext_noop("村（社区）")),
        ("name", gettext_noop("姓名")),
        ("sex", gettext_noop("性别")),
        ("age", gettext_noop("年龄")),
        ("phone", gettext_noop("联系电话")),
        ("address", gettext_noop("详细地址")),
        ("number", gettext_noop("签约编号")),
        ("ends_on", gettext_noop("到期时间")),
        ("days_left", gettext_noop("剩余天数")),
        ("standing", gettext_noop("续签状态")),
        ("notified_on", gettext_noop("告知日期")),
        ("team", gettext_noop("团队")),
        ("doctor", gettext_noop("医生")),
    ]
    return [_column(name, title) for name, title in texts]


def _column(name: str, title: str) -> Column:
    kind = "quantity" if name in ("line", "age", "days_left") else "text"
    return Column(title, lambda row: row[name], kind)


def place_digits(chosen_region: str) -> int:
    """By township, or by village once a township or village is chosen."""
    return VILLAGE_DIGITS if len(chosen_region) >= TOWNSHIP_DIGITS else TOWNSHIP_DIGITS


def place_rows(counts: dict[str, dict[str, int]]) -> list[dict[str, Any]]:
    """The summary by place: a count for each standing, in the order of the standings."""
    names = organization.region_names(set(counts))
    return [
        {
            "code": code,
            "name": names.get(code, code),
            "counts": [(one.value, found.get(one.value, 0)) for one in RenewalStanding],
            "total": sum(found.values()),
        }
        for code, found in counts.items()
    ]
