"""What the kitchen serves, and what the meals gave."""

import datetime as dt
from typing import NamedTuple

from django.db.models import QuerySet

from jiayi.community.communities.models import Community, Menu, NutritionWeek
from jiayi.community.communities.rules import repeated_on


class Served(NamedTuple):
    """A meal of a day, and when the same dishes were served within the days of the scheme."""

    menu: Menu
    repeats: dt.date | None


def menus_of(community: Community, since: dt.date, until: dt.date, *, days: int) -> list[Served]:
    """The meals of some days in their order, each with the day that it repeats; the caller has seen the community."""
    rows = community.menus.filter(day__range=(since - dt.timedelta(days=days), until)).order_by("day", "created_at")
    found: list[Served] = []
    earlier: dict[str, list[tuple[dt.date, list[str]]]] = {}
    for menu in rows:
        same_meal = earlier.setdefault(menu.meal, [])
        if menu.day >= since:
            found.append(Served(menu, repeated_on(menu.dishes, same_meal, menu.day, days=days)))
        same_meal.append((menu.day, menu.dishes))
    return found


def nutrition_of(community: Community) -> QuerySet[NutritionWeek]:
    """The weeks that were reckoned, the latest first."""
    return community.nutrition_weeks.order_by("-monday")
