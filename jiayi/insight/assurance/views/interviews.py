"""Pages of re-interviews: samples, one with its rates, one person to call."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import BadShape, CodedError, LawBroken, NotVisible
from jiayi.foundation.rulebook import rulebook
from jiayi.foundation.ui.lists import ListFile, list_file, list_page, render_list
from jiayi.insight.assurance import permissions, selectors, services
from jiayi.insight.assurance.forms import AnswersForm, CallForm, RevealForm, SampleForm
from jiayi.insight.assurance.models import InterviewCase
from jiayi.insight.assurance.presenters import interviews as words
from jiayi.insight.assurance.terms import CaseState
from jiayi.registry.organization import selectors as organization
from jiayi.registry.people import selectors as people

USUAL_DAYS = 90


@login_required
@require_http_methods(["GET", "POST"])
def interviews(request: HttpRequest) -> HttpResponseBase:
    """Samples within reach with their rates; POST takes the list away as a file."""
    viewer = request.viewer
    page = list_page(words.sample_list(), selectors.samples(viewer), request.GET)
    if request.method == "POST":
        if not viewer.can(permissions.EXPORT):
            raise NotVisible
        file = ListFile(
            name=_("服务回访"),
            columns=words.SAMPLE_COLUMNS,
            record=lambda taken: audit.record(by=viewer, act="assurance.export_samples", details=taken.details()),
            rows=lambda rows: map(words.sample_row, rows),
        )
        return list_file(request, page, file, at=clock.now())
    page.show(words.sample_row)
    context = {
        "page": page,
        "may_export": viewer.can(permissions.EXPORT),
        "sample_form": _sample_form(request) if viewer.can(permissions.INTERVIEW) else None,
    }
    return render_list(request, "assurance/interviews.html", context)


def _sample_form(request: HttpRequest, data: Any = None) -> SampleForm:
    places = organization.managed_institutions(request.viewer, permissions.INTERVIEW).exclude(level="village")
    today = clock.today()
    initial = {"since": today - dt.timedelta(days=USUAL_DAYS), "until": today}
    return SampleForm(data, places=[(str(one.pk), one.name) for one in places], initial=initial)


@login_required
@require_POST
def draw_interviews(request: HttpRequest) -> HttpResponse:
    """Draw a sample."""
    if not request.viewer.can(permissions.INTERVIEW):
        raise NotVisible
    form = _sample_form(request, request.POST)
    if not form.is_valid():
        messages.error(request, _("请选择机构，填写起止日期。"))
        return redirect("assurance:interviews")
    data = form.cleaned_data
    try:
        made = services.draw_interviews(
            by=request.viewer,
            institution_id=UUID(data["institution"]),
            since=data["since"],
            until=data["until"],
            on=clock.today(),
            submission_id=data["submission_id"],
        )
    except (BadShape, LawBroken) as error:
        messages.error(request, error.message)
        return redirect("assurance:interviews")
    messages.success(request, _("已抽取 %(count)s 次服务。") % {"count": made.size})
    return redirect("assurance:interview_sample", made.pk)


@login_required
@require_http_methods(["GET", "POST"])
def interview_sample(request: HttpRequest, sample_id: UUID) -> HttpResponseBase:
    """Whom to ask, and the rates so far; POST takes the list away."""
    viewer = request.viewer
    shown = selectors.sample_for(viewer, sample_id)
    holds = permissions.holds(viewer, permissions.INTERVIEW, shown)
    cases = selectors.interview_cases(shown)
    page = list_page(words.case_list(), cases if holds else cases.none(), request.GET)
    residents = [case.resident_id for case in page.rows]
    if request.method == "POST":
        if not viewer.can(permissions.EXPORT) or not holds:
            raise NotVisible
        everybody = list(page.matching.order_by().values_list("resident_id", flat=True))
        file = ListFile(
            name=_("回访名单"),
            columns=words.CASE_COLUMNS,
            record=lambda taken: audit.record_reads(
                by=viewer, act="assurance.export_cases", resident_ids=everybody, details=taken.details()
            ),
            rows=lambda rows: map(words.case_row, rows),
        )
        return list_file(request, page, file, at=clock.now())
    if residents:
        audit.record_read(by=viewer, act="assurance.list_cases", resident_ids=residents)
    page.show(words.case_row)
    context = {
        "page": page,
        "holds": holds,
        "sample": words.sample_row(shown),
        "rates": words.rate_rows(selectors.rates(shown)),
        "may_export": viewer.can(permissions.EXPORT) and holds,
    }
    return render_list(request, "assurance/interview_sample.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def interview_case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """One person to call: what was claimed, a masked number, the script; POST enters the answers."""
    case = selectors.case_for(request.viewer, case_id)
    form = _answers_form(case, request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            data = form.cleaned_data
            try:
                services.close_case(
                    by=request.viewer,
                    case_id=case.pk,
                    answers=form.answers,
                    outcome=data["outcome"],
                    note=data["note"],
                    on=clock.today(),
                )
            except (BadShape, LawBroken) as error:
                form.refuse(error)
                status = error.status
            else:
                messages.success(request, _("回访已完成。"))
                return redirect("assurance:interview_sample", case.sample_id)
    return _case_page(request, case, form, status=status)


def _answers_form(case: InterviewCase, data: Any = None) -> AnswersForm:
    return AnswersForm(data, script=rulebook().scripts[case.sample.script], words=words.script_words(case))


def _case_page(
    request: HttpRequest, case: InterviewCase, form: AnswersForm, *, status: int = 200, phone: str = ""
) -> HttpResponse:
    audit.record_read(by=request.viewer, act="assurance.read_case", resident_ids=[case.resident_id])
    is_mine = case.state == CaseState.CALLING and case.taken_by == request.viewer.actor_id
    context = {
        "case": words.case_page(case),
        "sample_id": case.sample_id,
        "phone": phone or people.masked_numbers(case.resident).phone,
        "is_mine": is_mine,
        "may_take": case.state == CaseState.WAITING,
        "form": form if is_mine else None,
        "call_form": CallForm(),
        "reveal_form": None if phone else RevealForm(),
    }
    return render(request, "assurance/interview_case.html", context, status=status)


@login_required
@require_POST
def interview_step(request: HttpRequest, case_id: UUID, step: str) -> HttpResponse:
    """Begin, give back, note a call, or see the number."""
    case = selectors.case_for(request.viewer, case_id)
    try:
        if step == "take":
            services.take_case(by=request.viewer, case_id=case.pk)
        elif step == "release":
            services.release_case(by=request.viewer, case_id=case.pk)
        elif step == "call":
            given = {"result": request.POST.get("result", ""), "note": request.POST.get("note", "")}
            services.record_call(by=request.viewer, case_id=case.pk, at=clock.now(), **given)
            messages.success(request, _("通话已登记。"))
        elif step == "reveal":
            phone = services.reveal_phone(by=request.viewer, case_id=case.pk, reason=request.POST.get("reason", ""))
            return _case_page(request, case, _answers_form(case), phone=phone)
        else:
            raise NotVisible
    except (BadShape, LawBroken) as error:
        messages.error(request, _message(error))
    return redirect("assurance:interview_case", case.pk)


def _message(error: CodedError) -> str:
    return error.message or error.code
