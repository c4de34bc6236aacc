"""Two ways: notes to the team, appeals, messages, the survey, services confirmed, disputed and rated."""

from typing import Any
from uuid import UUID

from django.contrib import messages as flash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jiayi.community.engagement import selectors as engagement
from jiayi.community.engagement import services as engaging
from jiayi.community.engagement.terms import AppealAsked, AppealKind, SurveyAnswer
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import LawBroken, NotVisible
from jiayi.foundation.ui.forms import Form
from jiayi.service.fulfilment import selectors as fulfilment
from jiayi.service.fulfilment import services as fulfilling
from jiayi.service.fulfilment.terms import Heard, Opinion
from jiayi.surfaces.portal import presenters, selectors
from jiayi.surfaces.portal.access import for_residents, page
from jiayi.surfaces.portal.forms import AppealForm, RatingForm, SurveyForm, WordsForm
from jiayi.surfaces.portal.permissions import TESTIFY


@for_residents
@require_http_methods(["GET", "POST"])
def notes(request: HttpRequest) -> HttpResponse:
    """What I and the team said to each other, and a new note."""
    visit, now = request.visit, clock.now()
    form = WordsForm(request.POST or None, label=_("给家庭医生留言"), most=500)
    if request.method == "POST" and form.is_valid():
        engaging.write_note(by=visit.viewer, resident_id=visit.subject.id, text=form.cleaned_data["text"], at=now)
        return redirect("portal:notes")
    rows = presenters.note_rows(engagement.notes_of(visit.viewer, visit.subject.id))
    engaging.mark_notes_read(by=visit.viewer, resident_id=visit.subject.id, at=now)
    rules = engagement.note_rules(visit.subject.region_id, clock.today())
    context = {"tab": "notes", "rows": rows, "form": form, "hours": rules.hours}
    return page(request, "notes", context, status=422 if form.errors else 200)


@for_residents
@require_http_methods(["GET", "POST"])
def voices(request: HttpRequest) -> HttpResponse:
    """What I asked for and how it was answered; a new suggestion, complaint or need."""
    visit, today = request.visit, clock.today()
    form = AppealForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            asked = AppealAsked(visit.subject.id, said["kind"], said["text"])
            engaging.make_appeal(by=visit.viewer, asked=asked, on=today)
        except LawBroken as error:
            form.refuse(error)
        else:
            flash.success(request, _("已提交，答复后会通知您。"))
            return redirect("portal:voices")
    rows = presenters.appeal_rows(engagement.appeals_of(visit.viewer, visit.subject.id), today)
    days = engagement.answer_days(visit.subject.region_id, today)
    context = {"tab": "notes", "form": form, "rows": rows, "days": days}
    return page(request, "voices", context, status=422 if form.errors else 200)


@for_residents
@require_POST
def withdraw(request: HttpRequest, appeal_id: UUID) -> HttpResponse:
    """Take back what I asked for."""
    visit = request.visit
    engaging.withdraw_appeal(by=visit.viewer, appeal_id=appeal_id, resident_id=visit.subject.id, on=clock.today())
    return redirect("portal:voices")


@for_residents
@require_POST
def ask_refill(request: HttpRequest) -> HttpResponse:
    """Ask the doctor for the next prescription, or nursing at home."""
    visit = request.visit
    kind = AppealKind.HOME_SERVICE if request.POST.get("kind") == "home_service" else AppealKind.REFILL
    text = request.POST.get("text", "").strip() or (
        _("请给我续开慢病用药。") if kind == AppealKind.REFILL else _("请安排护士上门。")
    )
    engaging.make_appeal(by=visit.viewer, asked=AppealAsked(visit.subject.id, kind, text), on=clock.today())
    flash.success(request, _("已提交，答复后会通知您。"))
    return redirect("portal:voices")


@for_residents
@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    """The messages to me."""
    visit = request.visit
    rows = presenters.inbox_rows(engagement.inbox_of(visit.viewer, visit.subject.id))
    engaging.mark_read(resident_id=visit.subject.id, at=clock.now())
    return page(request, "inbox", {"tab": "notes", "rows": rows})


