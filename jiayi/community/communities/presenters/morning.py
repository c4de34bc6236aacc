"""The morning check and absences in words."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from jiayi.community.communities.models import CheckEntry, Member
from jiayi.community.communities.rules import WEEKDAYS
from jiayi.community.communities.terms import (
    Absence,
    AbsenceAction,
    AbsenceReason,
    CheckFinding,
    CheckLine,
    Disposal,
    Grade,
)
from jiayi.foundation.base.signs import joined
from jiayi.foundation.ui.wording import label_of, options_of, word_of

DISPOSAL_SIGNS = {
    Disposal.ADMITTED: ("green", "circle-check"),
    Disposal.WATCHED: ("yellow", "eye"),
    Disposal.CLINIC: ("orange", "first-aid-kit"),
    Disposal.SENT_HOME: ("red", "home"),
}


def class_rows(day: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Each class with how its check of the day stands."""
    rows = []
    for one in day:
        room, check = one["room"], one["check"]
        rows.append(
            {
                "id": room.id,
                "name": room.name,
                "grade": label_of(Grade, room.grade),
                "teacher": room.teacher,
                "children": room.children,
                "check": check,
            }
        )
    return rows


def check_rows(
    members: Iterable[Member],
    entries: Mapping[Any, CheckEntry],
    sent: Mapping[Any, CheckLine] | None = None,
    faults: Mapping[Any, str] | None = None,
) -> list[dict[str, Any]]:
    """A child a row: what was typed, else what was entered before, else nothing found."""
    rows = []
    for member in members:
        entry: Any = (sent or {}).get(member.id) or entries.get(member.id)
        found = set(entry.findings) if entry else set()
        before = entries.get(member.id)
        rows.append(
            {
                "id": member.id,
                "name": member.resident.name,
                "is_susceptible": member.is_susceptible,
                "presence": entry.presence if entry else "present",
                "reason": entry.reason if entry else "",
                "temperature": entry.temperature if entry and entry.temperature is not None else "",
                "findings": [(code, label, code in found) for code, label in options_of(CheckFinding)],
                "count": len(found),
                "note": entry.note if entry else "",
                "disposal": _sign(before.disposal) if before and before.disposal else None,
                "fault": (faults or {}).get(member.id, ""),
            }
        )
    return rows


def focus_words(settings: Mapping[str, Any], day: dt.date) -> dict[str, str]:
    """The steps of a check, what the weekday looks at, the window."""
    focus = settings.get("kindergarten.daily_focus", {}).get(WEEKDAYS[day.weekday()], [])
    steps = settings.get("kindergarten.morning_check_steps", [])
    return {
        "steps": str(joined([word_of(code) for code in steps])),
        "focus": str(joined([word_of(code) for code in focus])),
        "window": settings.get("kindergarten.morning_check_window", ""),
    }


def absence_rows(absences: Sequence[Absence]) -> list[dict[str, Any]]:
    """Who stays away, and what is due and done about it."""
    return [
        {
            "member_id": one.member_id,
            "name": one.name,
            "room": one.class_name,
            "since": one.since,
            "days": one.days,
            "reason": label_of(AbsenceReason, one.reason),
            "due": [(code, step_words(code)) for code in one.due],
            "done": [step_words(code) for code in one.done],
            "reasons": one.reasons,
        }
        for one in absences
    ]


def step_words(action: str) -> str:
    """What is done about an absence."""
    return label_of(AbsenceAction, action)


def _sign(disposal: str) -> dict[str, str]:
    colour, icon = DISPOSAL_SIGNS[Disposal(disposal)]
    return {"label": label_of(Disposal, disposal), "colour": colour, "icon": icon}
