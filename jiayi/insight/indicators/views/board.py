"""The board of a region, one indicator of it, and the persons behind a number."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.rulebook import rulebook
from jiayi.foundation.ui.exports import Column, ExportNote, export_response
from jiayi.insight.indicators import exporting, permissions, presenters, selectors
from jiayi.insight.indicators.presenters import board as words
from jiayi.insight.indicators.presenters import rate_trend, scores
from jiayi.insight.indicators.terms import Part
from jiayi.registry.organization import selectors as organization

from .asking import file_kind, language, next_url, team_members, uuid_or_none
from .taking import require_export, take_persons, wants_all

PAGE = 50


@login_required
@require_GET
def board_home(request: HttpRequest) -> HttpResponse:
    """Go to the board of the widest region that the viewer may see."""
    code = selectors.home_region(request.viewer)
    if not code:
        raise NotVisible
    return redirect("indicators:board", code=code)


@login_required
@require_http_methods(["GET", "POST"])
def board(request: HttpRequest, code: str) -> HttpResponseBase:
    """All indicators of a region beside their targets; POST takes the table away."""
    selectors.require_region(request.viewer, code)
    context = about_board(request, code, "board")
    page = words.board_page(request.viewer, code, context["month"], language())
    if request.method == "POST":
        if page is None:
            raise NotVisible
        rows = [{"name": one.name, "score": one} for one in page.cards]
        return take_numbers(request, code, _("指标看板"), exporting.RATE_COLUMNS, rows, [str(page.as_of)])
    return render(request, "indicators/board.html", context | {"page": page})


@login_required
@require_http_methods(["GET", "POST"])
def indicator(request: HttpRequest, code: str, name: str) -> HttpResponseBase:
    """One indicator: definition, numbers by place, trend; POST takes the numbers away."""
    selectors.require_region(request.viewer, code)
    entry = selectors.indicator_for(name)
    context = about_board(request, code, "board")
    by = request.GET.get("by", "parts")
    by = by if by in words.BY else "parts"
    periods = selectors.periods_of(code, context["month"])
    rows = words.rows_by(request.viewer, code, entry, by, periods, language())
    if request.method == "POST":
        if not rows:
            raise NotVisible
        narrowed = [str(periods[0].as_of)]
        return take_numbers(request, code, entry.label(language()), exporting.RATE_COLUMNS, rows, narrowed)
    rate = selectors.rates(request.viewer, code, periods, [name], ["region"]).get((name, "region", ""))
    on = periods[0].as_of if periods else clock.today()
    score = scores.score_of(name, rate or selectors.Rate(0, 0), code, on, language())
    others = scores.peers_of(periods, name, language())
    points = rate_trend.trend_of(request.viewer, code, entry)
    context |= {
        "indicator": entry,
        "title": entry.label(language()),
        "score": score,
        "periods": periods,
        "rows": rows,
        "by": by,
        "bys": [("parts", _("下级地区")), ("institution", _("机构")), ("team", _("团队")), ("doctor", _("医生"))],
        "points": points,
        "peers": others,
        "chart": rate_trend.trend_chart(points, score) if len(points) > 1 else None,
        "excluded": [(words.excluded_reasons().get(why, why), text) for why, text in entry.excluded.items()],
        "columns": _columns(entry),
        "source": _source(entry),
        "owner": rulebook().posts[entry.owner].label(language()),
        "may_drill": selectors.may_name(request.viewer, code, entry),
    }
    return render(request, "indicators/indicator.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def indicator_persons(request: HttpRequest, code: str, name: str) -> HttpResponseBase:
    """The persons of a numerator, those missed and those left out, one audited page at a time; POST takes them."""
    viewer = request.viewer
    selectors.require_region(viewer, code, permissions.DRILL)
    entry = selectors.indicator_for(name)
    if not selectors.may_name(viewer, code, entry):
        raise NotVisible
    context = about_board(request, code, "board")
    part, periods = _part(request), selectors.periods_of(code, context["month"])
    narrowing = _narrowing(request)
    on = periods[0].as_of if periods else clock.today()
    if request.method == "POST":
        require_export(request)
    whole = request.method == "POST" and wants_all(request)
    limit = exporting.EXPORT_LIMIT + 1 if whole else PAGE + 1
    found = selectors.persons_behind(viewer, code, entry, part, periods, narrowing, limit)
    if request.method == "POST":
        exporting.require_fitting(found)
        return _take_persons(request, code, entry, part, found if whole else found[:PAGE], on)
    ids = found[:PAGE]
    audit.record_read(by=viewer, act="indicators.list_indicator_persons", resident_ids=ids)
    context |= {
        "indicator": entry,
        "title": entry.label(language()),
        "part_label": part.label(language()),
        "is_missed": part == Part.MISSED,
        "part_tabs": [
            {"label": one.label(language()), "url": _with(request, part=one.value), "is_active": one == part}
            for one in Part
        ],
        "rows": presenters.person_rows(viewer, ids, on, language()),
        "next_url": next_url(request, ids[-1] if len(found) > PAGE else None),
        "as_of": on,
        "may_export": viewer.can(permissions.EXPORT),
        "may_assign": part == Part.MISSED and viewer.can(permissions.ASSIGN_TASKS),
        "gap": _gap(request, code, name, periods, narrowing),
        "members": team_members(request) if viewer.can(permissions.ASSIGN_TASKS) else [],
    }
    return render(request, "indicators/indicator_persons.html", context)


def about_board(request: HttpRequest, code: str, page: str) -> dict[str, Any]:
    """The region, the way to it, the months with facts and the one asked for ("": the newest)."""
    months = selectors.months_of(code)
    month = request.GET.get("period", "")
    return {
        "region": organization.region_for(request.viewer, code),
        "path": presenters.region_path(request.viewer, code, page, ""),
        "months": months,
        "month": month if month in months else "",
    }


def _part(request: HttpRequest) -> Part:
    wanted = request.GET.get("part", Part.MISSED)
    return Part(wanted) if wanted in set(Part) else Part.MISSED


def _narrowing(request: HttpRequest) -> selectors.Narrowing:
    level, place = request.GET.get("level", ""), uuid_or_none(request.GET.get("place", ""))
    after = uuid_or_none(request.GET.get("after", ""))
    if level not in ("institution", "team", "doctor") or place is None:
        return selectors.Narrowing(after=after)
    return selectors.Narrowing(level, str(place), after)


def _gap(
    request: HttpRequest, code: str, name: str, periods: list[selectors.Period], narrowing: selectors.Narrowing
) -> dict[str, Any] | None:
    """How many persons bring the place to its target, and by when."""
    if not periods:
        return None
    level = narrowing.level or "region"
    found = selectors.rates(request.viewer, code, periods, [name], [level])
    rate = found.get((name, level, narrowing.place))
    if rate is None:
        return None
    score = scores.score_of(name, rate, code, periods[0].as_of, language())
    by = periods[0].as_of.replace(month=12, day=31)
    return {"score": score, "needed": score.needed, "by": by} if score.target else None


def _source(entry: Any) -> str:
    if entry.source is None:
        return ""
    return f"{rulebook().documents[entry.source.document].label(language())} {entry.source.clause}"


def _columns(entry: Any) -> list[str]:
    formula = selectors.formula_of(entry)
    if formula is None:
        return []
    named = formula.numerator.columns | formula.denominator.columns
    return [f"{name}：{rulebook().fact_columns[name].label(language())}" for name in sorted(named)]


def _with(request: HttpRequest, **changed: str) -> str:
    asked = request.GET.copy()
    asked.pop("after", None)
    for name, value in changed.items():
        asked[name] = value
    return f"?{asked.urlencode()}"


def take_numbers(
    request: HttpRequest, code: str, name: str, columns: Sequence[Column], rows: Sequence[Any], narrowed: list[str]
) -> HttpResponseBase:
    """A table of numbers of a region as a file; that it left is in the history."""
    kind = file_kind(request)
    region = organization.region_for(request.viewer, code).name
    audit.record(
        by=request.viewer,
        act="indicators.export_indicators",
        subject_kind="region",
        subject_ids=[code],
        details={"kind": kind, "table": name},
    )
    note = ExportNote(request.viewer.actor_name, clock.now(), "；".join([region, *narrowed]))
    return export_response(kind, name=name, columns=columns, rows=rows, note=note)


def _take_persons(
    request: HttpRequest, code: str, entry: Any, part: Part, ids: list[UUID], on: Any
) -> HttpResponseBase:
    region = organization.region_for(request.viewer, code).name
    narrowed = [region, entry.label(language()), part.label(language())]
    rows = exporting.person_rows(request.viewer, ids, on, language())
    return take_persons(
        request,
        exporting.Table(entry.label(language()), exporting.PERSON_COLUMNS, rows, narrowed),
        ids,
        act="indicators.export_indicator_persons",
        details={"region": code, "indicator": entry.indicator, "part": part},
        on=on,
    )
