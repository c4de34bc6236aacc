"""A paper as page, as PDF to print, and what anyone who holds it can verify."""

from uuid import UUID

from django.contrib.auth.decorators import login_not_required, login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import NotVisible
from jiayi.service.agreements import permissions, presenters, selectors
from jiayi.service.agreements.models import Agreement
from jiayi.service.agreements.terms import SignWay


@login_required
@require_GET
def agreement(request: HttpRequest, agreement_id: UUID) -> HttpResponse:
    """One agreement, shown on its paper."""
    return paper(request, selectors.agreement_for(request.viewer, agreement_id).paper_id)


@login_required
@require_GET
def paper(request: HttpRequest, paper_id: UUID) -> HttpResponse:
    """The paper with everyone on it, the packages, who pays, and why it could be signed."""
    agreements = _agreements(request, paper_id)
    first = agreements[0]
    audit.record_read(by=request.viewer, act="agreements.read_paper", resident_ids=_residents(agreements))
    context = {
        "paper": first.paper,
        "first": first,
        "rows": [
            presenters.row_of(one, on=clock.today()) | {"steps": presenters.open_steps(one, clock.today())}
            for one in agreements
        ],
        "agreements": agreements,
        "packages": presenters.package_rows(agreements),
        "amounts": (amounts := presenters.amount_rows(agreements)),
        "total_fen": sum(fen for _payer, fen in amounts),
        "signer": presenters.signer_words(first.paper),
        "sign_way": presenters.label_of(SignWay, first.paper.sign_way),
        "reasons": first.reasons,
        "ended": [line for line in map(presenters.ended_line, agreements) if line],
        "to_end": selectors.those_to_end(request.viewer, _ids(agreements)),
        "story": presenters.story_of(
            selectors.steps_of(request.viewer, _ids(agreements)),
            {one.id: one.resident.name for one in agreements} if len(agreements) > 1 else {},
        ),
        "printed": presenters.print_state(first.paper),
        "may_sign": permissions.may_sign(request.viewer),
        "sees_promises": request.viewer.can(permissions.READ_PROMISES),
    }
    return render(request, "agreements/paper.html", context)


@login_not_required
@require_GET
@never_cache
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """What the paper says of itself, to whoever scans its code: parties, term, state; names masked."""
    shown = selectors.verified_paper(code)
    if shown is None:
        return render(request, "agreements/verify.html", {"paper": None}, status=404)
    context = {"paper": shown, "members": presenters.verified_members(shown)}
    return render(request, "agreements/verify.html", context)


def _agreements(request: HttpRequest, paper_id: UUID) -> list[Agreement]:
    found = selectors.agreements_of_paper(request.viewer, paper_id)
    if not found:
        raise NotVisible
    return found


def _ids(agreements: list[Agreement]) -> list[UUID]:
    return [one.id for one in agreements]


def _residents(agreements: list[Agreement]) -> list[UUID]:
    return [one.resident_id for one in agreements]
