"""Pages of the subsidy: settlements, their approval, a team's statement, and the ledger of funds."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import CodedError, NotVisible
from jiayi.foundation.core.money import parse_yuan
from jiayi.foundation.documents.services import pdf_response
from jiayi.foundation.rulebook import RulebookView, find_value
from jiayi.insight.performance import permissions, presenters, selectors, services
from jiayi.insight.performance.models import MemberShare, Settlement
from jiayi.insight.performance.services.settling import Asked
from jiayi.insight.performance.terms import AssessmentState, SettlementState
from jiayi.registry.organization import selectors as organization

STATEMENT = "insight/performance/typst/statement.typ"
PERSONAL = "insight/performance/typst/member.typ"
SHOWN = 100


@login_required
@require_http_methods(["GET", "POST"])
def settlements(request: HttpRequest) -> HttpResponse:
    """Settlements within reach and the ledger of this year; POST proposes one."""
    viewer = request.viewer
    if not viewer.can(permissions.MONEY_READ):
        raise NotVisible
    if request.method == "POST":
        return _propose(request)
    today, county = clock.today(), _county(request)
    rows = list(selectors.settlements(viewer, on=today)[:SHOWN])
    may_propose = bool(county) and viewer.scope(permissions.PROPOSE).holds_region(county)
    schemes = organization.schemes_for(county, today) if county else ()
    sources, share = find_value("subsidy.sources", today, schemes), find_value("subsidy.prepay_share", today, schemes)
    final = selectors.assessments(viewer).filter(state=AssessmentState.FINAL) if may_propose else []
    context = {
        "rows": [_line(one) for one in rows],
        "quarter": str((today.month + 2) // 3),
        "may_propose": may_propose,
        "assessments": list(final[:SHOWN]),
        "funds": [(one, presenters.fund_label(one, _language())) for one in (sources.value if sources else [])],
        "share": share.value * 100 if share else "",
        "year": today.year,
        "balances": _balances(request, county, today.year),
        "supervision": _supervision(today, schemes),
    }
    return render(request, "performance/settlements.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def settlement(request: HttpRequest, settlement_id: UUID) -> HttpResponse:
    """One settlement by team, and the members of the `?team=` that is named; POST approves it."""
    found = selectors.settlement_for(request.viewer, settlement_id, on=clock.today())
    if request.method == "POST":
        _approve(request, found)
        return redirect("performance:settlement", found.id)
    waits, teams = found.state != SettlementState.APPROVED, _teams(request, found)
    chosen = [team for team in teams if team == request.GET.get("team")] or (teams if len(teams) == 1 else [])
    context = {
        "settlement": found,
        "state": presenters.state_of(found, _language()),
        "kind": presenters.kind_label(found, _language()),
        "fund": presenters.fund_label(found.fund, _language()),
        "rows": presenters.amount_rows(found, teams),
        "measure": presenters.measure_label(found),
        "has_members": not waits and len(teams) > 1,
        "members": presenters.member_rows(found, chosen, _language()),
        "is_same": services.run_again(found),
        "may_approve": waits and request.viewer.scope(permissions.APPROVE).holds_region(found.county_id),
    }
    return render(request, "performance/settlement.html", context)


@login_required
@require_GET
def statement(request: HttpRequest, settlement_id: UUID, team_id: UUID) -> HttpResponse:
    """A team's statement of an approved settlement, to print."""
    found = selectors.settlement_for(request.viewer, settlement_id, on=clock.today())
    if found.state != SettlementState.APPROVED or str(team_id) not in _teams(request, found):
        raise NotVisible
    row = presenters.amount_rows(found, [str(team_id)])[0]
    name = f"statement-{found.year}-{found.quarter}"
    return pdf_response(template=STATEMENT, data=presenters.statement_data(found, row), name=name)


