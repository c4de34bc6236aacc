"""What a community and its team agree on: signed, ended, on paper."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from jiayi.community.communities import permissions, presenters, selectors, services
from jiayi.community.communities.forms import AgreementForm, EndAgreementForm
from jiayi.community.communities.models import CommunityAgreement
from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.foundation.documents.services import pdf_response
from jiayi.foundation.ui.acting import answer_form

from .places import back_to


@login_required
@require_http_methods(["GET", "POST"])
def sign(request: HttpRequest, community_id: UUID) -> HttpResponse:
    """The unit and the team sign."""
    found = selectors.community_for(request.viewer, community_id, permission=permissions.WRITE)
    today = clock.today()
    offered = selectors.services_on_offer(found.region_id, today)
    form = AgreementForm(found, offered, today, request.POST or None)

    def act() -> CommunityAgreement:
        made = form.cleaned_data["made"]
        return services.sign_community_agreement(
            by=request.viewer, community_id=found.id, plan=form.plan(), on=today, agreement_id=made
        )

    words = {"heading": _("签订服务协议"), "action": _("签订"), "done": _("已签订服务协议。"), "subject": found.name}
    return answer_form(request, form, act, back=back_to(found), words=words)


@login_required
@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, agreement_id: UUID) -> HttpResponse:
    """It ends before its term."""
    found = selectors.community_agreement_for(request.viewer, agreement_id, permission=permissions.WRITE)
    form = EndAgreementForm(request.POST or None)

    def act() -> CommunityAgreement:
        reason = form.cleaned_data["reason"]
        return services.end_community_agreement(
            by=request.viewer, agreement_id=found.id, reason=reason, on=clock.today()
        )

    words = {"heading": _("终止服务协议"), "action": _("终止"), "done": _("已终止。"), "danger": True}
    words |= {"subject": found.community.name, "help": _("成员个人签订的协议不受影响。")}
    return answer_form(request, form, act, back=back_to(found.community), words=words)


@login_required
@require_GET
def paper(request: HttpRequest, agreement_id: UUID) -> HttpResponse:
    """The agreement as PDF, in two copies."""
    found = selectors.community_agreement_for(request.viewer, agreement_id)
    audit.record(
        by=request.viewer, act="communities.print_community_agreement", details={"agreement": str(agreement_id)}
    )
    data = presenters.agreement_paper(found.community, found, clock.today())
    return pdf_response(
        template="community/communities/typst/agreement.typ", data=data, name=f"community-{found.starts_on:%Y}"
    )
