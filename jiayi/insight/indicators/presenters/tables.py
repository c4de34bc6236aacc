"""Official tables as pages, workbooks and papers show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook.schema import OfficialTable, TableColumn
from jiayi.foundation.ui.exports import Column
from jiayi.insight.indicators import selectors
from jiayi.insight.indicators.selectors import Period
from jiayi.registry.organization import selectors as organization

from .board import names_of, part_level

BY = ("parts", "institution", "team", "doctor")
MOST_UPRIGHT = 8  # columns that a page in portrait holds


@dataclass(frozen=True)
class TableLine:
    """One row: its name and its values by column; `is_total`: of the region as a whole."""

    name: str
    values: dict[str, float | int | None]
    is_total: bool = False


@dataclass(frozen=True)
class TablePage:
    """A table filled in: heads with their kind (count, share or mean), lines with the total last."""

    title: str
    first: str
    heads: list[tuple[str, str, str]]
    lines: list[TableLine]


def table_page(
    viewer: Viewer, region: Any, table: OfficialTable, by: str, periods: Sequence[Period], language: str
) -> TablePage:
    """The table of a region; without facts no lines."""
    level = part_level(region.code) or "village" if by == "parts" else by
    counts = selectors.table_counts(viewer, region.code, table, level, periods)
    heads = [(code, column.label(language), _kind(column)) for code, column in table.columns.items()]
    if table.rows:
        lines = [
            TableLine(row.label(language), _values(table, counts[code])) for code, row in table.rows.items() if counts
        ]
        return TablePage(table.label(language), _("人群"), heads, lines)
    places = [place for place in counts if place]
    names = names_of(viewer, level, places, periods[0].as_of) if periods else {}
    lines = [TableLine(names.get(place, place), _values(table, counts[place])) for place in places]
    lines.sort(key=lambda one: one.name) if by != "parts" else None
    if "" in counts:
        lines.append(TableLine(_("（未落实团队）"), _values(table, counts[""])))
    total = {code: sum(row[code] for row in counts.values()) for code in next(iter(counts.values()), {})}
    if counts:
        lines.append(TableLine(_("合计"), _values(table, total), is_total=True))
    return TablePage(table.label(language), _first(by), heads, lines)


def export_columns(page: TablePage) -> list[Column]:
    """The columns of the file: shares as percent."""
    return [
        Column(page.first, lambda line: line.name),
        *(
            Column(f"{label}（%）" if kind == "share" else label, _value_of(code, kind), "quantity")
            for code, label, kind in page.heads
        ),
    ]


def paper_data(page: TablePage, region: Any, periods: Sequence[Period]) -> dict[str, Any]:
    """What the paper prints."""
    return {
        "title": page.title,
        "region": organization.full_region_name(region.code),
        "as_of": periods[0].as_of.isoformat() if periods else "",
        "first": page.first,
        "heads": [label for _code, label, _kind in page.heads],
        "wide": len(page.heads) > MOST_UPRIGHT,
        "lines": [
            {
                "name": line.name,
                "is_total": line.is_total,
                "cells": [shown(line.values[code], kind) for code, _label, kind in page.heads],
            }
            for line in page.lines
        ],
    }


def shown(value: float | int | None, kind: str) -> str:
    """A value in words: a share as percent, a mean with a decimal."""
    if value is None:
        return "—"
    return {"share": f"{value * 100:.1f}%", "mean": f"{value:.1f}"}.get(kind, f"{value:,}")


def _value_of(code: str, kind: str) -> Any:
    def value(line: TableLine) -> float | int | None:
        found = line.values[code]
        return found if found is None or kind == "count" else round(found * (100 if kind == "share" else 1), 2)

    return value


def _values(table: OfficialTable, counts: dict[str, int]) -> dict[str, float | int | None]:
    found: dict[str, float | int | None] = {}
    for code, column in table.columns.items():
        if column.parts:
            part, whole = (counts[one] for one in column.parts)
            found[code] = part / whole if whole else None
        else:
            found[code] = counts[code]
    return found


def _kind(column: TableColumn) -> str:
    return "share" if column.share else "mean" if column.mean else "count"


def _first(by: str) -> str:
    return {"parts": _("地区"), "institution": _("机构"), "team": _("团队"), "doctor": _("医生")}[by]