@login_required
@require_GET
def member_statement(request: HttpRequest, share_id: UUID) -> HttpResponse:
    """One's own statement of an approved settlement, or a member's within reach, to print."""
    known = MemberShare.objects.select_related("team", "practitioner", "settlement__county", "member_score")
    share = known.filter(id=share_id).first()
    if share is None:
        raise NotVisible
    found = share.settlement
    if share.practitioner_id != request.viewer.practitioner_id:
        found = selectors.settlement_for(request.viewer, share.settlement_id, on=clock.today())
        if str(share.team_id) not in _teams(request, found):
            raise NotVisible
    name = f"statement-{found.year}-{found.quarter}"
    return pdf_response(template=PERSONAL, data=presenters.member_data(share), name=name)


def _line(one: Settlement) -> tuple[Settlement, dict[str, str], str, str]:
    language = _language()
    return (
        one,
        presenters.state_of(one, language),
        presenters.kind_label(one, language),
        presenters.fund_label(one.fund, language),
    )


def _teams(request: HttpRequest, found: Settlement) -> list[str]:
    teams = organization.team_facts_of([UUID(one) for one in found.amounts], found.decided_on)
    places = {str(one): facts.institution_id for one, facts in teams.items()}
    return selectors.teams_of(request.viewer, found, places)


def _propose(request: HttpRequest) -> HttpResponse:
    viewer, asked = request.viewer, request.POST
    county = _county(request)
    if not county or not viewer.scope(permissions.PROPOSE).holds_region(county):
        raise NotVisible
    try:
        wanted = Asked(
            county, asked.get("fund", ""), parse_yuan(asked.get("pool", "")), int(asked["year"]),
            int(asked.get("quarter") or 0),
        )  # fmt: skip
        if "share" in asked:
            share = Decimal(asked["share"]) / 100
            made = services.prepay(
                by=viewer, asked=wanted, share=share, signed=selectors.signed_by_team(viewer, county), on=clock.today()
            )
        else:
            found = selectors.assessment_for(viewer, UUID(asked.get("assessment", "")))
            made = services.settle(by=viewer, asked=wanted, assessment=found, on=clock.today())
    except NotVisible:
        raise
    except CodedError as fault:
        messages.error(request, fault.message)
        return redirect("performance:settlements")
    except (ValueError, KeyError, InvalidOperation):
        messages.error(request, _("请填写金额、年度和依据的考核。"))
        return redirect("performance:settlements")
    return redirect("performance:settlement", made.id)


def _approve(request: HttpRequest, found: Settlement) -> None:
    try:
        services.approve_settlement(by=request.viewer, settlement=found, on=clock.today(), at=clock.now())
    except NotVisible:
        raise
    except CodedError as fault:
        messages.error(request, fault.message)
    else:
        messages.success(request, _("已批准。"))


def _supervision(on: date, schemes: Sequence[str]) -> list[str]:
    """What the documents ask of how the money is kept (S2.9-06), in words."""
    codes = RulebookView(on, schemes).united("subsidy.supervision") if schemes else []
    return [presenters.fund_label(one, _language()) for one in codes]


def _county(request: HttpRequest) -> str:
    prefixes = request.viewer.scope(permissions.MONEY_READ).region_prefixes
    return next((prefix for prefix in prefixes if len(prefix) == 6), "")


def _balances(request: HttpRequest, county: str, year: int) -> list[dict[str, Any]]:
    if not county or not request.viewer.scope(permissions.MONEY_READ).holds_region(county):
        return []
    rows = selectors.balances(request.viewer, county, year)
    ids = [UUID(row["account"][5:]) for row in rows if row["account"].startswith("team:")]
    names = organization.team_facts_of(ids, clock.today())
    for row in rows:
        kind, _colon, code = row["account"].partition(":")
        row["name"] = (
            presenters.fund_label(code, _language())
            if kind == "fund"
            else names[UUID(code)].name
            if UUID(code) in names
            else code
        )
    return rows


def _language() -> str:
    return get_language() or ""
