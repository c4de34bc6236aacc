"""Coverage, gaps and groups in tables."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from jiayi.foundation.rulebook import rulebook
from jiayi.registry.organization import selectors as organization
from jiayi.surfaces.workstation.presenters.words import group_label

from .tables import Cell, Heading, Table, number, share, text

Plain = Mapping[str, Any]
LISTED = ("key", "special")
AT_A_GLANCE = 12  # rows; a longer list of places is opened by who wants it


def coverage_table(result: Plain, code: str, language: str) -> Table:
    """Each indicator for the region as a whole."""
    rows = [
        [text(indicator_label(one["indicator"], language)), *_side(one["before"]), *_side(one["after"])]
        for one in result["coverage"]
        if one["region"] == code
    ]
    labels = _("应签人数"), _("签约率"), _("目标"), _("差（人）")
    sides = [Heading(label, True, side) for side in (_("现在"), _("采用后")) for label in labels]
    return Table(
        "coverage",
        _("签约覆盖目标和差距"),
        "target-arrow",
        [Heading(_("指标")), *sides],
        rows,
        note=_("差距是为达到目标还须签约的人数；没有规定目标的为“—”。"),
        nothing=_("本地区还没有居民。"),
    )


def _side(side: Plain) -> list[Cell]:
    rate = side["signed"] / side["persons"] if side["persons"] else None
    short = bool(side["gap"])
    return [number(side["persons"]), share(rate), share(side["target"]), number(side["gap"], is_strong=short)]


def gaps_table(result: Plain, code: str, language: str) -> Table:
    """By part of the region: where persons counted, target or gap differ."""
    differing = [one for one in result["coverage"] if one["region"] != code and one["before"] != one["after"]]
    names = organization.region_names({one["region"] for one in differing})
    rows = [
        [
            text(names.get(one["region"], one["region"])),
            text(indicator_label(one["indicator"], language)),
            number(one["before"]["persons"]),
            number(one["before"]["gap"]),
            number(one["after"]["persons"]),
            number(one["after"]["gap"], is_strong=bool(one["after"]["gap"])),
        ]
        for one in differing
    ]
    headings = [
        Heading(_("地区")),
        Heading(_("指标")),
        *(Heading(label, True, side) for side in (_("现在"), _("采用后")) for label in (_("应签人数"), _("差（人）"))),
    ]
    return Table(
        "gaps",
        _("各地区有变化的目标和差距"),
        "map-2",
        headings,
        rows,
        nothing=_("各地区的目标和应签人数都没有变化。"),
        is_folded=len(rows) > AT_A_GLANCE,
    )


def groups_table(result: Plain, language: str) -> Table:
    """Groups whose members change, the key and special lists always."""
    found = [one for one in result["groups"] if one["joining"] or one["leaving"] or one["group"] in LISTED]
    rows = [
        [
            text(_group(one["group"], language)),
            number(one["before"]),
            number(one["after"]),
            number(one["joining"], is_strong=bool(one["joining"])),
            number(one["leaving"], is_strong=bool(one["leaving"])),
        ]
        for one in sorted(found, key=lambda one: (one["group"] not in LISTED, -one["joining"] - one["leaving"]))
    ]
    headings = [
        Heading(_("人群")),
        Heading(_("现在（人）"), True),
        Heading(_("采用后（人）"), True),
        Heading(_("新划入"), True),
        Heading(_("不再划入"), True),
    ]
    return Table(
        "groups",
        _("人群划分"),
        "users",
        headings,
        rows,
        note=_("未列出的人群人数不变。"),
        nothing=_("人群划分没有变化。"),
    )


def _group(code: str, language: str) -> str:
    return {"key": _("重点人群"), "special": _("特殊人群")}.get(code) or group_label(code, language)


def indicator_label(code: str, language: str) -> str:
    known = rulebook().indicators.get(code)
    return known.label(language) if known else code
