"""Consultations: the list, one with its report and files, its paper, those of a resident."""

from functools import partial
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.documents.services import attachment_for, attachment_response, pdf_response
from jiayi.foundation.ui.lists import ListFile, ListPage, Taken, list_file, list_page, render_list
from jiayi.service.care import permissions, presenters, selectors
from jiayi.service.care.forms import ConsultationFileForm
from jiayi.service.care.models import Consultation

SHOWN = 10


@login_required
@require_http_methods(["GET", "POST"])
def consultations(request: HttpRequest) -> HttpResponseBase:
    """Consultations within reach; POST takes the list away as a file."""
    viewer, now = request.viewer, clock.now()
    if not viewer.can(permissions.READ_CONSULTATIONS):
        raise NotVisible
    query = presenters.usual_consultations(viewer, request.GET)
    page = list_page(presenters.consultation_list(viewer, now), selectors.consultations(viewer), query)
    row_of = partial(presenters.consultation_row, now=now)
    if request.method == "POST":
        return _export(request, page, row_of)
    audit.record_read(by=viewer, act="care.list_consultations", resident_ids=[one.resident_id for one in page.rows])
    context = {"page": page.show(row_of), "may_export": viewer.can(permissions.EXPORT)}
    return render_list(request, "care/consultations.html", context)


@login_required
@never_cache
@require_GET
def consultation(request: HttpRequest, consultation_id: UUID) -> HttpResponse:
    """One with what was asked, the report, its files and what may be done."""
    found = selectors.consultation_for(request.viewer, consultation_id)
    audit.record_read(by=request.viewer, act="care.open_consultation", resident_ids=[found.resident_id])
    return show(request, found, ConsultationFileForm())


@login_required
@require_GET
def consultation_file(request: HttpRequest, consultation_id: UUID, file_id: UUID) -> HttpResponse:
    """A file; reading it is on record."""
    file = selectors.file_for(request.viewer, consultation_id, file_id)
    resident_id = file.consultation.resident_id
    audit.record_read(by=request.viewer, act="care.read_consultation_file", resident_ids=[resident_id])
    return attachment_response(attachment_for(file.attachment_id))


@login_required
@require_GET
def consultation_pdf(request: HttpRequest, consultation_id: UUID) -> HttpResponse:
    """The report as a paper; 404 before the answer."""
    found = selectors.consultation_for(request.viewer, consultation_id)
    if found.answered_at is None:
        raise NotVisible
    audit.record_read(by=request.viewer, act="care.print_consultation", resident_ids=[found.resident_id])
    data = presenters.consultation_paper(found, clock.today())
    return pdf_response(template=presenters.CONSULTATION_PAPER, data=data, name=found.number)


@login_required
@require_GET
def consultations_of_resident(request: HttpRequest, resident_id: UUID) -> HttpResponse:
    """A part of the resident's page: the latest consultations."""
    rows = list(selectors.consultations_of(request.viewer, resident_id)[:SHOWN])
    audit.record_read(by=request.viewer, act="care.open_resident", resident_ids=[resident_id])
    context = {
        "rows": [presenters.consultation_row(one, clock.now()) for one in rows],
        "resident_id": resident_id,
        "may_ask": request.viewer.can(permissions.CONSULT),
    }
    return render(request, "care/consultations_of_resident.html", context)


def show(request: HttpRequest, found: Consultation, form: ConsultationFileForm, status: int = 200) -> HttpResponse:
    context = {
        "page": presenters.consultation_page(
            request.viewer,
            found,
            clock.now(),
            steps=selectors.steps_of(found),
            files=selectors.files_of(found),
            acts=selectors.consultation_acts(request.viewer, found),
        ),
        "may_add_file": selectors.may_add_file(request.viewer, found),
        "file_form": form,
    }
    return render(request, "care/consultation.html", context, status=status)


def _export(request: HttpRequest, page: ListPage, row_of: partial) -> HttpResponseBase:
    if not request.viewer.can(permissions.EXPORT):
        raise NotVisible
    file = ListFile(
        name=_("会诊名单"),
        columns=presenters.CONSULTATION_COLUMNS,
        record=partial(_taken, request),
        rows=lambda rows: (row_of(one) for one in rows),
    )
    return list_file(request, page, file, at=clock.now())


def _taken(request: HttpRequest, taken: Taken) -> None:
    audit.record_reads(
        by=request.viewer, act="care.export_consultations", resident_ids=taken.resident_ids(), details=taken.details()
    )