@for_residents
@require_http_methods(["GET", "POST"])
def survey(request: HttpRequest) -> HttpResponse:
    """The survey that asks me, if one does."""
    visit, today = request.visit, clock.today()
    invitation = engagement.open_invitation(visit.viewer, visit.subject.id, today)
    if invitation is None:
        return page(request, "no_survey")
    form = SurveyForm(request.POST or None, items=presenters.item_choices(invitation.round.items))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        answer = SurveyAnswer(said["satisfaction"], tuple(said["known"]), said["note"])
        engaging.answer_survey(
            by=visit.viewer,
            invitation_id=invitation.id,
            resident_id=visit.subject.id,
            said=answer,
            on=today,
            at=clock.now(),
        )
        flash.success(request, _("谢谢您的评价。"))
        return redirect("portal:home")
    return page(request, "survey", {"form": form, "survey": invitation.round}, status=422 if form.errors else 200)


@for_residents
@require_GET
def points(request: HttpRequest) -> HttpResponse:
    """My points of this year."""
    found = selectors.points_of(request.visit.viewer, request.visit.subject, clock.today())
    return page(request, "points", {"tab": "home"} | presenters.points_page(found))


@for_residents
@require_GET
def services_done(request: HttpRequest) -> HttpResponse:
    """The services that were entered in my name in the last year, and what I say of them."""
    visit, today = request.visit, clock.today()
    found = fulfilment.services_of(visit.viewer, visit.subject.id, today)
    rows = presenters.service_rows(visit.viewer, visit.subject.id, found)
    return page(request, "services", {"tab": "agreements", "rows": rows})


@for_residents
@require_POST
def confirm(request: HttpRequest, service_id: UUID) -> HttpResponse:
    """Yes, that was done."""
    _testify(request, service_id, Opinion.CONFIRMED, "")
    flash.success(request, _("已确认，谢谢。"))
    return redirect("portal:services")


@for_residents
@require_http_methods(["GET", "POST"])
def dispute(request: HttpRequest, service_id: UUID) -> HttpResponse:
    """No, it was not, or not so."""
    done = _own_service(request, service_id)
    form = WordsForm(request.POST or None, label=_("请说明哪里不符"), most=200)
    if request.method == "POST" and form.is_valid():
        _testify(request, service_id, Opinion.DISPUTED, form.cleaned_data["text"])
        flash.success(request, _("已登记异议，在核实之前这次服务不作数。"))
        return redirect("portal:services")
    return _about_service(request, done, form, _("这次服务没有做"))


@for_residents
@require_http_methods(["GET", "POST"])
def rate(request: HttpRequest, service_id: UUID) -> HttpResponse:
    """Stars for a service."""
    visit = request.visit
    done = _own_service(request, service_id)
    form = RatingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        engaging.rate_service(
            by=visit.viewer, service_id=done.id, stars=int(said["stars"]), note=said["note"], on=clock.today()
        )
        flash.success(request, _("谢谢您的评价。"))
        return redirect("portal:services")
    return _about_service(request, done, form, _("评价服务"))


def _about_service(request: HttpRequest, done: Any, form: Form, heading: str) -> HttpResponse:
    """A form about one service of the resident's."""
    [row] = presenters.service_rows(request.visit.viewer, request.visit.subject.id, [done])
    context = {"form": form, "heading": heading, "about": f"{row['title']} · {row['day']}", "back": "portal:services"}
    return page(request, "words", context, status=422 if form.errors else 200)


def _own_service(request: HttpRequest, service_id: UUID):
    found = fulfilment.service_for(request.visit.viewer, service_id)
    if found.resident_id != request.visit.subject.id:
        raise NotVisible
    return found


def _testify(request: HttpRequest, service_id: UUID, opinion: str, reason: str) -> None:
    _own_service(request, service_id)
    today = clock.today()
    fulfilling.record_testimony(
        by=request.visit.viewer.acting(TESTIFY),
        service_id=service_id,
        opinion=opinion,
        heard=Heard.PORTAL,
        said_on=today,
        on=today,
        reason=reason,
    )
