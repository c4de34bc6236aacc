"""The morning check of a class on a tablet, and absences."""

import datetime as dt
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jiayi.community.communities import permissions, presenters, selectors, services
from jiayi.community.communities.forms import StepForm, lines_of
from jiayi.community.communities.models import CommunityClass
from jiayi.community.communities.terms import AbsenceReason, CheckLine, MemberRole
from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import BadShape, NotVisible
from jiayi.foundation.ui.acting import do_and_return
from jiayi.foundation.ui.forms import DateField
from jiayi.foundation.ui.wording import options_of

from .places import back_to, frame


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def check(request: HttpRequest, class_id: UUID) -> HttpResponse:
    """Every child of a class in one form: nothing need be touched for a child that is well."""
    room = selectors.class_for(request.viewer, class_id, permission=permissions.CHECK)
    day = _day(request)
    if request.method == "GET":
        return _page(request, room, day)
    members = _children(room, day)
    lines, faults = lines_of(members, request.POST)
    if faults:
        return _page(request, room, day, lines=lines, faults=faults, status=422)
    try:
        services.enter_morning_check(by=request.viewer, class_id=room.id, day=day, lines=lines, at=clock.now())
    except BadShape as error:
        messages.error(request, error.message)
        return _page(request, room, day, lines=lines, status=error.status)
    messages.success(request, _("%(room)s 晨检已保存。") % {"room": room.name})
    return redirect(back_to(room.community))


@login_required
@require_GET
def absences(request: HttpRequest, community_id: UUID) -> HttpResponse:
    """Who stays away, and what is due."""
    found = selectors.community_for(request.viewer, community_id)
    away = selectors.absences_of(found, clock.today())
    audit.record_read(
        by=request.viewer, act="communities.open_absences", resident_ids=[one.resident_id for one in away]
    )
    context = frame(request, found, "absences") | {"rows": presenters.absence_rows(away)}
    return render(request, "communities/absences.html", context)


@login_required
@require_POST
def step(request: HttpRequest, member_id: UUID) -> HttpResponse:
    """The family was asked, or the head told."""
    member = selectors.member_for(request.viewer, member_id)
    form = StepForm(request.POST)
    if not form.is_valid():
        raise NotVisible
    act = partial(
        services.take_absence_step, by=request.viewer, member_id=member.id, on=clock.today(), **form.cleaned_data
    )
    back = reverse("communities:absences", args=[member.community_id])
    return do_and_return(request, act, back=back, done=_("已登记。"))


def _page(
    request: HttpRequest,
    room: CommunityClass,
    day: dt.date,
    *,
    lines: list[CheckLine] | None = None,
    faults: dict[Any, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    members = _children(room, day)
    before = selectors.check_of(room, day)
    audit.record_read(
        by=request.viewer, act="communities.open_check", resident_ids=[one.resident_id for one in members]
    )
    sent = {line.member_id: line for line in lines or ()}
    context = frame(request, room.community, "today") | {
        "room": room,
        "day": day,
        "today": clock.today(),
        "before": before,
        "rows": presenters.check_rows(members, selectors.entries_of(before), sent, faults),
        "reasons": options_of(AbsenceReason),
        "focus": presenters.focus_words(selectors.settings_of(room.community, day), day),
        "faults": faults or {},
    }
    return render(request, "communities/check.html", context, status=status)


def _children(room: CommunityClass, day: dt.date) -> list[Any]:
    found = selectors.members_of(room.community, on=day, class_id=room.id)
    return [member for member in found if member.role == MemberRole.CHILD]


def _day(request: HttpRequest) -> dt.date:
    try:
        return DateField(required=False).clean(request.GET.get("day", "")) or clock.today()
    except ValidationError as error:
        raise NotVisible from error
