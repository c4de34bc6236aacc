"""The load of teams in words: the list of all, and what makes the load of one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import get_language, gettext, gettext_noop

from jiayi.foundation.rulebook import rulebook
from jiayi.foundation.rulebook.wording import age_words
from jiayi.foundation.ui.exports import Column
from jiayi.foundation.ui.lists import ListSpec, Sort, choice_filter
from jiayi.registry.organization import selectors as organization
from jiayi.service.agreements.rules.workload import MINUTES_AN_HOUR, Measure
from jiayi.service.agreements.selectors import ExplainedWorkload, SigningWorkload, TeamWorkload, package_label

_AXIS = {"color": "#374151"}
TOWNSHIP_DIGITS = 9
OVER, NEAR, FINE = "over", "near", "fine"
_STATES = {"W_TEAM_OVERLOADED": OVER, "W_TEAM_NEAR_LOAD": NEAR, "": FINE}
_SIGNS = {OVER: ("red", "alert-triangle"), NEAR: ("yellow", "gauge"), FINE: ("green", "circle-check")}


@dataclass(frozen=True)
class LoadRow:
    """A team and its load; hours are of a year, `share` is one of one (None where the members have no time)."""

    id: UUID
    name: str
    institution_id: UUID
    institution: str
    region_code: str
    persons: int
    weighted: float
    expected: int
    available: int
    share: float | None
    state: str

    @property
    def label(self) -> str:
        return state_words(self.state)

    @property
    def colour(self) -> str:
        return _SIGNS[self.state][0]

    @property
    def icon(self) -> str:
        return _SIGNS[self.state][1]

    @property
    def weight(self) -> float:
        """For sorting: the share, and for nobody's time more than any."""
        return self.share if self.share is not None else (float("inf") if self.expected else 0.0)


def state_words(state: str) -> str:
    return {OVER: gettext("超出可用时间"), NEAR: gettext("接近可用时间"), FINE: gettext("可承担")}[state]


def load_row(load: TeamWorkload) -> LoadRow:
    """A line of the list."""
    found = load.measure
    return LoadRow(
        id=load.id,
        name=load.name,
        institution_id=load.institution_id,
        institution=load.institution,
        region_code=load.region_code,
        persons=found.persons,
        weighted=round(found.weighted_panel, 1),
        expected=round(found.expected_hours),
        available=round(found.available_hours),
        share=found.share,
        state=_STATES[load.warning],
    )


def load_list(rows: Sequence[LoadRow]) -> ListSpec:
    """What the list of loads can be narrowed and sorted by."""
    townships = sorted({row.region_code[:TOWNSHIP_DIGITS] for row in rows})
    names = organization.region_names(set(townships))
    places = sorted({(str(row.institution_id), row.institution) for row in rows}, key=lambda place: place[1])
    states = [(state, state_words(state)) for state in (OVER, NEAR, FINE)]
    return ListSpec(
        filters=(
            choice_filter(
                "township",
                gettext_noop("乡镇"),
                [(code, names.get(code, code)) for code in townships],
                apply=_in_region,
            ),
            choice_filter("institution", gettext_noop("机构"), places, apply=_at),
            choice_filter("state", gettext_noop("工作量"), states, apply=_in_state),
        ),
        sorts=(
            Sort("share", gettext_noop("占可用时间"), ("-weight", "-expected", "name")),
            Sort("expected", gettext_noop("全年需要（小时）"), ("-expected", "name")),
            Sort("available", gettext_noop("全年可用（小时）"), ("-available", "name")),
            Sort("weighted", gettext_noop("加权签约人数"), ("-weighted", "name")),
            Sort("persons", gettext_noop("签约人数"), ("-persons", "name")),
            Sort("name", gettext_noop("团队"), ("name", "institution")),
        ),
    )


def _in_region(rows: list[LoadRow], code: str) -> list[LoadRow]:
    return [row for row in rows if row.region_code.startswith(code)]


def _at(rows: list[LoadRow], institution: str) -> list[LoadRow]:
    return [row for row in rows if str(row.institution_id) == institution]


def _in_state(rows: list[LoadRow], state: str) -> list[LoadRow]:
    return [row for row in rows if row.state == state]


def _hundredths(share: float | None) -> float | None:
    return None if share is None else round(share * 100, 1)


LOAD_COLUMNS = [
    Column(gettext_noop("团队"), lambda row: row.name),
    Column(gettext_noop("机构"), lambda row: row.institution),
    Column(gettext_noop("签约人数"), lambda row: row.persons, "quantity"),
    Column(gettext_noop("加权签约人数"), lambda row: row.weighted, "quantity"),
    Column(gettext_noop("全年需要（小时）"), lambda row: row.expected, "quantity"),
    Column(gettext_noop("全年可用（小时）"), lambda row: row.available, "quantity"),
    Column(gettext_noop("占可用时间（%）"), lambda row: _hundredths(row.share), "quantity"),
    Column(gettext_noop("工作量"), lambda row: row.label),
]


