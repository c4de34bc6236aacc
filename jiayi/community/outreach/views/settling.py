"""What becomes of an activity: held, archived, cancelled, taken out of the archive."""

from functools import partial
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from jiayi.community.outreach import permissions, selectors, services
from jiayi.community.outreach.forms import CancelForm, HoldForm, ReopenForm
from jiayi.community.outreach.models import Activity
from jiayi.foundation.base import clock
from jiayi.foundation.ui.acting import answer_form, do_and_return


@login_required
@require_http_methods(["GET", "POST"])
def hold(request: HttpRequest, activity_id: UUID) -> HttpResponse:
    """Enter what came of an activity."""
    found = selectors.activity_for(request.viewer, activity_id, permission=permissions.WRITE)
    form = HoldForm(found, request.POST or None)
    words = {
        "heading": _("登记开展情况"),
        "action": _("保存"),
        "done": _("已登记；资料齐备后请归档。"),
        "help": _("归档前可以反复修改；按姓名签到的居民在活动页上登记。"),
    }

    def act() -> Activity:
        return services.hold_activity(by=request.viewer, activity_id=found.id, result=form.result(), on=clock.today())

    return answer_form(request, form, act, back=_back(found), words=words | _subject(found))


@login_required
@require_http_methods(["GET", "POST"])
def cancel(request: HttpRequest, activity_id: UUID) -> HttpResponse:
    """An activity does not take place."""
    found = selectors.activity_for(request.viewer, activity_id, permission=permissions.WRITE)
    form = CancelForm(request.POST or None)
    words = {"heading": _("取消活动"), "action": _("取消活动"), "danger": True, "done": _("已取消活动。")}

    def act() -> Activity:
        return services.cancel_activity(by=request.viewer, activity_id=found.id, reason=form.given())

    return answer_form(request, form, act, back=_back(found), words=words | _subject(found))


@login_required
@require_POST
def archive(request: HttpRequest, activity_id: UUID) -> HttpResponse:
    """Archive an activity whose material is complete."""
    found = selectors.activity_for(request.viewer, activity_id, permission=permissions.WRITE)
    act = partial(services.archive_activity, by=request.viewer, activity_id=found.id, on=clock.today())
    return do_and_return(request, act, back=_back(found), done=_("已归档。"))


@login_required
@require_http_methods(["GET", "POST"])
def reopen(request: HttpRequest, activity_id: UUID) -> HttpResponse:
    """Take an activity out of the archive to mend it."""
    found = selectors.activity_for(request.viewer, activity_id, permission=permissions.PLAN)
    form = ReopenForm(request.POST or None)
    words = {"heading": _("退回修改"), "action": _("退回修改"), "done": _("已退回，修改后请重新归档。")}

    def act() -> Activity:
        return services.reopen_activity(by=request.viewer, activity_id=found.id, why=form.cleaned_data["why"])

    return answer_form(request, form, act, back=_back(found), words=words | _subject(found))


def _back(found: Activity) -> str:
    return reverse("outreach:activity", args=[found.id])


def _subject(found: Activity) -> dict[str, str]:
    return {"subject": f"{found.title} · {found.held_on}"}
