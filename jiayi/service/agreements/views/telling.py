"""The list of services that a scheme has told to whoever signs (S0-19), to read aloud and to print with signatures."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base.errors import NotVisible
from jiayi.service.agreements import permissions, selectors
from jiayi.service.agreements.presenters.boards import told_list_of
from jiayi.service.agreements.terms import IN_FORCE


@require_GET
def told_list(request: HttpRequest, paper_id: UUID) -> HttpResponse:
    """The list of a paper with its acknowledgement; that it was told is recorded on the agreement."""
    agreements = selectors.agreements_of_paper(request.viewer, paper_id)
    if not agreements or not agreements[0].paper.service_list:
        raise NotVisible
    first, may_sign = agreements[0], permissions.may_sign(request.viewer)
    audit.record_read(
        by=request.viewer, act="agreements.read_told_list", resident_ids=[one.resident_id for one in agreements]
    )
    context = {
        "paper": first.paper,
        "first": first,
        "names": [one.resident.name for one in agreements],
        "list": told_list_of(first.paper),
        "standing": next((one for one in agreements if one.state in IN_FORCE), None) if may_sign else None,
    }
    return render(request, "agreements/told_list.html", context)
