"""Checks in words: what is asked, what the registry knows of it, what was found, and the list of institutions."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext, gettext_noop

from jiayi.foundation.base.signs import bracketed, joined
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.ui.exports import Column
from jiayi.foundation.ui.lists import ListSpec, Sort, choice_filter
from jiayi.foundation.ui.wording import label_of, options_of, word_of
from jiayi.registry.organization import selectors
from jiayi.registry.organization.models import Institution, PublicityCheck
from jiayi.registry.organization.presenters.lists import township_filter
from jiayi.registry.organization.presenters.rows import Row
from jiayi.registry.organization.terms import PRIMARY_LEVELS, Asked, CheckKind, DeviceKind, InstitutionLevel, box_of

NEVER, LACKING, WHOLE = "never", "lacking", "whole"
_DEVICES = {
    "uniform": (DeviceKind.UNIFORM,),
    "badge": (DeviceKind.BADGE,),
    "vehicle": (DeviceKind.VEHICLE,),
    "service_kit": (DeviceKind.SERVICE_KIT,),
    "dress_and_badge": (DeviceKind.UNIFORM, DeviceKind.BADGE),
}


@dataclass(frozen=True)
class Cell:
    """One tick box: its value, the place it stands for, and whether it is ticked."""

    value: str
    place: str
    is_met: bool


@dataclass(frozen=True)
class ItemRow:
    """An item of a check with its tick boxes, what the registry knows, and the note beside it."""

    code: str
    label: str
    known: str
    cells: list[Cell]
    note: str


def item_rows(asked: Asked, place: Institution, met: Collection[str], notes: dict[str, str]) -> list[ItemRow]:
    """The rows of the form; `met` are the values ticked."""
    known = _known(asked, place)
    return [
        ItemRow(
            code=item,
            label=word_of(item),
            known=known.get(item, ""),
            cells=[_cell(item, where, met) for where in asked.places or ("",)],
            note=notes.get(item, ""),
        )
        for item in asked.items
    ]


def _cell(item: str, where: str, met: Collection[str]) -> Cell:
    value = box_of(item, where)
    return Cell(value, word_of(where) if where else "", value in met)


def _known(asked: Asked, place: Institution) -> dict[str, str]:
    """What is on record of each item, to be compared with what is seen."""
    if asked.kind == CheckKind.UNIFIED:
        counts = selectors.device_counts(place.id)
        return {
            item: joined(f"{label_of(DeviceKind, kind)} {counts.get(kind, 0)}" for kind in kinds)
            for item, kinds in _DEVICES.items()
        }
    board = getattr(place, "board", None)
    published = gettext("网页公示已发布") if board and board.published_on else gettext("网页公示未发布")
    blank = gettext("没有登记")
    known = dict.fromkeys(asked.items, published)
    return known | {"hotline": place.hotline or blank, "service_hours": place.hours or blank}


def found_before(check: PublicityCheck | None) -> tuple[set[str], dict[str, str]]:
    """The values ticked at a check, and its notes by item."""
    findings = list(check.findings.all()) if check else []
    met = {box_of(one.item, one.place) for one in findings if one.is_met}
    return met, {one.item: one.note for one in findings if one.note}


def history_rows(checks: Sequence[PublicityCheck]) -> list[dict[str, Any]]:
    """Past checks with what was missing, in words."""
    return [
        {
            "checked_on": one.checked_on,
            "by": one.checked_by_name,
            "asked": one.asked,
            "missing": one.missing,
            "lacking": [_finding_words(each) for each in one.findings.all() if not each.is_met],
            "note": one.note,
        }
        for one in checks
    ]


def _finding_words(finding: Any) -> str:
    found = bracketed(word_of(finding.item), word_of(finding.place) if finding.place else "")
    return joined((found, finding.note), "：")


def check_list(viewer: Viewer) -> ListSpec:
    """The list of institutions by their latest checks."""
    levels = options_of(PRIMARY_LEVELS)
    return ListSpec(
        filters=(
            township_filter(viewer, "region__code__startswith"),
            choice_filter("level", gettext_noop("级别"), levels),
            _state_filter(CheckKind.UNIFIED, gettext_noop("五统一")),
            _state_filter(CheckKind.OPEN, gettext_noop("五公开")),
        ),
        sorts=(
            Sort("region", gettext_noop("所在地区"), ("region_id", "code")),
            Sort("name", gettext_noop("机构名称"), ("name", "id")),
        ),
    )


def _state_filter(kind: CheckKind, title: str) -> Any:
    choices = [(NEVER, gettext("没有检查")), (LACKING, gettext("有缺项")), (WHOLE, gettext("已落实"))]

    def narrow(rows: QuerySet, state: str) -> QuerySet:
        narrowing: dict[str, Any] = {
            NEVER: {f"{kind}_missing": None},
            LACKING: {f"{kind}_missing__gt": 0},
            WHOLE: {f"{kind}_missing": 0},
        }[state]
        return rows.filter(**narrowing)

    return choice_filter(str(kind), title, choices, apply=narrow)


def check_row(place: Institution) -> Row:
    """An institution with its latest checks."""
    words: dict[str, Any] = {
        "name": place.name,
        "region": place.region.name,
        "level": label_of(InstitutionLevel, place.level),
    }
    for kind in CheckKind:
        lacking = dict.fromkeys(map(word_of, getattr(place, f"{kind}_lacking")))
        words |= {
            f"{kind}_on": getattr(place, f"{kind}_on"),
            f"{kind}_by": getattr(place, f"{kind}_by") or "",
            f"{kind}_missing": getattr(place, f"{kind}_missing"),
            f"{kind}_lacking": joined(lacking),
        }
    return Row(place.id, words)


def _column(name: str, title: str, kind: str = "text") -> Column:
    return Column(title, lambda row: row.words[name], kind)


CHECK_COLUMNS = [
    _column("name", gettext_noop("机构名称")),
    _column("region", gettext_noop("所在地区")),
    _column("level", gettext_noop("级别")),
    _column("unified_on", gettext_noop("五统一检查日期")),
    _column("unified_by", gettext_noop("五统一检查人")),
    _column("unified_missing", gettext_noop("五统一缺项数"), "quantity"),
    _column("unified_lacking", gettext_noop("五统一缺项")),
    _column("open_on", gettext_noop("五公开检查日期")),
    _column("open_by", gettext_noop("五公开检查人")),
    _column("open_missing", gettext_noop("五公开缺项数"), "quantity"),
    _column("open_lacking", gettext_noop("五公开缺项")),
]
