"""The acts on a consultation: ask, take up, answer, send back, add files."""

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import BadShape, LawBroken, NotVisible, identifier_of
from jiayi.foundation.ui.acting import answer_form, do_and_return
from jiayi.registry.people import selectors as people
from jiayi.service.care import permissions, selectors, services
from jiayi.service.care.forms import ClosingForm, ConsultationFileForm, ConsultationForm, ReportForm, WordsForm
from jiayi.service.care.terms import ConsultationAct, ConsultationKind

from .consultations import show

FORMS: dict[ConsultationAct, type[Any]] = {
    ConsultationAct.ANSWER: ReportForm,
    ConsultationAct.DECLINE: WordsForm,
    ConsultationAct.WITHDRAW: WordsForm,
    ConsultationAct.ASK_AGAIN: WordsForm,
    ConsultationAct.CLOSE: ClosingForm,
}
SERVICES = {
    ConsultationAct.DECLINE: services.decline_consultation,
    ConsultationAct.WITHDRAW: services.withdraw_consultation,
    ConsultationAct.ASK_AGAIN: services.ask_again,
    ConsultationAct.CLOSE: services.close_consultation,
}


@login_required
@require_http_methods(["GET", "POST"])
def consult(request: HttpRequest, resident_id: UUID) -> HttpResponse:
    """Ask about a resident; `?kind=`, `?record=` and `?subject=` say what it is about."""
    viewer = request.viewer
    if not viewer.can(permissions.CONSULT):
        raise NotVisible
    resident = people.resident_for(viewer, resident_id, permission=permissions.CONSULT)
    askers = list(selectors.askers(viewer))
    if not askers:
        raise NotVisible
    kind = request.GET.get("kind", "")
    initial = {"kind": kind if kind in set(ConsultationKind) else ""}
    form = ConsultationForm(
        request.POST or None, askers=askers, places=selectors.places_to_ask(viewer), initial=initial
    )
    if request.method == "GET":
        audit.record_read(by=viewer, act="care.open_form", resident_ids=[resident.id])
    elif form.is_valid():
        asked = form.request(resident.id, record_id=_id_in(request, "record"), subject_id=_id_in(request, "subject"))
        try:
            made = services.ask_consultation(by=viewer, asked=asked, at=clock.now())
        except (BadShape, LawBroken) as error:
            form.refuse(error)
        else:
            messages.success(request, _("已提交会诊申请，可在下面补充资料。"))
            return redirect("care:consultation", made.id)
    status = 200 if request.method == "GET" else 422
    return render(request, "care/consult.html", {"form": form, "resident": resident}, status=status)


@login_required
@require_http_methods(["GET", "POST"])
def consultation_act(request: HttpRequest, consultation_id: UUID, act: str) -> HttpResponse:
    """One act of the viewer's side."""
    found = selectors.consultation_for(request.viewer, consultation_id)
    chosen = next((one for one in selectors.consultation_acts(request.viewer, found) if one == act), None)
    if chosen is None:
        raise NotVisible
    back = reverse("care:consultation", args=[found.id])
    common = {"by": request.viewer, "consultation_id": found.id, "at": clock.now()}
    if chosen == ConsultationAct.TAKE:
        if request.method == "GET":
            return redirect(back)
        taken = partial(services.take_consultation, **common)
        return do_and_return(request, taken, back=back, done=_("已接诊，可以查看居民档案。"))
    form = FORMS[chosen](request.POST or None)
    label = chosen.label(get_language() or "")
    words = {
        "heading": label,
        "action": label,
        "done": _("已办理。"),
        "subject": f"{found.resident.name} · {found.number}",
    }

    def do() -> None:
        if chosen == ConsultationAct.ANSWER:
            services.answer_consultation(report=form.report(), **common)
        else:
            SERVICES[chosen](**common, **form.cleaned_data)

    return answer_form(request, form, do, back=back, words=words)


@login_required
@require_POST
def add_consultation_file(request: HttpRequest, consultation_id: UUID) -> HttpResponse:
    """Keep a file with it."""
    found = selectors.consultation_for(request.viewer, consultation_id)
    if not selectors.may_add_file(request.viewer, found):
        raise NotVisible
    form = ConsultationFileForm(request.POST, request.FILES)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            services.add_consultation_file(
                by=request.viewer,
                consultation_id=found.id,
                content=file.read(),
                file_name=file.name,
                at=clock.now(),
            )
        except (BadShape, LawBroken) as error:
            form.refuse(error)
        else:
            messages.success(request, _("已上传。"))
            return redirect("care:consultation", found.id)
    return show(request, found, form, status=422)


def _id_in(request: HttpRequest, name: str) -> UUID | None:
    text = request.GET.get(name, "")
    return identifier_of(text) if text else None
