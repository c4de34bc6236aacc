"""The pages on which boards are kept: the list of places, one board with what it lacks, publish and take back."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import LawBroken, NotVisible
from jiayi.foundation.ui.lists import ListFile, ListPage, list_file, list_page, render_list
from jiayi.registry.organization import selectors as organization
from jiayi.registry.organization import services as keeping
from jiayi.registry.organization.terms import BoardContent, BoardKey, PlaceKind
from jiayi.service.agreements import permissions, selectors
from jiayi.service.agreements.forms.boards import BoardForm
from jiayi.service.agreements.presenters import board_lists as lists
from jiayi.service.agreements.presenters.boards import board_words
from jiayi.service.agreements.presenters.rows import by_words

from .public import board_address


@login_required
@require_http_methods(["GET", "POST"])
def boards(request: HttpRequest, kind: str) -> HttpResponseBase:
    """The villages or the institutions within reach with their boards; POST takes the list away."""
    if not request.viewer.can(permissions.TEAM_READ) or kind not in set(PlaceKind):
        raise NotVisible
    viewer, on, kind = request.viewer, clock.today(), PlaceKind(kind)
    scope = viewer.scope(permissions.TEAM_READ)
    places = organization.village_places if kind == PlaceKind.VILLAGE else organization.institution_places
    page = list_page(lists.board_list(viewer, kind), places(viewer, scope, on), request.GET)
    if request.method == "POST":
        return _export(request, page, kind)
    ready = [place.code for place in page.rows if place.is_served and not place.published_on]
    page.rows = lists.board_rows(page.rows, kind, on)
    context = {
        "page": page,
        "kind": kind,
        "tabs": lists.tabs(kind),
        "may_export": viewer.can(permissions.EXPORT),
        "ready": ready if kind == PlaceKind.VILLAGE and viewer.can(permissions.PUBLICITY_WRITE) else [],
    }
    return render_list(request, "agreements/boards.html", context)


def _export(request: HttpRequest, page: ListPage, kind: PlaceKind) -> HttpResponseBase:
    if not request.viewer.can(permissions.EXPORT):
        raise NotVisible
    file = ListFile(
        name=_("公示栏"),
        columns=lists.BOARD_COLUMNS,
        record=lambda taken: audit.record(
            by=request.viewer, act="agreements.export_boards", details=taken.details() | {"kind": kind}
        ),
        rows=lambda rows: lists.board_rows(list(rows), kind, clock.today()),
    )
    return list_file(request, page, file, at=clock.now())


@login_required
@require_POST
def publish_villages(request: HttpRequest) -> HttpResponse:
    """Publish the boards of the villages named, as they stand."""
    codes = [code for code in request.POST.getlist("codes") if code.isdigit()][:1000]
    if not request.viewer.can(permissions.PUBLICITY_WRITE):
        raise NotVisible
    count = keeping.publish_villages(by=request.viewer, codes=codes, on=clock.today())
    messages.success(request, _("已发布 %(count)s 个公示栏。") % {"count": count})
    return redirect("agreements:boards", PlaceKind.VILLAGE)


@login_required
@require_GET
def board(request: HttpRequest, kind: str, code: str) -> HttpResponse:
    """One board as it stands, what it lacks and whose consent is open, and what can be printed of it."""
    return _page(request, board_content(request, kind, code))


@login_required
@require_POST
def publish(request: HttpRequest, kind: str, code: str) -> HttpResponse:
    """Make a board public, or change its notice."""
    content = board_content(request, kind, code)
    form = BoardForm(request.POST)
    if not form.is_valid():
        return _page(request, content, form, status=422)
    try:
        keeping.publish_board(by=request.viewer, key=content.key, notice=form.cleaned_data["notice"], on=clock.today())
    except LawBroken as error:
        form.refuse(error)
        return _page(request, content, form, status=error.status)
    messages.success(request, _("公示栏已发布，扫码即可查看。"))
    return redirect("agreements:board", kind, code)


@login_required
@require_POST
def withdraw(request: HttpRequest, kind: str, code: str) -> HttpResponse:
    """Take a board back."""
    content = board_content(request, kind, code)
    try:
        keeping.withdraw_board(by=request.viewer, key=content.key, on=clock.today())
        messages.success(request, _("公示栏已撤下。"))
    except LawBroken as error:
        messages.error(request, error.message)
    return redirect("agreements:board", kind, code)


def board_content(request: HttpRequest, kind: str, code: str) -> BoardContent:
    """The board of a place as staff see it, by what the address says."""
    if kind not in set(PlaceKind):
        raise NotVisible
    return organization.board_for(request.viewer, BoardKey(PlaceKind(kind), code), clock.today())


def _page(
    request: HttpRequest, content: BoardContent, form: BoardForm | None = None, *, status: int = 200
) -> HttpResponse:
    viewer, on = request.viewer, clock.today()
    teams = [team.id for team in content.teams]
    is_village = content.key.kind == PlaceKind.VILLAGE
    households = selectors.signed_households(viewer, content.key.code) if is_village else []
    context: dict[str, Any] = {
        "content": content,
        "published_by": by_words(content.published_by),
        "board": board_words(content, on),
        "notice": organization.notice_of(content, on),
        "members": lists.member_rows(organization.publications_of(teams, on), content),
        "form": form or BoardForm(initial={"notice": content.notice}),
        "address": board_address(request, content.key),
        "may_publish": _may_publish(request, content),
        "may_keep_staff": viewer.can("practitioner_write"),
        "parts": lists.plate_parts(len(households), selectors.PLATES_PER_FILE),
    }
    return render(request, "agreements/board.html", context, status=status)


def _may_publish(request: HttpRequest, content: BoardContent) -> bool:
    scope = request.viewer.scope(permissions.PUBLICITY_WRITE)
    if content.key.kind == PlaceKind.VILLAGE:
        return scope.holds_region(content.key.code)
    return organization.institution_places(request.viewer, scope, clock.today()).filter(code=content.key.code).exists()
