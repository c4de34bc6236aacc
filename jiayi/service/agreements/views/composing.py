"""Compose a package on one page: what it holds and costs, with the rulebook's word on it as one fills it in."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import CodedError, NotVisible
from jiayi.registry.organization import selectors as organization
from jiayi.service.agreements import permissions, selectors
from jiayi.service.agreements.forms import LinesForm, PackageForm, answers_of, content_from
from jiayi.service.agreements.presenters import composing as words
from jiayi.service.agreements.services import packages as services

SUBMITTING = "submit"


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A new package of an institution that the viewer manages."""
    places = _places(request)
    place = _chosen(places, request.POST.get("institution") or request.GET.get("institution", ""))
    forms = _forms(request, place, places=places, initial={"institution": str(place.id)})
    return _answer(request, place, forms, services.compose_package, _("编制服务包"), institution_id=place.id)


@require_http_methods(["GET", "POST"])
def new_version(request: HttpRequest, package_id: UUID) -> HttpResponse:
    """A new version of a package, beginning with what the latest one holds."""
    latest = selectors.versions_of(request.viewer, package_id)[0]
    place = _managed(request, latest.package.institution_id)
    forms = _forms(request, place, initial=answers_of(selectors.content_of(latest)))
    heading = _("编制新版：%(name)s") % {"name": latest.name_zh}
    return _answer(request, place, forms, services.compose_version, heading, package_id=package_id)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """Change a draft or a returned version."""
    version = selectors.version_for(request.viewer, version_id)
    place = _managed(request, version.package.institution_id)
    forms = _forms(request, place, initial=answers_of(selectors.content_of(version)))
    text = request.POST.get("revision", "")
    revision = int(text) if text.isdecimal() and len(text) < 9 else version.revision
    given = {"version_id": version.id, "revision": revision}
    heading = _("修改服务包：%(name)s") % {"name": version.name_zh}
    return _answer(request, place, forms, services.change_version, heading, returned=version, **given)


@require_POST
def check(request: HttpRequest) -> HttpResponse:
    """What the rulebook says of what is filled in so far, as a fragment."""
    places = _places(request)
    place = _chosen(places, request.POST.get("institution", ""))
    return render(request, "agreements/package_check.html", _check(_forms(request, place, places=places), place))


def _places(request: HttpRequest) -> list[Any]:
    """The institutions that the viewer composes for, the viewer's own first."""
    found = list(organization.managed_institutions(request.viewer, permissions.PACKAGE_WRITE))
    if not found:
        raise NotVisible
    own = request.viewer.scope(permissions.PACKAGE_WRITE).institution_ids
    return sorted(found, key=lambda place: place.id not in own)


def _chosen(places: list[Any], wanted: str) -> Any:
    return next((place for place in places if str(place.id) == wanted), places[0])


def _managed(request: HttpRequest, institution_id: UUID) -> Any:
    found = organization.managed_institutions(request.viewer, permissions.PACKAGE_WRITE).filter(id=institution_id)
    place = found.first()
    if place is None:
        raise NotVisible
    return place


Forms = tuple[PackageForm, LinesForm]


def _forms(request: HttpRequest, place: Any, *, places: Any = (), initial: dict | None = None) -> Forms:
    data = request.POST if request.method == "POST" else None
    options = words.line_options(place.region_id, clock.today())
    return PackageForm(data, places=places, initial=initial), LinesForm(data, initial=initial, **options)


def _check(forms: Forms, place: Any) -> dict[str, Any]:
    for form in forms:
        form.is_valid()
    if forms[0].is_bound:
        content = content_from(*(form.cleaned_data for form in forms))
    else:
        content = content_from(*(form.initial for form in forms))
    return {"outcome": words.check_of(content, place.region_id, clock.today())}


def _answer(
    request: HttpRequest, place: Any, forms: Forms, act: Any, heading: str, *, returned: Any = None, **given: Any
) -> HttpResponse:
    """The page; after a good answer the package, submitted at once where that was asked for."""
    package_form, lines_form = forms
    if request.method == "POST" and all([package_form.is_valid(), lines_form.is_valid()]):
        content = content_from(package_form.cleaned_data, lines_form.cleaned_data)
        try:
            version = act(by=request.viewer, content=content, on=clock.today(), **given)
            return _saved(request, version)
        except NotVisible:
            raise
        except CodedError as error:
            package_form.refuse(error)
    refusal = getattr(package_form, "refusal", None)
    status = refusal.status if refusal else 422 if request.method == "POST" else 200
    context = _check(forms, place) | {
        "heading": heading,
        "place": place,
        "form": package_form,
        "lines": lines_form,
        "kinds": words.kinds_of(lines_form, place.region_id, clock.today()),
        "revision": given.get("revision"),
        "returned": words.return_reason(returned),
        "refusal": refusal,
    }
    return render(request, "agreements/package_compose.html", context, status=status)


def _saved(request: HttpRequest, version: Any) -> HttpResponse:
    """To the package; where it was to be submitted too and may not be, the draft is kept and the reason told."""
    try:
        if request.POST.get("then") == SUBMITTING:
            services.submit_version(
                by=request.viewer, version_id=version.id, revision=version.revision, on=clock.today()
            )
            messages.success(request, _("已提交审核。"))
        else:
            messages.success(request, _("已保存草稿。"))
    except CodedError as error:
        messages.warning(request, _("草稿已保存，但不能提交：%(reason)s") % {"reason": error.message})
    return redirect("agreements:package", version.package_id)
