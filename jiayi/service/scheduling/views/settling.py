"""What becomes of a session: called off, moved, changed, held or not."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.ui.acting import answer_form, do_and_return
from jiayi.service.scheduling import permissions, selectors, services
from jiayi.service.scheduling.forms import CancelSessionForm, ChangeSessionForm, MoveSessionForm, NotHeldForm
from jiayi.service.scheduling.models import Session


@login_required
@require_http_methods(["GET", "POST"])
def cancel(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Call a session off."""
    found = selectors.session_for(request.viewer, session_id, permission=permissions.WRITE)
    form = CancelSessionForm(request.POST or None)
    words = {
        "heading": _("停诊"),
        "action": _("停诊"),
        "danger": True,
        "done": _("已停诊，请逐一告知已预约的居民并改约。"),
        "help": _("已预约和候补的居民会列在本场页面上，以便电话告知和改约。"),
    }

    def act() -> Session:
        return services.cancel_session(by=request.viewer, session_id=found.id, reason=form.given(), on=clock.today())

    return answer_form(request, form, act, back=_back(found), words=words | _title(found))


@login_required
@require_http_methods(["GET", "POST"])
def move(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Hold a session on another day, or at another time or place."""
    found = selectors.session_for(request.viewer, session_id, permission=permissions.WRITE)
    names = ("held_on", "begins_at", "ends_at", "place")
    form = MoveSessionForm(request.POST or None, initial={name: getattr(found, name) for name in names})
    words = {
        "heading": _("改期"),
        "action": _("改期"),
        "done": _("已改期，请逐一告知已预约的居民。"),
        "help": _("预约随场次改到新的日期，提醒记录清空，请重新电话告知。"),
    }

    def act() -> Session:
        given = {name: form.cleaned_data[name] for name in names}
        return services.move_session(
            by=request.viewer, session_id=found.id, on=clock.today(), reason=form.given(), **given
        )

    return answer_form(request, form, act, back=_back(found), words=words | _title(found))


@login_required
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Other places, other people, for this day alone."""
    found = selectors.session_for(request.viewer, session_id, permission=permissions.WRITE)
    members = selectors.team_members(found.team_id, found.held_on)
    form = ChangeSessionForm(found, request.POST or None, members=members)
    words = {
        "heading": _("调整号数和人员"),
        "action": _("保存"),
        "done": _("已保存。"),
        "help": _("只改这一场；号数增加时，候补的居民依次转为预约。"),
    }

    def act() -> Session:
        return services.change_session(
            by=request.viewer,
            session_id=found.id,
            capacity=form.cleaned_data["capacity"],
            on_duty=[UUID(one) for one in form.cleaned_data["on_duty"]],
            on=clock.today(),
        )

    return answer_form(request, form, act, back=_back(found), words=words | _title(found))


@login_required
@require_http_methods(["GET", "POST"])
def not_held(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """A session did not take place, and why."""
    found = selectors.session_for(request.viewer, session_id, permission=permissions.BOOK)
    form = NotHeldForm(request.POST or None)
    words = {
        "heading": _("登记未开诊"),
        "action": _("登记"),
        "done": _("已登记未开诊。"),
        "help": _("当天其实开诊的，请直接登记到诊。"),
    }

    def act() -> Session:
        return services.mark_not_held(by=request.viewer, session_id=found.id, reason=form.given(), on=clock.today())

    return answer_form(request, form, act, back=_back(found), words=words | _title(found))


@login_required
@require_POST
def settle(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """By one button: keep a session as it is, give it its schedule's new plan, or close its attendance."""
    acts = {
        "keep": (permissions.WRITE, services.keep_session, _("这一场按原安排进行。"), {}),
        "adopt": (permissions.WRITE, services.adopt_plan, _("这一场已按新的排班安排，请告知已预约的居民。"), {}),
        "close": (permissions.BOOK, services.mark_held, _("没有登记的预约记为未到。"), {"on": clock.today()}),
    }
    chosen = acts.get(request.POST.get("act", ""))
    if chosen is None:
        raise NotVisible
    permission, service, done, options = chosen
    found = selectors.session_for(request.viewer, session_id, permission=permission)
    return do_and_return(
        request, lambda: service(by=request.viewer, session_id=found.id, **options), back=_back(found), done=done
    )


def _back(found: Session) -> str:
    return reverse("scheduling:session", args=[found.id])


def _title(found: Session) -> dict[str, str]:
    return {"subject": f"{found.title} · {found.held_on}"}
