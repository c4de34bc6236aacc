"""Give every request its viewer, and let only those sessions pass that may."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from jiayi.foundation.base import clock
from jiayi.foundation.base.viewer import Nobody, Viewer

from . import selectors, sessions

API_PREFIX = "/api/"  # the API knows tokens alone, never a session


class ViewerMiddleware:
    """Set request.viewer: the signed-in user's, or nobody's."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        is_api = request.path.startswith(API_PREFIX)
        request.viewer = Nobody() if is_api else SimpleLazyObject(lambda: viewer_for(request))
        return self.get_response(request)


def viewer_for(request: HttpRequest) -> Viewer:
    """The viewer of the session's user; the access log then knows the actor's id."""
    viewer = selectors.viewer_of(request.user)
    request.logged_actor = viewer.actor_id
    return viewer


class SignInRequiredMiddleware(LoginRequiredMiddleware):
    """Every page asks for a sign-in, unless its view says `login_not_required` or PUBLIC_ROUTES names it."""

    def process_view(self, request: HttpRequest, view_func, view_args, view_kwargs) -> HttpResponse | None:
        if request.path.startswith(API_PREFIX) or request.resolver_match.view_name in settings.PUBLIC_ROUTES:
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)

    def handle_no_permission(self, request: HttpRequest, view_func) -> HttpResponse:
        response = super().handle_no_permission(request, view_func)
        return HttpResponseClientRedirect(reverse("access:sign_in")) if request.htmx else response


class SessionMiddleware:
    """End sessions that are over, and lead people to what they must do first: a new password, a second factor."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view_func, view_args, view_kwargs) -> HttpResponse | None:
        if request.path.startswith(API_PREFIX) or not request.user.is_authenticated:
            return None
        if sessions.is_over(request, clock.now()):
            sessions.end(request)
            messages.info(request, _("很久没有操作，已自动退出，请重新登录。"))
            return _lead(request, "access:sign_in")
        duty = _duty(request)
        route = request.resolver_match.view_name
        if duty is None or route in {duty, *settings.PUBLIC_ROUTES, *ALWAYS_OPEN, *STEPS.get(duty, ())}:
            return None
        return _lead(request, duty)


ALWAYS_OPEN = {"access:sign_out", "ui:old_browser"}
STEPS = {"access:authenticator": {"access:begin_authenticator", "access:confirm_authenticator"}}


def _duty(request: HttpRequest) -> str | None:
    if request.user.must_change_password:
        return "access:change_password"
    required = settings.TOTP_POSTS
    if required and not request.user.is_verified() and sessions.needs_second_step(request.viewer, required):
        return "access:authenticator"
    return None


def _lead(request: HttpRequest, route: str) -> HttpResponse:
    address = reverse(route)
    return HttpResponseClientRedirect(address) if request.htmx else HttpResponseRedirect(address)
