"""Renewals of a region, and the persons behind each number."""

from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.rulebook import rulebook
from jiayi.insight.indicators import exporting, permissions, presenters, selectors
from jiayi.insight.indicators.presenters.renewal import INDICATORS
from jiayi.insight.indicators.terms import Measure, Renewal

from .asking import about_region, language, next_url, population_of, uuid_or_none
from .taking import require_export, take_persons, take_table, wants_all

PAGE = 50


@login_required
@require_http_methods(["GET", "POST"])
def renewal(request: HttpRequest, code: str) -> HttpResponseBase:
    """What became of the agreements whose term ended; POST takes the table away."""
    selectors.require_region(request.viewer, code)
    measure, population = _measure(request), population_of(request)
    context = about_region(request, code, "renewal", population)
    page = presenters.renewal_page(request.viewer, code, measure, population, language())
    if request.method == "POST":
        if page is None:
            raise NotVisible
        narrowed = (presenters.periods()[measure],)
        table = exporting.Table(_("续签率"), exporting.RENEWAL_COLUMNS, [*page.rows, page.total], narrowed)
        return take_table(request, context, table, page.snapshot)
    context |= {
        "page": page,
        "indicator": rulebook().indicators[INDICATORS[measure]],
        "periods": presenters.periods().items(),
        "chart": presenters.renewal_chart(page) if page and page.rows else None,
    }
    return render(request, "indicators/renewal.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def renewal_persons(request: HttpRequest, code: str) -> HttpResponseBase:
    """The agreements behind a number by the resident's name, one audited page at a time; POST takes them as a file."""
    snapshot = selectors.current_snapshot()
    if snapshot is None:
        raise NotVisible
    context = about_region(request, code, "renewal", population_of(request)) | _words(request, code)
    if request.method == "POST":
        require_export(request)
        return _export(request, context, snapshot.as_of)
    found = _found(request, code, snapshot.as_of, limit=PAGE + 1)
    ids = [one.resident_id for one in found[:PAGE]]
    audit.record_read(by=request.viewer, act="indicators.list_due_agreements", resident_ids=ids)
    context |= {
        "rows": presenters.due_rows(request.viewer, found[:PAGE], language()),
        "next_url": next_url(request, found[PAGE - 1].agreement_id if len(found) > PAGE else None),
        "as_of": snapshot.as_of,
        "may_export": request.viewer.can(permissions.EXPORT),
    }
    return render(request, "indicators/renewal_persons.html", context)


def _found(
    request: HttpRequest, code: str, on: date, *, limit: int, is_whole: bool = False
) -> list[selectors.DueAgreement]:
    return selectors.due_agreements(
        request.viewer,
        code,
        population_of(request),
        _standing(request),
        on=on,
        only_year=_measure(request) == Measure.RENEWAL_YEAR,
        reason=request.GET.get("reason", ""),
        team_id=uuid_or_none(request.GET.get("team", "")),
        after_id=None if is_whole else uuid_or_none(request.GET.get("after", "")),
        limit=limit,
    )


def _words(request: HttpRequest, code: str) -> dict[str, Any]:
    """What the list is narrowed to, and the tabs of the other standings."""
    measure, standing, population = _measure(request), _standing(request), population_of(request)
    labels, reason = presenters.renewal_standings(), request.GET.get("reason", "")
    return {
        "measure": measure,
        "standing_label": labels[standing],
        "reason_label": presenters.renewal_reason(reason, language()) if reason else "",
        "tabs": [
            {
                "label": label,
                "url": presenters.renewal_persons_url(code, measure, population, one),
                "is_active": one == standing,
            }
            for one, label in labels.items()
        ],
    }


def _export(request: HttpRequest, context: dict[str, Any], on: date) -> HttpResponseBase:
    """This page of the list, or all of it, with everybody in the history."""
    code, is_whole = context["region"].code, wants_all(request)
    limit = exporting.EXPORT_LIMIT + 1 if is_whole else PAGE
    found = _found(request, code, on, limit=limit, is_whole=is_whole)
    exporting.require_fitting(found)
    period = presenters.periods()[context["measure"]]
    narrowed = [context["region"].name, context["population_label"], period, context["standing_label"]]
    rows = presenters.due_rows(request.viewer, found, language())
    return take_persons(
        request,
        exporting.Table(_("到期协议名单"), exporting.DUE_COLUMNS, rows, narrowed),
        [one.resident_id for one in found],
        act="indicators.export_due_agreements",
        details={"region": code, "population": context["population"], "standing": _standing(request)},
        on=on,
    )


def _measure(request: HttpRequest) -> Measure:
    return Measure.RENEWAL_ROLLING if request.GET.get("period") == Measure.RENEWAL_ROLLING else Measure.RENEWAL_YEAR


def _standing(request: HttpRequest) -> Renewal:
    wanted = request.GET.get("standing", Renewal.NOT_RENEWED)
    return Renewal(wanted) if wanted in set(Renewal) else Renewal.NOT_RENEWED
