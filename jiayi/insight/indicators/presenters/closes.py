"""Closes of periods in words: the list and its file."""

from operator import attrgetter

from django.utils.translation import gettext_noop

from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.ui.exports import Column
from jiayi.foundation.ui.lists import ListSpec, Sort, choice_filter, flag_filter
from jiayi.insight.indicators import selectors


def close_list(viewer: Viewer) -> ListSpec:
    """Closes by year and county, the latest month first."""
    found = selectors.closes(viewer).order_by()
    years = sorted({period[:4] for period in found.values_list("period", flat=True).distinct()}, reverse=True)
    counties = found.order_by("county").values_list("county_id", "county__name").distinct()
    return ListSpec(
        filters=(
            choice_filter("year", gettext_noop("年度"), [(year, year) for year in years], lookup="period__startswith"),
            choice_filter("county", gettext_noop("地区"), list(counties), lookup="county_id"),
            flag_filter("restated", gettext_noop("只看重报"), lambda rows, _value: rows.filter(number__gt=1)),
        ),
        sorts=(
            Sort("period", gettext_noop("月份"), ("-period", "county", "-number", "id")),
            Sort("closed", gettext_noop("封存时间"), ("-closed_at", "id")),
        ),
    )


CLOSE_COLUMNS = [
    Column(gettext_noop("月份"), attrgetter("period")),
    Column(gettext_noop("地区"), attrgetter("county.name")),
    Column(gettext_noop("次数"), attrgetter("number"), "quantity"),
    Column(gettext_noop("统计日"), attrgetter("as_of")),
    Column(gettext_noop("封存时间"), attrgetter("closed_at")),
    Column(gettext_noop("封存人"), attrgetter("closed_by_name")),
    Column(gettext_noop("重报原因"), attrgetter("reason")),
    Column(gettext_noop("数字的摘要"), attrgetter("digest")),
    Column(gettext_noop("规则库版本"), attrgetter("rulebook_version")),
]
