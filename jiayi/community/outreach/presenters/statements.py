"""What sub-districts say of their populations, beside the platform's own figures, in words."""

import datetime as dt
from collections.abc import Iterable, Iterator
from operator import itemgetter
from typing import Any

from django.utils.translation import gettext_noop

from jiayi.community.outreach import permissions, rules, selectors
from jiayi.community.outreach.models import PopulationStatement
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.ui.exports import Column
from jiayi.foundation.ui.lists import ListSpec, Sort, choice_filter, date_filter
from jiayi.registry.organization import selectors as organization
from jiayi.registry.people import selectors as people

STATEMENT_COLUMNS = [
    Column(gettext_noop("乡镇（街道）"), itemgetter("region")),
    Column(gettext_noop("数据截止日期"), itemgetter("as_of")),
    Column(gettext_noop("提供单位"), itemgetter("given_by")),
    Column(gettext_noop("指标"), itemgetter("label")),
    Column(gettext_noop("街道数据"), itemgetter("given"), "quantity"),
    Column(gettext_noop("系统登记"), itemgetter("own"), "quantity"),
    Column(gettext_noop("相差"), itemgetter("gap"), "quantity"),
]


def statement_list(viewer: Viewer, chosen_region: str) -> ListSpec:
    """What the statements can be narrowed and sorted by."""
    places = organization.place_choices(viewer, permissions.READ, chosen_region)
    return ListSpec(
        filters=(
            choice_filter("region", gettext_noop("地区"), places, apply=people.in_region),
            date_filter("since", gettext_noop("从"), "as_of__gte"),
            date_filter("until", gettext_noop("到"), "as_of__lte"),
        ),
        sorts=(
            Sort("as_of", gettext_noop("数据截止日期"), ("-as_of", "region_id", "id")),
            Sort("region", gettext_noop("乡镇（街道）"), ("region_id", "-as_of", "id")),
        ),
    )


def statement_rows(found: Iterable[PopulationStatement], on: dt.date) -> Iterator[dict[str, Any]]:
    """Statements with their figures."""
    rows = list(found)
    bounds = selectors.tolerances({one.region_id for one in rows}, on)
    return (_row(one, bounds[one.region_id]) for one in rows)


def _row(one: PopulationStatement, bound: float) -> dict[str, Any]:
    return {
        "id": one.id,
        "region": one.region.name,
        "as_of": one.as_of,
        "given_by": one.given_by,
        "note": one.note,
        "entered": one.entered_on,
        "by": one.entered_by_name,
        "lines": [_line(code, number, one.own.get(code, 0), bound) for code, number in one.counts.items()],
    }


def statement_lines(found: Iterable[PopulationStatement], on: dt.date) -> Iterator[dict[str, Any]]:
    """A line of a file for each figure."""
    return (row | line for row in statement_rows(found, on) for line in row["lines"])


def _line(code: str, given: int, own: int, bound: float) -> dict[str, Any]:
    is_off = rules.is_apart(given, own, bound)
    gap = own - given
    words = {"label": selectors.count_word(code), "given": given, "own": own, "gap": gap}
    return words | {"gap_words": f"{gap:+,}" if gap else "0", "is_off": is_off}
