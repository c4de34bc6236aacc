"""An abnormal reading from home: what it says, what can be offered, and the word that answers it."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import BadShape, LawBroken
from jiayi.service.care import permissions, presenters, selectors, services
from jiayi.service.care.forms import AnswerForm


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def alert(request: HttpRequest, alert_id: UUID) -> HttpResponse:
    """GET shows the reading; POST says what was done about it."""
    found = selectors.alert_for(request.viewer, alert_id, to_write=request.method == "POST")
    form = AnswerForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            services.answer_alert(
                by=request.viewer, alert_id=found.id, note=form.cleaned_data["note"], on=clock.today()
            )
            messages.success(request, _("已保存。"))
            return redirect("care:alert", found.id)
        except (BadShape, LawBroken) as error:
            form.refuse(error)
            status = error.status
    elif request.method == "POST":
        status = 422
    audit.record_read(by=request.viewer, act="care.open_alert", resident_ids=[found.resident_id])
    page = presenters.alert_page(request.viewer, found)
    may_write = request.viewer.can(permissions.WRITE) and not found.answered_on
    return render(request, "care/alert.html", {"page": page, "form": form, "may_write": may_write}, status=status)
