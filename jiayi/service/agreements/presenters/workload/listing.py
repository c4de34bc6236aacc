"""The list of all loads: its filters, orders and columns, and the cards above it."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext, gettext_noop

from jiayi.foundation.ui.exports import Column
from jiayi.foundation.ui.lists import ListSpec, Sort, choice_filter
from jiayi.registry.organization import selectors as organization
from jiayi.registry.organization.terms import CODE_LENGTHS, RegionLevel

from .rows import FINE, NEAR, OVER, SIGNS, LoadRow, state_words

TOWNSHIP_DIGITS = CODE_LENGTHS[RegionLevel.TOWNSHIP]


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
            "colour": SIGNS[state][0],
            "icon": SIGNS[state][1],
            "url": f"?state={state}",
        }
        for state, count in counts.items()
    ]
    return [*states, hours]
