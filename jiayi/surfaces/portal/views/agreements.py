"""My agreement: seen, taken along as PDF, objected to, signed and renewed with a code."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import BadShape, LawBroken, NotVisible
from jiayi.foundation.documents.services import make_paper
from jiayi.service.agreements import selectors as agreed
from jiayi.service.agreements import services as agreements
from jiayi.surfaces.portal import presenters, services
from jiayi.surfaces.portal.access import for_residents, page
from jiayi.surfaces.portal.forms import CodeForm
from jiayi.surfaces.portal.permissions import SIGN
from jiayi.surfaces.portal.selectors import own_agreement, own_paper


@for_residents
@require_GET
def agreements_page(request: HttpRequest) -> HttpResponse:
    """Every agreement, what was promised and done of the one that runs, and papers that wait."""
    visit, today = request.visit, clock.today()
    audit.record_read(by=visit.viewer, act="portal.open_agreements", resident_ids=[visit.subject.id])
    found = agreed.agreements_of_resident(visit.viewer, visit.subject.id)
    context = {
        "tab": "agreements",
        "agreements": presenters.agreement_pages(found, today),
        "waiting": presenters.waiting_papers(found, visit.subject.id, today),
    }
    return page(request, "agreements", context)


@for_residents
@require_GET
def paper(request: HttpRequest, agreement_id: UUID) -> HttpResponse:
    """The agreement as PDF."""
    visit = request.visit
    agreement = own_agreement(visit.viewer, agreement_id)
    base_url = request.build_absolute_uri("/")
    content = make_paper(
        "agreements.paper", viewer=visit.viewer, subject_id=agreement.paper_id, base_url=base_url, on=clock.today()
    )
    audit.record_read(by=visit.viewer, act="portal.take_agreement", resident_ids=[visit.subject.id])
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{agreement.paper.number}.pdf"'
    return answer


@for_residents
@require_POST
def objects(request: HttpRequest, agreement_id: UUID) -> HttpResponse:
    """The resident does not want it renewed in silence."""
    visit, today = request.visit, clock.today()
    own_agreement(visit.viewer, agreement_id)
    agreements.record_objection(by=visit.viewer.acting(SIGN), agreement_id=agreement_id, objected_on=today, on=today)
    messages.success(request, _("已登记：到期后不自动续约。"))
    return redirect("portal:agreements")


@for_residents
@require_POST
def renew(request: HttpRequest, agreement_id: UUID) -> HttpResponse:
    """Write the renewal with the same team and packages, to be signed with a code."""
    visit, today = request.visit, clock.today()
    try:
        made = services.ask_renewal(by=visit.viewer, agreement_id=agreement_id, on=today)
    except (BadShape, LawBroken) as error:
        messages.error(request, error.message)
        return redirect("portal:agreements")
    return redirect("portal:sign", made.id)


@for_residents
@require_http_methods(["GET", "POST"])
def sign(request: HttpRequest, paper_id: UUID) -> HttpResponse:
    """Read a paper that waits, and sign it with the code sent to one's registered phone."""
    visit, today = request.visit, clock.today()
    found = agreed.agreements_of_resident(visit.viewer, visit.subject.id)
    waiting = {one["paper_id"]: one for one in presenters.waiting_papers(found, visit.subject.id, today)}
    if paper_id not in waiting:
        raise NotVisible
    form = CodeForm(request.POST if request.POST.get("code") is not None else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.sign_paper(
                by=visit.viewer, paper_id=paper_id, code=form.cleaned_data["code"], on=today, at=clock.now()
            )
        except (BadShape, LawBroken) as error:
            form.refuse(error)
        else:
            messages.success(request, _("签约完成。"))
            return redirect("portal:agreements")
    context = {"tab": "agreements", "paper": waiting[paper_id], "form": form}
    return page(request, "sign", context, status=422 if form.errors else 200)


@for_residents
@require_POST
def send_code(request: HttpRequest, paper_id: UUID) -> HttpResponse:
    """Send the code with which a paper is signed."""
    visit = request.visit
    own_paper(visit.viewer, paper_id)
    try:
        services.send_signing_code(by=visit.viewer, paper_id=paper_id, at=clock.now())
    except BadShape as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("验证码已发到您登记的手机。"))
    return redirect("portal:sign", paper_id)
