"""The same facts under several documents."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from jiayi.insight.indicators import selectors
from jiayi.insight.indicators.presenters import comparing

from .asking import language
from .board import about_board


@login_required
@require_GET
def compare(request: HttpRequest, code: str) -> HttpResponse:
    """A region's numbers beside its own targets and those of the documents asked for."""
    selectors.require_region(request.viewer, code)
    choices = comparing.scheme_choices(language())
    asked = [one for one in request.GET.getlist("scheme") if one in dict(choices)][: comparing.MOST]
    context = about_board(request, code, "compare")
    periods = selectors.periods_of(code, context["month"])
    context |= {
        "choices": choices,
        "asked": asked,
        "heads": [dict(choices)[one] for one in asked],
        "periods": periods,
        "rows": comparing.compared(request.viewer, code, asked, periods, language()),
    }
    return render(request, "indicators/compare.html", context)
