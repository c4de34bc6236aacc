"""A referral's page, its papers, and a resident's referrals."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.documents.services import pdf_response, qr_code
from jiayi.registry.people import selectors as people
from jiayi.service.referral import permissions, presenters, selectors
from jiayi.service.referral.forms import FileForm

SHOWN = 10


@login_required
@never_cache
@require_GET
def referral(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    """One referral: where it stands, the form, what became of it, what may be done."""
    found = selectors.referral_for(request.viewer, referral_id)
    audit.record_read(by=request.viewer, act="referral.open_referral", resident_ids=[found.resident_id])
    page = presenters.referral_page(request.viewer, found, clock.now())
    return render(request, "referral/referral.html", {"page": page, "file_form": FileForm()})


@login_required
@require_GET
def paper(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    """The referral paper (转出单 with 存根) as PDF, with a QR code that leads to its page."""
    found = selectors.referral_for(request.viewer, referral_id)
    audit.record_read(by=request.viewer, act="referral.print_paper", resident_ids=[found.resident_id])
    address = request.build_absolute_uri(reverse("referral:referral", args=[found.id]))
    data = presenters.paper_data(found, clock.today()) | {"qr": qr_code(address)}
    return pdf_response(template="service/referral/typst/referral.typ", data=data, name=found.number)


@login_required
@require_GET
def return_paper(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    """The return paper (回转单) as PDF; NotVisible where it is not written."""
    found = selectors.referral_for(request.viewer, referral_id)
    reply = selectors.reply_of(found)
    if reply is None:
        raise NotVisible
    audit.record_read(by=request.viewer, act="referral.print_return", resident_ids=[found.resident_id])
    data = presenters.return_data(found, reply, selectors.plan_of(found), clock.today())
    return pdf_response(template="service/referral/typst/return.typ", data=data, name=f"{found.number}-return")


@login_required
@require_GET
def of_resident(request: HttpRequest, resident_id: UUID) -> HttpResponse:
    """A part of the resident's page: referrals, the latest first."""
    rows = list(selectors.of_resident(request.viewer, resident_id)[:SHOWN])
    resident = people.resident_for(request.viewer, resident_id, on=clock.today())
    audit.record_read(by=request.viewer, act="referral.open_resident", resident_ids=[resident.id])
    context = {
        "rows": [presenters.referral_row(one, clock.now()) for one in rows],
        "resident": resident,
        "may_refer": request.viewer.can(permissions.WRITE),
    }
    return render(request, "referral/of_resident.html", context)
