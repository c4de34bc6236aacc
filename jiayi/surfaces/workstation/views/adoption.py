"""Pages of adoption: which schemes a region follows, and what another one would change before it is confirmed."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import NotVisible
from jiayi.registry.organization import selectors as organization
from jiayi.registry.organization import services as organization_services
from jiayi.surfaces.workstation import services
from jiayi.surfaces.workstation.forms import AdoptionForm, EndAdoptionForm
from jiayi.surfaces.workstation.permissions import SCHEME_ADOPT
from jiayi.surfaces.workstation.presenters import adoption as presenters


@login_required
@require_GET
def adoption(request: HttpRequest, code: str = "") -> HttpResponse:
    """The schemes that a region follows today, and how it came to that."""
    code = _region_code(request, code)
    page = presenters.adoption_page(request.viewer, code, clock.today(), get_language() or "")
    return render(request, "workstation/adoption.html", {"page": page})


@login_required
@require_http_methods(["GET", "POST"])
def adopt(request: HttpRequest, code: str) -> HttpResponse:
    """Choose schemes and a day; the next step shows what would change on the data of today."""
    code = _region_code(request, code)
    region = organization.region_for(request.viewer, code)
    form = AdoptionForm(request.POST or None, initial={"starts_on": clock.today()}, language=get_language() or "")
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "workstation/adopt.html", {"form": form, "region": region}, status=status)
    asked = form.cleaned_data | {"on": clock.today(), "at": clock.now()}
    simulation = services.start_simulation(by=request.viewer, region_code=code, **asked)
    return redirect("workstation:simulation", simulation.id)


@login_required
@require_POST
def end_adoption(request: HttpRequest, adoption_id: UUID) -> HttpResponse:
    """Give an adoption its last day."""
    form = EndAdoptionForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("请填写最后一天。"))
    else:
        organization_services.end_adoption(
            by=request.viewer, adoption_id=adoption_id, ends_on=form.cleaned_data["ends_on"], on=clock.today()
        )
        messages.success(request, _("已定下最后一天。"))
    return redirect("workstation:adoption")


def _region_code(request: HttpRequest, code: str) -> str:
    """The region asked for, or the widest that the viewer decides for; NotVisible outside."""
    scope = request.viewer.scope(SCHEME_ADOPT)
    if scope.is_empty or (code and not scope.holds_region(code)):
        raise NotVisible
    if code:
        return code
    widest = min(scope.region_prefixes, key=len, default="")
    if not widest:
        raise NotVisible
    return widest
