"""Menus of a kindergarten, and what they give."""

import datetime as dt
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jiayi.community.communities import presenters, selectors, services
from jiayi.community.communities.forms import MenuForm, NutritionForm
from jiayi.community.communities.models import Menu, NutritionWeek
from jiayi.foundation.base import clock
from jiayi.foundation.core.dates import monday_of
from jiayi.foundation.ui.acting import answer_form

from .daily import reach
from .places import frame

_WEEK = dt.timedelta(days=7)


@login_required
@require_http_methods(["GET", "POST"])
def menus(request: HttpRequest, community_id: UUID) -> HttpResponse:
    """A week's menus with what repeats, and a form to enter a meal."""
    found, today = reach(request, community_id), clock.today()
    form = MenuForm(request.POST or None, initial={"day": today, "meal": "lunch"})
    monday = _monday(request.GET.get("week", ""), today)
    days = selectors.settings_of(found, today).get("kindergarten.menu_repeat_days", 0)
    served = selectors.menus_of(found, monday, monday + dt.timedelta(days=6), days=days)

    def act() -> Menu | None:
        return services.enter_menu(by=request.viewer, community_id=found.id, on=today, **form.cleaned_data)

    words = frame(request, found, "menus") | {
        "rows": presenters.menu_table(served, monday),
        "days": days,
        "monday": monday,
        "before": monday - _WEEK,
        "after": monday + _WEEK,
        "weeks": list(selectors.nutrition_of(found)[:12]),
        "done": _("已登记食谱。"),
    }
    back = f"{reverse('communities:menus', args=[found.id])}?week={_asked_day(form, monday)}"
    return answer_form(request, form, act, back=back, words=words, template="communities/menus.html")


@login_required
@require_http_methods(["GET", "POST"])
def nutrition(request: HttpRequest, community_id: UUID) -> HttpResponse:
    """The nutrition of a week is entered."""
    found, today = reach(request, community_id), clock.today()
    form = NutritionForm(request.POST or None, initial={"week_of": today})

    def act() -> NutritionWeek:
        return services.enter_nutrition(by=request.viewer, community_id=found.id, on=today, **form.cleaned_data)

    words = {"heading": _("一周营养计算"), "action": _("保存"), "done": _("已登记营养计算。"), "subject": found.name}
    words["help"] = _("按一周的带量食谱和就餐人数，算出平均每人每天的摄入量。")
    return answer_form(request, form, act, back=reverse("communities:menus", args=[found.id]), words=words)


def _asked_day(form: MenuForm, monday: dt.date) -> str:
    """The week to come back to: the one that was entered."""
    day = form.cleaned_data.get("day") if form.is_bound and form.is_valid() else None
    return (day or monday).isoformat()


def _monday(text: str, today: dt.date) -> dt.date:
    """The Monday of the week that is asked for; of this week where it cannot be read."""
    try:
        return monday_of(dt.date.fromisoformat(text))
    except (ValueError, OverflowError):
        return monday_of(today)