def load_cards(rows: Sequence[LoadRow]) -> list[dict[str, Any]]:
    """How many teams stand how, and the hours of all."""
    counts = {state: sum(row.state == state for row in rows) for state in (OVER, NEAR, FINE)}
    expected, available = (sum(getattr(row, name) for row in rows) for name in ("expected", "available"))
    hours = {
        "label": gettext("全年需要 / 可用（小时）"),
        "value": f"{expected:,.0f} / {available:,.0f}",
        "colour": "azure",
        "icon": "clock-hour-4",
        "url": "",
    }
    states = [
        {
            "label": state_words(state),
            "value": f"{count:,}",
            "colour": _SIGNS[state][0],
            "icon": _SIGNS[state][1],
            "url": f"?state={state}",
        }
        for state, count in counts.items()
    ]
    return [*states, hours]


def load_chart(rows: Sequence[LoadRow]) -> dict[str, Any]:
    """Bars of the hours expected beside those available, team by team; a bar leads to what makes it."""
    names = [row.name for row in rows]

    def bars(values: Sequence[float]) -> list[dict[str, Any]]:
        return [
            {"value": round(value), "url": reverse("agreements:team_load", args=[row.id])}
            for row, value in zip(rows, values, strict=True)
        ]

    needed, has = gettext("全年需要（小时）"), gettext("全年可用（小时）")
    return {
        "tooltip": {"trigger": "axis"},
        "legend": {"data": [needed, has], "top": 0, "right": 24},
        "grid": {"left": 56, "right": 24, "top": 40, "bottom": 96},
        "xAxis": {
            "type": "category",
            "data": names,
            "axisLabel": {
                **_AXIS,
                "rotate": 40,
                "interval": 0,
                "hideOverlap": True,
                "width": 120,
                "overflow": "truncate",
            },
        },
        "yAxis": {"type": "value", "min": 0, "axisLabel": _AXIS},
        "series": [
            {
                "name": needed,
                "type": "bar",
                "barMaxWidth": 20,
                "itemStyle": {"color": "#0a6492"},
                "data": bars([row.expected for row in rows]),
            },
            {
                "name": has,
                "type": "bar",
                "barMaxWidth": 20,
                "itemStyle": {"color": "#9fb8c6"},
                "data": bars([row.available for row in rows]),
            },
        ],
    }


def team_load_page(shown: ExplainedWorkload) -> dict[str, Any]:
    """One team's load with all that makes it."""
    found, promised = shown.load.measure, shown.load.promised
    row = load_row(shown.load)
    return {
        "row": row,
        "percent": None if row.share is None else min(round(row.share * 100), 100),
        "reasons": shown.outcome["reasons"],
        "warnings": [one for one in shown.outcome["reasons"] if one["code"] in shown.outcome["warnings"]],
        "items": _items(found),
        "packages": [
            {"label": package_label(package, _language()), "count": count}
            for package, count in sorted(promised.packages, key=lambda pair: pair[1], reverse=True)
        ],
        "bands": _bands(found),
        "conditions": _conditions(found, shown),
        "members": _members(found, shown),
    }


def _items(found: Measure) -> list[dict[str, Any]]:
    """What is promised, the most hours first."""
    items = rulebook().items
    rows = [
        {
            "label": items[code].label(_language()) if code in items else code,
            "quantity": quantity,
            "minutes": hours * MINUTES_AN_HOUR / quantity if quantity else 0,
            "hours": hours,
            "share": hours / found.expected_hours if found.expected_hours else 0,
        }
        for code, (quantity, hours) in found.by_item.items()
        if quantity
    ]
    return sorted(rows, key=lambda row: row["hours"], reverse=True)


def _bands(found: Measure) -> list[dict[str, Any]]:
    return [
        {
            "label": age_words(band.first, band.last, _language()),
            "persons": persons,
            "weight": band.weight,
            "weighted": band.weight * persons,
        }
        for band, persons in found.by_band
    ]


def _conditions(found: Measure, shown: ExplainedWorkload) -> list[dict[str, Any]]:
    """The conditions that weigh, the heaviest first."""
    groups = rulebook().groups
    weights = next(
        (one["value"] for one in shown.outcome["reasons"] if one.get("parameter") == "workload.condition_weights"), {}
    )
    rows = [
        {
            "label": groups[code].label(_language()) if code in groups else code,
            "persons": persons,
            "weight": weights[code],
            "weighted": weights[code] * persons,
        }
        for code, persons in found.by_condition.items()
        if persons and code in weights
    ]
    return sorted(rows, key=lambda row: row["weighted"], reverse=True)


def _members(found: Measure, shown: ExplainedWorkload) -> list[dict[str, Any]]:
    roles = rulebook().roles
    return [
        {
            "name": one.name,
            "roles": [roles[role].label(_language()) if role in roles else role for role in one.roles],
            "weekly_hours": one.weekly_hours,
            "teams": one.teams,
            "hours": hours,
        }
        for one, hours in zip(shown.load.promised.members, found.by_member, strict=True)
    ]


def signing_load(workload: SigningWorkload, team: str) -> dict[str, Any]:
    """What a signing does to the load of its team, for the signing page."""
    after = workload.after
    warning = after["warnings"][0] if after["warnings"] else ""
    state = _STATES[warning]
    return {
        "team": team,
        "added": workload.added_hours,
        "before": workload.before,
        "after": after,
        "share": after["share"],
        "percent": None if after["share"] is None else min(round(after["share"] * 100), 100),
        "state": state_words(state),
        "colour": _SIGNS[state][0],
        "icon": _SIGNS[state][1],
        "reasons": after["reasons"],
    }


def _language() -> str:
    return get_language() or ""
