"""Composition and work of teams in tables."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from jiayi.surfaces.workstation.presenters.addresses import address

from .tables import Cell, Heading, Table, number, status, text

Plain = Mapping[str, Any]
_LOADS = {
    "W_TEAM_OVERLOADED": ("red", "alert-triangle"),
    "W_TEAM_NEAR_LOAD": ("yellow", "gauge"),
    "": ("green", "circle-check"),
}


def compositions_table(result: Plain, language: str) -> Table:
    """Teams whose members are not those asked for, with what they lack."""
    found = result["compositions"]
    rows = [
        [
            text(one["name"], below=one["place"], url=address("organization:team", one["id"])),
            _lacks(one["before"], language),
            _lacks(one["after"], language),
        ]
        for one in found["rows"]
    ]
    return Table(
        "compositions",
        _("不符合团队构成要求的团队"),
        "users-group",
        [Heading(_("团队")), Heading(_("现在")), Heading(_("采用后"))],
        rows,
        note=_("共核对 %(count)s 支团队。") % {"count": found["looked_at"]},
        nothing=_("各团队都符合构成要求。"),
    )


def _lacks(reasons: list[Plain], language: str) -> Cell:
    if not reasons:
        return status(_("符合要求"), "green", "circle-check")
    words = "".join(one["text_en" if language.startswith("en") else "text_zh"] for one in reasons)
    return status(_("不符合要求"), "red", "alert-triangle", below=words)


def work_table(result: Plain) -> Table:
    """Teams near or over their members' hours on either side."""
    rows = [
        [
            text(one["name"], below=one["place"], url=address("agreements:team_load", one["id"])),
            number(one["before"]["expected"]),
            _load(one["before"]),
            number(one["after"]["expected"]),
            _load(one["after"]),
        ]
        for one in result["work"]["rows"]
    ]
    headings = [
        Heading(_("团队")),
        Heading(_("需要（小时/年）"), True, _("现在")),
        Heading(_("占可用时间"), side=_("现在")),
        Heading(_("需要（小时/年）"), True, _("采用后")),
        Heading(_("占可用时间"), side=_("采用后")),
    ]
    hours = {name: f"{result['work']['after'][name]:,}" for name in ("expected", "available")}
    return Table(
        "work",
        _("工作量接近或超出成员时间的团队"),
        "clock-hour-4",
        headings,
        rows,
        note=_("采用后全部团队全年需要 %(expected)s 小时，可用 %(available)s 小时。") % hours,
        nothing=_("各团队的工作量都在成员的时间之内。"),
    )


def _load(side: Plain) -> Cell:
    words = f"{side['share'] * 100:.0f} %" if side["share"] is not None else _("没有可用时间")
    return status(words, *_LOADS[side["warning"]])
