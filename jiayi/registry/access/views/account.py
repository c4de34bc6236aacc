"""The owner's own account: password, language, second factor, tokens."""

import io

import segno
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_otp import login as remember_authenticator

from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import BadShape
from jiayi.registry.access import presenters, selectors, services
from jiayi.registry.access.forms import ChangePasswordForm, CodeForm, LanguageForm, PasswordForm, TokenForm
from jiayi.registry.access.models import Authenticator


@require_GET
def account(request: HttpRequest) -> HttpResponse:
    """Who I am here, what my posts are, and how my account is protected."""
    return _account_page(request)


def _account_page(request: HttpRequest, token: str = "", token_form: TokenForm | None = None) -> HttpResponse:
    context = {
        "user": request.user,
        "posts": presenters.own_posts(request.viewer),
        "authenticator": selectors.authenticator_of(request.user.pk),
        "tokens": selectors.tokens_of(request.viewer, clock.now()),
        "language_form": LanguageForm(initial={"language": request.user.language}),
        "token_form": token_form or TokenForm(),
        "token": token,
    }
    return render(request, "access/account.html", context)


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def change_password(request: HttpRequest) -> HttpResponse:
    """A new password; every other session and every token ends."""
    form = ChangePasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        old, new = form.cleaned_data["old"], form.cleaned_data["new"]
        try:
            user = services.change_password(by=request.viewer, old=old, new=new, at=clock.now())
        except BadShape as error:
            form.add_error("old" if error.code == "E_PASSWORD_WRONG" else "new", error.message)
        else:
            update_session_auth_hash(request, user)
            messages.success(request, _("密码已修改，其他设备上的登录和接口令牌都已失效。"))
            return redirect(settings.LOGIN_REDIRECT_URL)
    return render(request, "access/change_password.html", {"form": form})


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """The language of the next greeting, and of this visit."""
    form = LanguageForm(request.POST)
    response = redirect("access:account")
    if form.is_valid():
        language = form.cleaned_data["language"]
        services.set_language(by=request.viewer, language=language)
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, httponly=True, samesite="Lax")
    return response


@require_GET
def authenticator(request: HttpRequest) -> HttpResponse:
    """Whether a second factor is enrolled; how to enrol one, or to give it up."""
    context = {"authenticator": selectors.authenticator_of(request.user.pk), "form": PasswordForm()}
    return render(request, "access/authenticator.html", context)


@require_POST
def begin_authenticator(request: HttpRequest) -> HttpResponse:
    """Make a secret and show it as a QR code."""
    return _show_secret(request, services.begin_enrolment(by=request.viewer), CodeForm())


@require_POST
def confirm_authenticator(request: HttpRequest) -> HttpResponse:
    """The app's first code."""
    form = CodeForm(request.POST)
    if form.is_valid():
        try:
            enrolled = services.confirm_enrolment(by=request.viewer, code=form.cleaned_data["code"], at=clock.now())
        except BadShape as error:
            form.add_error("code", error.message)
        else:
            update_session_auth_hash(request, enrolled.user)
            remember_authenticator(request, enrolled)
            messages.success(request, _("两步验证已启用，今后登录时要输入验证码。"))
            return redirect("access:account")
    waiting = selectors.waiting_authenticator(request.viewer)
    return _show_secret(request, waiting, form) if waiting else redirect("access:authenticator")


@sensitive_post_parameters()
@require_POST
def remove_authenticator(request: HttpRequest) -> HttpResponse:
    """Give up the second factor, with the password once more."""
    form = PasswordForm(request.POST)
    if form.is_valid():
        try:
            services.remove_authenticator(by=request.viewer, password=form.cleaned_data["password"])
        except BadShape as error:
            form.add_error("password", error.message)
        else:
            messages.success(request, _("两步验证已停用。"))
            return redirect("access:account")
    context = {"authenticator": selectors.authenticator_of(request.user.pk), "form": form}
    return render(request, "access/authenticator.html", context)


@require_POST
def issue_token(request: HttpRequest) -> HttpResponse:
    """A token of the API, shown on this page once."""
    form = TokenForm(request.POST)
    if not form.is_valid():
        return _account_page(request, token_form=form)
    token = services.issue_token(by=request.viewer, label=form.cleaned_data["label"], at=clock.now())
    return _account_page(request, token=token)


@require_POST
def revoke_token(request: HttpRequest, token_id) -> HttpResponse:
    """End a token of one's own."""
    services.revoke_token(by=request.viewer, token_id=token_id, at=clock.now())
    messages.success(request, _("令牌已撤销。"))
    return redirect("access:account")


def _show_secret(request: HttpRequest, waiting: Authenticator, form: CodeForm) -> HttpResponse:
    address = presenters.enrolment_address(waiting)
    picture = io.BytesIO()
    segno.make(address, error="m").save(picture, kind="svg", scale=5)
    context = {
        "form": form,
        "picture": presenters.data_uri(picture.getvalue()),
        "secret": presenters.spelled_secret(waiting),
    }
    return render(request, "access/enrol.html", context)
