"""The month of a team on one page, as a paper."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import override
from django.views.decorators.http import require_GET

from jiayi.foundation.audit import services as audit
from jiayi.foundation.documents.services import pdf_response
from jiayi.insight.indicators import selectors
from jiayi.insight.indicators.presenters.sheets import sheet_data

from .asking import CHINESE

TEMPLATE = "insight/indicators/typst/sheet.typ"


@login_required
@require_GET
def team_sheet(request: HttpRequest, code: str, team_id: UUID) -> HttpResponse:
    """A team with residents in the region, in a month with facts (the newest unless ?period= names one)."""
    selectors.require_region(request.viewer, code)
    month = request.GET.get("period", "")
    periods = selectors.periods_of(code, month if month in selectors.months_of(code) else "")
    if not periods:
        return redirect("indicators:board", code=code)
    with override(CHINESE):
        data = sheet_data(request.viewer, code, team_id, periods, CHINESE)
    audit.record(
        by=request.viewer,
        act="indicators.export_indicators",
        subject_kind="team",
        subject_ids=[team_id],
        details={"kind": "pdf", "table": "team-sheet", "period": periods[0].period},
    )
    return pdf_response(template=TEMPLATE, data=data, name=f"team-{periods[0].period}")
