"""Members and classes of a community."""

from functools import partial
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from jiayi.community.communities import permissions, presenters, selectors, services
from jiayi.community.communities.forms import ClassForm, FindForm, JoinForm, MemberForm
from jiayi.community.communities.models import Community, Member
from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.ui.acting import answer_form, do_and_return
from jiayi.foundation.ui.forms import Form
from jiayi.registry.people import selectors as people

from .places import frame

FOUND = 10


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def members(request: HttpRequest, community_id: UUID) -> HttpResponse:
    """Who belongs to it, by class; POST looks for somebody to add."""
    found = selectors.community_for(request.viewer, community_id)
    context = frame(request, found, "members")
    if request.method == "POST" and not context["may_write"]:
        raise NotVisible
    today = clock.today()
    rows = selectors.members_of(found, on=today)
    seen = people.visible_ids(request.viewer, {one.resident_id for one in rows})
    audit.record_read(by=request.viewer, act="communities.open_members", resident_ids=[one.resident_id for one in rows])
    rooms = list(found.classes.filter(closed_on=None).order_by("grade", "name"))
    context |= {
        "rows": presenters.member_rows(rows, today, seen=seen),
        "rooms": rooms,
        "class_form": ClassForm(),
        "join_form": JoinForm(rooms, today),
    }
    return render(request, "communities/members.html", context | _found(request))


@login_required
@require_POST
def add(request: HttpRequest, community_id: UUID) -> HttpResponse:
    """A resident joins."""
    found = selectors.community_for(request.viewer, community_id, permission=permissions.WRITE)
    form = JoinForm(list(found.classes.filter(closed_on=None)), clock.today(), request.POST)
    if not form.is_valid():
        raise NotVisible
    data = form.cleaned_data
    act = partial(
        services.add_member,
        by=request.viewer,
        community_id=found.id,
        resident_id=data["resident"],
        role=data["role"],
        since=data["since"],
        on=clock.today(),
        class_id=UUID(data["room"]) if data["room"] else None,
    )
    return do_and_return(request, act, back=_back(found), done=_("已添加。"))


@login_required
@require_POST
def add_class(request: HttpRequest, community_id: UUID) -> HttpResponse:
    """A class is added."""
    found = selectors.community_for(request.viewer, community_id, permission=permissions.WRITE)
    form = ClassForm(request.POST)
    if not form.is_valid():
        return do_and_return(request, lambda: None, back=_back(found))
    act = partial(services.add_class, by=request.viewer, community_id=found.id, **form.cleaned_data)
    return do_and_return(request, act, back=_back(found), done=_("已添加班级。"))


@login_required
@require_POST
def close_class(request: HttpRequest, class_id: UUID) -> HttpResponse:
    """A class ends."""
    room = selectors.class_for(request.viewer, class_id, permission=permissions.WRITE)
    act = partial(services.close_class, by=request.viewer, class_id=room.id, on=clock.today())
    return do_and_return(request, act, back=_back(room.community), done=_("班级已结束。"))


@login_required
@require_http_methods(["GET", "POST"])
def member(request: HttpRequest, member_id: UUID) -> HttpResponse:
    """A member's class."""
    found = selectors.member_for(request.viewer, member_id, permission=permissions.WRITE)
    audit.record_read(by=request.viewer, act="communities.open_member", resident_ids=[found.resident_id])
    rooms = list(found.community.classes.filter(closed_on=None).order_by("grade", "name"))
    initial = {"room": str(found.community_class_id or ""), "is_susceptible": found.is_susceptible}
    form = MemberForm(rooms, request.POST or None, initial=initial)

    def act() -> Member:
        room, closely = form.cleaned_data["room"], form.cleaned_data["is_susceptible"]
        return services.place_member(
            by=request.viewer, member_id=found.id, class_id=UUID(room) if room else None, is_susceptible=closely
        )

    words = {
        "heading": found.resident.name,
        "action": _("保存"),
        "done": _("已保存。"),
        "subject": found.community.name,
    }
    return answer_form(request, form, act, back=_back(found.community), words=words)


@login_required
@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, member_id: UUID) -> HttpResponse:
    """A member leaves."""
    found = selectors.member_for(request.viewer, member_id, permission=permissions.WRITE)
    audit.record_read(by=request.viewer, act="communities.open_member", resident_ids=[found.resident_id])
    act = partial(services.end_member, by=request.viewer, member_id=found.id, on=clock.today())
    words = {"heading": _("离开"), "action": _("离开"), "done": _("已离开，记录保留。"), "danger": True}
    words |= {"subject": found.resident.name, "help": _("从今天起不再列入名单，以前的记录保留。")}
    return answer_form(request, Form(request.POST or None), act, back=_back(found.community), words=words)


def _found(request: HttpRequest) -> dict[str, object]:
    """Residents that the typed text finds."""
    form = FindForm(request.POST)
    if request.method != "POST" or not form.is_valid():
        return {"was_asked": request.method == "POST"}
    text = form.cleaned_data["text"]
    result = people.search(request.viewer, text, on=clock.today(), limit=FOUND)
    audit.record_read(
        by=request.viewer, act="communities.find_resident", resident_ids=[one.id for one in result.residents]
    )
    return {"was_asked": True, "found": result.residents, "text": text, "more": result.more}


def _back(found: Community) -> str:
    return reverse("communities:members", args=[found.id])
