"""Work done in words: a row for each team, a column for each kind, every number a link to its records."""

import datetime as dt
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import get_language, gettext

from jiayi.foundation.rulebook import rulebook
from jiayi.service.care.selectors.work import OTHER, TeamWork


def work_table(rows: Sequence[TeamWork], since: dt.date, until: dt.date) -> dict[str, Any]:
    """Headers, rows and the sum; kinds without a record stay, so that what is not done is seen."""
    language = get_language() or ""
    kinds = [(code, kind.label(language)) for code, kind in rulebook().work_kinds.items()]
    kinds.append((OTHER, gettext("其他服务")))
    whole = TeamWork(None, gettext("合计"))
    for row in rows:
        whole.kinds.update(row.kinds)
        whole.proved += row.proved
    return {
        "kinds": [label for _code, label in kinds],
        "rows": [_row(row, kinds, since, until) for row in rows],
        "whole": _row(whole, kinds, since, until),
    }


def _row(row: TeamWork, kinds: Sequence[tuple[str, str]], since: dt.date, until: dt.date) -> dict[str, Any]:
    period = {"visit_from": since.isoformat(), "visit_to": until.isoformat(), "state": "current"}
    place = period | ({"team": str(row.team_id)} if row.team_id else {})
    address = reverse("care:records")
    return {
        "name": row.name or gettext("未划分团队"),
        "cells": [
            {"label": label, "count": row.kinds[code], "url": f"{address}?{urlencode(place | {'kind': code})}"}
            for code, label in kinds
        ],
        "total": row.total,
        "url": f"{address}?{urlencode(place)}",
        "proved": round(100 * row.proved / row.total) if row.total else None,
    }
