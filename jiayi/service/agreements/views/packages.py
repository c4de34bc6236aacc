"""Packages of institutions: the list, one package with its versions, and what is done with them."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import CodedError, NotVisible
from jiayi.foundation.core.dates import ONE_DAY
from jiayi.foundation.ui.lists import ListFile, list_file, list_page, render_list
from jiayi.service.agreements import permissions, selectors
from jiayi.service.agreements.forms import PublishForm, ReturnForm, WithdrawPackageForm, earliest_field
from jiayi.service.agreements.models import PackageVersion
from jiayi.service.agreements.presenters import packages as words
from jiayi.service.agreements.services import packages as services
from jiayi.service.agreements.terms import IN_FORCE, IN_WORK, Standing, VersionState


@require_http_methods(["GET", "POST"])
def packages(request: HttpRequest) -> HttpResponseBase:
    """The packages within reach, each by its latest version; POST takes the list away as a file."""
    viewer = request.viewer
    if not viewer.can(permissions.PACKAGE_READ):
        raise NotVisible
    page = list_page(words.package_list(viewer), selectors.latest_versions(viewer), request.GET)
    may_export = viewer.can(permissions.EXPORT)
    if request.method == "POST":
        if not may_export:
            raise NotVisible
        file = ListFile(
            name=_("服务包"),
            columns=words.package_columns(),
            record=lambda taken: audit.record(by=viewer, act="agreements.export_packages", details=taken.details()),
            rows=lambda rows: (words.version_row(one, on=clock.today()) for one in rows),
        )
        return list_file(request, page, file, at=clock.now())
    page.show(lambda one: words.version_row(one, on=clock.today()))
    waiting = selectors.latest_versions(viewer).filter(state=VersionState.SUBMITTED).count()
    context = {
        "page": page,
        "may_export": may_export,
        "may_write": viewer.can(permissions.PACKAGE_WRITE),
        "waiting": waiting if viewer.can(permissions.PACKAGE_APPROVE) else 0,
    }
    return render_list(request, "agreements/packages.html", context)


@require_GET
def package(request: HttpRequest, package_id: UUID) -> HttpResponse:
    """One package: a version (the latest unless another is asked for), its differences, all versions, the steps."""
    viewer, on = request.viewer, clock.today()
    versions = selectors.versions_of(viewer, package_id)
    asked = request.GET.get("version", "")
    shown = next((one for one in versions if str(one.number) == asked), versions[0])
    holding = selectors.AgreementFilters(package=shown.package.code, states=IN_FORCE)
    context = words.package_page(versions, shown, on=on) | {
        "package": shown.package,
        "acts": _acts(request, versions, shown),
        "forms": _forms(),
        "agreements": selectors.agreements(viewer, holding).count(),
    }
    return render(request, "agreements/package.html", context)


def _forms() -> dict[str, Any]:
    tomorrow = clock.today() + ONE_DAY
    return {
        "give_back": ReturnForm(prefix="return"),
        "publish": earliest_field(PublishForm(initial={"starts_on": tomorrow}), "starts_on", clock.today()),
        "withdraw": earliest_field(WithdrawPackageForm(initial={"from_on": tomorrow}), "from_on", tomorrow),
    }


def _acts(request: HttpRequest, versions: list[PackageVersion], shown: PackageVersion) -> set[str]:
    """What this viewer may do with the version that is shown, as names that the template asks for."""
    viewer, place, on = request.viewer, shown.package.institution_id, clock.today()
    acts: set[str] = set()
    if selectors.may_at(viewer, permissions.PACKAGE_APPROVE, place) and shown.state == VersionState.SUBMITTED:
        acts |= {"approve", "give_back"}
    if not selectors.may_at(viewer, permissions.PACKAGE_WRITE, place):
        return acts
    standing = selectors.standing_of(shown, on)
    acts |= {
        Standing.DRAFT: {"edit", "submit", "discard"},
        Standing.RETURNED: {"edit", "submit", "discard"},
        Standing.SUBMITTED: {"take_back"},
        Standing.APPROVED: {"publish"},
        Standing.UPCOMING: {"publish", "call_off"},
    }.get(standing, set())
    if all(one.state not in IN_WORK for one in versions):
        acts.add("new_version")
    offered = {selectors.standing_of(one, on) for one in versions}
    if offered & {Standing.IN_FORCE, Standing.UPCOMING}:
        acts.add("withdraw")
    return acts


Act = Callable[[HttpRequest, PackageVersion], object]


@require_POST
def submit(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """Put a version before the bureau."""
    return _do(request, version_id, services.submit_version, _("已提交审核。"), revision=_revision(request))


@require_POST
def take_back(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """Take a version back before it is decided on."""
    return _do(request, version_id, services.take_back_version, _("已撤回，可以修改。"))


@require_POST
def discard(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """Drop a draft."""
    version = selectors.version_for(request.viewer, version_id)
    is_only = len(selectors.versions_of(request.viewer, version.package_id)) == 1
    where = None if is_only else version.package_id
    done = services.discard_version
    return _do(request, version_id, done, _("已删除草稿。"), to=where, leaves=True, revision=_revision(request))


@require_POST
def approve(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """The bureau approves a version."""
    return _do(request, version_id, services.approve_version, _("已批准，机构可以发布。"), revision=_revision(request))


@require_POST
def give_back(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """The bureau returns a version with its reason."""
    reason = request.POST.get("return-reason", "")
    return _do(request, version_id, services.return_version, _("已退回。"), revision=_revision(request), reason=reason)


@require_POST
def publish(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """Offer a version from a day on."""
    form = PublishForm(request.POST)
    if not form.is_valid():
        selectors.version_for(request.viewer, version_id)
        return _not_valid(request, version_id, form)
    return _do(request, version_id, services.publish_version, _("已发布。"), **form.cleaned_data)


@require_POST
def call_off(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """A version that has not begun is not published after all."""
    return _do(request, version_id, services.call_off_publication, _("已取消发布。"))


@require_POST
def withdraw(request: HttpRequest, package_id: UUID) -> HttpResponse:
    """Nobody is signed with a package from a day on."""
    version = selectors.versions_of(request.viewer, package_id)[0]
    form = WithdrawPackageForm(request.POST)
    if not form.is_valid():
        return _not_valid(request, version.id, form)

    def act(*, version_id: UUID, **given: Any) -> None:
        services.withdraw_package(package_id=package_id, **given)

    return _do(request, version.id, act, _("已停用。"), **form.cleaned_data)


def _revision(request: HttpRequest) -> int:
    text = request.POST.get("revision", "")
    return int(text) if text.isdecimal() and len(text) < 9 else -1


def _not_valid(request: HttpRequest, version_id: UUID, form: Any) -> HttpResponse:
    version = selectors.version_for(request.viewer, version_id)
    messages.error(request, " ".join(error for errors in form.errors.values() for error in errors))
    return redirect("agreements:package", version.package_id)


def _do(
    request: HttpRequest,
    version_id: UUID,
    act: Callable[..., object],
    done: str,
    *,
    to: UUID | None = None,
    leaves: bool = False,
    **given: Any,
) -> HttpResponse:
    """Do it and go back to the package (or to the list, where it is gone); a refusal is told there."""
    version = selectors.version_for(request.viewer, version_id)
    try:
        act(by=request.viewer, version_id=version_id, on=clock.today(), **given)
    except NotVisible:
        raise
    except CodedError as error:
        messages.error(request, error.message or error.code)
    else:
        messages.success(request, done)
        if leaves:
            return redirect("agreements:package", to) if to else redirect("agreements:packages")
    url = redirect("agreements:package", version.package_id)
    url["Location"] += f"?version={version.number}"
    return url
