"""What public boards say of clinics and rounds: the next ones of their teams and village (config/board_sections.py)."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from jiayi.foundation.ui.wording import time_of, weekday_of
from jiayi.registry.organization.terms import BoardContent, PlaceKind
from jiayi.service.scheduling.selectors import public_sessions

SHOWN = 6


def coming_sessions(content: BoardContent, on: dt.date) -> dict[str, Any] | None:
    """The next clinics of the board's teams and, on a village's board, the next rounds to it; two queries."""
    villages = [content.region_code] if content.key.kind == PlaceKind.VILLAGE else []
    found = public_sessions(on, teams=[team.id for team in content.teams], villages=villages, most=SHOWN)
    lines = [
        {
            "when": f"{one.held_on.isoformat()} {weekday_of(one.held_on)} {time_of(one.begins_at, one.ends_at)}",
            "what": _("%(title)s（已约满，可候补）") % {"title": one.title} if one.is_full else one.title,
            "where": one.place,
        }
        for one in found
    ]
    return {"title": _("近期门诊和巡诊"), "lines": lines} if lines else None
