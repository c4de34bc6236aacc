"""The lists of residents and households: what they can be narrowed and sorted by, and their columns in a file."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice
from typing import Any

from django.utils.translation import gettext, gettext_noop

from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.core.choices import Sex
from jiayi.foundation.ui.exports import Column
from jiayi.foundation.ui.lists import ListSpec, Sort, choice_filter, flag_filter
from jiayi.foundation.ui.wording import label_of

from . import choosing, selectors, terms
from .labels import group_labels
from .models import Resident
from .permissions import RESIDENT_READ
from .presenters import resident_card
from .sealing import masked_number, number_of

CHUNK = 500


def residents_list(viewer: Viewer, chosen_region: str, on: date) -> ListSpec:
    """Residents by village and name; no filter takes a name or a number, for filters stand in the address."""

    def narrowed(name: str) -> Any:
        return lambda rows, value: selectors.narrow(rows, on=on, region=chosen_region, **{name: value})

    places = choosing.places(viewer, RESIDENT_READ, chosen_region, on)
    return ListSpec(
        filters=(
            choice_filter("region", gettext_noop("乡镇、村"), places, apply=selectors.in_region),
            choice_filter("group", gettext_noop("人群"), choosing.groups(), apply=narrowed("group")),
            choice_filter("sex", gettext_noop("性别"), choosing.codes(Sex, blank=False)),
            choice_filter("age", gettext_noop("年龄"), choosing.age_bands(), apply=narrowed("ages")),
            choice_filter("status", gettext_noop("状态"), choosing.codes(terms.ResidentStatus, blank=False)),
            choice_filter("residence", gettext_noop("常住类型"), _residences(), lookup="residence_kind"),
            flag_filter("away", gettext_noop("外出"), lambda rows, _: selectors.living_elsewhere(rows, on)),
            flag_filter("gaps", gettext_noop("档案不全"), lambda rows, _: selectors.with_gaps(rows, chosen_region, on)),
            flag_filter("without_household", gettext_noop("未入户"), lambda rows, _: rows.filter(household=None)),
        ),
        sorts=(
            Sort("place", gettext_noop("村（社区）"), ("region_id", "name_pinyin", "id")),
            Sort("name", gettext_noop("姓名"), ("name_pinyin", "id")),
            Sort("age", gettext_noop("年龄"), ("birth_date", "id")),
            Sort("registered", gettext_noop("建档时间"), ("-id",)),
        ),
    )


def _residences() -> choosing.Choices:
    return choosing.codes(terms.ResidenceKind, blank=False)


def households_list(viewer: Viewer, chosen_region: str, on: date) -> ListSpec:
    """Households by village and number."""
    places = choosing.places(viewer, RESIDENT_READ, chosen_region, on)
    return ListSpec(
        filters=(
            choice_filter("region", gettext_noop("乡镇、村"), places, apply=selectors.in_region),
            flag_filter("without_head", gettext_noop("未登记户主"), lambda rows, _: rows.filter(head=None)),
        ),
        sorts=(
            Sort("number", gettext_noop("户编号"), ("region_id", "number", "id")),
            Sort("registered", gettext_noop("登记时间"), ("-id",)),
        ),
    )


def mergers_list() -> ListSpec:
    """Mergers of records, the newest first."""
    standing = [("merged", gettext("已合并")), ("undone", gettext("已撤销"))]
    return ListSpec(
        filters=(
            choice_filter(
                "standing",
                gettext_noop("状态"),
                standing,
                apply=lambda rows, value: rows.filter(undone_at__isnull=value == "merged"),
            ),
        ),
        sorts=(Sort("at", gettext_noop("时间"), ("-created_at", "-id")),),
    )


def cards(residents: Iterable[Resident], on: date) -> list[dict[str, Any]]:
    """Residents as list rows with their groups; the same few queries however many."""
    rows = list(residents)
    found = selectors.group_codes_of([resident.id for resident in rows], on)
    return [resident_card(resident, on, groups=found.get(resident.id, ())) for resident in rows]


def export_rows(residents: Iterable[Resident], on: date, *, in_full: bool) -> Iterator[dict[str, Any]]:
    """Residents as rows of a file, read in portions; numbers masked unless in_full."""
    rest = iter(residents)
    while portion := list(islice(rest, CHUNK)):
        found = selectors.group_codes_of([resident.id for resident in portion], on)
        for resident in portion:
            yield _export_row(resident, found.get(resident.id, ()), on, in_full)


def _export_row(resident: Resident, groups: tuple[str, ...], on: date, in_full: bool) -> dict[str, Any]:
    shown = number_of if in_full else masked_number
    card = resident_card(resident, on)
    return card | {
        "national_id": shown(resident, "national_id"),
        "phone": shown(resident, "phone"),
        "household": resident.household.number if resident.household else "",
        "status": card["status"]["label"],
        "groups": group_labels(groups),
        "ethnicity": label_of(terms.Ethnicity, resident.ethnicity),
        "resident_since": resident.resident_since,
    }


def _column(title: str, name: str, kind: str = "text") -> Column:
    return Column(title, lambda row: row[name], kind)


EXPORT_COLUMNS = (
    _column(gettext_noop("档案号"), "archive_number"),
    _column(gettext_noop("姓名"), "name"),
    _column(gettext_noop("性别"), "sex"),
    _column(gettext_noop("年龄"), "age", "quantity"),
    _column(gettext_noop("出生日期"), "birth_date"),
    _column(gettext_noop("身份证号"), "national_id"),
    _column(gettext_noop("联系电话"), "phone"),
    _column(gettext_noop("民族"), "ethnicity"),
    _column(gettext_noop("村（社区）"), "region"),
    _column(gettext_noop("现住址"), "address"),
    _column(gettext_noop("户编号"), "household"),
    _column(gettext_noop("与户主关系"), "relation"),
    _column(gettext_noop("常住类型"), "residence"),
    _column(gettext_noop("居住起始日"), "resident_since"),
    _column(gettext_noop("人群"), "groups"),
    _column(gettext_noop("状态"), "status"),
)
MERGER_COLUMNS = (
    _column(gettext_noop("保留的档案"), "kept"),
    _column(gettext_noop("档案号"), "kept_archive_number"),
    _column(gettext_noop("村（社区）"), "place"),
    _column(gettext_noop("并入的档案"), "merged"),
    _column(gettext_noop("并入的档案号"), "merged_archive_number"),
    _column(gettext_noop("原因"), "reason"),
    _column(gettext_noop("时间"), "at"),
    _column(gettext_noop("状态"), "standing"),
    _column(gettext_noop("撤销时间"), "undone_at"),
    _column(gettext_noop("撤销原因"), "undone_reason"),
)
HOUSEHOLD_COLUMNS = (
    _column(gettext_noop("户编号"), "number"),
    _column(gettext_noop("户主"), "head"),
    _column(gettext_noop("村（社区）"), "region"),
    _column(gettext_noop("家庭地址"), "address"),
    _column(gettext_noop("在住人数"), "living_count", "quantity"),
)
