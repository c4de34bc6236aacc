"""Accounts as the two administrators see them: one keeps the account, the other grants its posts."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jiayi.foundation.audit.services import record
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import CodedError, NotVisible
from jiayi.foundation.ui.lists import ListFile, Taken, list_file, list_page, render_list
from jiayi.registry.access import presenters, selectors, services
from jiayi.registry.access.forms import PostForm, UserForm
from jiayi.registry.access.listing import COLUMNS, accounts_list
from jiayi.registry.access.models import User
from jiayi.registry.access.permissions import ACCOUNT_MANAGE, POST_GRANT


@require_GET
def users(request: HttpRequest) -> HttpResponse:
    """Every account of the administrator's region."""
    rows = selectors.accounts(request.viewer, clock.today())
    page = list_page(accounts_list(), rows, request.GET)
    page.show(lambda row: presenters.AccountLine(row, presenters.post_names(row)))
    may = {"may_manage": request.viewer.can(ACCOUNT_MANAGE), "may_grant": request.viewer.can(POST_GRANT)}
    return render_list(request, "access/users.html", {"page": page, **may})


@require_POST
def export_users(request: HttpRequest) -> HttpResponseBase:
    """The list as a file."""
    rows = selectors.accounts(request.viewer, clock.today())
    page = list_page(accounts_list(), rows, request.GET)

    def note(taken: Taken) -> None:
        record(by=request.viewer, act="access.export_users", subject_kind="user", details=taken.details())

    return list_file(request, page, ListFile(name=_("账号"), columns=COLUMNS, record=note), at=clock.now())


@require_GET
def user(request: HttpRequest, user_id: UUID) -> HttpResponse:
    """One account with its posts, and what this administrator may do about it."""
    return _user_page(request, selectors.user_for(request.viewer, user_id))


def _user_page(
    request: HttpRequest, shown: User, *, form: PostForm | None = None, password: str = "", status: int = 200
) -> HttpResponse:
    lines = [presenters.PostLine.of(post) for post in selectors.posts_of(request.viewer, shown)]
    may_grant = request.viewer.can(POST_GRANT)
    context = {
        "shown": shown,
        "posts": lines,
        "today": clock.today(),
        "may_manage": request.viewer.can(ACCOUNT_MANAGE),
        "may_grant": may_grant,
        "is_own": shown.pk == request.viewer.actor_id,
        "has_authenticator": selectors.authenticator_of(shown.pk) is not None,
        "form": form or (_post_form(request) if may_grant else None),
        "password": password,
    }
    return render(request, "access/user.html", context, status=status)


@require_http_methods(["GET", "POST"])
def create_user(request: HttpRequest) -> HttpResponse:
    """A new account; its first password is shown once."""
    regions = selectors.account_regions(request.viewer)
    form = UserForm(request.POST or None, regions=[(region.pk, region.name) for region in regions])
    if request.method == "POST" and form.is_valid():
        answers = form.cleaned_data
        try:
            made, password = services.create_user(
                by=request.viewer, username=answers["username"], name=answers["name"], region_code=answers["region"]
            )
        except NotVisible:
            raise
        except CodedError as error:
            form.add_error("username", error.message)
        else:
            return _user_page(request, made, password=password, status=201)
    return render(request, "access/create_user.html", {"form": form})


@require_POST
def disable_user(request: HttpRequest, user_id: UUID) -> HttpResponse:
    """The account may not sign in any more."""
    services.disable_user(by=request.viewer, user_id=user_id, at=clock.now())
    messages.success(request, _("账号已停用，其所有登录和令牌立即失效。"))
    return redirect("access:user", user_id)


@require_POST
def enable_user(request: HttpRequest, user_id: UUID) -> HttpResponse:
    """The account may sign in again."""
    services.enable_user(by=request.viewer, user_id=user_id)
    messages.success(request, _("账号已恢复。"))
    return redirect("access:user", user_id)


@require_POST
def reset_password(request: HttpRequest, user_id: UUID) -> HttpResponse:
    """A new password, shown on this page once."""
    forget = "forget_authenticator" in request.POST
    password = services.reset_password(by=request.viewer, user_id=user_id, at=clock.now(), forget_authenticator=forget)
    return _user_page(request, selectors.user_for(request.viewer, user_id), password=password)


@require_POST
def grant_post(request: HttpRequest, user_id: UUID) -> HttpResponse:
    """A post for this account."""
    shown = selectors.user_for(request.viewer, user_id, POST_GRANT)
    form = _post_form(request)
    if form.is_valid():
        answers = form.cleaned_data
        services.grant_post(
            by=request.viewer,
            user_id=user_id,
            code=answers["code"],
            region_code=answers["region"] or None,
            institution_id=getattr(answers["institution"], "pk", None),
            starts_on=answers["starts_on"],
            ends_on=answers["ends_on"],
        )
        messages.success(request, _("岗位已授予。"))
        return redirect("access:user", user_id)
    return _user_page(request, shown, form=form, status=422)


@require_POST
def end_post(request: HttpRequest, post_id: UUID) -> HttpResponse:
    """The post permits nothing from today."""
    post = services.end_post(by=request.viewer, post_id=post_id, on=clock.today())
    messages.success(request, _("岗位已终止。"))
    return redirect("access:user", post.user_id)


@require_GET
def posts(request: HttpRequest) -> HttpResponse:
    """Every post of the rulebook with what it permits."""
    if not request.viewer.can(POST_GRANT):
        raise NotVisible
    table = presenters.permission_table(translation.get_language())
    return render(request, "access/posts.html", {"table": table})


def _post_form(request: HttpRequest) -> PostForm:
    given = request.POST if request.method == "POST" and "code" in request.POST else None
    return PostForm(given, viewer=request.viewer, permission=POST_GRANT, initial={"starts_on": clock.today()})
