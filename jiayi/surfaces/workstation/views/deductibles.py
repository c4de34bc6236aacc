"""Deductibles paid within a referral's episode: each stay, and one more."""

from functools import partial
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.ui.acting import answer_form
from jiayi.foundation.ui.wording import label_of
from jiayi.registry.organization.terms import InstitutionLevel
from jiayi.service.insurance import selectors as insurance
from jiayi.service.insurance import services
from jiayi.service.referral import selectors as referral
from jiayi.surfaces.workstation.forms import DeductibleForm
from jiayi.surfaces.workstation.permissions import REFERRAL_WRITE


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def deductibles(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    """What was paid at which level counts at the next (S4-61); 404 out of reach."""
    viewer, today = request.viewer, clock.today()
    found = referral.referral_for(viewer, referral_id)
    if not viewer.can(REFERRAL_WRITE):
        raise NotVisible
    form = DeductibleForm(today, request.POST or None, initial={"admitted_on": today})
    if request.method == "GET":
        audit.record_read(by=viewer, act="insurance.compare", resident_ids=[found.resident_id])
    note = partial(services.note_deductible, by=viewer, resident_id=found.resident_id, episode_id=found.id, on=today)
    paid = list(insurance.payments_of(found.id))
    words = {
        "heading": _("转诊中已付的起付线"),
        "subject": found.number,
        "action": _("登记"),
        "done": _("已登记。"),
        "help": _("同一次转诊内，各级医院的起付线连续计算；同一机构同一天再登记，以最后一次为准。"),
        "rows": [
            {
                "level": label_of(InstitutionLevel, one.level),
                "institution": one.institution_name,
                "admitted_on": one.admitted_on,
                "fen": one.deductible_fen,
                "by": one.noted_by_name,
            }
            for one in paid
        ],
        "total_fen": sum(one.deductible_fen for one in paid),
        "resident_id": found.resident_id,
    }
    return answer_form(
        request,
        form,
        lambda: note(**form.given()),
        back=reverse("workstation:deductibles", args=[found.id]),
        words=words,
        template="workstation/deductibles.html",
    )
