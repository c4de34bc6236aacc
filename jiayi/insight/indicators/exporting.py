"""Coverage and the persons behind it as rows of a file."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from jiayi.foundation.base.errors import BadShape
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.ui.exports import Column
from jiayi.foundation.ui.lists import EXPORT_LIMIT

from . import presenters, selectors
from .presenters import CoveragePage, CoverageRow, OutcomeRow, TrendPage
from .terms import Standing

CHUNK = 1_000


@dataclass(frozen=True)
class Table:
    """Rows to be taken away, with what they were narrowed to in words."""

    name: str
    columns: Sequence[Column]
    rows: Iterable[Any]
    narrowed: Sequence[str] = ()


def _hundredths(share: float | None) -> float | None:
    return None if share is None else round(share * 100, 2)


COVERAGE_COLUMNS = [
    Column(gettext_noop("区划代码"), lambda row: row.code),
    Column(gettext_noop("地区"), lambda row: row.name),
    Column(gettext_noop("居民"), lambda row: row.now.residents, "quantity"),
    Column(gettext_noop("已签约"), lambda row: row.now.signed, "quantity"),
    Column(gettext_noop("签约率（%）"), lambda row: _hundredths(row.now.rate), "quantity"),
    Column(gettext_noop("目标（%）"), lambda row: _hundredths(row.target.value) if row.target else None, "quantity"),
    Column(gettext_noop("拒签"), lambda row: row.now.refused, "quantity"),
    Column(gettext_noop("愿签口径（%）"), lambda row: _hundredths(row.now.willing_rate), "quantity"),
    Column(gettext_noop("上年同期（%）"), lambda row: _hundredths(row.last_year.rate), "quantity"),
    Column(
        gettext_noop("比上年（百分点）"), lambda row: round(row.change.points, 2) if row.change else None, "quantity"
    ),
]
RENEWAL_COLUMNS = [
    Column(gettext_noop("区划代码"), lambda row: row.code),
    Column(gettext_noop("地区"), lambda row: row.name),
    Column(gettext_noop("到期协议"), lambda row: row.now.counted, "quantity"),
    Column(gettext_noop("已续签"), lambda row: row.now.reached, "quantity"),
    Column(gettext_noop("续签率（%）"), lambda row: _hundredths(row.rate), "quantity"),
    Column(gettext_noop("目标（%）"), lambda row: _hundredths(row.target.value) if row.target else None, "quantity"),
    Column(gettext_noop("未续签"), lambda row: row.missed, "quantity"),
    Column(gettext_noop("不计（死亡、迁出）"), lambda row: row.now.left_out, "quantity"),
    Column(gettext_noop("上年同期（%）"), lambda row: _hundredths(row.rate_before), "quantity"),
    Column(gettext_noop("比上年（百分点）"), lambda row: row.change and round(row.change.points, 2), "quantity"),
]
RATE_COLUMNS = [
    Column(gettext_noop("名称"), lambda row: row["name"]),
    Column(gettext_noop("分子"), lambda row: row["score"].rate.numerator, "quantity"),
    Column(gettext_noop("分母"), lambda row: row["score"].rate.denominator, "quantity"),
    Column(gettext_noop("不计"), lambda row: row["score"].rate.excluded, "quantity"),
    Column(gettext_noop("比率（%）"), lambda row: _hundredths(row["score"].value), "quantity"),
    Column(
        gettext_noop("目标（%）"),
        lambda row: _hundredths(row["score"].target.value) if row["score"].target else None,
        "quantity",
    ),
    Column(gettext_noop("还差（人次）"), lambda row: row["score"].needed, "quantity"),
]
DUE_COLUMNS = [
    Column(gettext_noop("姓名"), lambda row: row["name"]),
    Column(gettext_noop("性别"), lambda row: row["sex"]),
    Column(gettext_noop("住址"), lambda row: row["address"]),
    Column(gettext_noop("团队"), lambda row: row["team"]),
    Column(gettext_noop("到期日期"), lambda row: row["ends_on"]),
    Column(gettext_noop("结果"), lambda row: row["standing"]),
    Column(gettext_noop("原因"), lambda row: row["reason"]),
]

UNSIGNED_COLUMNS = [
    Column(gettext_noop("村（社区）"), lambda row: row["place"]),
    Column(gettext_noop("姓名"), lambda row: row["name"]),
    Column(gettext_noop("性别"), lambda row: row["sex"]),
    Column(gettext_noop("年龄"), lambda row: row["age"], "quantity"),
    Column(gettext_noop("住址"), lambda row: row["address"]),
    Column(gettext_noop("联系电话"), lambda row: row["phone"]),
    Column(gettext_noop("人群"), lambda row: row["groups"]),
    Column(gettext_noop("未签原因"), lambda row: row["standing"]),
    Column(gettext_noop("原因"), lambda row: row["reason"]),
    Column(gettext_noop("日期"), lambda row: row["since"]),
    Column(gettext_noop("团队"), lambda row: row["team"]),
    Column(gettext_noop("责任人"), lambda row: row["responsible"]),
    Column(gettext_noop("最近走访"), lambda row: row["visited_on"]),
]


def _cell(place: int, value: Callable[[OutcomeRow], Any]) -> Callable[[Any], Any]:
    return lambda row: value(row["cells"][place])


REACH_COLUMNS = [
    Column(gettext_noop("区划代码"), lambda row: row["code"]),
    Column(gettext_noop("地区"), lambda row: row["name"]),
    Column(gettext_noop("家庭"), _cell(0, lambda one: one.now.counted), "quantity"),
    Column(gettext_noop("全部成员签约"), _cell(0, lambda one: one.now.reached), "quantity"),
    Column(gettext_noop("部分成员签约"), _cell(0, lambda one: one.now.of("partly")), "quantity"),
    Column(gettext_noop("家庭覆盖率（%）"), _cell(0, lambda one: _hundredths(one.rate)), "quantity"),
    Column(gettext_noop("村（社区）"), _cell(1, lambda one: one.now.counted), "quantity"),
    Column(gettext_noop("有团队的村"), _cell(1, lambda one: one.now.reached), "quantity"),
    Column(gettext_noop("机构"), _cell(2, lambda one: one.now.counted), "quantity"),
    Column(gettext_noop("参与机构"), _cell(2, lambda one: one.now.reached), "quantity"),
    Column(gettext_noop("老年人"), _cell(3, lambda one: one.now.counted), "quantity"),
    Column(gettext_noop("已建档"), _cell(3, lambda one: one.now.reached), "quantity"),
]
PERSON_COLUMNS = [
    Column(gettext_noop("姓名"), lambda row: row["name"]),
    Column(gettext_noop("性别"), lambda row: row["sex"]),
    Column(gettext_noop("年龄"), lambda row: row["age"], "quantity"),
    Column(gettext_noop("住址"), lambda row: row["address"]),
    Column(gettext_noop("人群"), lambda row: row["groups"]),
]


def coverage_rows(page: CoveragePage) -> list[CoverageRow]:
    """The rows of the shown table with the total last."""
    return [*page.rows, page.total]


def trend_columns(page: TrendPage) -> list[Column]:
    """The part, then a rate for each day of the grid."""

    def rate_on(place: int) -> Callable[[Any], Any]:
        return lambda row: _hundredths(row["rates"][place])

    days = [Column(f"{day} (%)", rate_on(place), "quantity") for place, day in enumerate(page.days)]
    named = [
        Column(gettext_noop("区划代码"), lambda row: row["code"]),
        Column(gettext_noop("地区"), lambda row: row["name"]),
    ]
    return [*named, *days]


def trend_rows(page: TrendPage) -> list[dict[str, Any]]:
    """The parts, the region itself last."""
    rows = [{"code": row.code, "name": row.name, "rates": row.rates} for row in page.rows]
    own = [point.rate for point in page.points][-len(page.days) :]
    return [*rows, {"code": "", "name": _("合计"), "rates": own}]


def require_fitting(found: Sequence[Any]) -> None:
    """Refuse with E_EXPORT_TOO_LARGE more than one file may hold."""
    if len(found) > EXPORT_LIMIT:
        words = _("一次最多导出 %(limit)s 人。请选择一个下级地区或人群再导出。") % {"limit": f"{EXPORT_LIMIT:,}"}
        raise BadShape("E_EXPORT_TOO_LARGE", words)


def every_person(
    viewer: Viewer, region_code: str, population: str, standing: Standing, *, on: date, **narrowing: Any
) -> list[Any]:
    """All persons behind a count, by name; refuses with E_EXPORT_TOO_LARGE beyond EXPORT_LIMIT."""
    found = selectors.persons(viewer, region_code, population, standing, on=on, limit=EXPORT_LIMIT + 1, **narrowing)
    require_fitting(found)
    return [one.resident_id for one in found]


def person_rows(viewer: Viewer, ids: list[Any], on: date, language: str) -> Iterator[dict[str, Any]]:
    """The persons' rows, read from the database by the thousand."""
    for start in range(0, len(ids), CHUNK):
        yield from presenters.person_rows(viewer, ids[start : start + CHUNK], on, language)
