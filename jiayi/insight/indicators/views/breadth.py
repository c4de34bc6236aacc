"""Key populations by class, the reach of the service, and how rates developed."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jiayi.foundation.base.errors import NotVisible
from jiayi.insight.indicators import exporting, presenters, selectors
from jiayi.insight.indicators.terms import KEY

from .asking import about_region, language, population_of
from .taking import take_table


@login_required
@require_http_methods(["GET", "POST"])
def groups(request: HttpRequest, code: str) -> HttpResponseBase:
    """Key populations once in the total and once by class; POST takes the table away."""
    selectors.require_region(request.viewer, code)
    context = about_region(request, code, "groups")
    page = presenters.groups_page(request.viewer, code, language())
    if request.method == "POST":
        if page is None:
            raise NotVisible
        context |= {"population": KEY, "population_label": presenters.population_label(KEY, language())}
        rows = exporting.Table(_("重点人群签约率"), exporting.COVERAGE_COLUMNS, [*page.rows, page.total])
        return take_table(request, context, rows, page.snapshot)
    return render(request, "indicators/groups.html", context | {"page": page, "indicator": selectors.indicator_of(KEY)})


@login_required
@require_http_methods(["GET", "POST"])
def reach(request: HttpRequest, code: str) -> HttpResponseBase:
    """Households, villages, institutions and records of the elderly; POST takes the table away."""
    selectors.require_region(request.viewer, code)
    context = about_region(request, code, "reach")
    page = presenters.reach_page(request.viewer, code, language())
    if request.method == "POST":
        if page is None:
            raise NotVisible
        rows = [{"name": row["name"], "code": row["code"], "cells": row["cells"]} for row in page.rows]
        total = {"name": context["region"].name, "code": code, "cells": [card["row"] for card in page.cards]}
        table = exporting.Table(_("家庭、村和机构覆盖"), exporting.REACH_COLUMNS, [*rows, total])
        return take_table(request, context, table, page.snapshot)
    return render(request, "indicators/reach.html", context | {"page": page})


@login_required
@require_http_methods(["GET", "POST"])
def trend(request: HttpRequest, code: str) -> HttpResponseBase:
    """A rate by month (or by day of late) and by part; POST takes the grid away."""
    selectors.require_region(request.viewer, code)
    population = population_of(request)
    context = about_region(request, code, "trend", population)
    measures = presenters.measures()
    wanted = request.GET.get("measure", "")
    measure = wanted if wanted in measures else next(iter(measures))
    by_day = request.GET.get("by") == "day"
    page = presenters.trend_page(request.viewer, code, measure, population, by_day=by_day)
    if request.method == "POST":
        current = selectors.current_snapshot()
        if page is None or current is None:
            raise NotVisible
        columns = exporting.trend_columns(page)
        table = exporting.Table(_("走势"), columns, exporting.trend_rows(page), (measures[measure],))
        return take_table(request, context, table, current)
    context |= {
        "page": page,
        "measures": measures.items(),
        "measure": measure,
        "measure_label": measures[measure],
        "by_day": by_day,
        "chart": presenters.trend_chart(page, measures[measure]) if page else None,
    }
    return render(request, "indicators/trend.html", context)
