"""The board of indicators in words."""

from operator import itemgetter
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from jiayi.foundation.ui.exports import Column
from jiayi.foundation.ui.wording import label_of
from jiayi.service.prescriptions.selectors.board import Board, BoardRow, Share
from jiayi.service.prescriptions.terms import StopReason

TITLES = {
    "notice": gettext_noop("政策知晓率"),
    "offering": gettext_noop("机构开展率"),
    "match": gettext_noop("目录匹配达标机构"),
    "regular": gettext_noop("服药规律率"),
    "long": gettext_noop("超四周处方占比"),
    "consent": gettext_noop("超四周知情同意率"),
    "audited": gettext_noop("发药前审核率"),
    "stopped": gettext_noop("提前停用率"),
}
HOW = {
    "notice": gettext_noop("已登记告知长期处方政策的签约居民 / 签约居民"),
    "offering": gettext_noop("近一年开具过或登记开展的签约机构 / 签约机构"),
    "match": gettext_noop("目录匹配率达标的基层机构 / 县级医院目录已登记的基层机构"),
    "regular": gettext_noop("用药天数覆盖达标的在用处方 / 首次发药满14天的在用处方"),
    "long": gettext_noop("通过审核的超四周处方 / 通过审核的处方"),
    "consent": gettext_noop("有知情同意的超四周处方 / 超四周处方"),
    "audited": gettext_noop("药师审核后发药的处方 / 发过药的处方"),
    "stopped": gettext_noop("提前停用的处方 / 开具的处方"),
}
ICONS = {
    "notice": "speakerphone",
    "offering": "building-hospital",
    "match": "list-check",
    "regular": "pill",
    "long": "calendar-stats",
    "consent": "signature",
    "audited": "checklist",
    "stopped": "ban",
}
BOARD_COLUMNS = (
    Column(gettext_noop("地区"), itemgetter("name")),
    Column(gettext_noop("开具处方"), itemgetter("orders"), "quantity"),
    Column(gettext_noop("在用处方"), itemgetter("running"), "quantity"),
    *(Column(title, lambda row, code=code: row["cells"][code]["text"]) for code, title in TITLES.items()),
)


def board_page(found: Board) -> dict[str, Any]:
    """Cards of the whole, a row for each part, why orders were stopped."""
    whole = board_row(found.whole, found)
    stopped = sum(found.reasons.values())
    return {
        "whole": whole,
        "cards": [
            {"label": _(title), "how": _(HOW[code]), "icon": ICONS[code], **whole["cells"][code]}
            for code, title in TITLES.items()
        ],
        "titles": [_(title) for title in TITLES.values()],
        "rows": [board_row(one, found) for one in found.parts],
        "reasons": [
            {"label": label_of(StopReason, code), "count": count, "share": f"{100 * count / stopped:.0f}%"}
            for code, count in found.reasons.most_common()
        ],
    }


def board_row(one: BoardRow, found: Board) -> dict[str, Any]:
    """A region with its cells in the order of the titles."""
    cells = {code: _cell(one.shares[code], found.targets.get(code)) for code in TITLES}
    return {
        "code": one.code,
        "name": one.name,
        "orders": one.orders,
        "running": one.running,
        "cells": cells,
        "shown": list(cells.values()),
    }


def _cell(share: Share, target: float | None) -> dict[str, Any]:
    value = share.value
    return {
        "text": "" if value is None else f"{100 * value:.1f}%",
        "detail": f"{share.count} / {share.of}" if share.of else _("没有数据"),
        "target": "" if target is None else f"{100 * target:.0f}%",
        "is_short": value is not None and target is not None and value < target,
    }
