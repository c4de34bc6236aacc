"""My record: what stands there, taken along, who read it; consents; ask for a correction."""

import json
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jiayi.community.engagement import selectors as engagement
from jiayi.community.engagement import services as engaging
from jiayi.community.engagement.terms import AppealAsked, AppealKind, Heard
from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.documents.services import render as make_pdf
from jiayi.foundation.ui.wording import word_of
from jiayi.service.agreements import selectors as agreements
from jiayi.service.care import selectors as care
from jiayi.surfaces.portal import presenters
from jiayi.surfaces.portal.access import Visit, for_residents, page
from jiayi.surfaces.portal.forms import WordsForm

TEMPLATE = "surfaces/portal/typst/record.typ"


@for_residents
@require_GET
def record(request: HttpRequest) -> HttpResponse:
    """The records that the region opens, once the record was opened."""
    visit, today = request.visit, clock.today()
    standing = _standing(visit)
    rows = presenters.record_rows(visit.viewer, visit.subject, today) if standing["is_open"] else []
    _read(visit, "open_record")
    return page(request, "record", {"tab": "record", "record": standing, "rows": rows})


@for_residents
@require_GET
def one_record(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """One record in words."""
    visit = request.visit
    found = _own_record(visit, record_id)
    _read(visit, "open_record")
    context = {
        "tab": "record",
        "title": presenters.form_label(found.form),
        "found": found,
        "values": presenters.record_values(found),
    }
    return page(request, "one_record", context)


@for_residents
@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """Say what is wrong in a record; staff answer with what came of it."""
    visit, today = request.visit, clock.today()
    found = _own_record(visit, record_id)
    form = WordsForm(request.POST or None, label=_("哪里不对，应该是什么"))
    if request.method == "POST" and form.is_valid():
        asked = AppealAsked(visit.subject.id, AppealKind.CORRECTION, form.cleaned_data["text"], found.id)
        engaging.make_appeal(by=visit.viewer, asked=asked, on=today)
        messages.success(request, _("已提交，答复后会通知您。"))
        return redirect("portal:voices")
    context = {
        "form": form,
        "heading": _("申请更正"),
        "about": presenters.form_label(found.form),
        "back": "portal:record",
    }
    return page(request, "words", context, status=422 if form.errors else 200)


@for_residents
@require_GET
def take_record(request: HttpRequest, kind: str) -> HttpResponse:
    """The record to take along: as PDF, or as JSON for another system."""
    visit, today = request.visit, clock.today()
    if not _standing(visit)["is_open"] or kind not in ("pdf", "json"):
        raise NotVisible
    _read(visit, "take_record")
    if kind == "json":
        data = presenters.plain_record(visit.viewer, visit.subject, today)
        answer = HttpResponse(json.dumps(data, ensure_ascii=False, indent=1), content_type="application/json")
    else:
        data = presenters.paper_of_record(visit.viewer, visit.subject, today)
        answer = HttpResponse(make_pdf(template=TEMPLATE, data=data), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="record-{today}.{kind}"'
    return answer


@for_residents
@require_GET
def readers(request: HttpRequest) -> HttpResponse:
    """Who read the record, when and what for."""
    visit = request.visit
    rows = presenters.reader_rows(visit.viewer, visit.subject.id)
    return page(request, "readers", {"tab": "record", "rows": rows})


@for_residents
@require_GET
def consents(request: HttpRequest) -> HttpResponse:
    """What the resident agreed to, purpose by purpose."""
    visit = request.visit
    found = engagement.consents_of(visit.viewer, visit.subject.id, clock.today())
    rows = [{"code": one.purpose, "label": word_of(one.purpose), "one": one} for one in found]
    return page(request, "consents", {"tab": "record", "rows": rows})


@for_residents
@require_POST
def answer_consent(request: HttpRequest) -> HttpResponse:
    """Agree, or take it back: the same press."""
    visit = request.visit
    engaging.answer_consent(
        by=visit.viewer,
        resident_id=visit.subject.id,
        purpose=request.POST.get("purpose", ""),
        is_given=request.POST.get("answer") == "yes",
        heard=Heard.PORTAL,
        on=clock.today(),
        at=clock.now(),
    )
    return redirect("portal:consents")


def _own_record(visit: Visit, record_id: UUID) -> Any:
    found = care.record_for(visit.viewer, record_id)
    shown = presenters.shown_forms(visit.subject, clock.today())
    if found.resident_id != visit.subject.id or found.form not in shown or not _standing(visit)["is_open"]:
        raise NotVisible
    return found


def _standing(visit: Visit) -> dict[str, Any]:
    found = agreements.agreements_of_resident(visit.viewer, visit.subject.id)
    return presenters.record_standing(found, clock.today())


def _read(visit: Visit, verb: str) -> None:
    audit.record_read(by=visit.viewer, act=f"portal.{verb}", resident_ids=[visit.subject.id])
