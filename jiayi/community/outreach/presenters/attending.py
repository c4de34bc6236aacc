"""Who attended, and residents to enter; the attendance sheet."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from jiayi.community.outreach.models import Activity, Attendance
from jiayi.community.outreach.terms import ActivityKind
from jiayi.foundation.core.choices import Sex
from jiayi.foundation.core.dates import completed_years
from jiayi.foundation.ui.wording import label_of, people_of, time_of, weekday_of

CHINESE = "zh-hans"
EMPTY_LINES = 18


def attendance_rows(entries: Iterable[Attendance], on: dt.date) -> list[dict[str, Any]]:
    """Lines of the list; of a resident out of reach only that there is one."""
    return [_row(entry, on) for entry in entries]


def _row(entry: Attendance, on: dt.date) -> dict[str, Any]:
    row = {"id": entry.id, "is_seen": entry.is_seen, "at": timezone.localtime(entry.entered_at).strftime("%H:%M")}
    if not entry.is_seen:
        return row | {"name": _("范围外的居民"), "resident_id": None}
    return row | {"resident_id": entry.resident_id} | _person(entry.resident, on)


def found_rows(residents: Iterable[Any], on: dt.date, present: Iterable[Any]) -> list[dict[str, Any]]:
    """Residents whom a text found, and whether they are entered already."""
    there = set(present)
    return [{"id": one.id, "is_there": one.id in there} | _person(one, on) for one in residents]


def _person(resident: Any, on: dt.date) -> dict[str, Any]:
    return {
        "name": resident.name,
        "sex": label_of(Sex, resident.sex),
        "age": completed_years(resident.birth_date, on),
        "note": resident.address or resident.region_id,
    }


def sheet_data(activity: Activity, rows: Sequence[dict[str, Any]], *, qr: str, on: dt.date) -> dict[str, Any]:
    """The attendance sheet for typst, in Chinese: who is entered already, then empty lines; the code opens the page."""
    with override(CHINESE):
        return {
            "title": "健康活动签到表",  # data, not for translation
            "name": activity.title,
            "kind": label_of(ActivityKind, activity.kind),
            "day": f"{activity.held_on.isoformat()}（{weekday_of(activity.held_on)}）"
            f"{time_of(activity.begins_at, activity.ends_at)}",
            "place": f"{activity.region.name}　{activity.place}",
            "team": f"{activity.institution.name}　{activity.team.name}",
            "people": people_of(activity.staff.all()),
            "expert": activity.expert,
            "qr": qr,
            "rows": [
                {"name": row["name"], "who": f"{row.get('sex', '')} {row.get('age', '')}".strip(), "at": row["at"]}
                for row in rows
            ],
            "empty": max(EMPTY_LINES - len(rows), 4),
            "printed_on": on.isoformat(),
        }
