"""The clauses of the paper with their blanks filled."""

import datetime as dt
from collections.abc import Sequence

from jiayi.foundation.rulebook import find_value, rulebook


def clauses_of(
    starts_on: dt.date, ends_on: dt.date, signed_on: dt.date, schemes: Sequence[str]
) -> list[dict[str, str]]:
    """Title and text of each clause under the schemes of the day."""
    notice = find_value("agreement.renewal_notice_days", signed_on, schemes)
    copies = find_value("agreement.copies", signed_on, schemes)
    words = {
        "starts_on": chinese_date(starts_on),
        "ends_on": chinese_date(ends_on),
        "notice_days": notice.value if notice else "",
        "copies": {2: "两", 3: "三"}.get(copies.value if copies else 2, ""),  # data, not for translation
    }
    return [
        {"title": clause.zh, "text": clause.text.format(**words)} for clause in rulebook().papers["agreement"].clauses
    ]


def chinese_date(day: dt.date) -> str:
    """A day as papers write it: 2026年11月22日."""
    return f"{day.year}年{day.month}月{day.day}日"  # data, not for translation
