"""The persons behind a count."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base.errors import NotVisible
from jiayi.insight.indicators import exporting, permissions, presenters, selectors
from jiayi.insight.indicators.models import CoverageSnapshot
from jiayi.insight.indicators.terms import Standing
from jiayi.registry.organization import selectors as organization

from .asking import language, next_url, population_of, uuid_or_none
from .taking import require_export, take_persons, wants_all

PAGE = 50


@login_required
@require_http_methods(["GET", "POST"])
def persons(request: HttpRequest, code: str) -> HttpResponseBase:
    """The persons behind a count, as of the snapshot's day, one audited page at a time; POST takes them as a file."""
    snapshot = selectors.current_snapshot()
    population, standing = population_of(request), _standing(request)
    if snapshot is None:
        raise NotVisible
    narrowing = {"team_id": uuid_or_none(request.GET.get("team", "")), "on": snapshot.as_of}
    after = uuid_or_none(request.GET.get("after", ""))
    if request.method == "POST":
        require_export(request)
        if wants_all(request):
            everyone = exporting.every_person(request.viewer, code, population, standing, **narrowing)
            return _export(request, code, everyone, snapshot)
    found = selectors.persons(request.viewer, code, population, standing, **narrowing, after_id=after, limit=PAGE + 1)
    ids = [one.resident_id for one in found[:PAGE]]
    if request.method == "POST":
        return _export(request, code, ids, snapshot)
    audit.record_read(by=request.viewer, act="indicators.list_persons", resident_ids=ids)
    context = {
        "region": organization.region_for(request.viewer, code),
        "population": population,
        "population_label": presenters.population_label(population, language()),
        "standing_label": presenters.standings()[standing],
        "tabs": [
            {"label": label, "url": presenters.persons_url(code, population, one), "is_active": one == standing}
            for one, label in presenters.standings().items()
        ],
        "rows": presenters.person_rows(request.viewer, ids, snapshot.as_of, language()),
        "next_url": next_url(request, ids[-1] if len(found) > PAGE else None),
        "as_of": snapshot.as_of,
        "may_export": request.viewer.can(permissions.EXPORT),
    }
    return render(request, "indicators/persons.html", context)


def _export(request: HttpRequest, code: str, ids: list[UUID], snapshot: CoverageSnapshot) -> HttpResponseBase:
    population, standing = population_of(request), _standing(request)
    region = organization.region_for(request.viewer, code).name
    narrowed = [region, presenters.population_label(population, language()), presenters.standings()[standing]]
    rows = exporting.person_rows(request.viewer, ids, snapshot.as_of, language())
    return take_persons(
        request,
        exporting.Table(_("签约覆盖率名单"), exporting.PERSON_COLUMNS, rows, narrowed),
        ids,
        act="indicators.export_persons",
        details={"region": code, "population": population, "standing": standing},
        on=snapshot.as_of,
    )


def _standing(request: HttpRequest) -> Standing:
    wanted = request.GET.get("standing", Standing.UNSIGNED)
    return Standing(wanted) if wanted in set(Standing) else Standing.UNSIGNED
