"""What a resident's page shows of care: programmes, records, values over time, forms to fill in."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.foundation.rulebook import rulebook
from jiayi.registry.people import selectors as people
from jiayi.service.care import permissions, presenters, selectors
from jiayi.service.care.selectors.mother_child import PROGRAMMES as LINE_PROGRAMMES

RECORDS_SHOWN = 8
RESULTS_SHOWN = 5


@login_required
@require_GET
def of_resident(request: HttpRequest, resident_id: UUID) -> HttpResponse:
    """A part of the resident's page; 404 outside of the viewer's reach."""
    today = clock.today()
    resident = people.resident_for(request.viewer, resident_id, on=today, permission=permissions.READ)
    audit.record_read(by=request.viewer, act="care.open_resident", resident_ids=[resident.id])
    records = selectors.records_of(request.viewer, resident.id)
    enrolments = selectors.enrolments_of(request.viewer, resident.id)
    trends = selectors.trends(request.viewer, resident.id, presenters.TREND_CODES)
    measured = selectors.measured_on(request.viewer, resident.id, today)
    may_write = request.viewer.can(permissions.WRITE)
    plan = selectors.plan_of(request.viewer, resident.id)
    context: dict[str, Any] = {
        "plan": presenters.plan_card(plan, selectors.reviews_of(plan.record) if plan else []),
        "norms": presenters.norms_card(selectors.norms_of(request.viewer, resident.id, on=today)),
        "resident": resident,
        "has_line": any(one.programme in LINE_PROGRAMMES for one in enrolments),
        "cards": presenters.programme_cards(enrolments, on=today),
        "records": [presenters.record_row(one) for one in records[:RECORDS_SHOWN]],
        "count": len(records),
        "results": presenters.result_rows(selectors.shared_results(request.viewer, resident.id)[:RESULTS_SHOWN]),
        "measured": presenters.measured_today(measured, enrolments, on=today),
        "charts": presenters.trend_charts(trends),
        "may_write": may_write,
        "forms": _forms(request, resident.id) if may_write else {},
    }
    return render(request, "care/of_resident.html", context)


def _forms(request: HttpRequest, resident_id: UUID) -> dict[str, list[tuple[str, str]]]:
    """The forms that may be filled in: those of the resident's groups first."""
    groups = people.facts_of([resident_id], clock.today())[resident_id].groups
    restricted = request.viewer.can(permissions.WRITE_RESTRICTED)
    forms = {code: form for code, form in rulebook().forms.items() if restricted or not form.restricted}
    fitting = [code for code, form in forms.items() if set(form.groups) & set(groups)]
    others = [code for code, form in forms.items() if not form.groups]
    return {
        "fitting": [(code, presenters.form_label(code)) for code in fitting],
        "others": [(code, presenters.form_label(code)) for code in others],
    }
