"""Menus and what they give, entered; entered anew they replace."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from uuid import UUID

from jiayi.community.communities import permissions
from jiayi.community.communities.models import Menu, NutritionWeek
from jiayi.community.communities.rules import duties_of
from jiayi.community.communities.selectors.communities import community_for, settings_of
from jiayi.community.communities.terms import Meal
from jiayi.foundation.base.transactions import retrying_atomic
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.core.dates import monday_of
from jiayi.foundation.ui.refusals import misshapen

from .daily import do_duty
from .history import note

RECKONED = "nutrition_calculation"  # the duty that a reckoned week fulfils
_AHEAD = dt.timedelta(days=31)


@retrying_atomic
def enter_menu(
    *, by: Viewer, community_id: UUID, day: dt.date, meal: str, dishes: Iterable[str], on: dt.date
) -> Menu | None:
    """The dishes of a meal; without any the meal is taken away."""
    found = community_for(by, community_id, permission=permissions.CHECK)
    if meal not in set(Meal):
        raise misshapen("E_COMMUNITY_CODE", "meal")
    if day > on + _AHEAD:
        raise misshapen("E_MENU_DAY", "day")
    named = list(dict.fromkeys(dish.strip()[:40] for dish in dishes if dish.strip()))
    note(by, "enter_menu", found, day=day, meal=meal)
    if not named:
        Menu.objects.filter(community=found, day=day, meal=meal).delete()
        return None
    values = {"dishes": named, "entered_by_name": by.actor_name[:60]}
    return Menu.objects.update_or_create(community=found, day=day, meal=meal, defaults=values)[0]


@retrying_atomic
def enter_nutrition(
    *,
    by: Viewer,
    community_id: UUID,
    week_of: dt.date,
    children: int,
    energy_kcal: int,
    protein_g: Decimal,
    fat_g: Decimal,
    carbohydrate_g: Decimal,
    said: str = "",
    on: dt.date,
) -> NutritionWeek:
    """What the meals of a week gave a child a day; the duty of the month is done by it."""
    found = community_for(by, community_id, permission=permissions.CHECK)
    if week_of > on:
        raise misshapen("E_COMMUNITY_DAY", "week_of")
    values = {
        "children": children,
        "energy_kcal": energy_kcal,
        "protein_g": protein_g,
        "fat_g": fat_g,
        "carbohydrate_g": carbohydrate_g,
        "note": said.strip()[:200],
        "entered_by_name": by.actor_name[:60],
    }
    monday = monday_of(week_of)
    made, _ = NutritionWeek.objects.update_or_create(community=found, monday=monday, defaults=values)
    note(by, "enter_nutrition", found, monday=monday)
    if any(one.code == RECKONED for one in duties_of(settings_of(found, week_of))):
        do_duty(by=by, community_id=found.id, duty=RECKONED, done_on=week_of, on=on)
    return made
