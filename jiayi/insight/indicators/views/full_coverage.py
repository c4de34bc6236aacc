"""Groups of whom everybody is to be signed, by name."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.rulebook import rulebook
from jiayi.foundation.ui import answers as answering
from jiayi.foundation.ui.addresses import own_address
from jiayi.insight.indicators import exporting, permissions, presenters, selectors
from jiayi.insight.indicators.presenters import unsigned as words
from jiayi.insight.indicators.terms import FULL_COVERAGE
from jiayi.service.agreements import services as agreements

from .asking import about_region, language, next_url, team_members, uuid_or_none
from .taking import require_export, take_persons, wants_all

PAGE = 50
ACT = "indicators.list_full_coverage"


@login_required
@require_http_methods(["GET", "POST"])
def full_coverage(request: HttpRequest, code: str) -> HttpResponseBase:
    """Who of the groups to be covered in full is not signed; POST takes the list away."""
    selectors.require_region(request.viewer, code, permissions.DRILL)
    on = _day(code)
    groups, reasons = words.full_groups(code, on)
    context = about_region(request, code, "full_coverage") | _narrowing(request, groups)
    context |= {"indicator": selectors.indicator_of(FULL_COVERAGE), "reasons": reasons, "page": True, "as_of": on}
    if request.method == "POST":
        require_export(request)
        return _export(request, context, groups, on)
    found = _found(request, context, on, limit=PAGE + 1)
    ids = [one.resident_id for one in found[:PAGE]]
    audit.record_read(by=request.viewer, act=ACT, resident_ids=ids)
    context |= {
        "rows": words.unsigned_rows(request.viewer, found[:PAGE], groups, on, language()),
        "next_url": next_url(request, ids[-1] if len(found) > PAGE else None),
        "may_export": request.viewer.can(permissions.EXPORT),
        "may_sign": request.viewer.can("agreement_sign") or request.viewer.can("agreement_assist"),
        "may_assign": request.viewer.can(permissions.ASSIGN_TASKS),
        "members": team_members(request) if request.viewer.can(permissions.ASSIGN_TASKS) else [],
        "may_refuse": request.viewer.can("refusal_record"),
    }
    return render(request, "indicators/full_coverage.html", context)


@login_required
@require_POST
def assign_unsigned(request: HttpRequest, code: str) -> HttpResponseBase:
    """Give the ticked residents to a member of a team, to visit and sign; the answer names what became of each."""
    selectors.require_region(request.viewer, code, permissions.DRILL)
    if not request.viewer.can(permissions.ASSIGN_TASKS):
        raise NotVisible
    team_id, _colon, practitioner_id = request.POST.get("member", "").partition(":")
    team, member = uuid_or_none(team_id), uuid_or_none(practitioner_id)
    if team is None or member is None:
        messages.error(request, _("请选择团队和责任人。"))
        return redirect("indicators:full_coverage", code)
    ids = [found for text in request.POST.getlist("resident") if (found := uuid_or_none(text))]
    answers = agreements.give_to_sign(
        by=request.viewer, resident_ids=ids, team_id=team, practitioner_id=member, on=clock.today()
    )
    back = own_address(request, request.POST.get("next", ""))
    return render(request, answering.TEMPLATE, answering.answers_context(answers, back))


def _day(code: str) -> date:
    """Today for a township and a village; for a wider region the day that was counted, so that a page reads little."""
    snapshot = selectors.current_snapshot()
    return snapshot.as_of if snapshot and len(code) < selectors.TOWNSHIP_DIGITS else clock.today()


def _narrowing(request: HttpRequest, groups: list[str]) -> dict[str, Any]:
    """The filters that the address names, and what may be chosen."""
    known, standings = rulebook().groups, words.unsigned_standings()
    group, standing = request.GET.get("group", ""), request.GET.get("standing", "")
    return {
        "group": group if group in groups else "",
        "groups": [(code, known[code].label(language())) for code in groups],
        "standing": standing if standing in standings else "",
        "standings": standings.items(),
    }


def _found(
    request: HttpRequest, context: dict[str, Any], on: date, *, limit: int, is_whole: bool = False
) -> list[selectors.Unsigned]:
    return selectors.unsigned(
        request.viewer,
        context["region"].code,
        FULL_COVERAGE,
        on=on,
        standing=context["standing"],
        group=context["group"],
        after_id=None if is_whole else uuid_or_none(request.GET.get("after", "")),
        limit=limit,
    )


def _export(request: HttpRequest, context: dict[str, Any], groups: list[str], on: date) -> HttpResponseBase:
    is_whole = wants_all(request)
    limit = exporting.EXPORT_LIMIT + 1 if is_whole else PAGE
    found = _found(request, context, on, limit=limit, is_whole=is_whole)
    exporting.require_fitting(found)
    narrowed = [context["region"].name, presenters.population_label(FULL_COVERAGE, language())]
    rows = words.unsigned_rows(request.viewer, found, groups, on, language())
    return take_persons(
        request,
        exporting.Table(_("全覆盖人群未签名单"), exporting.UNSIGNED_COLUMNS, rows, narrowed),
        [one.resident_id for one in found],
        act="indicators.export_full_coverage",
        details={"region": context["region"].code, "group": context["group"], "standing": context["standing"]},
        on=on,
    )
