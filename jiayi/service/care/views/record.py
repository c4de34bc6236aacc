"""One record: what it says, what came of it, what is kept beside it, and its papers."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import BadShape, LawBroken, NotVisible
from jiayi.foundation.documents.services import attachment_for, attachment_response, pdf_response
from jiayi.foundation.rulebook import find_value, rulebook
from jiayi.foundation.ui.forms import Form
from jiayi.registry.organization import selectors as organization
from jiayi.service.care import permissions, presenters, selectors, services
from jiayi.service.care.forms import PROOF_FORMS, ReturnForm, ReviewForm
from jiayi.service.care.models import Record
from jiayi.service.care.selectors.definitions import permission_for
from jiayi.service.care.terms import HEALTH_PLAN

LATE_AFTER = "entry.late_after_days"


@login_required
@require_GET
def record(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """One record with its decision, its versions, and what is still to be done about it."""
    found = selectors.record_for(request.viewer, record_id)
    audit.record_read(by=request.viewer, act="care.open_record", resident_ids=[found.resident_id])
    return render(request, "care/record.html", _context(request, found, ReturnForm(clock.today())))


@login_required
@require_http_methods(["POST"])
def note_return(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """What came of the referral that the record asked for."""
    found = selectors.record_for(request.viewer, record_id, to_write=True)
    form = ReturnForm(clock.today(), request.POST)
    status = 422
    if form.is_valid():
        try:
            services.note_return(by=request.viewer, record_id=found.id, on=clock.today(), **form.cleaned_data)
        except (BadShape, LawBroken) as error:
            form.refuse(error)
            status = error.status
        else:
            messages.success(request, _("已登记转诊结果。"))
            return redirect("care:record", found.id)
    return render(request, "care/record.html", _context(request, found, form), status=status)


def _plan_context(request: HttpRequest, found: Record) -> dict[str, object]:
    """Of a health plan, its reviews and whether the viewer may review it."""
    if found.form != HEALTH_PLAN:
        return {}
    return {
        "reviews": [presenters.review_line(one) for one in selectors.reviews_of(found)],
        "may_review": request.viewer.can(permissions.REVIEW_PLAN),
        "review_form": ReviewForm(),
    }


def _context(request: HttpRequest, found: Record, form: ReturnForm) -> dict[str, object]:
    definition = rulebook().forms.get(found.form)
    if definition is None:
        raise NotVisible
    schemes = organization.schemes_for(found.region_id, found.visit_on)
    late = find_value(LATE_AFTER, found.visit_on, schemes)
    versions = selectors.versions_of(found)
    siblings = selectors.siblings_of(request.viewer, found)
    may_write = request.viewer.can(permission_for(found.is_restricted, to_write=True))
    return _plan_context(request, found) | {
        "page": presenters.record_page(found, definition, versions, late_after=late.value if late else None),
        "proofs": presenters.proof_rows(selectors.proofs_of(found)),
        "siblings": [presenters.record_row(one) for one in siblings],
        "may_write": may_write,
        "may_refer": request.viewer.can(permissions.REFER),
        "return_form": form,
    }


@login_required
@require_GET
def record_pdf(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """The record as a paper to sign and file."""
    return _paper(request, record_id, presenters.RECORD_PAPER, presenters.record_paper)


@login_required
@require_GET
def advice_pdf(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """What the resident is told to do, to take along; 404 for a record that advises nothing."""
    return _paper(request, record_id, presenters.ADVICE_PAPER, presenters.advice_paper)


def _paper(request: HttpRequest, record_id: UUID, template: str, data_of: Any) -> HttpResponse:
    found = selectors.record_for(request.viewer, record_id)
    definition = rulebook().forms.get(found.form)
    data = data_of(found, definition, selectors.versions_of(found)[0], on=clock.today()) if definition else None
    if data is None:
        raise NotVisible
    audit.record_read(by=request.viewer, act="care.print_record", resident_ids=[found.resident_id])
    return pdf_response(template=template, data=data, name=f"{found.form}-{found.visit_on:%Y%m%d}")


@login_required
@require_GET
def proofs(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """Photo, signature, position: what is there, and the ways to add one."""
    found = selectors.record_for(request.viewer, record_id, to_write=True)
    return _proof_page(request, found, {})


@login_required
@require_POST
def add_proof(request: HttpRequest, record_id: UUID, kind: str) -> HttpResponse:
    """Keep one with the record."""
    found = selectors.record_for(request.viewer, record_id, to_write=True)
    if kind not in PROOF_FORMS:
        raise Http404
    form = PROOF_FORMS[kind](request.POST, request.FILES, auto_id=f"id_{kind}_%s")
    status = 422
    if form.is_valid():
        try:
            services.add_proof(
                by=request.viewer,
                record_id=found.id,
                kind=kind,
                consented=form.cleaned_data["consented"],
                at=clock.now(),
                **form.given(),
            )
        except (BadShape, LawBroken) as error:
            form.refuse(error)
            status = error.status
        else:
            messages.success(request, _("已保存佐证。"))
            return redirect("care:record", found.id)
    return _proof_page(request, found, {kind: form}, status)


def _proof_page(request: HttpRequest, found: Record, forms: dict[str, Form], status: int = 200) -> HttpResponse:
    audit.record_read(by=request.viewer, act="care.open_record", resident_ids=[found.resident_id])
    context = {
        "record": found,
        "title": presenters.form_label(found.form),
        "proofs": presenters.proof_rows(selectors.proofs_of(found)),
        **{f"{kind}_form": forms.get(kind) or make(auto_id=f"id_{kind}_%s") for kind, make in PROOF_FORMS.items()},
    }
    return render(request, "care/proofs.html", context, status=status)


@login_required
@require_GET
def proof_file(request: HttpRequest, record_id: UUID, proof_id: UUID) -> HttpResponse:
    """A photo or signature; reading it is on record."""
    proof = selectors.proof_for(request.viewer, record_id, proof_id)
    audit.record_read(by=request.viewer, act="care.read_proof", resident_ids=[proof.record.resident_id])
    return attachment_response(attachment_for(proof.attachment_id))
