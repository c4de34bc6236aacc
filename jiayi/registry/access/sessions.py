"""Sessions of the pages: begun after a password and, where enrolled, a code; ended by time, sign-out or change."""

import datetime as dt
from uuid import UUID

from django.conf import settings
from django.contrib import auth
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest

from jiayi.foundation.audit.services import record
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import TooMany
from jiayi.foundation.base.viewer import Nobody, Viewer

from . import lockout, selectors
from .models import Authenticator, User
from .viewers import UserViewer

BACKEND = "django.contrib.auth.backends.ModelBackend"
SECOND_STEP_SECONDS = 300
SECOND_STEP_TRIES = 5
REFRESH_SECONDS = 60  # the time of the last request is written this often at most


def check_password(request: HttpRequest, *, username: str, password: str, now: dt.datetime) -> User | None:
    """The active user with this password, or None after the same work; TooMany while the door is locked."""
    if settings.AXES_ENABLED and lockout.is_address_blocked(request, now):
        raise TooMany("E_LOCKED")
    user = auth.authenticate(request, username=username, password=password)
    if user is None:
        known = list(User.objects.filter(username=username).values_list("pk", flat=True))
        record(by=Nobody(), act="access.sign_in_failed", subject_kind="user", subject_ids=known)
        if getattr(request, "axes_locked_out", False):
            raise TooMany("E_LOCKED")
    return user


def await_code(request: HttpRequest, user: User, now: dt.datetime) -> None:
    """The password was right; remember for five minutes whose code is awaited, under a new session key."""
    request.session.cycle_key()
    request.session["awaited"] = {"user": str(user.pk), "at": now.timestamp(), "tries": 0}


def awaited_user(request: HttpRequest, now: dt.datetime) -> User | None:
    """The user whose code is awaited; nobody after five minutes or five wrong codes."""
    awaited = request.session.get("awaited")
    if not awaited or now.timestamp() - awaited["at"] > SECOND_STEP_SECONDS or awaited["tries"] >= SECOND_STEP_TRIES:
        request.session.pop("awaited", None)
        return None
    return User.objects.filter(pk=UUID(awaited["user"]), is_active=True).first()


def count_wrong_code(request: HttpRequest, user: User) -> None:
    """One more wrong code in this sign-in."""
    awaited = request.session["awaited"]
    request.session["awaited"] = {**awaited, "tries": awaited["tries"] + 1}
    record(by=Nobody(), act="access.sign_in_failed", subject_kind="user", subject_ids=[user.pk], details={"step": 2})


def begin(request: HttpRequest, user: User, authenticator: Authenticator | None = None) -> None:
    """Sign the user in under a new session key."""
    request.session.pop("awaited", None)
    user.otp_device = authenticator
    auth.login(request, user, backend=BACKEND)
    details = {"second_step": authenticator is not None}
    record(
        by=selectors.viewer_of(user), act="access.sign_in", subject_kind="user", subject_ids=[user.pk], details=details
    )


@receiver(user_logged_in)
def stamp(sender: type, request: HttpRequest, **_: object) -> None:
    """However a session was begun, it knows when."""
    request.session["signed_in_at"] = request.session["seen_at"] = int(clock.now().timestamp())


def end(request: HttpRequest) -> None:
    """Sign out: the session is gone on the server too."""
    if request.user.is_authenticated:
        record(by=request.viewer, act="access.sign_out", subject_kind="user", subject_ids=[request.user.pk])
    auth.logout(request)


def is_over(request: HttpRequest, now: dt.datetime) -> bool:
    """Whether the session has been idle too long or is too old; if not, it has been seen now."""
    moment, session = int(now.timestamp()), request.session
    seen_at, signed_in_at = session.get("seen_at", 0), session.get("signed_in_at", 0)
    if moment - seen_at > settings.SESSION_IDLE_SECONDS or moment - signed_in_at > settings.SESSION_COOKIE_AGE:
        return True
    if moment - seen_at >= REFRESH_SECONDS:
        session["seen_at"] = moment
    return False


def needs_second_step(viewer: Viewer, posts: list[str]) -> bool:
    """Whether one of the viewer's posts is among those that ask for an authenticator (["*"]: everybody)."""
    return posts == ["*"] or (isinstance(viewer, UserViewer) and viewer.holds(*posts))
