"""A prescription that a hospital's plan asks for: what was handed home, written from there or set aside."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.foundation.ui.acting import answer_form
from jiayi.service.prescriptions import presenters, selectors, services
from jiayi.service.prescriptions.forms import SetAsideForm


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def draft(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """What the hospital wrote, the way to the order, and setting it aside with a reason."""
    found = selectors.draft_for(request.viewer, draft_id)
    audit.record_read(by=request.viewer, act="prescriptions.open_draft", resident_ids=[found.resident_id])
    form = SetAsideForm(request.POST or None)
    act = lambda: services.set_aside_draft(  # noqa: E731
        by=request.viewer, draft_id=found.id, on=clock.today(), **form.cleaned_data
    )
    words = {"action": _("不需开具"), "done": _("已登记。"), "draft": presenters.draft_card(found)}
    back = reverse("workstation:resident", args=[found.resident_id])
    return answer_form(request, form, act, back=back, words=words, template="prescriptions/draft.html")
