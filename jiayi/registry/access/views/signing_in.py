"""Sign in, with a second step where an authenticator is enrolled, and out."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import TooMany
from jiayi.foundation.ui.addresses import own_address
from jiayi.registry.access import selectors, services, sessions
from jiayi.registry.access.forms import CodeForm, SignInForm
from jiayi.registry.access.models import User


@login_not_required
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Username and password; wrong, unknown and disabled answer alike."""
    form = SignInForm(request.POST or None)
    if request.method == "GET" or not form.is_valid():
        return _page(request, form)
    now = clock.now()
    try:
        user = sessions.check_password(request, **form.cleaned_data, now=now)
    except TooMany:
        form.add_error(None, _("尝试次数太多，请 15 分钟后再试；忘记密码请找系统管理员重设。"))
        return _page(request, form, status=429)
    if user is None:
        form.add_error(None, _("用户名或密码不正确。"))
        return _page(request, form)
    if selectors.authenticator_of(user.pk):
        sessions.await_code(request, user, now)
        request.session["next"] = request.POST.get("next", "")
        return redirect("access:sign_in_code")
    sessions.begin(request, user)
    return _greet(user, _safe(request, request.POST.get("next", "")))


@login_not_required
@require_http_methods(["GET", "POST"])
def sign_in_code(request: HttpRequest) -> HttpResponse:
    """The second step: the authenticator's code, within five minutes and five tries."""
    now = clock.now()
    user = sessions.awaited_user(request, now)
    if user is None:
        return redirect("access:sign_in")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if services.verify_code(user_id=user.pk, code=form.cleaned_data["code"], at=now):
            target = _safe(request, request.session.pop("next", ""))
            sessions.begin(request, user, selectors.authenticator_of(user.pk))
            return _greet(user, target)
        sessions.count_wrong_code(request, user)
        form.add_error("code", _("验证码不正确或已用过，请等下一个验证码再试。"))
    return render(request, "access/sign_in_code.html", {"form": form})


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End this session."""
    sessions.end(request)
    return redirect("access:sign_in")


def _page(request: HttpRequest, form: SignInForm, status: int = 200) -> HttpResponse:
    target = request.POST.get("next") or request.GET.get("next") or ""
    return render(request, "access/sign_in.html", {"form": form, "next": _safe(request, target)}, status=status)


def _safe(request: HttpRequest, target: str) -> str:
    """Where to go afterwards."""
    return own_address(request, target, resolve_url(settings.LOGIN_REDIRECT_URL))


def _greet(user: User, target: str) -> HttpResponse:
    response = redirect(target)
    response.set_cookie(settings.LANGUAGE_COOKIE_NAME, user.language, httponly=True, samesite="Lax")
    return response
