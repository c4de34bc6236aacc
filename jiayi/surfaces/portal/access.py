"""Who a request of the portal is from: a session of its own, apart from that of staff. Default deny.

Every page carries `for_residents`, or `for_everybody` (signing in); a test goes through all addresses.
"""

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import CodedError
from jiayi.foundation.rulebook import RulebookError
from jiayi.service.agreements import selectors as agreements
from jiayi.service.agreements.terms import IN_FORCE

from . import selectors, services
from .models import PortalSession
from .terms import COOKIE, SIZE_COOKIE, Represented
from .viewers import ResidentViewer

View = Callable[..., HttpResponse]


@dataclass(frozen=True)
class Visit:
    """A signed-in resident, whose pages are shown, and as whom."""

    session: PortalSession
    viewer: ResidentViewer
    subject: Any  # people's resident
    as_whom: Represented
    represented: list[Represented]

    @property
    def is_self(self) -> bool:
        return self.viewer.actor_id == self.viewer.subject_id


def for_everybody(view: View) -> View:
    """A page before the sign-in."""

    @login_not_required
    @never_cache
    @functools.wraps(view)
    def open_view(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        request.visit = None
        return _answered(request, view, args, kwargs)

    open_view.is_for_residents = False  # type: ignore[attr-defined]
    return open_view


def for_residents(view: View) -> View:
    """A page of a signed-in resident: everybody else is led to the sign-in."""

    @login_not_required
    @never_cache
    @functools.wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        now = clock.now()
        session = selectors.session_of(request.COOKIES.get(COOKIE, ""), now)
        if session is None:
            return redirect("portal:sign_in")
        if session.resident_id is None:
            return redirect("portal:who")
        services.mark_seen(session=session, at=now)
        request.visit = visit_of(session)
        if request.visit is None:
            services.end_session(session=session, at=now)
            return redirect("portal:sign_in")
        request.logged_actor = session.resident_id
        return _answered(request, view, args, kwargs)

    guarded.is_for_residents = True  # type: ignore[attr-defined]
    return guarded


def visit_of(session: PortalSession) -> Visit | None:
    """What a session may see now: authority that was taken back since leads home; None where nobody lives any more."""
    today = clock.today()
    represented = {one.id: one for one in selectors.represented_by(session.resident_id, today)}
    own = represented.get(session.resident_id)
    if own is None:
        return None
    as_whom = represented.get(session.subject_id, own)
    viewer = ResidentViewer(session.resident_id, own.name, as_whom.id)
    subject = session.subject if session.subject_id == as_whom.id else session.resident
    teams = agreements.visible(viewer).filter(state__in=IN_FORCE).values_list("team_id", flat=True)
    viewer = ResidentViewer(viewer.actor_id, viewer.actor_name, viewer.subject_id, tuple(set(teams)))
    return Visit(session, viewer, subject, as_whom, list(represented.values()))


def page(request: HttpRequest, template: str, context: dict[str, Any] | None = None, status: int = 200) -> HttpResponse:
    """A page of the portal: with whose it is, and how large its type."""
    shared = {"visit": request.visit, "is_large": request.COOKIES.get(SIZE_COOKIE) == "large"}
    return render(request, f"portal/{template}.html", shared | (context or {}), status=status)


def _answered(request: HttpRequest, view: View, args: tuple, kwargs: dict) -> HttpResponse:
    """The view's answer, or the portal's own page for what was refused: never a page of staff."""
    try:
        return view(request, *args, **kwargs)
    except CodedError as error:
        return page(request, "refused", {"error": error}, status=error.status)
    except RulebookError as error:
        return page(request, "refused", {"error": error}, status=422)
