"""The viewer's background work: a list, and a fragment that asks again while work is under way."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from . import selectors, services
from .presenters import run_row

SHOWN = 50


@login_required
def run_list(request: HttpRequest) -> HttpResponse:
    """The latest runs that this person started."""
    services.mark_interrupted()
    rows = [run_row(run, stays=True) for run in selectors.runs(request.viewer)[:SHOWN]]
    return render(request, "jobs/run_list.html", {"rows": rows})


@login_required
def fragment(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """How far one run is; asks again by itself until it is over, then leads to the result whoever waits for it.

    Pages that only tell of it, such as the first page, ask with `stays`: nobody is led away from there.
    """
    services.mark_interrupted()
    stays = "stays" in request.GET
    row = run_row(selectors.run_for(request.viewer, run_id), stays=stays)
    answer = render(request, "jobs/fragment.html", {"row": row})
    if row.url and request.htmx and not stays:
        answer["HX-Redirect"] = row.url
    return answer


@login_required
@require_POST
def cancel(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """Ask a run to stop."""
    services.cancel(by=request.viewer, run_id=run_id)
    return redirect("jobs:runs")


@login_required
@require_POST
def restart(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """Begin a run anew."""
    services.restart(by=request.viewer, run_id=run_id)
    return redirect("jobs:runs")
