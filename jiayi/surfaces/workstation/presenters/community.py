"""A community diagnosis in words, on a page and on paper."""

from operator import itemgetter
from typing import Any

from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook import rulebook
from jiayi.foundation.ui.exports import Column
from jiayi.foundation.ui.lists import ListSpec, Sort, choice_filter
from jiayi.foundation.ui.wording import label_of, options_of
from jiayi.registry.organization import selectors as organization
from jiayi.registry.people import selectors as people
from jiayi.surfaces.workstation.models import CommunityReport
from jiayi.surfaces.workstation.permissions import COVERAGE_READ
from jiayi.surfaces.workstation.selectors import BANDS, SEXES, band_name
from jiayi.surfaces.workstation.terms import ReportState

from .surveyed import survey_of

LOOKS = {"draft": ("yellow", "pencil"), "published": ("green", "circle-check"), "replaced": ("secondary", "history")}
COLUMNS = (
    Column(gettext_noop("年度"), itemgetter("year")),
    Column(gettext_noop("地区"), itemgetter("region")),
    Column(gettext_noop("版本"), itemgetter("version")),
    Column(gettext_noop("状态"), itemgetter("state")),
    Column(gettext_noop("数据日期"), lambda row: row["as_of"].isoformat()),
    Column(gettext_noop("撰写人"), itemgetter("by")),
)


def report_list(viewer: Viewer, chosen_region: str = "") -> ListSpec:
    """What the list can be narrowed and sorted by."""
    places = organization.place_choices(viewer, COVERAGE_READ, chosen_region)
    return ListSpec(
        sorts=(
            Sort("year", gettext_noop("年度"), ("-year", "region_id", "-version", "id")),
            Sort("region", gettext_noop("地区"), ("region_id", "-year", "-version", "id")),
        ),
        filters=(
            choice_filter("region", gettext_noop("地区"), places, apply=people.in_region),
            choice_filter("state", gettext_noop("状态"), options_of(ReportState)),
        ),
    )


def report_row(report: CommunityReport) -> dict[str, Any]:
    """What a row shows; the region is loaded with the report."""
    colour, icon = LOOKS[report.state]
    return {
        "id": report.id,
        "year": report.year,
        "region": report.region.name,
        "version": report.version,
        "state": label_of(ReportState, report.state),
        "colour": colour,
        "icon": icon,
        "as_of": report.as_of,
        "by": report.written_by_name,
    }


def report_page(report: CommunityReport) -> dict[str, Any]:
    """Everything that the page and the paper show."""
    numbers = report.numbers
    return report_row(report) | {
        "place": organization.full_region_name(report.region_id),
        "is_draft": report.state == ReportState.DRAFT,
        "published_on": report.published_on,
        "facts": [
            (_("村（社区）"), numbers["villages"]),
            (_("户数"), numbers["households"]),
            (_("常住居民"), _people(numbers)),
            (_("签约团队"), numbers["teams"]),
            (_("签约居民"), numbers["signed"]),
        ],
        "population": _population(numbers),
        "groups": _groups(numbers),
        "programmes": _programmes(numbers),
        "chart": _chart(numbers),
        "survey": survey_of(numbers),
        "texts": [
            (_("范围"), report.scope),
            (_("调查情况"), report.survey),
            (_("主要健康问题"), report.problems),
            (_("干预措施"), report.interventions),
        ],
    }


def _people(numbers: dict[str, Any]) -> int:
    return sum(sum(band.values()) for band in numbers["population"].values())


def _population(numbers: dict[str, Any]) -> list[dict[str, Any]]:
    whole = _people(numbers)
    rows = []
    for band in BANDS:
        of_band = numbers["population"][band_name(band)]
        male, female = (of_band[sex] for sex in SEXES)
        rows.append(
            {
                "label": _band(band),
                "male": male,
                "female": female,
                "both": male + female,
                "share": _share(male + female, whole),
            }
        )
    return rows


def _band(band: tuple[int, int | None]) -> str:
    first, last = band
    if last is None:
        return _("%(first)s岁及以上") % {"first": first}
    return _("%(first)s—%(last)s岁") % {"first": first, "last": last}


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "—"


def _groups(numbers: dict[str, Any]) -> list[dict[str, Any]]:
    known, whole = rulebook().groups, _people(numbers)
    rows = [
        {"label": known[code].label(get_language() or ""), "count": count, "share": _share(count, whole)}
        for code, count in numbers["groups"].items()
        if code in known
    ]
    return sorted(rows, key=lambda row: -row["count"])


def _programmes(numbers: dict[str, Any]) -> list[dict[str, Any]]:
    known = rulebook().programmes
    return [
        {
            "label": known[one["code"]].label(get_language() or "") if one["code"] in known else one["code"],
            "managed": one["managed"],
            "seen": one["seen"] or "—",
            "controlled": one["controlled"] if one["seen"] else "—",
            "share": _share(one["controlled"], one["seen"]) if one["seen"] else "—",
        }
        for one in numbers["programmes"]
    ]


def _chart(numbers: dict[str, Any]) -> dict[str, Any]:
    """The population by age and sex as bars."""
    names = {"male": _("男"), "female": _("女")}
    return {
        "tooltip": {"trigger": "axis"},
        "legend": {"top": 0},
        "grid": {"left": 48, "right": 12, "top": 34, "bottom": 28},
        "xAxis": {"type": "category", "data": [_band(band) for band in BANDS]},
        "yAxis": {"type": "value"},
        "series": [
            {
                "type": "bar",
                "name": names[sex],
                "data": [numbers["population"][band_name(band)][sex] for band in BANDS],
            }
            for sex in SEXES
        ],
    }


def report_data(report: CommunityReport) -> dict[str, Any]:
    """What the paper prints: the page's rows as texts."""
    page = report_page(report)
    return {
        "title": f"{report.year}年{report.region.name}社区卫生诊断报告",  # data, not for translation
        "mark": f"第{report.version}版　{page['state']}　数据日期 {report.as_of}",  # data, not for translation
        "facts": [[label, str(value)] for label, value in page["facts"]],
        "population": [
            [str(row[key]) for key in ("label", "male", "female", "both", "share")] for row in page["population"]
        ],
        "groups": [[str(row[key]) for key in ("label", "count", "share")] for row in page["groups"]],
        "survey": [[row["label"], row["text"]] for row in page["survey"]],
        "programmes": [
            [str(row[key]) for key in ("label", "managed", "seen", "controlled", "share")] for row in page["programmes"]
        ],
        "texts": [[label, text] for label, text in page["texts"] if text],
        "by": report.written_by_name,
        "published": str(report.published_on or ""),
    }
