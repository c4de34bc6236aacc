"""The day sheet: who is expected, what is due for them, room to note who came. In Chinese, for typst."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import override

from jiayi.foundation.ui.wording import people_of

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
