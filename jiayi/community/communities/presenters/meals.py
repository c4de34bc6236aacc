"""A week's menus as a table."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from jiayi.community.communities.selectors import Served
from jiayi.community.communities.terms import Meal
from jiayi.foundation.base.signs import joined
from jiayi.foundation.ui.wording import label_of


def menu_table(served: Iterable[Served], monday: dt.date) -> list[dict[str, Any]]:
    """The days of a week, each with its meals in the order they are eaten."""
    of_day: dict[dt.date, dict[str, Served]] = {}
    for one in served:
        of_day.setdefault(one.menu.day, {})[one.menu.meal] = one
    week = [monday + dt.timedelta(days=number) for number in range(7)]
    return [
        {"day": day, "meals": [_meal(meal, of_day[day][meal]) for meal in Meal if meal in of_day.get(day, {})]}
        for day in week
        if day.weekday() < 5 or day in of_day  # a weekend only where somebody cooked
    ]


def _meal(meal: Meal, served: Served) -> dict[str, Any]:
    return {"label": label_of(Meal, meal), "dishes": joined(served.menu.dishes), "repeats": served.repeats}
