"""Pages of supervision: rates with caps, open referrals by step and time, audited cases, the network."""

from functools import partial
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.core.dates import ONE_DAY
from jiayi.foundation.ui.acting import answer_form, do_and_return
from jiayi.service.referral import permissions, selectors, services
from jiayi.service.referral.forms import AnswerForm, CorrectionForm, JudgeForm, PartnerForm, SampleForm
from jiayi.service.referral.presenters import supervising as presenters


@login_required
@never_cache
@require_GET
def rates(request: HttpRequest) -> HttpResponse:
    """The last ninety days: rates with caps, warnings, where open referrals stand and since when."""
    viewer, today = request.viewer, clock.today()
    period = selectors.usual_period(today)
    rows = selectors.rates(viewer, period, on=today)
    audit.record_read(by=viewer, act="referral.list_rates", resident_ids=[])
    context = {
        "period": period,
        "rows": [presenters.rate_row(row) for row in rows],
        "warnings": [presenters.warning_row(one, today) for one in selectors.warnings(viewer)],
        "steps": presenters.step_rows(selectors.open_by_step_and_time(viewer, clock.now())),
        "loop": selectors.loop_of(viewer, period),
    }
    return render(request, "referral/rates.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def warning(request: HttpRequest, warning_id: UUID) -> HttpResponse:
    """Answer a warning."""
    found = selectors.warning_for(request.viewer, warning_id)
    form = AnswerForm(request.POST or None)
    act = lambda: services.answer_warning(  # noqa: E731
        by=request.viewer, warning_id=found.id, on=clock.today(), **form.cleaned_data
    )
    words = {
        "heading": _("核查转诊率预警"),
        "subject": found.institution.name,
        "action": _("登记"),
        "done": _("已登记。"),
    }
    return answer_form(request, form, act, back=reverse("referral:rates"), words=words)


@login_required
@never_cache
@require_GET
def cases(request: HttpRequest) -> HttpResponse:
    """Cases of the audit samples, and how they came out."""
    viewer, today = request.viewer, clock.today()
    if not viewer.can(permissions.READ):
        raise NotVisible
    rows = list(selectors.cases(viewer)[:200])
    audit.record_read(by=viewer, act="referral.list", resident_ids=[one.referral.resident_id for one in rows])
    may_audit = viewer.can(permissions.AUDIT_CASES)
    since = today - selectors.USUAL_DAYS * ONE_DAY
    context = {
        "rows": [presenters.case_row(one, today) for one in rows],
        "quality": selectors.quality(viewer),
        "may_audit": may_audit,
        "may_see_rates": viewer.can(permissions.READ_VISITS),
        "form": SampleForm(initial={"since": since, "until": today}) if may_audit else None,
    }
    return render(request, "referral/cases.html", context)


@login_required
@require_POST
def draw(request: HttpRequest) -> HttpResponse:
    """Draw a sample."""
    if not request.viewer.can(permissions.AUDIT_CASES):
        raise NotVisible
    form = SampleForm(request.POST)
    today = clock.today()
    given = form.cleaned_data if form.is_valid() else {"since": today, "until": today, "size": 0}
    act = partial(services.draw_cases, by=request.viewer, on=today, **given)
    return do_and_return(request, act, back=reverse("referral:cases"), done=_("已抽取。"))


@login_required
@require_http_methods(["GET", "POST"])
def judge(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Judge a case."""
    found = selectors.case_for(request.viewer, case_id)
    if not request.viewer.can(permissions.AUDIT_CASES):
        raise NotVisible
    form = JudgeForm(request.POST or None)
    act = lambda: services.judge_case(by=request.viewer, case_id=found.id, on=clock.today(), **form.cleaned_data)  # noqa: E731
    words = {"heading": _("审核转诊病例"), "subject": found.referral.number, "action": _("登记"), "done": _("已审核。")}
    return answer_form(request, form, act, back=reverse("referral:cases"), words=words)


@login_required
@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Say what was put right."""
    found = selectors.case_for(request.viewer, case_id)
    if not permissions.takes_part(request.viewer, found.referral):
        raise NotVisible
    form = CorrectionForm(request.POST or None)
    act = lambda: services.correct_case(by=request.viewer, case_id=found.id, on=clock.today(), **form.cleaned_data)  # noqa: E731
    words = {
        "heading": _("登记整改"),
        "subject": found.referral.number,
        "action": _("登记"),
        "done": _("已登记。"),
        "help": found.faults,
    }
    return answer_form(request, form, act, back=reverse("referral:cases"), words=words)


@login_required
@require_http_methods(["GET", "POST"])
def network(request: HttpRequest) -> HttpResponse:
    """What the county must have, and with whom it works together; whoever keeps institutions adds partners."""
    viewer, today = request.viewer, clock.today()
    if not viewer.can(permissions.READ):
        raise NotVisible
    prefixes = viewer.scope(permissions.KEEP_NETWORK).region_prefixes
    form = PartnerForm(request.POST or None, initial={"since": today}) if prefixes else None
    if request.method == "POST":
        if form is None:
            raise NotVisible
        if form.is_valid():
            act = partial(services.agree_partner, by=viewer, region_code=prefixes[0], **form.cleaned_data)
            return do_and_return(request, act, back=reverse("referral:network"), done=_("已登记。"))
    context = {
        "page": presenters.network_page(viewer, selectors.county_of(viewer), today),
        "form": form,
        "may_see_rates": viewer.can(permissions.READ_VISITS),
    }
    return render(request, "referral/network.html", context, status=422 if request.method == "POST" else 200)
