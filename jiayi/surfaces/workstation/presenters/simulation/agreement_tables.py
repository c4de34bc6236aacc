"""Caps, terms and confirmations in tables."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from jiayi.foundation.base.signs import joined
from jiayi.service.agreements.terms import EndReason
from jiayi.surfaces.workstation.presenters.addresses import address

from .tables import Cell, Heading, Table, number, status, text

Plain = Mapping[str, Any]
TEAM_KINDS = ("team_households", "team_persons")


def caps_table(result: Plain) -> Table:
    """Counts near or over a cap on either side, by name."""
    rows = [
        [
            text(one["name"], below=one["place"], url=_team_url(one)),
            text(_kind(one["kind"])),
            number(one["now"]),
            _cap(one["now"], one["before"]),
            _cap(one["now"], one["after"]),
        ]
        for one in result["caps"]["rows"]
    ]
    headings = [
        Heading(_("团队或医生")),
        Heading(_("计数")),
        Heading(_("今天"), True),
        Heading(_("现在的上限")),
        Heading(_("采用后的上限")),
    ]
    return Table(
        "caps",
        _("接近或超过上限的团队和医生"),
        "gauge",
        headings,
        rows,
        nothing=_("没有团队或医生接近上限。"),
    )


def _team_url(row: Plain) -> str:
    return address("organization:team", row["id"]) if row["kind"] in TEAM_KINDS else ""


def _kind(kind: str) -> str:
    return {
        "team_households": _("团队签约户数"),
        "team_persons": _("团队签约人数"),
        "doctor_persons": _("医生签约人数"),
    }[kind]


def _cap(now: int, side: Plain) -> Cell:
    if side["limit"] is None:
        return text(_("没有上限"))
    words = {
        "over": (_("超过上限"), "red", "alert-triangle"),
        "near": (_("接近上限"), "yellow", "gauge"),
        "fine": (_("未达上限"), "green", "circle-check"),
    }
    rule = _("超过不能签") if side["mode"] == "block" else _("超过只提醒")
    label, colour, icon = words[side["state"]]
    return status(label, colour, icon, below=f"{now:,} / {side['limit']:,} · {rule}")


def terms_table(result: Plain) -> Table:
    """What the rules of either side make of the agreements in force."""
    terms = result["terms"]
    sides = terms["before"], terms["after"]
    lines = [
        (_("到期时自动续约（已告知且无异议的）"), "renew_in_silence"),
        (_("到期月份不在签约窗口内"), "end_outside_window"),
        (_("今天应告知到期的"), "notice_due"),
        (_("健康档案有开放期限、尚未开放的"), "record_deadline"),
        (_("其中已过期限"), "record_overdue"),
        (_("其中 60 天内到期限"), "record_soon"),
    ]
    rows = [[text(label), *(number(side[name]) for side in sides)] for label, name in lines]
    total = {"total": f"{terms['in_force']:,}", "touched": f"{terms['touched']:,}"}
    return Table(
        "terms",
        _("生效协议"),
        "file-time",
        [Heading(_("协议数")), Heading(_("现在"), True), Heading(_("采用后"), True)],
        rows,
        note=_("共 %(total)s 份生效或待生效的主协议，其中 %(touched)s 份在规定有变化的村（社区）。") % total,
    )


def ends_table(result: Plain) -> Table:
    """How the last days of present and next agreements would compare."""
    terms = result["terms"]
    ends, renewals = terms["ends"], terms["renewals"]
    rows = [
        [
            text(_("现有协议，若当时按新规定签")),
            number(ends["same"]),
            number(ends["earlier"]),
            number(ends["later"]),
            number(ends["refused"]),
        ],
        [
            text(_("下一次续签的协议")),
            number(renewals["same"]),
            number(renewals["earlier"]),
            number(renewals["later"]),
            number(renewals["refused"]),
        ],
    ]
    headings = [
        Heading(_("到期日")),
        Heading(_("相同"), True),
        Heading(_("提前"), True),
        Heading(_("推后"), True),
        Heading(_("期限不允许"), True),
    ]
    examples = [
        _("%(ends)s 到期者（%(count)s 份）续签至 %(before)s → %(after)s")
        % {"ends": one["ends_on"], "count": f"{one['count']:,}", "before": one["before"], "after": one["after"]}
        for one in terms["examples"]
    ]
    note = _("现有协议的到期日不会改变。")
    return Table("ends", _("协议到期日"), "calendar", headings, rows, note=note, examples=examples)


def confirmations_table(result: Plain, language: str) -> Table:
    """Whose confirmation a termination needs, by reason."""
    rows = [
        [text(EndReason(one["reason"]).label(language)), _needed(one["before"]), _needed(one["after"])]
        for one in result["confirmations"]
    ]
    return Table(
        "confirmations",
        _("解约须由谁确认"),
        "checks",
        [Heading(_("解约原因")), Heading(_("现在")), Heading(_("采用后"))],
        rows,
        nothing=_("没有须确认的解约原因。"),
    )


def _needed(side: Plain) -> Cell:
    names = {"resident": _("签约居民"), "team": _("团队")}
    parties = joined(names.get(party, party) for party in side["parties"])
    return text(parties or _("无须确认"), below=_("须有双方签字的解约书") if side["paper"] else "")
