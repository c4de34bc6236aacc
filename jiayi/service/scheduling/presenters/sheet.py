"""The day sheet: who is expected, what is due for them, room to note who came. In Chinese, for typst."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import override

from jiayi.foundation.core.choices import Sex
from jiayi.foundation.core.dates import completed_years
from jiayi.foundation.ui.wording import label_of, people_of
from jiayi.service.scheduling.models import SlotBooking
from jiayi.service.scheduling.terms import SlotState

CHINESE = "zh-hans"


def sheet_data(page: Mapping[str, Any], on: dt.date) -> dict[str, Any]:
    """The session's page as a paper; phones are masked as on the page."""
    session = page["session"]
    with override(CHINESE):
        rows: Sequence[dict[str, Any]] = [
            {
                "name": row["name"],
                "who": f"{row.get('sex', '')} {row.get('age', '')}".strip(),
                "address": row.get("address", ""),
                "phone": row["phone"],
                "purpose": row["purpose"],
                "due": "、".join(row["due"]),
                "state": "" if row["is_open"] else row["sign"]["label"],
            }
            for row in page["rows"]
        ]
        if page["is_home_round"]:
            rows = sorted(rows, key=lambda row: row["address"])
        return {
            "title": f"{page['kind']}日程单",  # data, not for translation
            "name": session.title,
            "day": f"{session.held_on.isoformat()}（{page['weekday']}）{page['time']}",
            "place": f"{session.region.name}　{session.place}",
            "team": f"{session.institution.name}　{session.team.name}",
            "people": people_of(session.on_duty.all()),
            "taken": f"{session.taken} / {session.capacity}",
            "rows": list(rows),
            "waiting": [f"{row['name']} {row['phone']}".strip() for row in page["waiting"]],
            "printed_on": on.isoformat(),
        }


def _who(resident: Any, day: dt.date) -> str:
    age = f"{completed_years(resident.birth_date, day)}岁"  # data, not for translation
    return f"{label_of(Sex, resident.sex)} {age}"


def slot_sheet(row: Mapping[str, Any], day: dt.date, bookings: Sequence[SlotBooking], on: dt.date) -> dict[str, Any]:
    """A day of a shared resource as a paper: the referred first, room to note who came; `row` is the resource's."""
    with override(CHINESE):
        lines = [
            {
                "name": one.resident.name,
                "who": _who(one.resident, day),
                "by": one.institution.name,
                "purpose": one.purpose,
                "referred": "转诊优先" if one.subject_id else "",  # data, not for translation
                "state": label_of(SlotState, one.state),
                "number": str(one.queue_number or ""),
            }
            for one in sorted(bookings, key=lambda one: (one.subject_id is None, one.created_at))
        ]
        return {
            "title": "共享资源日程单",  # data, not for translation
            "name": row["title"],
            "institution": row["institution"],
            "who": row["who"],
            "day": f"{day.isoformat()} {row['time']}",
            "place": row["place"],
            "taken": f"{len(lines)} / {row['quantity']}",
            "rows": lines,
            "printed_on": on.isoformat(),
        }
