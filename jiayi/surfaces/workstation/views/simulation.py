"""Pages of simulations: what an adoption would change, kept, compared, taken away, and confirmed."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import CodedError, NotVisible
from jiayi.foundation.base.signs import joined
from jiayi.foundation.jobs import selectors as jobs
from jiayi.foundation.ui.exports import Column, ExportNote, Sheet, book_response
from jiayi.registry.organization import selectors as organization
from jiayi.surfaces.workstation import services
from jiayi.surfaces.workstation.models import AdoptionSimulation
from jiayi.surfaces.workstation.permissions import SCHEME_ADOPT
from jiayi.surfaces.workstation.presenters import adoption as adoption_presenters
from jiayi.surfaces.workstation.presenters import simulation as presenters
from jiayi.surfaces.workstation.selectors import simulation_for, simulations

MOST_COMPARED = 4


@login_required
@require_GET
def simulation(request: HttpRequest, simulation_id: UUID) -> HttpResponse:
    """One simulation: how far it is, or what came of it, with the values of the rulebook that would differ."""
    return _page(request, simulation_for(request.viewer, simulation_id))


def _page(request: HttpRequest, shown: AdoptionSimulation, *, status: int = 200, **refusal: Any) -> HttpResponse:
    language = get_language() or ""
    own = jobs.runs(request.viewer).filter(pk=shown.run_id).first() if shown.run_id else None
    context = {
        "page": presenters.simulation_page(shown, clock.today(), language),
        "preview": adoption_presenters.adoption_preview(
            request.viewer, shown.region_id, shown.schemes, shown.starts_on, language
        ),
        "region": shown.region,
        "run": own if shown.computed_at is None else None,
    }
    return render(request, "workstation/simulation.html", context | refusal, status=status)


@login_required
@require_POST
def confirm(request: HttpRequest, simulation_id: UUID) -> HttpResponse:
    """Adopt what was tried out; refused where the rules have changed since."""
    shown = simulation_for(request.viewer, simulation_id)
    try:
        services.adopt_simulated(by=request.viewer, simulation_id=shown.id, on=clock.today())
    except NotVisible:
        raise
    except CodedError as error:
        return _page(request, shown, status=error.status, refusal=error, breaches=error.breaches)
    messages.success(request, _("已采用，从所定日期起生效。"))
    return redirect("workstation:adoption_of", code=shown.region_id)


@login_required
@require_POST
def again(request: HttpRequest, simulation_id: UUID) -> HttpResponse:
    """Try the same out on the data of today."""
    former = simulation_for(request.viewer, simulation_id)
    renewed = services.start_simulation(
        by=request.viewer,
        region_code=former.region_id,
        schemes=former.schemes,
        starts_on=former.starts_on,
        on=clock.today(),
        at=clock.now(),
        decided_by=former.decided_by,
        note=former.note,
    )
    return redirect("workstation:simulation", renewed.id)


@login_required
@require_POST
def export(request: HttpRequest, simulation_id: UUID) -> HttpResponseBase:
    """The simulation as a workbook, a sheet for each part; it names teams and staff, no residents."""
    shown = simulation_for(request.viewer, simulation_id)
    if shown.computed_at is None:
        raise NotVisible
    language = get_language() or ""
    page = presenters.simulation_page(shown, clock.today(), language)
    audit.record(
        by=request.viewer, act="workstation.export_simulation", subject_kind="simulation", subject_ids=[shown.id]
    )
    told = _("%(region)s；%(schemes)s；%(day)s 起；数据截至 %(on)s") % {
        "region": shown.region.name,
        "schemes": joined(page.schemes),
        "day": shown.starts_on,
        "on": shown.on,
    }
    return book_response(
        name=_("采用方案推演"),
        sheets=[_overview(page), *(_sheet(table) for table in page.tables)],
        note=ExportNote(request.viewer.actor_name, clock.now(), told),
    )


def _overview(page: presenters.SimulationPage) -> Sheet:
    columns = [
        Column(_("指标"), lambda one: one.label),
        Column(_("现在"), lambda one: one.before, "quantity"),
        Column(_("采用后"), lambda one: one.after, "quantity"),
        Column(_("变化"), lambda one: one.change, "quantity"),
    ]
    return Sheet(_("总览"), columns, page.measures)


def _sheet(table: presenters.Table) -> Sheet:
    columns = [
        Column(heading.whole, lambda row, place=place: row[place].exported, "quantity")
        for place, heading in enumerate(table.headings)
    ]
    return Sheet(table.title, columns, table.rows)


@login_required
@require_GET
def compare(request: HttpRequest, code: str) -> HttpResponse:
    """Several simulations of one region beside each other."""
    chosen = _chosen(request, code)
    region = organization.region_for(request.viewer, code)
    if not chosen:
        return _to_choose_again(request, code)
    context = {"page": presenters.comparison(chosen, get_language() or ""), "region": region}
    return render(request, "workstation/compare_simulations.html", context)


@login_required
@require_POST
def export_comparison(request: HttpRequest, code: str) -> HttpResponseBase:
    """The same table as a workbook."""
    chosen = _chosen(request, code)
    if not chosen:
        return _to_choose_again(request, code)
    page = presenters.comparison(chosen, get_language() or "")
    audit.record(
        by=request.viewer,
        act="workstation.export_simulation",
        subject_kind="simulation",
        subject_ids=[one.id for one in chosen],
    )
    columns = [Column(_("指标"), lambda row: row[0]), Column(_("现在"), lambda row: row[1], "quantity")]
    for place, (one, name) in enumerate(page.columns):
        title = _("%(schemes)s（%(day)s 起）") % {"schemes": name, "day": one.starts_on}
        columns.append(Column(title, lambda row, place=place: row[2][place] and row[2][place].after, "quantity"))
    told = _("数据截至 %(on)s") % {"on": joined(sorted({one.on.isoformat() for one in chosen}))}
    note = ExportNote(request.viewer.actor_name, clock.now(), told)
    return book_response(name=_("比较推演"), sheets=[Sheet(_("比较推演"), columns, page.rows)], note=note)


def _to_choose_again(request: HttpRequest, code: str) -> HttpResponse:
    messages.error(request, _("请选择 2 至 %(most)s 次推演来比较。") % {"most": MOST_COMPARED})
    return redirect("workstation:adoption_of", code=code)


def _chosen(request: HttpRequest, code: str) -> list[AdoptionSimulation]:
    """The simulations that are asked for, none where they are too few or too many to compare."""
    if not request.viewer.scope(SCHEME_ADOPT).holds_region(code):
        raise NotVisible
    wanted = list(dict.fromkeys(request.GET.getlist("with") or request.POST.getlist("with")))
    known = {str(one.id): one for one in simulations(request.viewer, code).exclude(computed_at=None)}
    chosen = [known[one] for one in wanted if one in known]
    if len(chosen) < len(wanted):
        raise NotVisible
    return chosen if 2 <= len(chosen) <= MOST_COMPARED else []
